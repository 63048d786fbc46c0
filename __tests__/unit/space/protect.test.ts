import { describe, expect, it } from "@jest/globals";
import { atHome, COMPONENTS } from "../../../src/space/components/index.ts";
import { namedPaths, parseEnvironment } from "../../../src/space/job-env.ts";
import { type Evidence, protect } from "../../../src/space/protect.ts";

const HOME = "/home/runner";
const CACHE = "/opt/hostedtoolcache";
const JDK = "/usr/lib/jvm/temurin-17-jdk-amd64";
const SDK = "/usr/local/lib/android/sdk";

/** As images write it, before the first start has replaced $HOME. */
const IMAGE_TEXT = `# made by the image
ImageOS=ubuntu24
PATH="/snap/bin:$HOME/.local/bin:/opt/pipx_bin:$HOME/.cargo/bin:/usr/local/.ghcup/bin:/usr/local/sbin:/usr/local/bin:/usr/bin"
JAVA_HOME=${JDK}
JAVA_HOME_17_X64=${JDK}
ANDROID_HOME=${SDK}
ANDROID_NDK_HOME=${SDK}/ndk/27.3.13750724
CONDA=/usr/share/miniconda
GOROOT_1_24_X64=${CACHE}/go/1.24.13/x64
RUNNER_TOOL_CACHE=${CACHE}
SWIFT_PATH=/usr/share/swift/usr/bin
PSModulePath=${HOME}/.local/share/powershell/Modules:/usr/local/share/powershell/Modules:/usr/share/az_15.6.1
CHROME_BIN=/usr/bin/google-chrome
`;
const IMAGE = parseEnvironment(IMAGE_TEXT, HOME);
const START = 1_790_000_000_000;

/** The paths of an image, with versions as it has them. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
	jdk: [JDK],
	julia: ["/usr/local/julia1.12.7"],
	llvm: ["/usr/lib/llvm-18"],
	gradle: ["/usr/share/gradle-9.1.0"],
	"tool-cache-java": [`${CACHE}/Java_Temurin-Hotspot_jdk`],
	"az-modules": ["/usr/share/az_15.6.1"],
};
const TARGETS = COMPONENTS.filter(({ engine }) => engine === undefined).map((component) => ({
	component,
	paths: PLACES[component.id] ?? component.paths.map((path) => atHome(path, HOME)),
}));

/** Ordinary job on a hosted runner: nothing of the image was set up. */
const NOTHING: Evidence = {
	named: [],
	programs: [{ pid: 1, name: "systemd", path: "/usr/lib/systemd/systemd", how: "runs from" }],
	marks: [
		{ path: `${CACHE}/Python/3.12.14/x64.complete`, modifiedMs: START - 1e9 },
		{ path: `${CACHE}/go/1.24.13/x64.complete`, modifiedMs: START - 1e9 },
	],
	jobStartedMs: START,
	places: [
		{ path: `${HOME}/work/app/app`, what: "the workspace" },
		{ path: `${HOME}/work/_temp`, what: "the temporary files of this job" },
		{ path: "/var/lib/docker", what: "the engine's data" },
	],
	mounts: ["/", "/proc", "/sys", "/boot/efi", "/mnt"],
	registries: ["docker.io", "ghcr.io"],
	helpers: [],
};

function kept(change: Partial<Evidence>) {
	const evidence = { ...NOTHING, ...change };
	return Object.fromEntries(
		TARGETS.flatMap((target) => {
			const found = protect(target, evidence);
			return found ? [[found.component, `${found.firm ? "firm: " : ""}${found.why}`]] : [];
		}),
	);
}

/** The environment of the image with these changes; what a step puts on PATH comes first. */
function keptByEnv(
	changes: Readonly<Record<string, string>>,
	onPath: readonly string[] = [],
	real: Readonly<Record<string, string>> = {},
) {
	const env = { ...IMAGE, HOME, CI: "true", ...changes, PATH: [...onPath, IMAGE["PATH"]].join(":") };
	const named = namedPaths(env, IMAGE).map((each) => ({ ...each, ...(real[each.path] && { real: real[each.path] }) }));
	return kept({ named: named as Evidence["named"] });
}

describe("a job that used nothing of the image", () => {
	it("keeps nothing", () => {
		expect(kept({})).toEqual({});
		expect(keptByEnv({})).toEqual({});
	});
});

