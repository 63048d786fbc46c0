import "./little-memory.js";
import { D as withoutPasswords, T as knownInputs, Y as terminalJournals } from "./run-story.js";
import { a as nearest } from "./swap.js";
import { n as armAll, r as readInputs, t as run } from "./run.js";
import { i as printProblem } from "./errors.js";
import { a as sweep } from "./teardown.js";
import { n as lastResort, t as createRealWorld } from "./real-world.js";
// src/inputs/flags.ts
/**
* Reads `--name value`, `--name=value`, `--name` (of a flag: true) and `--name=false`; a list may be given several times, of
* anything else the last counts. The one word that is no flag is the context, as with `docker build`. After `--` nothing is a flag.
* `argv` starts behind the verb.
*/
function parseFlags(argv, known) {
	const kinds = new Map(known.map(({ name, kind }) => [name, kind]));
	const values = /* @__PURE__ */ new Map();
	const problems = [];
	const words = [];
	function keep(name, value) {
		const before = kinds.get(name) === "list" ? values.get(name) : void 0;
		values.set(name, before === void 0 ? value : `${before}\n${value}`);
	}
	const rest = [...argv];
	for (let word = rest.shift(); word !== void 0; word = rest.shift()) if (word === "--") words.push(...rest.splice(0));
	else if (word === "-" || !word.startsWith("-")) words.push(word);
	else {
		const { name, value } = splitFlag(word);
		const kind = kinds.get(name);
		if (kind === void 0) {
			problems.push(unknownFlag(word, name, [...kinds.keys()]));
			if (value === void 0 && isValue(rest[0]) && rest.length > 1) rest.shift();
		} else if (value !== void 0) keep(name, value);
		else if (kind === "flag") keep(name, "true");
		else if (isValue(rest[0])) keep(name, rest.shift() ?? "");
		else problems.push(noValue(name));
	}
	problems.push(...takeContext(words, values));
	return {
		values,
		raw: (name) => values.get(name),
		problems
	};
}
function splitFlag(word) {
	const at = word.indexOf("=");
	const name = (at < 0 ? word : word.slice(0, at)).replace(/^--?/, "");
	return at < 0 ? { name } : {
		name,
		value: word.slice(at + 1)
	};
}
/** The next word belongs to the flag before it, unless it is a flag itself. */
function isValue(word) {
	return word !== void 0 && !word.startsWith("--");
}
function takeContext(words, values) {
	const [context, ...more] = words;
	if (context === void 0) return [];
	const given = values.get("context");
	if (given !== void 0 || more.length > 0) {
		const all = [...given === void 0 ? [] : [given], ...words].join(" ");
		return [{
			input: "context",
			value: withoutPasswords(all),
			message: "is more than one context",
			remedy: "give one path or URL, for example \".\"; a value belongs to its flag as in --push=false"
		}];
	}
	values.set("context", context);
	return [];
}
/** Shows the flag without its value, which may be a secret. */
function unknownFlag(word, name, known) {
	const near = nearest(name, known);
	const flag = word.split("=", 1)[0] ?? word;
	const remedy = near === void 0 ? "--help lists the flags" : `did you mean --${near}?`;
	return {
		message: `${flag} is not a flag`,
		remedy
	};
}
function noValue(name) {
	return {
		input: name,
		message: "has no value",
		remedy: `write --${name}=VALUE`
	};
}
// src/command-line.ts
const USAGE = `ml-image-build: builds heavy machine-learning images, checked before they are pushed

  ml-image-build build [CONTEXT] [--flag VALUE …]   the same as a workflow step; flags are the inputs of action.yml
  ml-image-build free-disk [--flag VALUE …]         makes room on the disk, as the sub-action free-disk
  ml-image-build cleanup                            undoes what runs left that were killed

  --summary-file FILE   write the job summary as Markdown
  --report-file FILE    write the report as JSON (default: in the temporary folder)

Inputs: `;
const FREE_DISK_USAGE = `ml-image-build free-disk [--flag VALUE …]: makes room on the disk; nothing of it can be undone

  --min-free SIZE       free bytes that the disks of engine, workspace and temporary files should have, for example 30GB
                        (default: what an image with PyTorch needs); nothing is removed where they have it
  --keep IDS            components that stay, for example dotnet,haskell; the list is in docs/components.md
  --remove IDS          components that go first, as far as something has to go
  --allow-self-hosted   allow it on a machine that is not GitHub's own; there only what --remove names goes
  --dry-run             print what would be removed, with bytes and seconds, and remove nothing
  --summary=false       write no job summary
  --help                this text
`;
const CLEANUP_USAGE = `ml-image-build cleanup: undoes what runs left that were killed; takes no flags
`;
/** Flags of the command line that are no inputs. */
const OWN = [
	{
		name: "summary-file",
		kind: "text"
	},
	{
		name: "report-file",
		kind: "text"
	},
	{
		name: "help",
		kind: "flag"
	}
];
/** The command line. Gives the exit code: 0 green, 1 red, 2 when it was not understood. */
async function commandLine(world, argv, print) {
	const [verb, ...rest] = argv;
	const journals = terminalJournals(world);
	const known = [...knownInputs((reader) => readInputs(reader, {
		env: {},
		cli: true
	}, armAll)), ...OWN];
	const usage = `${USAGE}${known.map(({ name }) => `--${name}`).join(" ")}\n`;
	if (verb === "cleanup") return cleanUp(world, rest, journals, print);
	if (verb === void 0 || verb === "--help" || verb === "-h" || verb === "help") {
		print(usage);
		return verb === void 0 ? 2 : 0;
	}
	if (verb === "free-disk") return freeDiskFrom(world, rest, journals, print);
	if (verb !== "build") {
		print(`"${verb}" is not a command; use build, free-disk or cleanup, or --help\n`);
		return 2;
	}
	const { values, raw, problems } = parseFlags(rest, known);
	if (values.get("help") === "true") {
		print(usage);
		return 0;
	}
	const summaryFile = values.get("summary-file");
	return run(world, {
		raw,
		given: [],
		problems,
		cli: true,
		journals,
		reportFile: values.get("report-file") ?? `${world.files.temp}/ml-image-build-report-${world.now()}-${world.machine.pid}.json`,
		...summaryFile !== void 0 && { summaryFile }
	});
}
/** Takes no word and no flag but `--help`: who asks for more means something else. */
async function cleanUp(world, argv, journals, print) {
	const { values, problems } = parseFlags(argv, [{
		name: "help",
		kind: "flag"
	}]);
	if (values.get("help") === "true") {
		print(CLEANUP_USAGE);
		return 0;
	}
	const word = values.get("context") ?? problems.find(({ input }) => input === "context")?.value;
	const stray = {
		message: `"${word}" is no flag, and cleanup takes no words`,
		remedy: "leave it out"
	};
	const wrong = [...problems.filter(({ input }) => input !== "context"), ...word === void 0 ? [] : [stray]];
	if (wrong.length > 0) {
		for (const problem of wrong) print(`${printProblem(problem)}\n`);
		return 2;
	}
	let swept = 0;
	for (const folder of journals) swept += await sweep(world, folder);
	print(`${swept} left-over runs undone\n`);
	return 0;
}
async function freeDiskFrom(world, argv, journals, print) {
	const [{ freeDisk }, { readFreeDisk }] = await Promise.all([import("./run-free-disk2.js"), import("./free-disk.js")]);
	const { values, raw, problems } = parseFlags(argv, [...knownInputs((reader) => readFreeDisk(reader, true)), {
		name: "help",
		kind: "flag"
	}]);
	if (values.get("help") === "true") {
		print(FREE_DISK_USAGE);
		return 0;
	}
	return freeDisk(world, {
		raw,
		given: [],
		problems,
		cli: true,
		journals
	});
}
// src/cli-start.ts
/** The command line in the real world. */
async function startCommandLine() {
	const last = lastResort();
	const world = await createRealWorld("cli");
	last.maskWith(world.log.mask);
	const print = (text) => process.stdout.write(text);
	process.exitCode = await commandLine(world, process.argv.slice(2), print);
	if (world.cancelled.aborted) process.exit();
}
export { startCommandLine };
