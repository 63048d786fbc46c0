import { chownSync } from "node:fs";
import { expect, jest, test } from "@jest/globals";
import { runStep, type StepOptions, type StepResult } from "../support/action.ts";
import { BASE, folderWith, HOST_NETWORK } from "./support/docker.ts";
import { recordPeakMemory } from "./support/peak-memory.ts";
import { allowSudo, CAN_MAKE_USERS, makeUser, makeUserPlace, openSocket, removeUser, USER } from "./support/users.ts";

jest.setTimeout(1_800_000);

/** In a builder of ours each file costs several times its own making: to be copied, remembered, and removed again. */
const FOLDERS = { docker: 50, "docker-container": 30 };
const FILES_PER_FOLDER = 1000;
type Driver = keyof typeof FOLDERS;
const filesOf = (driver: Driver) => FOLDERS[driver] * FILES_PER_FOLDER;
const INPUTS = {
	docker: { driver: "docker" },
	"docker-container": { driver: "docker-container", "driver-opts": HOST_NETWORK },
};

/** Files of one byte with long paths and two names each; the next layer removes one name of a tenth of them. */
const DOCKERFILE = `ARG BASE=python:3.12-slim
FROM \${BASE}
COPY make.py /
RUN python3 /make.py
RUN rm /opt/a-folder-with-a-long-name/*/*/*0.txt
`;

const makeFiles = (driver: Driver) => `import os
for folder in range(${FOLDERS[driver]}):
    path = f"/opt/a-folder-with-a-long-name/another-folder-with-quite-a-long-name/{folder}"
    os.makedirs(path)
    for file in range(${FILES_PER_FOLDER}):
        name = f"{path}/a-file-whose-name-is-rather-long-as-well-{file}"
        with open(name + ".txt", "w") as out:
            out.write("x")
        os.link(name + ".txt", name + ".again")
`;

/** The same by way of another stage: BuildKit then remembers the digest of each file in the databases of its state. */
const COPIED_DOCKERFILE = `ARG BASE=python:3.12-slim
FROM \${BASE} AS made
COPY make.py /
RUN python3 /make.py
FROM \${BASE}
COPY --from=made /opt/ /opt/
RUN rm /opt/a-folder-with-a-long-name/*/*/*0.txt
`;

const FLAT = 30_000;

/** One folder with very many files, one with very many sub-folders; the next layer has all of them again. */
const FLAT_DOCKERFILE = `ARG BASE=python:3.12-slim
FROM \${BASE}
COPY make.py touch.py /
RUN python3 /make.py
RUN python3 /touch.py
`;

const MAKE_FLAT = `import os
os.makedirs("/flat/files")
for number in range(${FLAT}):
    os.makedirs(f"/flat/folders/a-folder-with-a-rather-long-name-{number}")
    with open(f"/flat/files/a-file-with-a-rather-long-name-{number}", "w") as out:
        out.write("x")
`;

const TOUCH_FLAT = `import os
for folder in ["/flat/files", "/flat/folders"]:
    for name in os.listdir(folder):
        os.utime(f"{folder}/{name}")
`;

/** An image of everything that is remembered of an image, and much more of it than there ever was. */
const CROWDED_DOCKERFILE = `ARG BASE=python:3.12-slim
FROM \${BASE}
COPY make.py /
RUN python3 /make.py
`;

const CROWD = {
	modules: 60_000,
	recordRows: 40_000,
	records: 12,
	packages: 12_000,
	long: 2000,
	torches: 1500,
	links: 60_000,
};

const MAKE_CROWDED = `import os
site = "/usr/local/lib/python3/site-packages"
def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as out:
        out.write(text)
def distribution(name, more="", version="1.0"):
    folder = f"{site}/{name}-{version}.dist-info"
    write(folder + "/METADATA", f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n{more}")
    return folder
def requires(count):
    return "".join(f"Requires-Dist: torch (>=1.{number})\\n" for number in range(count))
write(site + "/torch/version.py", "__version__ = '2.6.0'\\ncuda = '12.4'\\n")
for number in range(${CROWD.modules}):
    write(f"{site}/a_module_with_a_rather_long_name_{number}.py", "x")
rows = "".join(f"one_folder/another_{number % 50}/a_module_with_a_rather_long_name_{number}.py,sha256={'a' * 43},1234\\n" for number in range(${CROWD.recordRows}))
for number in range(${CROWD.records}):
    write(distribution(f"large-{number}") + "/RECORD", rows)
write(distribution("a-owner") + "/RECORD", "".join(f"a_module_with_a_rather_long_name_{number}.py,,1\\n" for number in range(${CROWD.modules})))
for number in range(${CROWD.packages}):
    distribution(f"package_{number}", requires(3))
for number in range(${CROWD.long}):
    distribution(f"long_{number}", requires(200))
for number in range(${CROWD.torches}):
    distribution("torch", version=f"2.6.{number}")
os.makedirs("/opt/links")
for number in range(${CROWD.links}):
    os.symlink("/nowhere", f"/opt/links/a-link-with-a-rather-long-name-{number}")
`;