describe("what earlier steps set up stays", () => {
	it.each<[title: string, env: Record<string, string>, onPath: string[], expected: Record<string, RegExp>]>([
		["setup-go", {}, [`${CACHE}/go/1.25.13/x64/bin`], { "tool-cache-go": /^the PATH of this job has .*go\/1\.25/ }],
		[
			"setup-python",
			{ pythonLocation: `${CACHE}/Python/3.12.14/x64` },
			[],
			{ "tool-cache-python": /sets pythonLocation to/ },
		],
		[
			"setup-python, PATH alone",
			{},
			[`${CACHE}/Python/3.12.14/x64/bin`],
			{ "tool-cache-python": /the PATH of this job/ },
		],
		["setup-node", {}, [`${CACHE}/node/24.19.0/x64/bin`], { "tool-cache-node": /node\/24/ }],
		["setup-ruby", {}, [`${CACHE}/Ruby/3.4.10/x64/bin`], { "tool-cache-ruby": /Ruby/ }],
		[
			"pypy",
			{ PKG_CONFIG_PATH: `${CACHE}/PyPy/3.11.15/x64/lib/pkgconfig` },
			[],
			{ "tool-cache-pypy": /PKG_CONFIG_PATH/ },
		],
		["another JDK", { JAVA_HOME: "/usr/lib/jvm/temurin-17-jdk-amd64/jre" }, [], { jdk: /sets JAVA_HOME to/ }],
		[
			"ghcup put on PATH once more",
			{},
			["/usr/local/.ghcup/bin"],
			{ haskell: /the PATH of this job has \/usr\/local\/.ghcup\/bin/ },
		],
		["cargo put on PATH once more", {}, [`${HOME}/.cargo/bin/`], { rust: /\.cargo\/bin/ }],
		["conda activated", { CONDA_PREFIX: "/usr/share/miniconda/envs/test" }, [], { miniconda: /CONDA_PREFIX/ }],
		["dotnet root", { DOTNET_ROOT: "/usr/share/dotnet" }, [], { dotnet: /DOTNET_ROOT/ }],
		["another NDK", { ANDROID_NDK_HOME: `${SDK}/ndk/29.0.14206865` }, [], { "android-ndk": /ANDROID_NDK_HOME/ }],
		["a path behind a flag", { LDFLAGS: "-L/usr/lib/llvm-18/lib -lc++" }, [], { llvm: /LDFLAGS/ }],
		["a path in a list", { PKG: "a;/usr/share/swift/usr;b" }, [], { swift: /PKG/ }],
		["a path behind an equals sign", { JAVA_OPTS: `-Dx=${JDK}/lib` }, [], { jdk: /JAVA_OPTS/ }],
		["a driver", { MY_DRIVER: "/usr/local/share/gecko_driver" }, [], { "browser-drivers": /MY_DRIVER/ }],
		[
			"a module path beside the image's",
			{ PSModulePath: `${IMAGE["PSModulePath"]}:/tmp/m` },
			[],
			{ "az-modules": /PSModulePath/, "powershell-modules": /PSModulePath/ },
		],
	])("%s", (_, env, onPath, expected) => {
		const found = keptByEnv(env, onPath);
		expect(Object.keys(found).toSorted()).toEqual(Object.keys(expected).toSorted());
		for (const [id, why] of Object.entries(expected)) expect(found[id]).toMatch(why);
	});

	it("also when a link leads there: JDKs of the tool cache are links", () => {
		const home = `${CACHE}/Java_Temurin-Hotspot_jdk/17.0.20-8/x64`;
		const found = keptByEnv({ JAVA_HOME: home }, [], { [home]: JDK });
		expect(Object.keys(found).toSorted()).toEqual(["jdk", "tool-cache-java"]);
		expect(
			Object.keys(keptByEnv({}, [`${HOME}/.ghcup/bin`], { [`${HOME}/.ghcup/bin`]: "/usr/local/.ghcup/bin" })),
		).toEqual(["haskell"]);
	});

	it.each<[title: string, env: Record<string, string>, onPath: string[]]>([
		["what the image sets itself", { JAVA_HOME: JDK, ANDROID_HOME: SDK }, []],
		["folders above a component", { TOOLS: CACHE, PREFIX: "/usr/share", ROOT: "/" }, ["/opt", "/usr/local"]],
		["a name that only begins alike", { X: "/usr/share/dotnet-tools", Y: "/usr/share/swiftly" }, ["/usr/local/julia"]],
		["other folders", { X: "/home/runner/work/app" }, ["/home/runner/work/app/bin", "."]],
		["a URL", { X: "https://example.com/usr/share/dotnet" }, []],
	])("%s keeps nothing", (_, env, onPath) => {
		expect(keptByEnv(env, onPath)).toEqual({});
	});

	it("without the image's environment every variable counts as set up", () => {
		expect(Object.keys(kept({ named: namedPaths(IMAGE, {}) }))).toEqual(
			expect.arrayContaining(["haskell", "swift", "miniconda", "jdk", "android-ndk", "tool-cache-go", "rust"]),
		);
	});
});

describe("what was installed into the tool cache during the job stays", () => {
	const mark = (path: string, modifiedMs: number) => [{ path: `${CACHE}/${path}`, modifiedMs }];

	it.each([
		["Python/3.13.99/x64.complete", { "tool-cache-python": "an earlier step installed Python 3.13.99 into it" }],
		["go/1.27.0/x64.complete", { "tool-cache-go": "an earlier step installed go 1.27.0 into it" }],
		["CodeQL/2.30.0/x64.complete", { codeql: "an earlier step installed CodeQL 2.30.0 into it" }],
	])("%s", (path, expected) => {
		expect(kept({ marks: mark(path, START) })).toEqual(expected);
		expect(kept({ marks: mark(path, START - 1) })).toEqual({});
	});

	it("a job whose start is not known keeps all tools", () => {
		const { jobStartedMs: _, ...unknown } = NOTHING;
		const found = TARGETS.map((target) => protect(target, unknown)).filter((each) => each !== undefined);
		expect(found.map(({ component }) => component)).toEqual(["tool-cache-go", "tool-cache-python"]);
		expect(found[0]?.why).toMatch(/not known when this job began/);
	});
});

