import { i as readHolder, n as heldBy } from "./process.js";
import { i as prettyBytes, t as MEMORY_FORMAT } from "./bytes.js";
import { t as printCommand } from "./command.js";
// src/build/limits/values.ts
/** Microseconds over which the kernel counts processor time; its own default. */
const CPU_PERIOD = 1e5;
/**
* The limits as the kernel takes them. Both memory values are always written, for a bare cgroup and BuildKit mean "unlimited" where
* Docker means "twice the memory". Files: https://docs.kernel.org/admin-guide/cgroup-v2.html and …/cgroup-v1/memory.html
*/
function cgroupValues(version, asked, countsSwap) {
	const { memory, memorySwap = "unlimited", cpus } = asked;
	const quota = cpus === void 0 ? void 0 : String(Math.max(1e3, Math.round(cpus * CPU_PERIOD)));
	if (version === "1") return {
		...memory !== void 0 && { "memory.limit_in_bytes": String(memory) },
		...memory !== void 0 && countsSwap && { "memory.memsw.limit_in_bytes": memorySwap === "unlimited" ? "-1" : String(memorySwap) },
		...quota !== void 0 && { "cpu.cfs_quota_us": quota }
	};
	return {
		...memory !== void 0 && { "memory.max": String(memory) },
		...memory !== void 0 && countsSwap && { "memory.swap.max": memorySwap === "unlimited" ? "max" : String(memorySwap - memory) },
		...quota !== void 0 && { "cpu.max": `${quota} ${CPU_PERIOD}` }
	};
}
/** Where a value stands below the cgroup root; on v1 each controller has a hierarchy of its own. */
function valueFile(version, cgroup, file) {
	const controller = file.split(".")[0] ?? "";
	return `${version === "1" ? `/${controller}` : ""}${cgroup}/${file}`;
}
/** v1 says "no limit" as the largest number of whole pages; no machine has so much. */
const V1_UNLIMITED = 2 ** 62;
function ceiling(text) {
	const value = text?.trim() ?? "";
	if (value === "max" || value === "-1") return "unlimited";
	if (!/^\d+$/.test(value)) return void 0;
	return Number(value) >= V1_UNLIMITED ? "unlimited" : Number(value);
}
/** What the files say, as memory and memory plus swap. Absent: the file is not there or not to be read. */
function readValues(version, texts) {
	const memory = ceiling(texts[version === "2" ? "memory.max" : "memory.limit_in_bytes"]);
	const memorySwap = version === "1" ? ceiling(texts["memory.memsw.limit_in_bytes"]) : withSwap(memory, ceiling(texts["memory.swap.max"]));
	const cpus = version === "1" ? v1Cpus(texts) : v2Cpus(texts["cpu.max"]);
	return {
		...memory !== void 0 && { memory },
		...memorySwap !== void 0 && { memorySwap },
		...cpus !== void 0 && { cpus }
	};
}
function withSwap(memory, swap) {
	if (memory === void 0 || swap === void 0) return void 0;
	return memory === "unlimited" || swap === "unlimited" ? "unlimited" : memory + swap;
}
function v1Cpus(texts) {
	const quota = Number(texts["cpu.cfs_quota_us"]?.trim() || NaN);
	if (Number.isNaN(quota)) return void 0;
	const period = Number(texts["cpu.cfs_period_us"]?.trim() || CPU_PERIOD);
	return quota < 0 ? "unlimited" : quota / period;
}
function v2Cpus(text) {
	const [quota, period] = text?.trim().split(" ") ?? [];
	if (quota === void 0 || quota === "") return void 0;
	return quota === "max" ? "unlimited" : Number(quota) / Number(period ?? CPU_PERIOD);
}
/**
* What the user should know about limits that stood on a builder when its mark was taken over from a run that is dead; nothing where no
* limit stood. Whether the user or the dead run has set them nothing can tell, so they are put back.
*/
function printLeftOver({ memory, memorySwap, cpus }) {
	const limits = [
		...typeof memory === "number" ? [`memory ${prettyBytes(memory, MEMORY_FORMAT)}`] : [],
		...typeof memorySwap === "number" ? [`memory plus swap ${prettyBytes(memorySwap, MEMORY_FORMAT)}`] : [],
		...typeof cpus === "number" ? [`cpus ${Number(cpus.toFixed(3))}`] : []
	];
	if (limits.length === 0) return void 0;
	return `a run that died had limits on this builder, and these still stood there: ${limits.join(", ")}. They are put back when this run ends; restart the builder to clear them`;
}
/** A kernel keeps limits in whole pages, the largest of which is 64 KiB. */
const PAGE = 65536;
/** In what the limit that was read back falls short of what was asked; empty when it holds. */
function shortfall(asked, held, countsSwap) {
	const found = [];
	const check = (name, want, have) => {
		if (want === void 0 || have === want) return;
		if (!(typeof want === "number" && typeof have === "number" && Math.abs(want - have) < PAGE)) found.push(`${name} is ${have ?? "not to be read"} where ${want} was written`);
	};
	check("memory", asked.memory, held.memory);
	if (countsSwap) check("memory plus swap", asked.memorySwap, held.memorySwap);
	if (asked.cpus !== void 0 && (typeof held.cpus !== "number" || Math.abs(held.cpus - asked.cpus) > .011)) found.push(`cpus is ${held.cpus ?? "not to be read"} where ${asked.cpus} was written`);
	return found;
}
// src/build/limits/files.ts
const CGROUP_ROOT = "/sys/fs/cgroup";
const FILES = {
	"1": [
		"memory.limit_in_bytes",
		"memory.memsw.limit_in_bytes",
		"cpu.cfs_quota_us",
		"cpu.cfs_period_us"
	],
	"2": [
		"memory.max",
		"memory.swap.max",
		"cpu.max"
	]
};
/** Names of the files with limits. */
function limitFiles(version) {
	return FILES[version];
}
/** The cgroup in which people find the limits. */
function shownPath(version, cgroup) {
	return `${CGROUP_ROOT}${version === "1" ? "/memory" : ""}${cgroup}`;
}
/** Contents of a cgroup's limit files on this machine; those that are not there are absent. */
async function readLimitFiles(world, version, cgroup) {
	const texts = await Promise.all(limitFiles(version).map(async (file) => {
		const text = await readQuietly(world, `${CGROUP_ROOT}${valueFile(version, cgroup, file)}`);
		return text === void 0 ? [] : [[file, text.trim()]];
	}));
	return Object.fromEntries(texts.flat());
}
/** What the kernel has now, as a limit held by `way`. */
async function readHeld(world, way, version, cgroup) {
	const values = readValues(version, await readLimitFiles(world, version, cgroup));
	const where = shownPath(version, cgroup);
	return values.memory === void 0 ? { why: `${where} cannot be read` } : {
		way,
		where,
		...values
	};
}
/** The kernel counts swap in cgroups (v1: boot option swapaccount=1; v2: built with CONFIG_SWAP). */
async function countsSwap(world, version, cgroup) {
	return await readQuietly(world, `${CGROUP_ROOT}${valueFile(version, cgroup, version === "1" ? "memory.memsw.limit_in_bytes" : "memory.swap.max")}`) !== void 0;
}
async function readQuietly(world, path) {
	try {
		return await world.files.read(path);
	} catch {
		return;
	}
}
// src/build/limits/builder-place.ts
/** The container of a builder's node (github.com/docker/buildx, driver/docker-container). */
function containerOf(node) {
	return `buildx_buildkit_${node}`;
}
/** Why there is no container of a builder to limit, or nothing. */
function containerObstacle({ host, builder }) {
	if (!builder) return "the engine's own BuildKit builds";
	if (builder.driver !== "docker-container") return `the builder "${builder.name}" (${builder.driver}) is limited by whoever runs it`;
	if ("missing" in host.engine) return "there is no Docker Engine";
	if (host.engine.cgroupDriver === "none") return "the engine is rootless and has no cgroups (Cgroup Driver: none): it cannot limit anything";
	if (builder.elsewhere !== void 0) return `the builder "${builder.name}" is on another engine (${builder.elsewhere})`;
	if (builder.nodes.length > 1) return `the builder "${builder.name}" has ${builder.nodes.length} nodes, and only one can be limited`;
	return builder.nodes.length === 0 ? `the nodes of the builder "${builder.name}" are not known` : void 0;
}
/** The container, as the engine knows it; or why it cannot be told. */
async function inspectContainer(world, name) {
	const text = await inspectText(world, name);
	if (typeof text !== "string") return text;
	try {
		const found = JSON.parse(text);
		if (found.Id && found.State?.Pid) return {
			id: found.Id,
			pid: found.State.Pid,
			configured: readConfigured(found.HostConfig ?? {})
		};
	} catch {}
	return { why: `the container ${name} does not run` };
}
/** Beyond the safe integers a number is no longer the one that the engine has. */
function readConfigured(config) {
	const number = (name) => Number.isSafeInteger(config[name]) ? config[name] : void 0;
	const [memory, memorySwap, nanoCpus] = [
		number("Memory"),
		number("MemorySwap"),
		number("NanoCpus")
	];
	const [cpuQuota, cpuPeriod] = [number("CpuQuota"), number("CpuPeriod")];
	return {
		...memory !== void 0 && { memory },
		...memorySwap !== void 0 && { memorySwap },
		...nanoCpus !== void 0 && { nanoCpus },
		...cpuQuota !== void 0 && { cpuQuota },
		...cpuPeriod !== void 0 && { cpuPeriod }
	};
}
async function inspectText(world, name) {
	if (world.engine.direct) {
		const { status, text } = await world.engine.call({ path: `/containers/${encodeURIComponent(name)}/json` });
		return status === 200 ? text : { why: `the engine knows no container ${name} (${status})` };
	}
	const argv = [
		"docker",
		"container",
		"inspect",
		"--format",
		"{{json .}}",
		name
	];
	const { code, stdout, stderr, error } = await world.run({
		argv,
		timeoutMs: 2e4
	});
	return code === 0 ? stdout : { why: error ?? stderr.trim() };
}
/**
* The cgroup of the container on this machine, below the cgroup root: from the engine's process id, and believed only when the
* container's own id stands in the path. BuildKit moves itself into `init` on v2.
*/
async function findContainerCgroup(world, host, container) {
	const { version } = host.cgroup;
	if (version === "unknown" || "missing" in host.engine || !host.engine.local) return void 0;
	const text = await world.files.read(`/proc/${container.pid}/cgroup`).catch(() => void 0);
	const found = (version === "2" ? /^0::(.*)$/m : /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/m).exec(text ?? "")?.[1] ?? "";
	const end = found.indexOf(container.id);
	if (end < 0 || found.split("/").includes("..")) return void 0;
	const path = found.slice(0, end + container.id.length) + (/^\.scope/.test(found.slice(end + container.id.length)) ? ".scope" : "");
	return await world.files.kind(`/sys/fs/cgroup${version === "1" ? "/memory" : ""}${path}`) === "folder" ? {
		version,
		path
	} : void 0;
}
/** The cgroup version inside of the engine's containers. */
function engineCgroupVersion({ engine }) {
	return "missing" in engine || engine.cgroupVersion === "unknown" ? void 0 : engine.cgroupVersion;
}
// src/build/limits/holders.ts
/** A run that is proven to be no more. One whose name is not understood may live. */
function isDead(world, holder) {
	const named = readHolder(holder);
	return named !== void 0 && world.lives(named.process) === "dead";
}
/** Where a holder runs, for people who have to look whether it is over. */
function printWhere(holder) {
	const boot = readHolder(holder)?.process.boot;
	return boot === void 0 ? "" : ` (on the machine with boot id ${boot})`;
}
// src/build/limits/lease-volumes.ts
const BUILDER = "ml-image-build.builder";
const HOLDER = "ml-image-build.holder";
const WAS = "ml-image-build.was";
const TIMEOUT_MS$1 = 2e4;
/** All leases of a container, the one that counts last. */
async function listLeases(world, container) {
	const argv = [
		"docker",
		"volume",
		"ls",
		"--filter",
		`label=${BUILDER}=${container}`,
		"--format",
		"{{.Name}} {{.Labels}}"
	];
	const { code, stdout, stderr, error } = await world.run({
		argv,
		timeoutMs: TIMEOUT_MS$1
	});
	if (code !== 0) return { why: `its leases cannot be listed (${error ?? stderr.trim().slice(-300)})` };
	return stdout.split("\n").flatMap((line) => readLease(line) ?? []).toSorted((one, other) => one.turn - other.turn);
}
/** `name label=value,label=value`. None of the values has a comma. */
function readLease(line) {
	const [volume = "", ...rest] = line.trim().split(" ");
	const turn = Number(/^mlbuild-lease-[0-9a-f]+-(\d{1,9})$/.exec(volume)?.[1] ?? NaN);
	if (Number.isNaN(turn)) return void 0;
	const labels = rest.join(" ").split(",");
	const value = (name) => labels.find((label) => label.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
	return {
		volume,
		turn,
		holder: value(HOLDER),
		was: readUpdateValues(value(WAS))
	};
}
/** What else stands in a label is not given to the engine. */
function readUpdateValues(text) {
	const pairs = [...text.matchAll(/(?:^| )(memory|memory-swap|cpus)=(-1|\d{1,19}(?:\.\d{1,9})?)(?= |$)/g)];
	return Object.fromEntries(pairs.map(([, name = "", value = ""]) => [name, value]));
}
/** As it stands in a lease. */
const printValues = (values) => Object.entries(values).map(([name, value]) => `${name}=${value}`).join(" ");
/** Gives why it failed. */
async function makeLease(world, container, { turn, holder, was }) {
	const flags = [
		`${BUILDER}=${container}`,
		`${HOLDER}=${holder}`,
		`${WAS}=${printValues(was)}`
	].flatMap((label) => ["--label", label]);
	const name = `mlbuild-lease-${container.slice(0, 12)}-${turn}`;
	const argv = [
		"docker",
		"volume",
		"create",
		...flags,
		name
	];
	const { code, stderr, error } = await world.run({
		argv,
		timeoutMs: TIMEOUT_MS$1
	});
	return code === 0 ? void 0 : `no lease of it could be made (${error ?? stderr.trim().slice(-300)})`;
}
/** Gives why it failed. One that is gone already is no failure. */
async function removeLease(world, { volume }) {
	const { code, stderr, error } = await world.run({
		argv: [
			"docker",
			"volume",
			"rm",
			volume
		],
		timeoutMs: TIMEOUT_MS$1
	});
	if (code === 0 || /no such volume/i.test(stderr)) return void 0;
	return error ?? stderr.trim().slice(-300);
}
// src/build/limits/container-lease.ts
const TRIES$1 = 3;
const isFailed = (read) => "why" in read;
/**
* Takes the right to limit a container. Of a run that is proven dead the lease is taken over with the values that this one had found.
* Nothing of the container is changed. Who is refused leaves no lease behind, also not one that was made though no answer came.
*/
async function takeContainer(world, container, holder, readWas) {
	let sent = false;
	const refuse = async (why, held) => {
		return {
			why,
			held,
			untaken: !sent || await removeOwn(world, container, holder)
		};
	};
	for (let tried = 0; tried < TRIES$1; tried += 1) {
		const seen = await listLeases(world, container);
		if ("why" in seen) return refuse(seen.why, false);
		const top = seen.at(-1);
		if (top?.holder === holder) {
			await removeOwn(world, container, holder);
			continue;
		}
		if (top && !isDead(world, top.holder)) return refuse(whoHas(container, top), true);
		const was = await readWas(top?.was ?? {});
		if (isFailed(was)) return refuse(was.why, false);
		const turn = (top?.turn ?? 0) + 1;
		sent = true;
		const failed = await makeLease(world, container, {
			turn,
			holder,
			was
		});
		if (failed !== void 0) return refuse(failed, false);
		const mine = await settle(world, container, holder, seen, readWas);
		if (mine) return mine;
	}
	return refuse("another run takes this builder in this very moment", true);
}
/** Ours counts only above the very leases that were found dead, and with values that still stand there. */
async function settle(world, container, holder, seen, readWas) {
	const now = await listLeases(world, container);
	if ("why" in now) return void 0;
	const top = now.at(-1);
	const below = now.slice(0, -1).map(printLease);
	const alone = JSON.stringify(below) === JSON.stringify(seen.map(printLease));
	if (top?.holder === holder && alone) {
		if (seen.length > 0 || printValues(await readWas({})) === printValues(top.was)) {
			for (const dead of seen) await removeLease(world, dead);
			return top;
		}
	}
	for (const own of now.filter((lease) => lease.holder === holder)) await removeLease(world, own);
}
const printLease = ({ volume, holder }) => `${volume} ${holder}`;
/** Whether it is certain that this holder has no lease any more. */
async function removeOwn(world, container, holder) {
	const leases = await listLeases(world, container);
	if ("why" in leases) return false;
	let certain = true;
	for (const own of leases.filter((lease) => lease.holder === holder)) certain = await removeLease(world, own) === void 0 && certain;
	return certain;
}
/** Who limits this container as a whole, and is not proven dead; nothing when nobody does, or nobody can tell. */
async function limitsContainer(world, container) {
	const leases = await listLeases(world, container);
	const top = "why" in leases ? void 0 : leases.at(-1);
	return top === void 0 || isDead(world, top.holder) ? void 0 : whoHas(container, top);
}
/** The lease of a holder, while it is the one that counts; or why that cannot be told. */
async function leaseOf(world, container, holder) {
	const leases = await listLeases(world, container);
	if ("why" in leases) return leases;
	const top = leases.at(-1);
	return top?.holder === holder ? top : void 0;
}
/** And how to free it, if it is known to be over. */
function whoHas(container, { holder, volume, was }) {
	const remove = printCommand([
		"docker",
		"volume",
		"rm",
		volume
	]);
	const update = Object.keys(was).length === 0 ? [] : [printCommand(updateArgv(container.slice(0, 12), was))];
	return `${heldBy(holder)}; if it is known to be over${printWhere(holder)}: ${[...update, remove].join(" && ")}`;
}
/** https://docs.docker.com/reference/cli/docker/container/update/ */
function updateArgv(container, values) {
	return [
		"docker",
		"container",
		"update",
		...Object.entries(values).map(([name, value]) => `--${name}=${value}`),
		container
	];
}
// src/build/limits/way.ts
const NOT_OURS = "the builder cannot be limited by this run";
/** The builder's mark was not to be had. `untaken`: false when an answer was lost, and this run may have it all the same. */
function notTaken(refused) {
	const { why, held, untaken = true } = refused;
	return {
		why: `${NOT_OURS}: ${why}`,
		held,
		...untaken && { untaken }
	};
}
/** The mark was free, but another run limits the same builder by another way. */
function limitedOtherwise(why) {
	return why === void 0 ? void 0 : {
		why: `${NOT_OURS}: ${why}`,
		held: true
	};
}
// src/build/limits/inside.ts
/** Makes the cgroups of the files and writes them; ours, constant, and given nothing but numbers and names of ours. */
const WRITE = `cd "$1" && shift || exit 1
for pair; do
  file=\${pair%%=*}
  folder=\${file%/*}
  [ -d "$folder" ] || mkdir -p "$folder" || exit 1
done
failed=0
for pair; do echo "\${pair#*=}" > "\${pair%%=*}" || failed=1; done
[ $failed = 0 ] || for pair; do echo "\${pair#*=}" > "\${pair%%=*}" || exit 1; done`;
/** Prints \`name=value\` of the files that are there. */
const READ = `cd "$1" && shift || exit 1
for file; do [ -r "$file" ] && echo "\${file##*/}=$(cat "$file")"; done
exit 0`;
const STEPS = "/buildkit";
const TIMEOUT_MS = 2e4;
/** Runs a script of ours in the builder's container; what it is given are its arguments. */
async function runInside(world, container, script, args) {
	const argv = [
		"docker",
		"exec",
		container,
		"sh",
		"-c",
		script,
		"sh",
		...args
	];
	const { code, stdout, stderr, error } = await world.run({
		argv,
		timeoutMs: TIMEOUT_MS
	});
	const why = error ?? (stderr.trim().slice(-300) || `docker exec ended with ${code}`);
	return code === 0 ? {
		ok: true,
		text: stdout
	} : {
		ok: false,
		why
	};
}
/** Writes limits of the RUN steps' cgroup from inside of the builder's container. */
async function writeInside(world, container, version, values) {
	const pairs = Object.entries(values).map(([file, value]) => `.${valueFile(version, STEPS, file)}=${value}`);
	const done = await runInside(world, container, WRITE, [CGROUP_ROOT, ...pairs]);
	return done.ok ? void 0 : { why: done.why };
}
/** Limits of the RUN steps' cgroup as they are inside of the builder's container. */
async function readInside(world, container, version, cgroup = STEPS) {
	const files = limitFiles(version).map((file) => `.${valueFile(version, cgroup, file)}`);
	const read = await runInside(world, container, READ, [CGROUP_ROOT, ...files]);
	if (!read.ok) return { why: read.why };
	const lines = read.text.split("\n").map((line) => line.trim()).filter((line) => line.includes("="));
	return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}
// src/build/limits/exec-lease.ts
/** The mark that world/cgroup-slots.ts makes from outside too, below the container's own cgroup: both ways see each other. */
const BUILDER_MARK = "mlbuild-lease";
/** Makes the mark of a holder, or prints who has it. With more arguments those holders are taken away before, and the mark with them. */
const TAKE = `cd "$1" || exit 1
holder=$2
shift 2
for name; do rmdir "${BUILDER_MARK}/$name" 2>/dev/null; done
[ $# = 0 ] || rmdir ${BUILDER_MARK} 2>/dev/null
if mkdir ${BUILDER_MARK} && mkdir "${BUILDER_MARK}/$holder"; then echo taken; exit 0; fi
[ -d ${BUILDER_MARK} ] || exit 1
for each in ${BUILDER_MARK}/*/; do
  each=\${each%/}
  [ ! -d "$each" ] || echo "\${each##*/}"
done`;
const HAS = `[ ! -d "$1/${BUILDER_MARK}/$2" ] || echo held`;
const GIVE = `rmdir "$1/${BUILDER_MARK}/$2" "$1/${BUILDER_MARK}" 2>/dev/null; exit 0`;
const TRIES = 3;
/** No holder's name: the mark alone is taken away. */
const NOBODY = "-";
/**
* Marks a builder of the user's as limited by this run, from inside of its container; gives why not. `held`: by another run, which may be on
* another machine or in a container. It is believed to live unless this machine proves that it does not. `tookOver`: from one that is dead,
* whose limits may stand there.
*/
async function takeInside(world, container, version, holder) {
	let dead = [];
	let failed = {
		why: "another run takes this builder in this very moment",
		held: true
	};
	for (let tried = 0; tried < TRIES; tried += 1) {
		const done = await onMark(world, container, version, TAKE, [holder, ...dead]);
		if (!done.ok) {
			failed = {
				why: done.why,
				held: false
			};
			continue;
		}
		const names = done.text.split("\n").filter((line) => line !== "");
		if (names.includes("taken") || names.includes(holder)) return { tookOver: dead.some((name) => name !== NOBODY) };
		const other = names.find((name) => !isDead(world, name));
		if (other !== void 0) return {
			why: `${heldBy(other)}; ${remedy(container, version, other)}`,
			held: true
		};
		dead = [NOBODY, ...names];
	}
	return failed;
}
/** This holder's limits stand there; or why that cannot be told. */
async function hasInside(world, container, version, holder) {
	const done = await onMark(world, container, version, HAS, [holder]);
	return done.ok ? done.text.trim() === "held" : { why: done.why };
}
async function giveInside(world, container, version, holder) {
	await onMark(world, container, version, GIVE, [holder]);
}
function onMark(world, container, version, script, args) {
	return runInside(world, container, script, [rootOf(version), ...args]);
}
function rootOf(version) {
	return `${CGROUP_ROOT}${version === "1" ? "/memory" : ""}`;
}
function remedy(container, version, holder) {
	const mark = `${rootOf(version)}/${BUILDER_MARK}`;
	const command = printCommand([
		"docker",
		"exec",
		container,
		"rmdir",
		`${mark}/${holder}`,
		mark
	]);
	return `if it is known to be over${printWhere(holder)}, restart the builder or run: ${command}`;
}
// src/build/limits/builder-container.ts
/**
* The whole container of the builder, limited by the engine: the last way, for BuildKit itself and its page cache count too, and it
* may be the one that is killed.
*/
const builderContainer = {
	id: "builder-container",
	obstacle: containerObstacle,
	async hold(world, context) {
		const { site, asked } = context;
		const container = containerOf(site.builder?.nodes[0] ?? "");
		const version = engineCgroupVersion(site.host);
		if (version === void 0) return { why: "the cgroup version of the engine is not known" };
		const lease = site.ours ? void 0 : await takeOfUser(world, context, container);
		if (lease && "why" in lease) return lease;
		const values = {
			...lease?.was,
			...askedFlags(asked)
		};
		const failed = await updateContainer(world, container, values);
		if (failed !== void 0) return { why: `the engine did not limit the builder's container (${failed})` };
		return {
			way: "builder-container",
			counters: {
				by: "exec",
				version,
				container
			},
			countsSwap: true,
			readBack: () => readContainer(world, site, container),
			renew: async () => await updateContainer(world, container, values) === void 0
		};
	}
};
/** Takes the container of a user's builder for this run; gives why not. */
async function takeOfUser(world, { site, asked, note, holder }, name) {
	const container = await inspectContainer(world, name);
	if ("why" in container) return container;
	await note({
		kind: "return-builder",
		container: container.id,
		holder
	});
	const lease = await takeContainer(world, container.id, holder, (known) => readWas(world, name, asked, known));
	if ("why" in lease) return notTaken(lease);
	return limitedOtherwise(await marksSteps(world, site, container)) ?? lease;
}
/** What was asked is what will be changed, so nothing else is kept: the engine refuses `--cpus` for a container with a quota, even of the same worth. */
async function readWas(world, name, asked, known) {
	const found = await inspectContainer(world, name);
	if ("why" in found) return found;
	const { memory = 0, memorySwap = 0, nanoCpus = 0, cpuQuota = 0, cpuPeriod = 0 } = found.configured;
	const noWayBack = {
		memory: asked.memory !== void 0 && memory <= 0,
		cpus: asked.cpus !== void 0 && (nanoCpus <= 0 || cpuQuota !== 0 || cpuPeriod !== 0)
	};
	if (noWayBack.memory && known["memory"] === void 0) return { why: NO_WAY_BACK };
	if (noWayBack.cpus && known["cpus"] === void 0) return { why: NO_WAY_BACK };
	return {
		...asked.memory !== void 0 && {
			memory: String(memory),
			"memory-swap": String(memorySwap || 2 * memory)
		},
		...asked.cpus !== void 0 && { cpus: String(nanoCpus / 1e9) },
		...known
	};
}
const NO_WAY_BACK = "the engine could not take a limit of the whole container back";
async function marksSteps(world, { host }, container) {
	const place = await findContainerCgroup(world, host, container);
	if (!place) return void 0;
	const other = (await world.files.list(`${shownPath(place.version, place.path)}/${BUILDER_MARK}`)).find((name) => readHolder(name) !== void 0 && !isDead(world, name));
	return other === void 0 ? void 0 : heldBy(other);
}
/** The container's own limits: by its cgroup on this machine, else from inside of it. */
async function readContainer(world, site, container) {
	const found = await inspectContainer(world, container);
	if ("why" in found) return found;
	const place = await findContainerCgroup(world, site.host, found);
	if (place) return readHeld(world, "builder-container", place.version, place.path);
	const version = engineCgroupVersion(site.host) ?? "2";
	const texts = await readInside(world, container, version, "");
	if ("why" in texts) return { why: texts["why"] ?? "" };
	const values = readValues(version, texts);
	if (values.memory === void 0) return { why: "its cgroup shows no limits" };
	return {
		way: "builder-container",
		where: `container ${container}`,
		...values
	};
}
/** As {@link updateArgv} takes them; -1 is no limit. */
function askedFlags({ memory, memorySwap = "unlimited", cpus }) {
	return {
		...memory !== void 0 && {
			memory: String(memory),
			"memory-swap": memorySwap === "unlimited" ? "-1" : String(memorySwap)
		},
		...cpus !== void 0 && { cpus: String(cpus) }
	};
}
/** Gives why it failed. */
async function updateContainer(world, container, values) {
	const { code, stderr, error } = await world.run({
		argv: updateArgv(container, values),
		timeoutMs: 2e4
	});
	return code === 0 ? void 0 : error ?? stderr.trim().slice(-300);
}
/** What the container of our own builder is limited to by its driver options, read back. */
async function readBackstop(world, site) {
	const held = await readContainer(world, site, containerOf(site.builder?.nodes[0] ?? ""));
	return "why" in held ? void 0 : held;
}
export { cgroupValues as C, shortfall as E, readLimitFiles as S, readValues as T, findContainerCgroup as _, hasInside as a, limitFiles as b, writeInside as c, leaseOf as d, limitsContainer as f, engineCgroupVersion as g, containerOf as h, giveInside as i, limitedOtherwise as l, containerObstacle as m, readBackstop as n, takeInside as o, removeLease as p, updateContainer as r, readInside as s, builderContainer as t, notTaken as u, inspectContainer as v, printLeftOver as w, readHeld as x, countsSwap as y };
