import { type Installer, installerOf, isUv } from "./pip-installer.ts";

/** One `pip install …` in the text of a step. */
export interface PipCall {
	/** Its words behind `install`, short options each on its own, without the values of options but that of `--upgrade-strategy`. */
	readonly words: readonly string[];
	/** What it names to install, without quotes: `torch==2.6.0`, `./wheels/x.whl`. */
	readonly named: readonly string[];
	/** It installs what files list: `-r requirements.txt`, `-e .`. */
	readonly listed: boolean;
	/** It is uv's, which has other switches. */
	readonly uv: boolean;
	readonly installer?: Installer;
}

/** What makes pip install anew, or move up, a torch that is there. */
export interface PipSwitch {
	/** As written: `--ignore-installed`. */
	readonly word: string;
	/** `anew` and `eager` are for all packages of a call, `named` for those that it names. */
	readonly kind: "anew" | "eager" | "named";
	/** The package that it looks meant for: right behind it, and the only one that the call names. */
	readonly meant?: string;
}

const PIP = /^(?!-)(?:[^=]*\/)?pip[\d.]*$/;
const ANEW = /^(?:--ignore-installed|-I|--force-reinstall)$/;
const UPGRADE = /^(?:-U|--upgrade)$/;
const FILES = /^(?:-r|-e|--requirements?|--editable)$/;
/** Options of `pip install`, and of uv's, whose value is the next word. */
const WITH_VALUE =
	/^(?:-[rcetifCpbP]|--(?:requirement|requirements|constraint|constraints|build-constraints?|editable|target|platform|python-version|python-platform|implementation|abi|root|prefix|src|python|group|extra|config-settings?|global-option|no-binary|only-binary|progress-bar|root-user-action|report|log|proxy|retries|timeout|exists-action|trusted-host|allow-insecure-host|cert|client-cert|cache-dir|use-feature|use-deprecated|keyring-provider|index|index-url|default-index|extra-index-url|index-strategy|find-links|torch-backend|link-mode|overrides?|prerelease|resolution|exclude-newer|upgrade-package|reinstall-package))$/;
/** Options that say which Python, and that it may be installed into. */
const TARGET = /^(?:-p|--python|--python=.*|--system|--break-system-packages)$/;
const STRATEGY = "--upgrade-strategy";
const TOOLS: ReadonlySet<string> = new Set(["pip", "setuptools", "wheel", "uv", "packaging", "ninja"]);
/** torch, and what is usually installed in one call with it, from the same index. */
const TORCHES: ReadonlySet<string> = new Set(["torch", "torchvision", "torchaudio"]);

/** The calls of `pip install` and `uv pip install` in a shell command; those that lie in quotes or in other programs are not seen. */
export function pipCalls(text: string): readonly PipCall[] {
	const commands: string[][] = [[]];
	const lines = text.replace(/\\\r?\n/g, " ");
	for (const [token] of lines.matchAll(/(?:\\.|"[^"]*"|'[^']*'|[^\s"';&|\\])+|[;&|\n]/g)) {
		if (/^[;&|\n]$/.test(token)) commands.push([]);
		else commands.at(-1)?.push(token.replace(/["']/g, ""));
	}
	return commands.flatMap((words, index) => callOf(words, commands.slice(0, index)));
}

function callOf(words: readonly string[], earlier: readonly (readonly string[])[]): readonly PipCall[] {
	const pip = words.findIndex((word) => PIP.test(word));
	const install = words.indexOf("install", pip + 1);
	if (pip < 0 || install < 0 || words.slice(pip + 1, install).some((word) => !word.startsWith("-"))) return [];
	const comment = words.findIndex((word, index) => index > install && word.startsWith("#"));
	const given = argumentsOf(words.slice(install + 1, comment < 0 ? undefined : comment));
	const own = given.map(({ word }) => word);
	const named = own.filter((word, index) => !/^(?:-|\d*[<>])/.test(word) && own[index - 1] !== STRATEGY);
	const listed = own.some((word) => FILES.test(word.replace(/=.*/, "")));
	const target = given.flatMap(({ word, value }) => (TARGET.test(word) ? [word, value ?? []].flat() : []));
	const installer = installerOf(words.slice(0, install), target, earlier);
	return [{ words: own, named, listed, uv: isUv(words.slice(0, pip)), ...(installer && { installer }) }];
}

interface Argument {
	readonly word: string;
	readonly value?: string;
}

/** `-Ur requirements.txt` is `-U` and `-r` with its value, which the rest of the word may be as well. */
function argumentsOf(words: readonly string[]): readonly Argument[] {
	const found: Argument[] = [];
	const left = [...words];
	for (let word = left.shift(); word !== undefined; word = left.shift()) {
		const [, option, rest] = /^(-[A-Za-z])(.+)$/s.exec(word) ?? [word, word];
		const takes = WITH_VALUE.test(option ?? word);
		if (rest !== undefined && !takes) left.unshift(`-${rest}`);
		const value = takes ? (rest ?? left.shift()) : undefined;
		found.push({ word: option ?? word, ...(value !== undefined && { value }) });
	}
	return found;
}

/** The name of `torch[opt]>=2.6`, normalised; nothing for a path, a URL or a variable. */
export function nameOf(requirement: string): string | undefined {
	const name = /^([A-Za-z0-9][\w.-]*?)\s*(?:[[<>=!~;@].*)?$/s.exec(requirement)?.[1];
	return name === undefined || /\.(?:whl|zip|gz)$/.test(name) ? undefined : name.toLowerCase().replace(/[-_.]+/g, "-");
}

/** What the call asks of torch by name: `torch>=2.6`. */
export function namedTorch(call: PipCall): string | undefined {
	return call.named.find((requirement) => nameOf(requirement) === "torch");
}

/** It may put torch into the image: not one of pip's own tools, and not one package without what it needs. */
export function mayBringTorch(call: PipCall): boolean {
	if (namedTorch(call) !== undefined || call.listed) return true;
	return !call.words.includes("--no-deps") && call.named.some((one) => !TOOLS.has(nameOf(one) ?? ""));
}

/** It installs other things than torch and its kin. */
export function installsMore(call: PipCall): boolean {
	return call.listed || call.named.some((one) => !one.startsWith("$") && !TORCHES.has(nameOf(one) ?? ""));
}

/** What in a call makes pip put another torch over the one that is there, whatever the requirements ask for. */
export function switchOf(call: PipCall): PipSwitch | undefined {
	const { words, named } = call;
	const anew = words.findIndex((word) => ANEW.test(word));
	if (anew >= 0) {
		const [only] = named.length === 1 && named[0] === words[anew + 1] ? named : [];
		const meant = only === undefined ? undefined : nameOf(only);
		return { word: words[anew] ?? "", kind: "anew", ...(meant !== undefined && meant !== "torch" && { meant }) };
	}
	const upgrade = words.find((word) => UPGRADE.test(word));
	if (upgrade === undefined) return undefined;
	// Without --upgrade pip does not look at its strategy.
	if (/(?:^|\s)--upgrade-strategy[ =]eager(?=\s|$)/.test(words.join(" ")))
		return { word: "--upgrade-strategy eager", kind: "eager" };
	return namedTorch(call) === undefined ? undefined : { word: upgrade, kind: "named" };
}