describe("what is in use stays, also when remove names it", () => {
	it.each<[title: string, change: Partial<Evidence>, expected: Record<string, string>]>([
		[
			"a program that runs from it",
			{ programs: [{ pid: 812, name: "java", path: `${JDK}/bin/java`, how: "runs from" }] },
			{ jdk: `firm: java (process 812) runs from ${JDK}/bin/java` },
		],
		[
			"a program that works in it",
			{ programs: [{ pid: 9, name: "sh", path: "/usr/share/dotnet", how: "works in" }] },
			{ dotnet: "firm: sh (process 9) works in /usr/share/dotnet" },
		],
		[
			"our own Node.js",
			{ places: [{ path: `${CACHE}/node/24.19.0/x64/bin/node`, what: "the Node.js that runs this" }] },
			{ "tool-cache-node": `firm: the Node.js that runs this lies in it (${CACHE}/node/24.19.0/x64/bin/node)` },
		],
		[
			"the workspace in it",
			{ places: [{ path: "/usr/share/swift/work", what: "the workspace" }] },
			{ swift: "firm: the workspace lies in it (/usr/share/swift/work)" },
		],
		[
			"it in the engine's data",
			{ places: [{ path: "/usr/local/.ghcup", what: "the engine's data" }] },
			{ haskell: "firm: the engine's data lies in it (/usr/local/.ghcup)" },
		],
		[
			"it in a place that is used",
			{
				places: [
					{ path: "/opt/az", what: "the workspace" },
					{ path: "/opt/google", what: "the workspace" },
				],
			},
			{
				"azure-cli": "firm: the workspace lies in it (/opt/az)",
				chrome: "firm: it lies in the workspace (/opt/google)",
			},
		],
		[
			"a mount point",
			{ mounts: ["/", "/usr/share/miniconda"] },
			{ miniconda: "firm: a file system is mounted at /usr/share/miniconda" },
		],
		[
			"a mount in it",
			{ mounts: [`${SDK}/ndk/27/x`] },
			{ "android-ndk": `firm: a file system is mounted at ${SDK}/ndk/27/x` },
		],
		[
			"gcloud as credential helper",
			{ helpers: ["gcloud"] },
			{ "google-cloud-cli": "firm: the Docker configuration logs in with docker-credential-gcloud" },
		],
	])("%s", (_, change, expected) => {
		expect(kept(change)).toEqual(expected);
	});

	it("a workspace at the root of the file system keeps nothing by itself", () => {
		expect(kept({ places: [{ path: "/", what: "the workspace" }] })).toEqual({});
	});
});

describe("a cloud's command line stays when the job uses its registry", () => {
	it.each([
		["123456789012.dkr.ecr.eu-central-1.amazonaws.com", "aws-cli"],
		["123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com", "aws-cli"],
		["123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", "aws-cli"],
		["123456789012.dkr-ecr.eu-west-1.on.aws", "aws-cli"],
		["public.ecr.aws", "aws-cli"],
		["acme.azurecr.io", "azure-cli"],
		["gcr.io", "google-cloud-cli"],
		["eu.gcr.io", "google-cloud-cli"],
		["europe-west1-docker.pkg.dev", "google-cloud-cli"],
	])("%s: %s", (registry, id) => {
		expect(kept({ registries: ["docker.io", registry] })).toEqual({ [id]: `this job uses the registry ${registry}` });
	});

	it.each(["ghcr.io", "docker.io", "quay.io", "amazonaws.com", "gcr.io.example.com", "azurecr.io.evil.org"])(
		"%s keeps none",
		(registry) => {
			expect(kept({ registries: [registry] })).toEqual({});
		},
	);

	it.each([
		["ecr-login", "aws-cli"],
		["acr-env", "azure-cli"],
		["gcr", "google-cloud-cli"],
	])("the credential helper %s: %s", (helper, id) => {
		expect(kept({ helpers: [helper] })).toEqual({
			[id]: `the Docker configuration names the credential helper ${helper}`,
		});
	});
});

describe("/etc/environment", () => {
	it("is read as PAM does", () => {
		const text = `A=1\n# B=2\nC="x y"\n D='/home'\nexport E=$HOME/.x:\${HOME}/y:$HOMER\nF=\n=bad\n2=bad\nG=a=b\n`;
		expect(parseEnvironment(text, HOME)).toEqual({
			A: "1",
			C: "x y",
			D: "/home",
			E: "/home/runner/.x:/home/runner/y:$HOMER",
			F: "",
			G: "a=b",
		});
	});
});
