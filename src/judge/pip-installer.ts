/** Who installs: what to write in front of packages to have them installed by the same one, into the same Python. */
export interface Installer {
	/** `/opt/venv/bin/pip install`, `uv pip install --system`. */
	readonly command: string;
	readonly uv: boolean;
}

/** In front of a command: shell words that change nothing, variables for it alone, what `RUN` itself takes. */
const IN_FRONT = /^(?:RUN|if|then|else|do|time|[!{]|[A-Za-z_]\w*=.*|--(?:mount|network|security)=.*)$/s;
/** A variable that chooses the Python, or the place. */
const CHOOSES =
	/^(?:PATH|VIRTUAL_ENV|CONDA_\w+|PYTHON(?:PATH|HOME|USERBASE)|UV_(?:SYSTEM_PYTHON|PYTHON\w*|TARGET|PREFIX)|PIP_(?:TARGET|PREFIX|ROOT|USER|PYTHON))=/;
const PROGRAM =
	/^(?:(?:\S*\/)?python[\d.]*(?: -[A-Za-z]+)* -[A-Za-z]*m )?(?:(?:\S*\/)?uv(?: -\S+)* )?(?:\S*\/)?pip[\d.]*(?: -\S+)*$/;
/** The command is pasted: no word that a shell could take for more than a word. */
const PLAIN = /^(?:[\w./~+=@-]|\$\w+|\$\{\w+\})+$/;
/** An earlier command that sets up an environment, or what installs, for the rest of its step only or not before it. */
const ACTIVATES = /^(?:\.|source|eval)$/;
const MAKES = /(?:^|\/)(?:activate|venv|virtualenv|create|get-pip\.py|(?:python[\d.]*|py3)-(?:pip|venv))$|astral\.sh\//;
const UV = /^uv(?:[[=~<>!].*)?$/;
/** The program is one that the step mounts, and no other has. */
const MOUNTED = /^--mount=(?!.*\btype=cache\b).*\/(?:uv|bin)(?:,|$)/;

/** Nothing where the text does not tell it, or where it holds in that one step only. */
export function installerOf(
	words: readonly string[],
	target: readonly string[],
	earlier: readonly (readonly string[])[],
): Installer | undefined {
	const start = words.findIndex((word) => !IN_FRONT.test(word));
	const own = words.slice(start);
	const front = words.slice(0, start);
	const all = [...own, "install", ...target];
	if (!PROGRAM.test(own.join(" ")) || !all.every((word) => PLAIN.test(word))) return undefined;
	if (front.some((word) => CHOOSES.test(word) || MOUNTED.test(word)) || earlier.some(setsUp)) return undefined;
	const before = earlier.flat();
	if (all.some((word) => word.includes("$")) && before.some((word) => /^\w+=/.test(word))) return undefined;
	if (all.some((word) => /^(?:--python=)?[\w.-]+\//.test(word)) && before.includes("cd")) return undefined;
	return { command: all.join(" "), uv: isUv(own.slice(0, -1)) };
}

/** `uv`, or `uv --no-cache`, in front of `pip`. */
export function isUv(words: readonly string[]): boolean {
	return /(?:^|[\s/])uv(?: -\S+)*$/.test(words.join(" "));
}

function setsUp(command: readonly string[]): boolean {
	const own = command.filter((word) => !IN_FRONT.test(word));
	const brings = own.includes("install") && own.slice(own.indexOf("install")).some((word) => UV.test(word));
	return brings || ACTIVATES.test(own[0] ?? "") || command.some((word) => MAKES.test(word) || CHOOSES.test(word));
}
