/**
 * What lies on the disk of a hosted runner (ubuntu-24.04, x64), as far as a removal meets it. Paths are those of actions/runner-images
 * (images/ubuntu/scripts/build); bytes are what users measured; numbers of files are published nowhere by component, so that
 * they are estimates which add up to the million files that whole sweeps report.
 */
export interface Tree {
	readonly path: string;
	/** GB, and thousands of files, at scale 1. */
	readonly gigabytes: number;
	readonly kiloFiles: number;
	/** Files in one folder, on average. */
	readonly perFolder?: number;
	/** Every other file is a second name of the one before, as in conda's packages. */
	readonly hardLinks?: boolean;
	/** Whose it is; root's when absent. */
	readonly owner?: "runner";
}

const ANDROID = "/usr/local/lib/android/sdk";
const CACHE = "/opt/hostedtoolcache";

export const TREES: readonly Tree[] = [
	{ path: "/usr/local/.ghcup", gigabytes: 3.7, kiloFiles: 22 },
	{ path: "/usr/share/swift", gigabytes: 3.4, kiloFiles: 8 },
	{ path: "/usr/local/share/powershell", gigabytes: 1.3, kiloFiles: 12 },
	{ path: "/usr/share/az_14.6.0", gigabytes: 0.5, kiloFiles: 6 },
	{ path: "/opt/microsoft/powershell", gigabytes: 0.2, kiloFiles: 1 },
	{ path: `${CACHE}/CodeQL/2.23.3/x64`, gigabytes: 1.7, kiloFiles: 14 },
	{ path: "/usr/share/dotnet", gigabytes: 5.3, kiloFiles: 60 },
	{ path: `${ANDROID}/ndk/27.3.13750724`, gigabytes: 2.4, kiloFiles: 20 },
	{ path: `${ANDROID}/ndk/28.2.13676358`, gigabytes: 2.4, kiloFiles: 20 },
	{ path: `${ANDROID}/ndk/29.0.14206865`, gigabytes: 2.3, kiloFiles: 20 },
	{ path: `${ANDROID}/platforms`, gigabytes: 2.0, kiloFiles: 190, perFolder: 14 },
	{ path: `${ANDROID}/build-tools`, gigabytes: 1.2, kiloFiles: 20 },
	{ path: `${ANDROID}/cmake`, gigabytes: 0.3, kiloFiles: 20 },
	{ path: `${ANDROID}/extras`, gigabytes: 0.3, kiloFiles: 10 },
	{ path: `${CACHE}/Python`, gigabytes: 2.6, kiloFiles: 150, owner: "runner" },
	{ path: `${CACHE}/PyPy`, gigabytes: 1.0, kiloFiles: 45, owner: "runner" },
	{ path: `${CACHE}/node`, gigabytes: 0.6, kiloFiles: 25, owner: "runner" },
	{ path: `${CACHE}/go`, gigabytes: 1.0, kiloFiles: 50, owner: "runner" },
	{ path: `${CACHE}/Ruby`, gigabytes: 0.8, kiloFiles: 60, owner: "runner" },
	{ path: "/usr/share/miniconda", gigabytes: 0.97, kiloFiles: 40, hardLinks: true },
	{ path: "/usr/local/julia1.12.0", gigabytes: 1.0, kiloFiles: 6 },
	{ path: "/usr/lib/llvm-16", gigabytes: 0.3, kiloFiles: 3 },
	{ path: "/usr/lib/llvm-17", gigabytes: 0.3, kiloFiles: 3 },
	{ path: "/usr/lib/llvm-18", gigabytes: 0.3, kiloFiles: 3 },
	{ path: "/usr/lib/jvm/temurin-8-jdk-amd64", gigabytes: 0.2, kiloFiles: 1 },
	{ path: "/usr/lib/jvm/temurin-17-jdk-amd64", gigabytes: 0.35, kiloFiles: 0.5 },
	{ path: "/usr/lib/jvm/temurin-21-jdk-amd64", gigabytes: 0.35, kiloFiles: 0.5 },
	{ path: "/usr/share/gradle-9.0.0", gigabytes: 0.14, kiloFiles: 0.4 },
	{ path: "/usr/share/apache-maven-3.9.11", gigabytes: 0.01, kiloFiles: 0.1 },
	{ path: "/usr/share/kotlinc", gigabytes: 0.1, kiloFiles: 0.2 },
	{ path: "/opt/google/chrome", gigabytes: 0.39, kiloFiles: 0.2 },
	{ path: "/opt/microsoft/msedge", gigabytes: 0.62, kiloFiles: 0.3 },
	{ path: "/usr/lib/firefox", gigabytes: 0.27, kiloFiles: 0.1 },
	{ path: "/usr/local/share/chromium", gigabytes: 0.59, kiloFiles: 0.3 },
	{ path: "/usr/lib/google-cloud-sdk", gigabytes: 0.7, kiloFiles: 30 },
	{ path: "/opt/az", gigabytes: 0.58, kiloFiles: 24 },
	{ path: "/usr/local/aws-cli", gigabytes: 0.25, kiloFiles: 12 },
	{ path: "/usr/local/aws-sam-cli", gigabytes: 0.2, kiloFiles: 9 },
	{ path: "/usr/local/lib/node_modules", gigabytes: 0.46, kiloFiles: 35, perFolder: 8 },
	{ path: "/usr/local/n", gigabytes: 0.2, kiloFiles: 5 },
	{ path: "/usr/local/share/vcpkg", gigabytes: 0.2, kiloFiles: 12 },
	{ path: "/home/linuxbrew/.linuxbrew", gigabytes: 0.5, kiloFiles: 20, owner: "runner" },
	{ path: "/home/runner/.rustup", gigabytes: 0.7, kiloFiles: 10, owner: "runner" },
	{ path: "/home/runner/.cargo", gigabytes: 0.2, kiloFiles: 3, owner: "runner" },
	{ path: "/home/runner/.dotnet", gigabytes: 0.05, kiloFiles: 0.2, owner: "runner" },
	{ path: "/etc/skel/.rustup", gigabytes: 0.7, kiloFiles: 10 },
	{ path: "/etc/skel/.cargo", gigabytes: 0.2, kiloFiles: 3 },
	{ path: "/etc/skel/.nvm", gigabytes: 0.01, kiloFiles: 0.4 },
	{ path: "/opt/pipx", gigabytes: 0.5, kiloFiles: 20 },
	{ path: "/usr/lib/php", gigabytes: 0.1, kiloFiles: 0.5 },
	{ path: "/usr/lib/postgresql", gigabytes: 0.1, kiloFiles: 1 },
	{ path: "/var/lib/mysql", gigabytes: 0.2, kiloFiles: 0.2 },
	{ path: "/usr/lib/mono", gigabytes: 0.3, kiloFiles: 2 },
	{ path: "/var/lib/apt/lists", gigabytes: 0.2, kiloFiles: 0.1 },
	{ path: "/var/cache/apt", gigabytes: 0.1, kiloFiles: 0.1 },
	{ path: "/opt/actionarchivecache", gigabytes: 0.5, kiloFiles: 0.1 },
	// What no removal may touch.
	{ path: "/home/runner/work/repo/repo", gigabytes: 0.2, kiloFiles: 3, owner: "runner" },
	{ path: "/home/runner/work/_temp", gigabytes: 0.01, kiloFiles: 0.1, owner: "runner" },
	{ path: "/opt/runner/externals", gigabytes: 0.3, kiloFiles: 4 },
	{ path: "/opt/post-generation", gigabytes: 0.001, kiloFiles: 0.1 },
	{ path: "/opt/containerd", gigabytes: 0.001, kiloFiles: 0.1 },
	{ path: "/opt/cni", gigabytes: 0.05, kiloFiles: 0.1 },
	{ path: "/usr/libexec/docker", gigabytes: 0.1, kiloFiles: 0.1 },
	{ path: "/var/lib/docker", gigabytes: 2.0, kiloFiles: 8 },
	{ path: "/var/lib/containerd", gigabytes: 0.01, kiloFiles: 0.1 },
	{ path: "/var/lib/dpkg", gigabytes: 0.1, kiloFiles: 4 },
	{ path: "/usr/lib/python3", gigabytes: 0.2, kiloFiles: 6 },
	{ path: "/usr/share/man/man1", gigabytes: 0.05, kiloFiles: 9, perFolder: 10_000 },
];

