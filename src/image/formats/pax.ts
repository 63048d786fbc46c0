import { TarError } from "./tar-header.ts";

const decoder = new TextDecoder();

/** The records of a PAX header that matter: `28 path=…`, `12 size=…`, `linkpath`. */
export function readPax(bytes: Uint8Array): { name?: string; linkName?: string; size?: number } {
	const found: { name?: string; linkName?: string; size?: number } = {};
	for (const [key, value] of paxRecords(bytes)) {
		if (key === "path") found.name = value;
		else if (key === "linkpath") found.linkName = value;
		else if (key === "size") found.size = readSize(value);
		else if (key.startsWith("GNU.sparse.")) throw new TarError("sparse files are not supported");
	}
	return found;
}

function readSize(value: string): number {
	const size = /^\d+$/.test(value) ? Number(value) : Number.NaN;
	if (!Number.isSafeInteger(size)) throw new TarError("a PAX record holds a size that is none");
	return size;
}

/** Each record is `<length> <key>=<value>\n`, its length counted in bytes with the digits. */
function* paxRecords(bytes: Uint8Array): Generator<[string, string]> {
	let at = 0;
	while (at < bytes.length && bytes[at] !== 0) {
		const space = bytes.indexOf(0x20, at);
		const length = space < 0 || space - at > 8 ? Number.NaN : Number(decoder.decode(bytes.subarray(at, space)));
		const end = at + length;
		if (!(length > space - at + 1) || end > bytes.length) throw new TarError("a PAX record has a wrong length");
		const text = decoder.decode(bytes.subarray(space + 1, end - 1));
		const equals = text.indexOf("=");
		if (equals < 1) throw new TarError("a PAX record has no key");
		yield [text.slice(0, equals), text.slice(equals + 1)];
		at = end;
	}
}