/** An image with many files must not need more memory than one with few. */
const memoryOf = (title: string, files: number) => {
	const memory = recordPeakMemory();
	return {
		env: memory.env,
		expectLittle() {
			process.stdout.write(`peak memory, ${title}, ${files} files: ${(memory.peak() / 1e6).toFixed(1)} MB\n`);
			// On an idle machine 80 to 97 MB, of which 44 are Node's own; the bound is that of a busy one.
			expect(memory.peak()).toBeLessThan(105e6);
		},
	};
};

const manyOn = (driver: Driver, dockerfile = DOCKERFILE) => ({
	Dockerfile: dockerfile,
	"make.py": makeFiles(driver),
});

const measure = (
	options: Omit<StepOptions, "cwd" | "inputs">,
	inputs: Readonly<Record<string, string>>,
	files: Readonly<Record<string, string>>,
) => {
	const cwd = folderWith(files);
	if (options.user) chownSync(cwd, options.user.uid, options.user.gid);
	return runStep({
		...options,
		cwd,
		inputs: { context: ".", "build-args": `BASE=${BASE}`, "max-image-size": "9GB", ...inputs },
	});
};

/** Each byte counts once, and what lost one of its names is still seen by the other. */
function expectExact({ report }: StepResult, files: number): void {
	const [image] = report.images;
	expect(image.layers.value.at(-2)).toMatchObject({ unpackedBytes: files, files: 2 * files });
	expect(image.layers.value.at(-1)).toMatchObject({ unpackedBytes: 0 });
	expect(image.rootfsBytes.value).toBeGreaterThan(files);
	expect(image.rootfsBytes.value).toBe(image.unpackedBytes.value);
}

/** What was not kept is counted. */
function expectCrowd({ report }: StepResult): void {
	const [image] = report.images;
	const { packages, long, records, torches } = CROWD;
	expect(image.distributions.value.length + image.distributionsLeftOut).toBeGreaterThan(
		packages + long + records + torches,
	);
	const [{ requiredBy, requiredByLeftOut, leftBeside }] = image.torch.value;
	expect(requiredBy.length + requiredByLeftOut).toBe(packages * 3 + long * 200);
	expect(leftBeside.length).toBeGreaterThan(500);
	const owner = image.distributions.value.find(({ name }: { name: string }) => name === "a-owner");
	expect(owner.bytes).toBe(CROWD.modules);
}

test.each([
	["the engine's own builder", "docker"],
	["a builder of our own", "docker-container"],
] as const)("%s", async (_, driver) => {
	const files = filesOf(driver);
	const memory = memoryOf(driver, files);
	const result = await measure({ env: memory.env }, INPUTS[driver], manyOn(driver));
	expect(result.code).toBe(0);
	expectExact(result, files);
	memory.expectLittle();
});

test("folders with very many entries, in two layers", async () => {
	const memory = memoryOf("docker, flat", FLAT);
	const files = { Dockerfile: FLAT_DOCKERFILE, "make.py": MAKE_FLAT, "touch.py": TOUCH_FLAT };
	const result = await measure({ env: memory.env }, INPUTS.docker, files);
	expect(result.code).toBe(0);
	const [image] = result.report.images;
	const two = [
		{ unpackedBytes: FLAT, files: FLAT },
		{ unpackedBytes: FLAT, files: FLAT },
	];
	expect(image.layers.value.slice(-2)).toMatchObject(two);
	expect(image.unpackedBytes.value - image.rootfsBytes.value).toBe(FLAT);
	memory.expectLittle();
});

test("everything that is remembered of an image, very often", async () => {
	const memory = memoryOf("docker, crowded", CROWD.modules);
	const files = { Dockerfile: CROWDED_DOCKERFILE, "make.py": MAKE_CROWDED };
	const result = await measure({ env: memory.env }, { ...INPUTS.docker, "torch-version": ">=2.7" }, files);
	expect(result.code).toBe(1);
	expectCrowd(result);
	memory.expectLittle();
});

test.each([
	["an ordinary user with passwordless sudo", true, "docker", DOCKERFILE, "overlay2-folders"],
	["an ordinary user without sudo", false, "docker-container", COPIED_DOCKERFILE, "builder-listing"],
] as const)("%s", async (title, sudo, driver, dockerfile, method) => {
	if (!CAN_MAKE_USERS) throw new Error("making users and sudo rules takes root on a Debian: run the e2e tests as root");
	makeUser();
	const closeSocket = openSocket();
	try {
		allowSudo(sudo);
		const files = filesOf(driver);
		const memory = memoryOf(title, files);
		const { env, program } = makeUserPlace(folderWith({}));
		const user = { uid: USER.uid, gid: USER.gid };
		const options = { env: { ...env, ...memory.env }, user, program };
		const result = await measure(options, INPUTS[driver], manyOn(driver, dockerfile));
		expect(result.code).toBe(0);
		expect(result.report.images[0].unpackedBytes.method).toBe(method);
		expectExact(result, files);
		memory.expectLittle();
	} finally {
		closeSocket();
		removeUser();
	}
});
