import { n as CsvError, t as parse } from "./sync.js";
import { t as readIf } from "./read-if.js";
// src/inputs/split-list.ts
/**
* Splits a list input as `docker/build-push-action` 7 does: the text is CSV, a record per line. A quoted field may hold
* commas, newlines and, doubled, quotes. A quote inside of a field is plain text. An empty item is left out.
* Source of the rules: `Util.getList` in docker/actions-toolkit 0.92 and its tests.
*/
function splitList(text, options = {}) {
	const input = options.trim === false ? text : text.trim();
	if (input.trim() === "") return { items: [] };
	try {
		const items = readRecords(input, options.quote).flatMap((record) => options.ignoreComma ? [record.join(",")] : splitRecord(record));
		return { items: (options.trim === false ? items : items.map((item) => item.trim())).filter((item) => item.trim() !== "") };
	} catch (error) {
		if (error instanceof CsvError) return { unclosed: true };
		throw error;
	}
}
/** The fields of one CSV line as buildx reads an output or an attestation; nothing when it is not one line of CSV. */
function splitFields(line) {
	try {
		const [fields, ...more] = readRecords(line, void 0);
		return more.length === 0 ? fields : void 0;
	} catch (error) {
		if (error instanceof CsvError) return void 0;
		throw error;
	}
}
function readRecords(input, quote) {
	return parse(input, {
		columns: false,
		relax_quotes: true,
		relax_column_count: true,
		skip_empty_lines: true,
		...quote === false && { quote: false }
	});
}
/** A line that is one quoted field is split at its commas all the same; in a line of several fields quotes protect them. */
function splitRecord(record) {
	const [only] = record;
	return record.length === 1 && only !== void 0 ? only.split(",") : record;
}
// src/inputs/outputs.ts
/** Reads an item of `outputs`; nothing when buildx would refuse it (`buildflags.ExportEntry` in docker/buildx 0.36). */
function parseOutput(item) {
	const fields = splitFields(item) ?? [];
	const [only] = fields;
	if (fields.length === 1 && only === item && !item.startsWith("type=")) return {
		type: item === "-" ? "tar" : "local",
		attributes: /* @__PURE__ */ new Map([["dest", item]])
	};
	if (fields.some((field) => !field.includes("="))) return void 0;
	const attributes = new Map(fields.map(splitField));
	const type = attributes.get("type");
	return type ? {
		type,
		attributes
	} : void 0;
}
/** Output types that are an image: in the builder, in a registry, in the engine or in an archive. */
function isImage({ type }) {
	return [
		"image",
		"registry",
		"docker",
		"oci"
	].includes(type);
}
/** Outputs that go to a registry under a name of their own or under the tags. */
function isPushed({ type, attributes }) {
	return type === "registry" || type === "image" && isTrue(attributes.get("push"));
}
/** Pushed under its digest only: no tag moves. */
function isByDigest({ attributes }) {
	return isTrue(attributes.get("push-by-digest"));
}
/** An archive of the image on this machine. */
function isArchive({ type, attributes }) {
	return type === "oci" || type === "docker" && attributes.has("dest");
}
/** The names of an output itself, for example `name=a:1,b:1`. */
function namesOf({ attributes }) {
	return (attributes.get("name") ?? "").split(",").filter((name) => name !== "");
}
/** Folders on this machine to which buildx writes a cache or the result, as they were given. */
function foldersWritten({ cacheTo, outputs }) {
	const caches = cacheTo.flatMap((item) => item.startsWith("type=local,") ? destOf(item) : []);
	const results = outputs.flatMap(destOf);
	return [...caches.map((path) => ({
		role: "cache",
		path
	})), ...results.map((path) => ({
		role: "output",
		path
	}))];
}
function destOf(item) {
	const dest = parseOutput(item)?.attributes.get("dest") ?? "";
	return dest === "" || dest === "-" ? [] : [dest];
}
/** As Go reads truth (`strconv.ParseBool`). */
function isTrue(text) {
	return /^(1|t|true)$/i.test(text ?? "");
}
function splitField(field) {
	const at = field.indexOf("=");
	return [field.slice(0, at).trim().toLowerCase(), field.slice(at + 1)];
}
// src/space/dockerfile-images.ts
/** Images that the Dockerfile names; nothing when it is not on this machine. */
async function readDockerfileImages(world, { asked: { build } }) {
	if (build.gitContext || /^[a-z]+:\/\//i.test(build.context)) return void 0;
	const text = await readIf(world, build.file || `${build.context.replace(/\/+$/, "")}/Dockerfile`);
	if (text === void 0) return void 0;
	const { baseImages } = await import("./base-images.js");
	return baseImages(text, build.buildArgs, build.buildContexts);
}
// src/space/image-names.ts
/** Takes `ghcr.io/me/app:1@sha256:…` apart; nothing when it is no name (empty, `<none>:<none>`, with a variable in it). */
function parseImageName(text) {
	const [name = "", digest] = text.trim().split("@");
	const colon = name.lastIndexOf(":");
	const tagged = colon > name.lastIndexOf("/");
	const path = tagged ? name.slice(0, colon) : name;
	if (!/^[a-z0-9][\w.-]*(?::\d+)?(?:\/[a-z0-9][\w.-]*)*$/i.test(path)) return void 0;
	const [first = "", ...rest] = path.split("/");
	const hosted = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
	const host = hosted ? first.replace(/^(?:index|registry-1)\.docker\.io$/, "docker.io") : "docker.io";
	const inside = hosted ? rest.join("/") : path;
	const full = host === "docker.io" && !inside.includes("/") ? `library/${inside}` : inside;
	return {
		host,
		repository: `${host}/${full}`,
		familiar: host === "docker.io" ? full.replace(/^library\//, "") : `${host}/${full}`,
		...tagged && { tag: name.slice(colon + 1) },
		...digest !== void 0 && { digest }
	};
}
// src/space/components/row.ts
const SCRIPTS = "https://github.com/actions/runner-images/blob/main/images/ubuntu/scripts/build";
const X64 = ["x64"];
/** Makes a component of its row. */
function component({ gb, seconds, script, paths, links, variables, images, architectures, ...row }) {
	return {
		...row,
		paths: paths ?? [],
		links: links ?? [],
		variables: variables ?? [],
		images: images ?? [
			"ubuntu22",
			"ubuntu24",
			"ubuntu26"
		],
		architectures: architectures ?? ["x64", "arm64"],
		expected: {
			bytes: Math.round(gb * 1e9),
			seconds
		},
		source: `${SCRIPTS}/${script}`
	};
}
// src/space/components/android.ts
const SDK = "/usr/local/lib/android/sdk";
/** The NDKs are few large files and most of the bytes, the rest is hundreds of thousands of small ones. */
const ANDROID = [component({
	id: "android-ndk",
	group: "android",
	title: "Android NDKs",
	paths: [`${SDK}/ndk`],
	variables: [
		"ANDROID_NDK",
		"ANDROID_NDK_HOME",
		"ANDROID_NDK_ROOT",
		"ANDROID_NDK_LATEST_HOME"
	],
	architectures: X64,
	breaks: "native Android builds",
	gb: 6.5,
	seconds: 12,
	script: "install-android-sdk.sh"
}), component({
	id: "android",
	title: "Android SDK",
	paths: [
		"add-ons",
		"build-tools",
		"cmake",
		"cmdline-tools",
		"extras",
		"platform-tools",
		"platforms",
		"sources"
	].map((name) => `${SDK}/${name}`),
	variables: ["ANDROID_HOME", "ANDROID_SDK_ROOT"],
	architectures: X64,
	breaks: "Android builds",
	gb: 4.4,
	seconds: 38,
	script: "install-android-sdk.sh"
})];
// src/space/components/binaries.ts
/** Tools that are one file or a few. */
const BINARIES = [
	component({
		id: "pulumi",
		title: "Pulumi",
		paths: ["/usr/local/bin/pulumi*"],
		images: ["ubuntu22", "ubuntu24"],
		breaks: "pulumi",
		gb: .4,
		seconds: .2,
		script: "install-pulumi.sh"
	}),
	component({
		id: "kubernetes-tools",
		title: "minikube, kind, kustomize, helm",
		paths: [
			"/usr/local/bin/minikube",
			"/usr/local/bin/kind",
			"/usr/local/bin/kustomize",
			"/usr/local/bin/helm"
		],
		breaks: "clusters on the runner, helm and kustomize (kubectl stays)",
		gb: .23,
		seconds: .2,
		script: "install-kubernetes-tools.sh"
	}),
	component({
		id: "packer",
		title: "Packer",
		paths: ["/usr/local/bin/packer"],
		breaks: "packer",
		gb: .06,
		seconds: .1,
		script: "install-packer.sh"
	}),
	component({
		id: "terraform",
		title: "Terraform",
		paths: ["/usr/local/bin/terraform"],
		images: ["ubuntu22"],
		breaks: "terraform",
		gb: .09,
		seconds: .1,
		script: "install-terraform.sh"
	}),
	component({
		id: "bicep",
		title: "Bicep",
		paths: ["/usr/local/bin/bicep"],
		breaks: "bicep",
		gb: .1,
		seconds: .1,
		script: "install-bicep.sh"
	}),
	component({
		id: "azcopy",
		title: "AzCopy",
		paths: ["/usr/local/bin/azcopy"],
		links: ["/usr/local/bin/azcopy10"],
		breaks: "azcopy",
		gb: .05,
		seconds: .1,
		script: "install-azcopy.sh"
	}),
	component({
		id: "openshift-cli",
		title: "OpenShift command line",
		paths: ["/usr/local/bin/oc"],
		images: ["ubuntu22"],
		breaks: "oc",
		gb: .12,
		seconds: .1,
		script: "install-oc-cli.sh"
	}),
	component({
		id: "sqlpackage",
		title: "SqlPackage",
		paths: ["/usr/local/sqlpackage"],
		links: ["/usr/local/bin/sqlpackage"],
		images: ["ubuntu22"],
		breaks: "sqlpackage",
		gb: .15,
		seconds: .5,
		script: "install-sqlpackage.sh"
	})
];
// src/space/components/browsers.ts
const browser = (row) => component({
	...row,
	group: "browsers"
});
const BROWSERS = [
	browser({
		id: "chrome",
		title: "Google Chrome",
		paths: ["/opt/google/chrome"],
		links: ["/usr/bin/google-chrome*"],
		variables: ["CHROME_BIN"],
		architectures: X64,
		breaks: "tests in Chrome",
		gb: .39,
		seconds: .6,
		script: "install-google-chrome.sh"
	}),
	browser({
		id: "chromium",
		title: "Chromium",
		paths: ["/usr/local/share/chromium"],
		links: ["/usr/bin/chromium", "/usr/bin/chromium-browser"],
		architectures: X64,
		breaks: "tests in Chromium",
		gb: .59,
		seconds: 3,
		script: "install-google-chrome.sh"
	}),
	browser({
		id: "edge",
		title: "Microsoft Edge",
		paths: ["/opt/microsoft/msedge"],
		links: ["/usr/bin/microsoft-edge*"],
		architectures: X64,
		breaks: "tests in Edge",
		gb: .62,
		seconds: 1,
		script: "install-microsoft-edge.sh"
	}),
	browser({
		id: "firefox",
		title: "Firefox",
		paths: ["/usr/lib/firefox"],
		links: ["/usr/bin/firefox"],
		breaks: "tests in Firefox",
		gb: .27,
		seconds: .5,
		script: "install-firefox.sh"
	}),
	browser({
		id: "browser-drivers",
		title: "Browser drivers",
		paths: [
			"/usr/local/share/chromedriver-linux64",
			"/usr/local/share/edge_driver",
			"/usr/local/share/gecko_driver"
		],
		links: [
			"/usr/bin/chromedriver",
			"/usr/bin/msedgedriver",
			"/usr/bin/geckodriver"
		],
		variables: [
			"CHROMEWEBDRIVER",
			"EDGEWEBDRIVER",
			"GECKOWEBDRIVER"
		],
		breaks: "Selenium tests",
		gb: .05,
		seconds: .2,
		script: "install-google-chrome.sh"
	})
];
// src/space/components/clouds.ts
/** Logins and pushes to a cloud's registry go through these, often in a later step: never without being asked. */
const cloud = (row) => component({
	...row,
	group: "cloud-clis",
	onlyAsked: true
});
const CLOUDS = [
	cloud({
		id: "aws-cli",
		title: "AWS command line",
		paths: ["/usr/local/aws-cli"],
		links: ["/usr/local/bin/aws", "/usr/local/bin/aws_completer"],
		breaks: "aws, and with it logins to ECR",
		gb: .25,
		seconds: 7,
		script: "install-aws-tools.sh"
	}),
	cloud({
		id: "aws-sam-cli",
		title: "AWS SAM command line",
		paths: ["/usr/local/aws-sam-cli"],
		links: ["/usr/local/bin/sam"],
		breaks: "sam",
		gb: .2,
		seconds: 16,
		script: "install-aws-tools.sh"
	}),
	cloud({
		id: "azure-cli",
		title: "Azure command line",
		paths: ["/opt/az"],
		variables: ["AZURE_EXTENSION_DIR"],
		breaks: "az, azure/login, and with them logins to Azure's registries",
		gb: .58,
		seconds: 12,
		script: "install-azure-cli.sh"
	}),
	cloud({
		id: "google-cloud-cli",
		title: "Google Cloud command line",
		paths: ["/usr/lib/google-cloud-sdk", "/opt/google-cloud-sdk"],
		links: [
			"/usr/bin/gcloud",
			"/usr/bin/gsutil",
			"/usr/bin/bq",
			"/usr/bin/docker-credential-gcloud"
		],
		breaks: "gcloud, gsutil, and docker-credential-gcloud, which pushes to Google's registries use",
		gb: .7,
		seconds: 15,
		script: "install-google-cloud-cli.sh"
	})
];
// src/space/components/databases.ts
/** Their services are stopped when a job starts. */
const DATABASES = [
	component({
		id: "mysql",
		title: "Data of MySQL",
		paths: ["/var/lib/mysql"],
		breaks: "the mysql service, should a later step start it",
		onlyAsked: true,
		gb: .2,
		seconds: .3,
		script: "install-mysql.sh"
	}),
	component({
		id: "postgresql",
		title: "PostgreSQL",
		paths: ["/usr/lib/postgresql", "/var/lib/postgresql"],
		links: ["/usr/bin/pg_config"],
		breaks: "the postgresql service, should a later step start it, and psql",
		onlyAsked: true,
		gb: .1,
		seconds: 1,
		script: "install-postgresql.sh"
	}),
	component({
		id: "php",
		title: "PHP extensions",
		paths: ["/usr/lib/php"],
		breaks: "php with extensions",
		onlyAsked: true,
		gb: .1,
		seconds: .5,
		script: "install-php.sh"
	})
];
// src/space/components/engine.ts
/** What lies in the engine's own store. It goes through the engine, never by unlinking its files. */
const ENGINE = [component({
	id: "docker-images",
	title: "Docker images",
	engine: "images",
	images: ["ubuntu24", "ubuntu26"],
	breaks: "what uses these images pulls them again",
	gb: 2,
	seconds: 20,
	script: "install-docker.sh"
}), component({
	id: "build-cache",
	title: "Build cache of the engine",
	engine: "build-cache",
	breaks: "nothing: builds after this one start without it",
	onlyAsked: true,
	gb: 2,
	seconds: 20,
	script: "install-docker.sh"
})];
/** Images that a runner comes with. All others were brought by the job itself. */
const PREINSTALLED_IMAGES = [
	"ghcr.io/dependabot/dependabot-updater-core",
	"ghcr.io/github/gh-aw-mcpg",
	"ghcr.io/github/gh-aw-firewall/agent",
	"ghcr.io/github/gh-aw-firewall/api-proxy",
	"ghcr.io/github/gh-aw-firewall/squid",
	"ghcr.io/github/github-mcp-server"
];
// src/space/components/java.ts
/** JDKs and what is built with them. */
const JAVA = [
	component({
		id: "jdk",
		title: "JDKs (Temurin)",
		paths: ["/usr/lib/jvm/temurin-*"],
		links: [
			"/usr/bin/java",
			"/usr/bin/javac",
			"/opt/hostedtoolcache/Java_*/*/*"
		],
		variables: ["JAVA_HOME", "JAVA_HOME_*"],
		breaks: "java, and with it Maven, Gradle, Ant and sbt",
		gb: 1.7,
		seconds: 2,
		script: "install-java-tools.sh"
	}),
	component({
		id: "gradle",
		group: "java-tools",
		title: "Gradle",
		paths: ["/usr/share/gradle-*"],
		links: ["/usr/bin/gradle"],
		variables: ["GRADLE_HOME"],
		breaks: "gradle (a project's own gradlew is not touched)",
		gb: .14,
		seconds: 1,
		script: "install-java-tools.sh"
	}),
	component({
		id: "maven",
		group: "java-tools",
		title: "Maven",
		paths: ["/usr/share/apache-maven-*"],
		links: ["/usr/bin/mvn"],
		breaks: "mvn",
		gb: .01,
		seconds: .1,
		script: "install-java-tools.sh"
	}),
	component({
		id: "kotlin",
		group: "java-tools",
		title: "Kotlin compiler",
		paths: ["/usr/share/kotlinc"],
		links: ["/usr/bin/kotlin*"],
		breaks: "kotlinc",
		gb: .1,
		seconds: .3,
		script: "install-kotlin.sh"
	}),
	component({
		id: "sbt",
		group: "java-tools",
		title: "sbt",
		paths: ["/usr/share/sbt"],
		links: ["/usr/bin/sbt"],
		images: ["ubuntu22"],
		breaks: "sbt",
		gb: .06,
		seconds: .3,
		script: "install-sbt.sh"
	})
];
// src/space/components/languages.ts
/** Compilers and runtimes outside of the tool cache. */
const LANGUAGES = [
	component({
		id: "haskell",
		title: "Haskell (GHCup, GHC, Cabal)",
		paths: ["/usr/local/.ghcup"],
		links: ["/etc/skel/.ghcup", "~/.ghcup"],
		variables: ["GHCUP_INSTALL_BASE_PREFIX"],
		architectures: X64,
		breaks: "ghc, ghcup and cabal",
		gb: 3.7,
		seconds: 1,
		script: "install-haskell.sh"
	}),
	component({
		id: "swift",
		title: "Swift",
		paths: ["/usr/share/swift"],
		links: [
			"/usr/local/bin/swift",
			"/usr/local/bin/swiftc",
			"/usr/local/lib/libsourcekitdInProc.so"
		],
		variables: ["SWIFT_PATH"],
		images: ["ubuntu22", "ubuntu24"],
		breaks: "swift and swiftc",
		gb: 3.4,
		seconds: 1,
		script: "install-swift.sh"
	}),
	component({
		id: "dotnet",
		title: ".NET SDKs",
		paths: ["/usr/share/dotnet"],
		links: ["/usr/bin/dotnet"],
		variables: ["DOTNET_ROOT"],
		breaks: "dotnet, and actions that start .NET programs (the runner brings its own)",
		gb: 5.3,
		seconds: 7,
		script: "install-dotnetcore-sdk.sh"
	}),
	component({
		id: "julia",
		title: "Julia",
		paths: ["/usr/local/julia*"],
		links: ["/usr/bin/julia"],
		images: ["ubuntu22", "ubuntu24"],
		architectures: X64,
		breaks: "julia",
		gb: 1,
		seconds: 4,
		script: "install-julia.sh"
	}),
	component({
		id: "miniconda",
		title: "Miniconda",
		paths: ["/usr/share/miniconda"],
		links: ["/usr/bin/conda"],
		variables: ["CONDA"],
		images: ["ubuntu22", "ubuntu24"],
		architectures: X64,
		breaks: "conda, and setup-miniconda where it uses the bundled one",
		gb: .97,
		seconds: 8,
		script: "install-miniconda.sh"
	}),
	component({
		id: "rust-skel",
		title: "Rust, the copy for new users",
		paths: ["/etc/skel/.rustup", "/etc/skel/.cargo"],
		breaks: "Rust of users that are made later with a home of their own",
		gb: .6,
		seconds: 2,
		script: "install-rust.sh"
	}),
	component({
		id: "rust",
		title: "Rust (rustup, cargo)",
		paths: ["~/.rustup", "~/.cargo"],
		variables: ["CARGO_HOME", "RUSTUP_HOME"],
		breaks: "rustc, cargo and rustup",
		gb: .6,
		seconds: 2,
		script: "install-rust.sh"
	}),
	component({
		id: "llvm",
		title: "Clang and LLVM",
		paths: ["/usr/lib/llvm-*"],
		links: [
			"/usr/bin/clang*",
			"/usr/bin/lld*",
			"/usr/bin/lldb*",
			"/usr/bin/llvm-*"
		],
		breaks: "clang, lldb and lld on the runner",
		gb: .9,
		seconds: 1.2,
		script: "install-clang.sh"
	}),
	component({
		id: "mono",
		title: "Mono",
		paths: ["/usr/lib/mono"],
		images: ["ubuntu22"],
		breaks: "mono and msbuild",
		gb: .4,
		seconds: 2,
		script: "install-mono.sh"
	}),
	component({
		id: "r",
		title: "R",
		paths: ["/usr/lib/R"],
		links: ["/usr/bin/R", "/usr/bin/Rscript"],
		images: ["ubuntu22"],
		architectures: X64,
		breaks: "R and Rscript",
		gb: .1,
		seconds: 1,
		script: "install-rlang.sh"
	})
];
// src/space/components/packages.ts
/** Package managers and what they installed for everybody. */
const PACKAGES = [
	component({
		id: "node-modules",
		title: "Global Node.js modules (npm is one of them)",
		paths: ["/usr/local/lib/node_modules", "/usr/local/n"],
		links: ["/usr/local/bin/*"],
		breaks: "npm, npx and yarn (actions bring a Node.js of their own)",
		onlyAsked: true,
		gb: .46,
		seconds: 18,
		script: "install-nodejs.sh"
	}),
	component({
		id: "vcpkg",
		title: "vcpkg",
		paths: ["/usr/local/share/vcpkg"],
		links: ["/usr/local/bin/vcpkg"],
		variables: ["VCPKG_INSTALLATION_ROOT"],
		breaks: "C++ builds with vcpkg",
		gb: .15,
		seconds: 3,
		script: "install-vcpkg.sh"
	}),
	component({
		id: "homebrew",
		title: "Homebrew",
		paths: ["/home/linuxbrew/.linuxbrew"],
		breaks: "brew and what it installed",
		gb: .3,
		seconds: 5,
		script: "install-homebrew.sh"
	}),
	component({
		id: "pipx",
		title: "pipx packages (ansible-core, yamllint)",
		paths: ["/opt/pipx"],
		links: ["/opt/pipx_bin/*"],
		variables: ["PIPX_HOME", "PIPX_BIN_DIR"],
		breaks: "ansible and yamllint",
		gb: .1,
		seconds: 2,
		script: "install-pipx-packages.sh"
	}),
	component({
		id: "apt-lists",
		title: "Package lists of apt",
		paths: ["/var/lib/apt/lists/*_*"],
		breaks: "apt-get install, until apt-get update ran",
		onlyAsked: true,
		gb: .25,
		seconds: .2,
		script: "configure-apt.sh"
	}),
	component({
		id: "apt-cache",
		title: "Package files of apt",
		paths: ["/var/cache/apt/*.bin", "/var/cache/apt/archives/*.deb"],
		breaks: "nothing: apt makes and downloads them again",
		gb: .15,
		seconds: .1,
		script: "configure-apt.sh"
	}),
	component({
		id: "action-archives",
		title: "Archives of well-known actions",
		paths: ["/opt/actionarchivecache"],
		variables: ["ACTIONS_RUNNER_ACTION_ARCHIVE_CACHE"],
		breaks: "nothing in a job that runs: they are read when a job is set up",
		gb: .8,
		seconds: 1,
		script: "install-actions-cache.sh"
	})
];
// src/space/components/powershell.ts
const POWERSHELL = [
	component({
		id: "powershell-modules",
		title: "PowerShell modules (Microsoft.Graph, Pester)",
		paths: ["/usr/local/share/powershell"],
		variables: ["PSModulePath"],
		breaks: "pwsh steps that use these modules (pwsh itself stays)",
		gb: 1.3,
		seconds: .7,
		script: "Install-PowerShellModules.ps1"
	}),
	component({
		id: "az-modules",
		title: "PowerShell modules for Azure",
		paths: ["/usr/share/az_*"],
		variables: ["PSModulePath"],
		breaks: "the azure/powershell action",
		gb: .5,
		seconds: 6,
		script: "Install-PowerShellAzModules.ps1"
	}),
	component({
		id: "powershell",
		title: "PowerShell",
		paths: ["/opt/microsoft/powershell"],
		links: ["/usr/bin/pwsh"],
		breaks: "every step with shell: pwsh, and actions that use it",
		onlyAsked: true,
		gb: .2,
		seconds: .5,
		script: "install-powershell.sh"
	})
];
// src/space/components/tool-cache.ts
const FOLDER = "/opt/hostedtoolcache";
/** One tool of the tool cache. */
const tool = (folder, row) => component({
	...row,
	group: "tool-cache",
	paths: [`${FOLDER}/${folder}`]
});
/** What `actions/setup-*` finds without downloading it. The tools are cut apart, so that those in use can stay. */
const TOOL_CACHE = [
	tool("CodeQL", {
		id: "codeql",
		title: "CodeQL bundle",
		architectures: X64,
		breaks: "nothing: codeql-action downloads it instead",
		gb: 1.7,
		seconds: 5,
		script: "install-codeql-bundle.sh"
	}),
	tool("PyPy", {
		id: "tool-cache-pypy",
		title: "PyPy in the tool cache",
		architectures: X64,
		breaks: "nothing: setup-python downloads it instead",
		gb: .6,
		seconds: 9,
		script: "install-pypy.sh"
	}),
	tool("go", {
		id: "tool-cache-go",
		title: "Go in the tool cache",
		links: ["/usr/bin/go", "/usr/bin/gofmt"],
		variables: ["GOROOT_*"],
		breaks: "the go command, which is a link into it; setup-go downloads it instead",
		gb: .8,
		seconds: 12,
		script: "Configure-Toolset.ps1"
	}),
	tool("Ruby", {
		id: "tool-cache-ruby",
		title: "Ruby in the tool cache",
		breaks: "nothing: setup-ruby downloads it instead",
		gb: .6,
		seconds: 12,
		script: "install-ruby.sh"
	}),
	tool("Java_*", {
		id: "tool-cache-java",
		title: "Java in the tool cache (links to the JDKs)",
		breaks: "nothing: setup-java downloads it instead",
		onlyAsked: true,
		gb: 0,
		seconds: 0,
		script: "install-java-tools.sh"
	}),
	tool("Python", {
		id: "tool-cache-python",
		title: "Python in the tool cache",
		breaks: "setup-python downloads it instead; what an earlier step installed there is gone",
		onlyAsked: true,
		gb: 1.3,
		seconds: 25,
		script: "Install-Toolset.ps1"
	}),
	tool("node", {
		id: "tool-cache-node",
		title: "Node.js in the tool cache",
		breaks: "setup-node downloads it instead",
		onlyAsked: true,
		gb: .4,
		seconds: 9,
		script: "Install-Toolset.ps1"
	}),
	tool("copilot-cli", {
		id: "tool-cache-copilot",
		title: "Copilot command line in the tool cache",
		breaks: "agentic workflows, which look for it there",
		onlyAsked: true,
		gb: .3,
		seconds: 1,
		script: "install-copilot-cli.sh"
	})
];
// src/space/components/index.ts
/** Every component that may be removed, in no order that matters. */
const COMPONENTS = [
	...LANGUAGES,
	...ANDROID,
	...TOOL_CACHE,
	...JAVA,
	...BROWSERS,
	...CLOUDS,
	...POWERSHELL,
	...PACKAGES,
	...BINARIES,
	...DATABASES,
	...ENGINE
];
/** Names that `keep` and `remove` take: ids and groups, each once. */
const COMPONENT_NAMES = [...new Set(COMPONENTS.flatMap(({ id, group }) => group === void 0 ? [id] : [id, group]))];
/** What `keep` and `remove` say of a component. Its own id beats the name of its group. */
function saidOf({ id, group = "" }, { keep, remove }) {
	if (keep.includes(id)) return {
		say: "keep",
		by: "id"
	};
	if (remove.includes(id)) return {
		say: "remove",
		by: "id"
	};
	if (keep.includes(group)) return {
		say: "keep",
		by: "group"
	};
	return remove.includes(group) ? {
		say: "remove",
		by: "group"
	} : void 0;
}
/** A path or pattern of the catalog with `~` replaced by the runner's home. */
function atHome(path, home) {
	return path.startsWith("~/") ? `${home}${path.slice(1)}` : path;
}
export { PREINSTALLED_IMAGES as a, foldersWritten as c, isImage as d, isPushed as f, splitList as g, splitFields as h, saidOf as i, isArchive as l, parseOutput as m, COMPONENT_NAMES as n, parseImageName as o, namesOf as p, atHome as r, readDockerfileImages as s, COMPONENTS as t, isByDigest as u };