/** Links into them, which dangle when they are gone. */
export const LINKS: Readonly<Record<string, string>> = {
	"/etc/skel/.ghcup": "/usr/local/.ghcup",
	"/usr/local/bin/swift": "/usr/share/swift/usr/bin/swift",
	"/usr/local/bin/swiftc": "/usr/share/swift/usr/bin/swiftc",
	"/usr/local/lib/libsourcekitdInProc.so": "/usr/share/swift/usr/lib/libsourcekitdInProc.so",
	"/usr/bin/dotnet": "/usr/share/dotnet/dotnet",
	"/usr/bin/pwsh": "/opt/microsoft/powershell/7/pwsh",
	"/usr/bin/go": `${CACHE}/go/1.24.9/x64/bin/go`,
	"/usr/bin/gofmt": `${CACHE}/go/1.24.9/x64/bin/gofmt`,
	"/usr/bin/conda": "/usr/share/miniconda/bin/conda",
	"/usr/bin/julia": "/usr/local/julia1.12.0/bin/julia",
	"/usr/bin/gradle": "/usr/share/gradle-9.0.0/bin/gradle",
	"/usr/bin/mvn": "/usr/share/apache-maven-3.9.11/bin/mvn",
	"/usr/bin/clang": "../lib/llvm-18/bin/clang",
	"/usr/bin/google-chrome": "/opt/google/chrome/google-chrome",
	"/usr/bin/firefox": "/usr/lib/firefox/firefox",
	"/usr/bin/gcloud": "../lib/google-cloud-sdk/bin/gcloud",
	"/usr/local/bin/aws": "/usr/local/aws-cli/v2/current/bin/aws",
	"/usr/local/bin/sam": "/usr/local/aws-sam-cli/current/bin/sam",
	"/usr/local/bin/npm": "../lib/node_modules/npm/bin/npm-cli.js",
	"/usr/local/bin/npx": "../lib/node_modules/npm/bin/npx-cli.js",
	[`${CACHE}/Java_Temurin-Hotspot_jdk/21.0.8-9/x64`]: "/usr/lib/jvm/temurin-21-jdk-amd64",
};

