const DIALECTS = {
	"1": {
		use: [
			"memory.usage_in_bytes",
			"memory.memsw.usage_in_bytes",
			"memory.max_usage_in_bytes",
			"memory.memsw.max_usage_in_bytes",
			"memory.failcnt",
			"memory.oom_control"
		],
		limits: ["memory.limit_in_bytes", "memory.memsw.limit_in_bytes"],
		step: [
			"memory.usage_in_bytes",
			"memory.memsw.usage_in_bytes",
			"memory.max_usage_in_bytes",
			"memory.memsw.max_usage_in_bytes",
			"memory.oom_control",
			"cgroup.procs"
		],
		cpu: "cpuacct.usage",
		user: "cpuacct.stat",
		io: ["blkio.throttle.io_service_bytes_recursive", "blkio.throttle.io_service_bytes"],
		memory(files) {
			const [current, peak] = [number(files["memory.usage_in_bytes"]), number(files["memory.max_usage_in_bytes"])];
			const both = number(files["memory.memsw.usage_in_bytes"]);
			const highest = number(files["memory.memsw.max_usage_in_bytes"]);
			const [limit, sum] = [ceiling(files["memory.limit_in_bytes"]), ceiling(files["memory.memsw.limit_in_bytes"])];
			return defined({
				current,
				swap: difference(both, current),
				peak,
				swapPeak: difference(highest, peak),
				limit,
				swapLimit: sum === "unlimited" ? sum : limit === "unlimited" ? void 0 : difference(sum, limit),
				oomKills: field(files["memory.oom_control"], "oom_kill"),
				limitHits: number(files["memory.failcnt"])
			});
		},
		populated: (files) => /\d/.test(files["cgroup.procs"] ?? ""),
		cpuMs: (text) => scaled(number(text), 1e6),
		userMs: (text) => scaled(field(text, "user"), .1),
		ioBytes: (text) => sum([...text.matchAll(/^\d+:\d+ (?:Read|Write) (\d+)$/gm)].map(([, bytes]) => Number(bytes)))
	},
	"2": {
		use: [
			"memory.current",
			"memory.swap.current",
			"memory.peak",
			"memory.swap.peak",
			"memory.events",
			"memory.pressure"
		],
		limits: ["memory.max", "memory.swap.max"],
		step: [
			"memory.current",
			"memory.swap.current",
			"memory.peak",
			"memory.swap.peak",
			"memory.events",
			"cgroup.events"
		],
		cpu: "cpu.stat",
		user: "cpu.stat",
		io: ["io.stat"],
		memory: (files) => defined({
			current: number(files["memory.current"]),
			swap: number(files["memory.swap.current"]),
			peak: number(files["memory.peak"]),
			swapPeak: number(files["memory.swap.peak"]),
			limit: ceiling(files["memory.max"]),
			swapLimit: ceiling(files["memory.swap.max"]),
			oomKills: field(files["memory.events"], "oom_kill"),
			limitHits: field(files["memory.events"], "max"),
			pressureUs: fullPressure(files["memory.pressure"])
		}),
		populated: (files) => field(files["cgroup.events"], "populated") === 1,
		cpuMs: (text) => scaled(field(text, "usage_usec"), 1e3),
		userMs: (text) => scaled(field(text, "user_usec"), 1e3),
		ioBytes: (text) => sum([...text.matchAll(/\b[rw]bytes=(\d+)/g)].map(([, bytes]) => Number(bytes)))
	}
};
/** The largest number of pages, in bytes: what v1 says when there is no limit; it depends on the size of a page. */
const UNLIMITED = 2 ** 62;
function ceiling(text) {
	if (text?.trim() === "max") return "unlimited";
	const bytes = number(text);
	return bytes !== void 0 && bytes >= UNLIMITED ? "unlimited" : bytes;
}
/** A file that holds one whole number. */
function number(text) {
	const found = /^(\d+)\s*$/.exec(text ?? "")?.[1];
	return found === void 0 ? void 0 : Number(found);
}
/** The number behind a word at the begin of a line: `oom_kill 3`. */
function field(text, name) {
	const found = new RegExp(`^${name} (\\d+)$`, "m").exec(text ?? "")?.[1];
	return found === void 0 ? void 0 : Number(found);
}
/** Microseconds in which all tasks waited: `full avg10=0.00 avg60=0.00 avg300=0.00 total=513875`. */
function fullPressure(text) {
	const found = /^full .*\btotal=(\d+)/m.exec(text ?? "")?.[1];
	return found === void 0 ? void 0 : Number(found);
}
function scaled(value, by) {
	return value === void 0 ? void 0 : value / by;
}
function difference(from, take) {
	return from === void 0 || take === void 0 ? void 0 : Math.max(0, from - take);
}
function sum(values) {
	return values.reduce((total, value) => total + value, 0);
}
/** The object without what is undefined. */
function defined(value) {
	return Object.fromEntries(Object.entries(value).filter(([, found]) => found !== void 0));
}
// src/build/watch/cgroup-source.ts
const CGROUP_ROOT = "/sys/fs/cgroup";
/** Steps looked at in one sample. */
const MAX_STEPS = 64;
/** Limits are read every so many samples: somebody may change them. */
const LIMITS_EVERY = 10;
/** A cgroup's folder in one of the hierarchies; v2 has a single one. */
function cgroupFolder(version, controller, path) {
	return version === "2" ? `${CGROUP_ROOT}${path}` : `${CGROUP_ROOT}/${controller}${path}`;
}
/** Counters read from files that everybody may read. */
function createCgroupSource(world, place) {
	const dialect = DIALECTS[place.version];
	const folder = (controller, path = place.path) => cgroupFolder(place.version, controller, path);
	const total = createReader(world, dialect.use);
	const limits = createReader(world, dialect.limits);
	const step = createReader(world, dialect.step);
	const cpu = createReader(world, [.../* @__PURE__ */ new Set([dialect.cpu, dialect.user])]);
	const io = createReader(world, dialect.io);
	let count = 0;
	let ceilings = {};
	return { async sample() {
		if (count % LIMITS_EVERY === 0) ceilings = await limits(folder("memory"));
		count += 1;
		const [names, files, cpuText, ioText] = await Promise.all([
			world.files.list(folder("memory", place.steps)).catch(() => []),
			total(folder("memory")),
			cpu(folder("cpuacct")),
			io(folder("blkio"))
		]);
		if (Object.keys(files).length === 0) {
			count = 0;
			return;
		}
		const ids = names.filter((name) => STEP_ID.test(name)).slice(0, MAX_STEPS);
		const steps = await Promise.all(ids.map(async (id) => toStep(dialect, id, await step(folder("memory", `${place.steps}/${id}`)))));
		return toSample(dialect, {
			...files,
			...ceilings,
			...cpuText,
			...ioText
		}, steps);
	} };
}
/** BuildKit's names of its cgroups (`identity.NewID`): 25 characters of base 36. */
const STEP_ID = /^[0-9a-z]{25}$/;
function toStep(dialect, id, files) {
	const { limit: _limit, swapLimit: _swap, ...counters } = dialect.memory(files);
	return {
		id,
		counters,
		populated: dialect.populated(files)
	};
}
function toSample(dialect, files, steps) {
	const cpuText = files[dialect.cpu];
	const userText = files[dialect.user];
	const ioText = dialect.io.map((name) => files[name]).find((text) => text !== void 0);
	const cpuMs = cpuText === void 0 ? void 0 : dialect.cpuMs(cpuText);
	const userMs = userText === void 0 ? void 0 : dialect.userMs(userText);
	const ioBytes = ioText === void 0 ? void 0 : dialect.ioBytes(ioText);
	return {
		total: dialect.memory(files),
		steps,
		...cpuMs !== void 0 && { cpuMs },
		...userMs !== void 0 && { userMs },
		...ioBytes !== void 0 && { ioBytes }
	};
}
/**
* Reads the same files of one folder or another, all at once. A file that is missing where its neighbours are is one that this kernel does
* not have: it is not asked for again.
*/
function createReader({ files }, wanted) {
	let names = wanted;
	return async (folder) => {
		const texts = await Promise.all(names.map((name) => files.read(`${folder}/${name}`).catch(() => void 0)));
		const found = names.flatMap((name, index) => texts[index] === void 0 ? [] : [[name, texts[index]]]);
		if ((names[0]?.startsWith("memory.") ? texts[0] !== void 0 : found.length > 0) && found.length < names.length && await files.kind(folder) === "folder") names = found.map(([name]) => name);
		return Object.fromEntries(found);
	};
}
export { toStep as a, field as c, toSample as i, fullPressure as l, cgroupFolder as n, DIALECTS as o, createCgroupSource as r, defined as s, STEP_ID as t };
