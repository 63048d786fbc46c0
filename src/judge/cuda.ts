import { matches, parseSpecifier, type Specifier } from "./pep440.ts";

/** What the user wants of torch's CUDA; `text` is what was written. */
export type CudaWish =
	| { readonly kind: "none"; readonly text: string }
	/** The first components must be these: `12.4` takes 12.4 and 12.4.1, not 12.40. */
	| {
			readonly kind: "prefix";
			readonly text: string;
			/** `12.4`, also of `12.4.*` and `cu124`. */
			readonly number: string;
			readonly components: readonly number[];
	  }
	| { readonly kind: "range"; readonly text: string; readonly spec: Specifier };

type ParsedCuda =
	| { readonly ok: true; readonly wish: CudaWish }
	| { readonly ok: false; readonly why: string; readonly remedy: string };

const NOT = "is not a CUDA version:";
const EXAMPLES = 'write for example "12.4", "12.*", ">=12.4,<13" or "none"';

/** Reads the input `cuda-version`: `12.4`, `12`, `12.*`, `>=12.4,<13`, `cu124`, `none` or `cpu`. */
export function parseCuda(text: string): ParsedCuda {
	const wish = text.trim();
	const lower = wish.toLowerCase();
	if (lower === "none" || lower === "cpu") return { ok: true, wish: { kind: "none", text: wish } };
	const plain = readPlain(lower);
	if (plain !== undefined)
		return {
			ok: true,
			wish: {
				kind: "prefix",
				text: wish,
				number: plain,
				components: plain.split(".").map(Number),
			},
		};
	if (/^[<>=!~]/.test(wish)) return readRange(wish);
	return { ok: false, ...refuse(lower) };
}

/** Whether the `cuda` of torch/version.py is what was wanted; `invalid` when it is no version at all. */
export function matchesCuda(cuda: string, wish: CudaWish): boolean | { readonly invalid: string } {
	if (wish.kind === "none") return false;
	if (wish.kind === "range") return matches(cuda, wish.spec);
	if (!/^\d+(\.\d+)*$/.test(cuda)) return { invalid: `"${cuda}" is not a CUDA version` };
	const components = cuda.split(".").map(Number);
	return wish.components.every((component, index) => components[index] === component);
}

/** PyTorch's name of that CUDA in indexes and local versions: `cu124`; `cpu` for none; nothing when the wish leaves it open. */
export function indexName(wish: CudaWish): string | undefined {
	if (wish.kind === "none") return "cpu";
	if (wish.kind !== "prefix" || wish.components.length < 2) return undefined;
	return `cu${wish.components[0]}${wish.components[1]}`;
}

/** A version's local part (`cu124`, `cpu`) names a build that is what was wanted. */
export function isBuildFor(local: string | undefined, wish: CudaWish): boolean {
	if (wish.kind === "none") return local === "cpu";
	const short = /^cu(\d{2,3})$/.exec(local ?? "")?.[1];
	return short !== undefined && matchesCuda(fromShort(short), wish) === true;
}

/** `12.4`, `12`, `12.*` and `cu124` as components with dots; nothing for all else. */
function readPlain(text: string): string | undefined {
	const short = /^cu(\d{2,3})$/.exec(text)?.[1];
	if (short !== undefined) return fromShort(short);
	const dotted = /^(\d{1,2}(?:\.\d+){0,2})(?:\.\*)?$/.exec(text)?.[1];
	return dotted
		?.split(".")
		.map((component) => String(Number(component)))
		.join(".");
}

/** `124` is 12.4 and `92` is 9.2, but `12` (of `cu12`) is any 12. */
function fromShort(digits: string): string {
	if (digits.length === 2 && Number(digits) < 50) return digits;
	return `${digits.slice(0, -1)}.${digits.slice(-1)}`;
}

function readRange(text: string): ParsedCuda {
	const parsed = parseSpecifier(text);
	if (parsed.ok) return { ok: true, wish: { kind: "range", text, spec: parsed.spec } };
	const remedy = parsed.remedy.startsWith("write for example") ? EXAMPLES : parsed.remedy;
	return {
		ok: false,
		why: parsed.why.replace("PEP 440 specifier", "CUDA version"),
		remedy,
	};
}

function refuse(text: string): {
	readonly why: string;
	readonly remedy: string;
} {
	const toolkit = /^(?:cuda|v)[\s:=-]*(\d+(?:\.\d+)*)$/.exec(text)?.[1];
	if (toolkit !== undefined)
		return {
			why: `${NOT} only the number is asked`,
			remedy: `write "${toolkit}"`,
		};
	const any = /^(\d+(?:\.\d+)*)(?:\.x)+$/.exec(text)?.[1];
	if (any !== undefined)
		return {
			why: `${NOT} "any number" is written "*"`,
			remedy: `write "${any}.*"`,
		};
	const comma = /^(\d+),(\d+)$/.exec(text);
	if (comma)
		return {
			why: `${NOT} it has a comma for a point`,
			remedy: `write "${comma[1]}.${comma[2]}"`,
		};
	const digits = /^\d{3}$/.exec(text)?.[0];
	if (digits !== undefined)
		return {
			why: `${NOT} the point is missing`,
			remedy: `write "${fromShort(digits)}"`,
		};
	if (/^(rocm|xpu|hip)/.test(text)) {
		return {
			why: `${NOT} only CUDA is checked here`,
			remedy: 'ask for such a build with torch-version, for example "==2.6.0+rocm6.2.4"',
		};
	}
	if (/^[~^]/.test(text))
		return {
			why: `${NOT} "${text[0]}" is npm and Poetry syntax`,
			remedy: EXAMPLES,
		};
	return { why: "is not a CUDA version", remedy: EXAMPLES };
}
