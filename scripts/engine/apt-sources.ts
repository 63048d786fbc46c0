/** One archive of an apt source list. `suites` keeps their written order. */
export interface AptSource {
	readonly uri: string;
	readonly suites: readonly string[];
	readonly components: readonly string[];
	readonly signedBy?: string;
}

const words = (value: string | undefined): readonly string[] => (value ?? "").split(/\s+/).filter(Boolean);

const parseOneLine = (line: string): AptSource | undefined => {
	const match = /^deb(?:\s+\[([^\]]*)\])?\s+(\S+)\s+(\S+)(.*)/.exec(line.trim());
	const [, options = "", uri, suite, rest] = match ?? [];
	if (!uri || !suite) return undefined;
	const signedBy = /(?:^|\s)signed-by=(\S+)/i.exec(options)?.[1];
	return { uri, suites: [suite], components: words(rest), ...(signedBy ? { signedBy } : {}) };
};

/** Parses a one-line-style list (sources.list(5)). */
export const parseOneLineSources = (text: string): readonly AptSource[] =>
	text.split("\n").flatMap((line) => parseOneLine(line) ?? []);

const fieldsOf = (stanza: string): ReadonlyMap<string, string> => {
	const fields = new Map<string, string>();
	let last = "";
	for (const line of stanza.split("\n")) {
		if (line.startsWith("#")) continue;
		const colon = line.indexOf(":");
		if (/^\s/.test(line)) fields.set(last, `${fields.get(last) ?? ""}\n${line.trim()}`);
		else if (colon > 0) {
			last = line.slice(0, colon).toLowerCase();
			fields.set(last, line.slice(colon + 1).trim());
		}
	}
	return fields;
};

/** Parses a deb822-style file (sources.list(5)): disabled stanzas and source-only ones are left out. */
export const parseDeb822Sources = (text: string): readonly AptSource[] =>
	text.split(/\n[ \t]*\n/).flatMap((stanza) => {
		const fields = fieldsOf(stanza);
		if (/^(no|false|0|off|without|disable)$/i.test(fields.get("enabled") ?? "")) return [];
		if (!words(fields.get("types")).includes("deb")) return [];
		const signedBy = fields.get("signed-by");
		const isPath = signedBy?.startsWith("/") === true && !signedBy.includes("\n");
		return words(fields.get("uris")).map((uri) => ({
			uri,
			suites: words(fields.get("suites")),
			components: words(fields.get("components")),
			...(isPath && signedBy ? { signedBy } : {}),
		}));
	});

/**
 * The machine's Debian archive: the first source of a plain Debian path (or a day of its snapshot) with the component `main`.
 * Other vendors also end their paths in /debian, but name their components otherwise.
 */
export const findDebianMirror = (sources: readonly AptSource[]): string | undefined =>
	sources
		.filter((source) => source.components.includes("main"))
		.map((source) => source.uri.replace(/\/+$/, ""))
		.find((uri) => /^https?:\/\/.+\/debian(\/\d{8}T\d{6}Z)?$/.test(uri));

/** Debian or a derivative, by os-release(5). */
export const isDebianLike = (osRelease: string): boolean => {
	const value = (key: string) =>
		new RegExp(`^${key}=["']?([^"'\\n]*)`, "m").exec(osRelease)?.[1]?.toLowerCase().split(/\s+/) ?? [];
	return [...value("ID"), ...value("ID_LIKE")].includes("debian");
};
