import { knownInputs } from "./inputs/create-reader.ts";
import { parseFlags } from "./inputs/flags.ts";
import { readInputs } from "./inputs/inputs.ts";
import type { KnownInput } from "./inputs/reader.ts";
import { terminalJournals } from "./journal-folder.ts";
import { printProblem } from "./model/errors.ts";
import type { World } from "./model/world.ts";
import { run } from "./run.ts";
import { armAll } from "./run-inputs.ts";
import { sweep } from "./teardown.ts";

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
const OWN: readonly KnownInput[] = [
	{ name: "summary-file", kind: "text" },
	{ name: "report-file", kind: "text" },
	{ name: "help", kind: "flag" },
];

/** The command line. Gives the exit code: 0 green, 1 red, 2 when it was not understood. */
export async function commandLine(
	world: World,
	argv: readonly string[],
	print: (text: string) => void,
): Promise<number> {
	const [verb, ...rest] = argv;
	const journals = terminalJournals(world);
	const known = [...knownInputs((reader) => readInputs(reader, { env: {}, cli: true }, armAll)), ...OWN];
	const usage = `${USAGE}${known.map(({ name }) => `--${name}`).join(" ")}\n`;
	if (verb === "cleanup") return cleanUp(world, rest, journals, print);
	if (verb === undefined || verb === "--help" || verb === "-h" || verb === "help") {
		print(usage);
		return verb === undefined ? 2 : 0;
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
		reportFile:
			values.get("report-file") ?? `${world.files.temp}/ml-image-build-report-${world.now()}-${world.machine.pid}.json`,
		...(summaryFile !== undefined && { summaryFile }),
	});
}

/** Takes no word and no flag but `--help`: who asks for more means something else. */
async function cleanUp(
	world: World,
	argv: readonly string[],
	journals: readonly string[],
	print: (text: string) => void,
): Promise<number> {
	const { values, problems } = parseFlags(argv, [{ name: "help", kind: "flag" }]);
	if (values.get("help") === "true") {
		print(CLEANUP_USAGE);
		return 0;
	}
	const word = values.get("context") ?? problems.find(({ input }) => input === "context")?.value;
	const stray = { message: `"${word}" is no flag, and cleanup takes no words`, remedy: "leave it out" };
	const wrong = [...problems.filter(({ input }) => input !== "context"), ...(word === undefined ? [] : [stray])];
	if (wrong.length > 0) {
		for (const problem of wrong) print(`${printProblem(problem)}\n`);
		return 2;
	}
	let swept = 0;
	for (const folder of journals) swept += await sweep(world, folder);
	print(`${swept} left-over runs undone\n`);
	return 0;
}

async function freeDiskFrom(
	world: World,
	argv: readonly string[],
	journals: readonly string[],
	print: (text: string) => void,
): Promise<number> {
	const [{ freeDisk }, { readFreeDisk }] = await Promise.all([
		import("./run-free-disk.ts"),
		import("./inputs/free-disk.ts"),
	]);
	const known = [...knownInputs((reader) => readFreeDisk(reader, true)), { name: "help", kind: "flag" } as const];
	const { values, raw, problems } = parseFlags(argv, known);
	if (values.get("help") === "true") {
		print(FREE_DISK_USAGE);
		return 0;
	}
	return freeDisk(world, { raw, given: [], problems, cli: true, journals });
}
