import { parse } from "csv-parse/sync";

/** One `key=value` of a list such as `type=image,name=a,push=true`; a field without `=` has no value. */
export interface Attribute {
	readonly key: string;
	readonly value?: string;
}

/** The fields of one CSV line as buildx reads an output, an attestation or a cache; nothing when it is not one line of CSV. */
export function readFields(line: string): readonly string[] | undefined {
	try {
		const [fields, ...more] = parse(line, { relax_column_count: true, skip_empty_lines: true }) as string[][];
		return more.length === 0 ? fields : undefined;
	} catch {
		return undefined;
	}
}

/** Reads one CSV line of attributes: fields may be quoted, keys and values are trimmed. Broken quotes give nothing. */
export function readAttributes(line: string): readonly Attribute[] {
	return (readFields(line) ?? []).map((field) => {
		const at = field.indexOf("=");
		if (at < 0) return { key: field.trim() };
		return { key: field.slice(0, at).trim(), value: field.slice(at + 1).trim() };
	});
}

/** Writes attributes as one CSV line, quoting only the fields that need it. */
export function writeAttributes(attributes: readonly Attribute[]): string {
	return attributes.map(({ key, value }) => quoteField(value === undefined ? key : `${key}=${value}`)).join(",");
}

/** The value of an attribute, the last one when it is given twice. */
export function attribute(line: string, key: string): string | undefined {
	return readAttributes(line).findLast((item) => item.key === key)?.value;
}

function quoteField(field: string): string {
	return /[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