/** Single files, in bytes at every scale. */
export const FILES: Readonly<Record<string, number>> = {
	"/usr/bin/az": 400,
	"/usr/local/bin/stack": 60_000,
	"/usr/local/bin/pulumi": 90_000,
	"/usr/local/bin/pulumi-language-go": 40_000,
	"/usr/local/bin/minikube": 70_000,
	"/usr/local/bin/kind": 10_000,
	"/usr/local/bin/packer": 50_000,
	"/usr/local/bin/helm": 40_000,
	"/usr/share/java/selenium-server.jar": 40_000,
	"/usr/bin/dockerd": 90_000,
	"/usr/bin/containerd": 40_000,
};

/** /etc/environment, from which the runner takes the environment of every step. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
	PATH: "/snap/bin:/home/runner/.local/bin:/opt/pipx_bin:/home/runner/.cargo/bin:/home/runner/.config/composer/vendor/bin:/usr/local/.ghcup/bin:/home/runner/.dotnet/tools:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
	ImageOS: "ubuntu24",
	ImageVersion: "20260823.1.0",
	RUNNER_TOOL_CACHE: CACHE,
	AGENT_TOOLSDIRECTORY: CACHE,
	ACTIONS_RUNNER_ACTION_ARCHIVE_CACHE: "/opt/actionarchivecache",
	ANDROID_HOME: ANDROID,
	ANDROID_SDK_ROOT: ANDROID,
	ANDROID_NDK: `${ANDROID}/ndk/27.3.13750724`,
	ANDROID_NDK_HOME: `${ANDROID}/ndk/27.3.13750724`,
	ANDROID_NDK_LATEST_HOME: `${ANDROID}/ndk/29.0.14206865`,
	GHCUP_INSTALL_BASE_PREFIX: "/usr/local",
	SWIFT_PATH: "/usr/share/swift/usr/bin",
	DOTNET_MULTILEVEL_LOOKUP: "0",
	DOTNET_NOLOGO: "1",
	GOROOT_1_24_X64: `${CACHE}/go/1.24.9/x64`,
	JAVA_HOME: "/usr/lib/jvm/temurin-17-jdk-amd64",
	JAVA_HOME_8_X64: "/usr/lib/jvm/temurin-8-jdk-amd64",
	JAVA_HOME_17_X64: "/usr/lib/jvm/temurin-17-jdk-amd64",
	JAVA_HOME_21_X64: "/usr/lib/jvm/temurin-21-jdk-amd64",
	GRADLE_HOME: "/usr/share/gradle-9.0.0",
	CONDA: "/usr/share/miniconda",
	CHROME_BIN: "/usr/bin/google-chrome",
	VCPKG_INSTALLATION_ROOT: "/usr/local/share/vcpkg",
	PIPX_HOME: "/opt/pipx",
	PIPX_BIN_DIR: "/opt/pipx_bin",
	AZURE_EXTENSION_DIR: "/opt/az/azcliextensions",
	PSModulePath:
		"/root/.local/share/powershell/Modules:/usr/local/share/powershell/Modules:/opt/microsoft/powershell/7/Modules:/usr/share/az_14.6.0",
};
