const ARCHITECTURES: Readonly<Record<string, string>> = {
	i386: "386",
	x86_64: "amd64",
	"x86-64": "amd64",
	aarch64: "arm64",
	armhf: "arm/v7",
	armel: "arm/v6",
};
const SYSTEMS: ReadonlySet<string> = new Set(["linux", "windows", "darwin", "freebsd", "wasi"]);
/** Variants that go without saying. */
const PLAIN: ReadonlySet<string> = new Set(["amd64/v1", "arm64/v8", "arm64/8"]);

/**
 * A platform in BuildKit's own spelling: `arm64` and `Linux/aarch64` are `linux/arm64`; `local` and `linux` alone are that of the engine's
 * machine, `own`. https://github.com/containerd/platforms/blob/main/platforms.go, buildx util/platformutil
 */
export function normalPlatform(text: string, own: string): string {
	const parts = text.trim().toLowerCase().split("/");
	if (parts[0] === "local" || parts.join("/") === own.split("/", 1)[0]) return own;
	const [first = ""] = parts;
	const [system, name = "", variant] = SYSTEMS.has(first) || parts.length > 2 ? parts : ["linux", ...parts];
	const architecture = [ARCHITECTURES[name] ?? name, ...(variant ? [variant] : [])].join("/");
	if (architecture === "arm") return `${system}/arm/v7`;
	if (PLAIN.has(architecture)) return `${system}/${architecture.replace(/\/.*/, "")}`;
	return `${system}/${architecture.replace(/^arm\/(?=\d)/, "arm/v")}`;
}
