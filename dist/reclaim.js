import "./chunks/little-memory.js";
import { a as toText, i as toNative, t as fromText } from "./chunks/byte-paths.js";
import { i as parseMounts, r as mountWithin } from "./chunks/mounts.js";
import { n as isInside, r as whyNever, t as TOOLCHAINS } from "./chunks/never.js";
import { n as isWithin } from "./chunks/paths.js";
import { i as parseLine, n as checkOrder, r as checkRequest, t as checkFinish } from "./chunks/reclaim-request.js";
import { t as runProgram } from "./chunks/system-programs.js";
import fs, { readFileSync } from "node:fs";
import os from "node:os";
import { fileURLToPath } from "node:url";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { createInterface } from "node:readline";
// src/world/reclaim-folders.ts
const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = fs.constants;
const FLAGS = O_RDONLY | O_DIRECTORY | O_NOFOLLOW;
/** An entry of an opened folder, for `node:fs`. Not for opening what may be a link. */
const at = (folder, name) => toNative(`/proc/self/fd/${folder}/${name}`);
/** Opens a sub-folder; throws ENOTDIR or ELOOP when it is none, also when it is a link to one. */
function openFolder(folder, name) {
	return known(fs.openSync(at(folder, name), FLAGS));
}
function known(fd) {
	try {
		return {
			fd,
			mount: mountOf(fd)
		};
	} catch (error) {
		fs.closeSync(fd);
		throw error;
	}
}
const INFO = Buffer.alloc(512);
/** https://man7.org/linux/man-pages/man5/proc_pid_fdinfo.5.html */
function mountOf(fd) {
	const info = fs.openSync(`/proc/self/fdinfo/${fd}`, O_RDONLY);
	try {
		const id = /^mnt_id:\s*(\d+)$/m.exec(INFO.toString("latin1", 0, fs.readSync(info, INFO, 0, INFO.length, 0)))?.[1];
		if (id === void 0) throw new Error("this kernel does not tell the mount of a folder");
		return id;
	} finally {
		fs.closeSync(info);
	}
}
/** The folders from `/` down to that one, each opened from the one before. Throws where one is missing or a link. */
function openChain(names) {
	const chain = [known(fs.openSync("/", FLAGS))];
	try {
		for (const name of names) chain.push(openFolder(chain.at(-1).fd, name));
		return chain;
	} catch (error) {
		closeAll(chain);
		throw error;
	}
}
/** As {@link openChain}, but stops before what is missing or a link. */
function openAsFar(names) {
	const chain = [known(fs.openSync("/", FLAGS))];
	try {
		for (const name of names) chain.push(openFolder(chain.at(-1).fd, name));
	} catch {}
	return chain;
}
function closeAll(folders) {
	for (const { fd } of folders) fs.closeSync(fd);
}
/** Within one place a rename works: a mount, and in it a device, since subvolumes of btrfs have one each in the same mount. */
function placeOfFolder({ fd, mount }) {
	return `${mount} ${fs.fstatSync(fd).dev}`;
}
/** Index of the highest folder of a chain that lies in the same place as its last. */
function topOfPlace(chain) {
	const places = chain.map(placeOfFolder);
	let top = chain.length - 1;
	while (top > 0 && places[top - 1] === places.at(-1)) top -= 1;
	return top;
}
/** A mount point at or below a path without links; nothing when there is none. */
function mountPointWithin(path) {
	return mountWithin(parseMounts(fs.readFileSync("/proc/self/mountinfo", "latin1")), path)?.path;
}
// src/world/reclaim-trash.ts
const trashName = (run) => `.ml-image-build-trash-${run}`;
function createMover(run) {
	const trashes = /* @__PURE__ */ new Map();
	let moved = 0;
	const trashOf = (chain, names) => {
		const place = placeOfFolder(chain.at(-1));
		const trash = trashes.get(place) ?? makeTrash(chain, names, run);
		trashes.set(place, trash);
		return trash;
	};
	return {
		trashes: () => [...trashes.values()],
		move(path) {
			const names = fromText(path).slice(1).split("/");
			const last = names.pop() ?? "";
			let chain;
			try {
				chain = openChain(names);
			} catch (error) {
				return { why: whyNotReached(error) };
			}
			try {
				const parent = chain.at(-1);
				const why = whyNotMovable(parent, last, fromText(path));
				if (why !== void 0) return { why };
				const trash = trashOf(chain, names);
				const name = `path-${process.pid}-${moved}`;
				moved += 1;
				fs.renameSync(at(parent.fd, last), at(trash.fd, name));
				return {
					trash,
					name
				};
			} catch (error) {
				return { why: whyNotMoved(error) };
			} finally {
				closeAll(chain);
			}
		},
		clear() {
			for (const [place, trash] of trashes) if (removeTrash(trash)) trashes.delete(place);
			return [...trashes.values()];
		}
	};
}
/** A link, a mount point, or something with one inside: the rename would take the mount along, and it would have to be walked around. */
function whyNotMovable(parent, name, path) {
	const stat = fs.lstatSync(at(parent.fd, name));
	if (stat.isSymbolicLink()) return "it is a link";
	const mount = mountPointWithin(path);
	if (mount !== void 0) return mount === path ? "it is a mount point" : `${toText(mount)} is mounted inside of it`;
	if (!stat.isDirectory()) return void 0;
	const folder = openFolder(parent.fd, name);
	try {
		if (folder.mount !== parent.mount) return "it is a mount point";
		return placeOfFolder(folder) === placeOfFolder(parent) ? void 0 : "it is a subvolume";
	} finally {
		closeAll([folder]);
	}
}
/** At the top of the mount or subvolume; for who is not root in the highest folder that takes it. */
function makeTrash(chain, names, run) {
	let refusal;
	for (let level = topOfPlace(chain); level < chain.length; level += 1) {
		const { fd } = chain[level];
		try {
			makeFolder(fd, trashName(run));
			return openTrash(fd, run, names.slice(0, level));
		} catch (error) {
			refusal ??= error;
		}
	}
	throw refusal;
}
function makeFolder(holder, name) {
	try {
		fs.mkdirSync(at(holder, name), 448);
	} catch (error) {
		if (codeOf(error) !== "EEXIST") throw error;
	}
}
/** Opens a trash folder that is there. Throws ENOENT when there is none, and when it is not one of ours: ours are private and our own. */
function openTrash(holder, run, names) {
	const name = trashName(run);
	const path = toText(`/${[...names, name].join("/")}`);
	const folder = openOwn(holder, name, path);
	const stat = fs.fstatSync(folder.fd);
	if (!owners().includes(stat.uid) || (stat.mode & 511) !== 448) {
		fs.closeSync(folder.fd);
		throw new Error(`${path} is there and not ours`);
	}
	const above = openFolder(holder, ".").fd;
	return {
		...folder,
		above,
		name,
		path,
		device: stat.dev
	};
}
function openOwn(holder, name, path) {
	try {
		return openFolder(holder, name);
	} catch (error) {
		const code = codeOf(error);
		if (code === "ENOTDIR" || code === "ELOOP") throw new Error(`${path} is there and not ours`);
		if (code === "EACCES") throw new Error(`${path} cannot be opened: that needs root (EACCES)`);
		throw error;
	}
}
/** Our own, and that of the user whom sudo made root: a trash that was made without sudo. */
function owners() {
	const asked = process.env["SUDO_UID"];
	const own = process.getuid?.() ?? -1;
	return own === 0 && asked !== void 0 && /^\d+$/.test(asked) ? [own, Number(asked)] : [own];
}
/** False when it is not empty. */
function removeTrash(trash) {
	try {
		fs.rmdirSync(at(trash.above, trash.name));
	} catch (error) {
		if (codeOf(error) !== "ENOENT") return false;
	}
	fs.closeSync(trash.fd);
	fs.closeSync(trash.above);
	return true;
}
const codeOf = (error) => error?.code ?? "";
function whyNotReached(error) {
	const code = codeOf(error);
	if (code === "ENOENT") return "it is not there";
	if (code === "ENOTDIR" || code === "ELOOP") return "a folder on the way to it is a link or no folder";
	return `it cannot be reached (${code || error.message})`;
}
function whyNotMoved(error) {
	const code = codeOf(error);
	if (code === "ENOENT") return "it is not there";
	if (code === "EXDEV") return "it cannot be moved: it is on another file system, or in the lower layer of an overlay (EXDEV)";
	if (code === "EPERM") return "it must not be moved: it or the folder that holds it is immutable (EPERM)";
	if (code === "EACCES") return "it must not be moved: that needs root (EACCES)";
	if (code === "EROFS") return "its file system is read-only (EROFS)";
	if (code === "EBUSY") return "it is a mount point (EBUSY)";
	return `it cannot be moved (${code || error.message})`;
}
const newTally = () => ({
	bytes: 0,
	files: 0,
	links: [],
	problems: [],
	untold: 0
});
function tellProblem(tally, text) {
	if (tally.problems.length < 20) tally.problems.push(text);
	else tally.untold += 1;
}
const OR_NOTHING = { throwIfNoEntry: false };
/** Deeper trees are cut: each level holds a descriptor. */
const DEEPEST = 64;
/** A folder whose own size is larger is read in portions. */
const BIG_FOLDER = 1 << 18;
/**
* Unlinks a tree depth first and counts what that frees. Every folder is opened from the one that holds it, never through a
* link, and entered only when it is in the trash's own mount; all else is told and stays. When another thread has nothing
* to do it gets a folder from as far up as possible, by a rename to the top of the trash, so that nobody waits for anybody.
*/
function unlinkTree(job, tally, pace, others) {
	const { trash } = job;
	const stack = [];
	const problem = (shown, error) => tellProblem(tally, `${shown}: ${codeOf(error) || error.message}`);
	const unlink = (folder, name, shown, stat) => {
		const bytes = stat.blocks * 512;
		try {
			fs.unlinkSync(at(folder, name));
		} catch (error) {
			if (codeOf(error) === "ENOENT") return true;
			problem(shown(), error);
			return false;
		}
		tally.files += 1;
		if (stat.nlink > 1) tally.links.push(stat.ino, stat.nlink, bytes);
		else tally.bytes += bytes;
		pace.beat(stat.nlink > 1 ? 0 : bytes);
		return true;
	};
	/** Unlinks what is no folder in it, notes the folders. */
	const sift = (frame) => {
		try {
			for (const name of listNames(frame.fd)) {
				const stat = fs.lstatSync(at(frame.fd, name), OR_NOTHING);
				if (stat?.isDirectory()) frame.folders.push(name);
				else if (stat && !unlink(frame.fd, name, () => `${frame.shown}/${toText(name)}`, stat)) frame.stuck = true;
			}
		} catch (error) {
			problem(frame.shown, error);
			frame.stuck = true;
		}
	};
	/** False when it stays. */
	const enter = (parent, name, shown) => {
		try {
			const folder = openFolder(parent, name);
			const stat = fs.fstatSync(folder.fd);
			if (folder.mount !== trash.mount || stat.dev !== trash.device) {
				fs.closeSync(folder.fd);
				tellProblem(tally, `${shown}: something is mounted there`);
				return false;
			}
			const frame = {
				...folder,
				name,
				shown,
				bytes: stat.blocks * 512,
				folders: [],
				stuck: false,
				again: false
			};
			stack.push(frame);
			sift(frame);
			return true;
		} catch (error) {
			const code = codeOf(error);
			if (code === "ENOENT") return true;
			const file = code === "ENOTDIR" || code === "ELOOP" ? fs.lstatSync(at(parent, name), OR_NOTHING) : void 0;
			if (file) return unlink(parent, name, () => shown, file);
			problem(shown, error);
			return false;
		}
	};
	/** Removes the folder that is done with. */
	const leave = () => {
		const frame = stack.at(-1);
		const parent = stack.at(-2);
		try {
			fs.rmdirSync(at(parent?.fd ?? trash.fd, frame.name));
			tally.bytes += frame.bytes;
			pace.beat(0);
		} catch (error) {
			const code = codeOf(error);
			if (code === "ENOTEMPTY" && !frame.stuck && !frame.again) {
				frame.again = true;
				sift(frame);
				return;
			}
			if (code !== "ENOENT") {
				if (!frame.stuck) problem(frame.shown, error);
				if (parent) parent.stuck = true;
			}
		}
		fs.closeSync(frame.fd);
		stack.pop();
	};
	/** Cuts a folder off: it becomes a job of its own. */
	const handOver = (frame, name) => {
		const cut = others.name();
		try {
			fs.renameSync(at(frame.fd, name), at(trash.fd, cut));
		} catch {
			return false;
		}
		others.take({
			...job,
			name: cut,
			shown: `${frame.shown}/${toText(name)}`
		});
		return true;
	};
	try {
		enter(trash.fd, job.name, job.shown);
		for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
			const name = frame.folders.pop();
			if (name === void 0) {
				leave();
				continue;
			}
			if (stack.length >= DEEPEST && handOver(frame, name)) continue;
			if (others.wants()) share(stack, handOver);
			if (!enter(frame.fd, name, `${frame.shown}/${toText(name)}`)) frame.stuck = true;
		}
	} finally {
		for (const { fd } of stack) fs.closeSync(fd);
	}
}
/** Hands over one folder, from as far up as there is one. */
function share(stack, handOver) {
	for (const frame of stack) {
		const name = frame.folders.pop();
		if (name === void 0) continue;
		if (!handOver(frame, name)) frame.folders.push(name);
		return;
	}
}
/** Names in an opened folder, byte for byte. */
function* listNames(fd) {
	const path = `/proc/self/fd/${fd}`;
	if (fs.fstatSync(fd).size <= BIG_FOLDER) {
		yield* fs.readdirSync(path, "latin1");
		return;
	}
	const folder = fs.opendirSync(toNative(path), {
		bufferSize: 256,
		encoding: "latin1"
	});
	try {
		for (let entry = folder.readSync(); entry; entry = folder.readSync()) yield entry.name;
	} finally {
		folder.closeSync();
	}
}
// src/world/reclaim-account.ts
const newAccount = (started) => ({
	bytes: 0,
	files: 0,
	open: 0,
	problems: [],
	untold: 0,
	started
});
/** The account's problems; what was left out is counted. */
function tell({ problems, untold }) {
	return untold > 0 ? [...problems, `and ${untold} more`] : problems;
}
/**
* Adds up what threads have freed. A file with several names is freed with the last: it counts for the item of that one, and
* not at all while a name is left outside. Threads can unlink two names at once, so that both have seen two; the names that
* went are counted against the most that were ever seen.
*/
function createBooks() {
	const names = /* @__PURE__ */ new Map();
	return { add(device, account, tally) {
		account.bytes += tally.bytes;
		account.files += tally.files;
		const room = 20 - account.problems.length;
		account.problems.push(...tally.problems.slice(0, room));
		account.untold += tally.untold + Math.max(0, tally.problems.length - room);
		for (let at = 0; at < tally.links.length; at += 3) {
			const [inode = 0, links = 0, bytes = 0] = tally.links.slice(at, at + 3);
			const key = `${device}:${inode}`;
			const known = names.get(key) ?? {
				most: links,
				gone: 0
			};
			known.gone += 1;
			known.most = Math.max(known.most, links);
			if (known.gone < known.most) names.set(key, known);
			else {
				names.delete(key);
				account.bytes += bytes;
			}
		}
	} };
}
// src/world/reclaim-finish.ts
/** Times that a trash is looked through: a removal that still ends itself may add to it. */
const ROUNDS = 3;
/**
* Unlinks what is in the trash of a run, at full speed. A removal of that run that is still at it loses nothing by that: both unlink,
* what one finds gone the other has unlinked.
*/
async function finishTrash({ finish: run, near }, lanes) {
	const account = newAccount(0);
	const books = createBooks();
	const problems = [];
	for (const trash of findTrashes(run, near, problems)) {
		try {
			let left = !removeTrash(trash);
			for (let round = 0; left && round < ROUNDS; round += 1) {
				account.problems = [];
				await empty(trash, lanes, account, books);
				left = !removeTrash(trash);
			}
			if (left) problems.push(`${trash.path} is not empty`);
		} catch (error) {
			account.problems.push(error.message);
		}
		problems.push(...tell(account));
		account.problems = [];
		account.untold = 0;
	}
	const { bytes, files } = account;
	return problems.length === 0 ? {
		ok: true,
		bytes,
		files
	} : {
		ok: false,
		why: problems.join("; ")
	};
}
function findTrashes(run, near, problems) {
	const found = /* @__PURE__ */ new Map();
	for (const path of near) {
		const names = fromText(path).slice(1).split("/").slice(0, -1);
		const chain = openAsFar(names);
		try {
			for (const [level, { fd }] of chain.entries()) {
				const { dev, ino } = fs.fstatSync(fd);
				const key = `${dev}:${ino}`;
				if (!found.has(key)) found.set(key, tryOpen(() => openTrash(fd, run, names.slice(0, level)), problems));
			}
		} finally {
			closeAll(chain);
		}
	}
	return [...found.values()].filter((trash) => trash !== void 0);
}
function tryOpen(open, problems) {
	try {
		return open();
	} catch (error) {
		if (codeOf(error) !== "ENOENT") problems.push(error.message);
		return;
	}
}
function empty(trash, lanes, account, books) {
	const names = fs.readdirSync(`/proc/self/fd/${trash.fd}`, "latin1");
	const { fd, mount, device, path } = trash;
	return new Promise((resolve, reject) => {
		const all = lanes({
			cut: () => {
				account.open += 1;
			},
			done(_job, tally) {
				books.add(device, account, tally);
				account.open -= 1;
				if (account.open === 0) all.close().then(resolve);
			},
			broken: (why) => void all.close().then(() => reject(new Error(why)))
		});
		account.open = names.length;
		if (names.length === 0) all.close().then(resolve);
		for (const name of names) all.start({
			trash: {
				fd,
				mount,
				device
			},
			name,
			shown: `${path}/${toText(name)}`,
			item: 0
		});
	});
}
// src/world/reclaim-guard.ts
/** Where installers put software. What lies elsewhere is somebody's data, and a request for it is not ours. */
const SOFTWARE = [
	"/usr",
	"/opt",
	"/etc/skel",
	"/home/linuxbrew",
	"/home/packer",
	"/var/cache",
	"/var/lib"
];
/**
* Says why root does not remove a path, whoever asks. This is the second lock, in the program that has the power: a wrong
* row, a wrong glob and a request that is not ours all end here. `home`: of the user who asks; their toolchains may go, nobody else's.
*/
function createGuard(home) {
	const toolchains = home === void 0 ? [] : TOOLCHAINS.map((name) => `${home}/${name}`);
	const isSoftware = (path) => SOFTWARE.some((place) => isInside(path, place)) || toolchains.some((place) => isWithin(path, place));
	return (path, keep = []) => {
		const never = whyNever(path);
		if (never !== void 0 || typeof path !== "string") return never;
		if (!isSoftware(path)) return "no software is kept there, or not that of the user who asks";
		const needed = keep.find((kept) => isWithin(path, kept) || isWithin(kept, path));
		return needed === void 0 ? void 0 : `this job needs ${needed}`;
	};
}
/** The home of the user who asks: of whom sudo made root, else our own. What the environment says of a home is not asked. */
function homeOfCaller() {
	try {
		return homeOf(readFileSync("/etc/passwd", "utf8"), process.getuid?.() ?? -1, process.env["SUDO_UID"]);
	} catch {
		return;
	}
}
/** From the system's list of users (`name:password:uid:gid:comment:home:shell`). https://man7.org/linux/man-pages/man5/passwd.5.html */
function homeOf(users, uid, sudoUid) {
	const asks = uid === 0 && sudoUid !== void 0 ? sudoUid : String(uid);
	return users.split("\n").find((line) => line.split(":")[2] === asks)?.split(":")[5] || void 0;
}
// src/world/reclaim-pace.ts
const [MODE, HUNGRY, TURN, NAMES, FREED] = [
	0,
	1,
	2,
	3,
	4
];
const [FULL, PACED] = [0, 1];
/**
* In pace: so many entries, then a pause. Half a second of eight threads at full speed raises a build's fsync tenfold; this
* keeps it at idle. A big file counts as more entries: its blocks are given back in one journal transaction.
*/
const BATCH = 400;
const PAUSE_MS = 50;
const ENTRY_BYTES = 1 << 20;
/** At full speed: entries between two looks at the mode. */
const STRIDE = 64;
/** What `stat` counts blocks in. */
const BLOCK = 512;
const createShared = () => new Int32Array(new SharedArrayBuffer(20));
function setPaced(shared, paced) {
	Atomics.store(shared, MODE, paced ? PACED : FULL);
	Atomics.notify(shared, MODE);
	Atomics.notify(shared, TURN);
}
const setHungry = (shared, lanes) => void Atomics.store(shared, HUNGRY, lanes);
const isHungry = (shared) => Atomics.load(shared, HUNGRY) > 0;
/** Something was handed over. Two may do so at once for the same one; the second waits in a queue then. */
const fed = (shared) => void Atomics.sub(shared, HUNGRY, 1);
/** A number for a name in the trash that no thread has used. */
const nextName = (shared) => Atomics.add(shared, NAMES, 1);
/** Bytes that all threads have freed so far; wraps at 2 TiB. */
const freedBytes = (shared) => (Atomics.load(shared, FREED) >>> 0) * BLOCK;
function createPace(shared) {
	let budget = STRIDE;
	let mine = false;
	const giveBack = () => {
		if (!mine) return;
		mine = false;
		Atomics.store(shared, TURN, 0);
		Atomics.notify(shared, TURN, 1);
	};
	return {
		beat(bytes) {
			if (bytes > 0) Atomics.add(shared, FREED, bytes / BLOCK);
			budget -= 1 + bytes / ENTRY_BYTES;
			if (budget > 0) return;
			if (mine) Atomics.wait(shared, MODE, PACED, PAUSE_MS);
			giveBack();
			while (!mine && Atomics.load(shared, MODE) === PACED) {
				mine = Atomics.compareExchange(shared, TURN, 0, 1) === 0;
				if (!mine) Atomics.wait(shared, TURN, 1, PAUSE_MS);
			}
			budget = mine ? BATCH : STRIDE;
		},
		rest: giveBack
	};
}
// src/world/reclaim-lanes.ts
/** What a thread does: one job after the other. */
function workAsLane() {
	if (isMainThread || parentPort === null) return;
	const port = parentPort;
	const shared = workerData.shared;
	const pace = createPace(shared);
	port.on("message", (job) => {
		const tally = newTally();
		unlinkTree(job, tally, pace, {
			wants: () => isHungry(shared),
			take(cut) {
				fed(shared);
				port.postMessage({ cut });
			},
			name: () => `cut-${process.pid}-${nextName(shared)}`
		});
		pace.rest();
		port.postMessage({
			done: job,
			tally
		});
	});
}
/** A descriptor that one thread opened is closed by it too: Node needs to know of none. */
const THREAD = {
	trackUnmanagedFds: false,
	resourceLimits: {
		maxOldGenerationSizeMb: 128,
		maxYoungGenerationSizeMb: 2
	}
};
/** `program` is a module that calls {@link workAsLane}. Threads start when there is work for them. */
function createThreads(program, most, ears) {
	const shared = createShared();
	const waiting = [];
	const idle = [];
	const all = /* @__PURE__ */ new Set();
	const assign = () => {
		while (waiting.length > 0) {
			const worker = idle.pop() ?? (all.size < most ? startThread() : void 0);
			if (worker === void 0) break;
			worker.postMessage(waiting.shift());
		}
		setHungry(shared, most - all.size + idle.length - waiting.length);
	};
	const startThread = () => {
		const worker = new Worker(program, {
			...THREAD,
			workerData: { shared }
		});
		all.add(worker);
		worker.on("message", (told) => {
			if ("cut" in told) {
				waiting.push(told.cut);
				ears.cut(told.cut);
			} else {
				idle.push(worker);
				ears.done(told.done, told.tally);
			}
			assign();
		});
		worker.on("error", (error) => ears.broken(error.message));
		return worker;
	};
	return {
		start(job) {
			waiting.push(job);
			assign();
		},
		freed: () => freedBytes(shared),
		setPaced: (paced) => setPaced(shared, paced),
		trim() {
			for (const worker of idle.splice(0)) {
				all.delete(worker);
				worker.terminate();
			}
		},
		async close() {
			await Promise.all([...all].map((worker) => worker.terminate()));
		}
	};
}
// src/world/reclaim-disks.ts
/** Bytes that an ordinary user may still take there; nothing when the path is not reachable. */
function freeBytes(path) {
	try {
		const { bavail, bsize } = fs.statfsSync(path);
		return bavail * bsize;
	} catch {
		return;
	}
}
/**
* File systems that give the bytes of unlinked files back late, by their `f_type` (https://man7.org/linux/man-pages/man2/statfs.2.html): btrfs
* those of big files with its next commit, up to half a minute later, xfs in the background.
*/
const XFS = 1481003842;
const LATE = /* @__PURE__ */ new Set([2435016766, XFS]);
/** xfs gives bytes back behind a sync, too, when its workers get to it. */
const BEHIND_MS = 2e3;
const LOOK_MS$1 = 20;
/**
* Makes the file system of a path give back what was unlinked, where it does so late by itself. `least`: what it is about to have free then.
* Never rejects: then it takes its time.
*/
async function settle(path, least) {
	try {
		const { type } = fs.statfsSync(path);
		if (!LATE.has(type)) return;
		await runProgram([
			"sync",
			"--file-system",
			"--",
			path
		]);
		if (type === XFS && least !== void 0) await until(() => (freeBytes(path) ?? least) >= least);
	} catch {}
}
async function until(there) {
	for (let waited = 0; waited < BEHIND_MS && !there(); waited += LOOK_MS$1) await new Promise((resolve) => setTimeout(resolve, LOOK_MS$1));
}
// src/world/reclaim-run.ts
/** How often the disks are asked, milliseconds. */
const LOOK_MS = 100;
/** Others write meanwhile: so much of what was unlinked is waited for. */
const GIVEN_BACK = .95;
/**
* Moves item after item out of the way and unlinks it, until the disks have enough. The next item is moved only when the one before is
* gone and that was not enough, and only for a disk that it gives room to, so that never more goes than was needed. What is left of the last one then goes in pace.
*/
function startReclaim(request, on, means) {
	const free = means.free ?? freeBytes;
	const giveBack = means.settle ?? settle;
	const mover = createMover(request.run);
	const books = createBooks();
	const accounts = [];
	const whole = newAccount(0);
	let targets = request.until;
	/** Indexes of the items that are where they were. */
	const waiting = [...request.items.keys()];
	let current;
	/** What was freed before the current one. */
	let before = 0;
	/** What each disk had free then. */
	let had = /* @__PURE__ */ new Map();
	let satisfied = false;
	let closing = false;
	/** What was moved is gone, and that was said. */
	let told = true;
	let settling = false;
	let ended = false;
	let over = () => {};
	const done = new Promise((resolve) => {
		over = resolve;
	});
	const freeNow = () => targets.map(({ path }) => free(path) ?? 0);
	/** A disk that cannot be asked gets nothing more: nobody could say when it is enough. */
	const holds = (target) => {
		const bytes = free(target.path);
		if (bytes !== void 0) return bytes >= target.free;
		const problem = `the free bytes of ${target.path} cannot be read: nothing is removed for it`;
		if (!whole.problems.includes(problem)) whole.problems.push(problem);
		return true;
	};
	const lanes = means.lanes({
		cut: ({ item }) => {
			accounts[item].open += 1;
		},
		done({ item, trash }, tally) {
			const account = accounts[item];
			books.add(trash.device, account, tally);
			account.open -= 1;
			if (account.open === 0) step();
		},
		broken(why) {
			whole.problems.push(`a thread of the removal ended: ${why}`);
			sayEnd();
			end();
		}
	});
	const shortDisks = () => targets.filter((target) => !holds(target)).map(({ path }) => path);
	/** The next item that gives room to one of these disks. */
	const takeNext = (short) => {
		const at = waiting.findIndex((index) => {
			const { frees = short } = request.items[index];
			return short.some((path) => frees.includes(path));
		});
		return at < 0 ? void 0 : waiting.splice(at, 1)[0];
	};
	/** Moves an item; it may be that nothing of it can be. */
	const move = (index) => {
		const item = request.items[index];
		const account = newAccount(performance.now());
		accounts[index] = account;
		const jobs = item.paths.flatMap((path) => {
			const why = means.refuse(path, request.keep);
			const moved = why === void 0 ? mover.move(path) : { why };
			if ("trash" in moved) return [{
				trash: moved.trash,
				name: moved.name,
				shown: path,
				item: index
			}];
			on({
				kind: "skipped",
				item: item.id,
				path,
				why: moved.why
			});
			return [];
		});
		if (jobs.length > 0) {
			told = false;
			current = index;
			before = lanes.freed();
			had = new Map(targets.map(({ path }) => [path, free(path) ?? 0]));
			account.open = jobs.length;
			on({
				kind: "moved",
				item: item.id
			});
		}
		for (const { trash: { fd, mount, device }, ...job } of jobs) lanes.start({
			...job,
			trash: {
				fd,
				mount,
				device
			}
		});
	};
	const closeCurrent = (index) => {
		const { bytes, files, started, ...rest } = accounts[index];
		const problems = tell(rest);
		whole.problems.push(...problems);
		const seconds = (performance.now() - started) / 1e3;
		on({
			kind: "freed",
			item: request.items[index]?.id ?? "",
			bytes,
			files,
			seconds,
			problems
		});
		current = void 0;
	};
	const sayEnd = () => {
		const left = mover.clear().map(({ path }) => path);
		const problems = [...whole.problems, ...left.map((path) => `${path} is not empty`)];
		on({
			kind: "end",
			free: freeNow(),
			problems,
			left
		});
		lanes.trim();
		told = true;
	};
	const beSatisfied = () => {
		satisfied = true;
		lanes.setPaced(true);
		if (current !== void 0) on({
			kind: "part",
			item: request.items[current]?.id ?? "",
			bytes: Math.max(0, lanes.freed() - before)
		});
		on({
			kind: "enough",
			free: freeNow()
		});
	};
	/** A disk that is asked too early has less than it is about to have, and one item more would go for nothing. */
	const settleFirst = (freed) => {
		settling = true;
		const least = (path) => (had.get(path) ?? 0) + freed * GIVEN_BACK;
		Promise.all(shortDisks().map((path) => giveBack(path, least(path)))).then(() => {
			settling = false;
			step();
		});
	};
	const step = () => {
		if (ended || settling) return;
		if (current !== void 0 && accounts[current]?.open === 0) {
			const { bytes } = accounts[current];
			closeCurrent(current);
			if (!satisfied && !closing) return settleFirst(bytes);
		}
		while (!satisfied && !closing) {
			const short = shortDisks();
			if (short.length === 0) beSatisfied();
			const next = satisfied || current !== void 0 ? void 0 : takeNext(short);
			if (next === void 0) break;
			move(next);
			if (current !== void 0) break;
		}
		if (current !== void 0) return;
		if (!told || !satisfied || whole.problems.length > 0) sayEnd();
		if (closing || waiting.length === 0) end();
	};
	const timer = setInterval(() => {
		if (current !== void 0 && !satisfied) step();
	}, LOOK_MS);
	const end = () => {
		ended = true;
		clearInterval(timer);
		lanes.close().then(over);
	};
	queueMicrotask(step);
	return {
		done,
		order(order) {
			lanes.setPaced(false);
			if (order.order === "finish") closing = true;
			else {
				targets = order.until ?? targets;
				satisfied = false;
			}
			step();
		},
		leave() {
			closing = true;
			step();
		}
	};
}
// src/world/reclaim.ts
/**
* The program that removes (`sudo -n node dist/reclaim.js`): reads a request as one line of JSON from standard input, then orders, one
* a line, and writes events, one a line. It takes no arguments, starts no program, and removes nothing but the
* paths of the request that its guard lets pass (`reclaim-guard.ts`), or what is in the trash folder of a run.
*
* It outlives who started it: when its input ends it moves nothing more away, unlinks what it has moved, and ends.
*/
function main() {
	process.umask(63);
	process.on("SIGHUP", () => {});
	for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
	const lines = createInterface({
		input: process.stdin,
		crlfDelay: Number.POSITIVE_INFINITY
	});
	let order;
	let leave = () => {};
	lines.on("line", (line) => {
		const said = parseLine(line);
		if (order) return order(said);
		order = () => {};
		if (said && "finish" in said) finish(said);
		else ({order, leave} = remove(said));
	});
	lines.on("close", () => leave());
}
const print = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
const threads = (ears) => createThreads(new URL(import.meta.url), Math.min(8, 2 * os.availableParallelism()), ears);
function remove(request) {
	const problem = checkRequest(request);
	if (problem !== void 0) {
		process.stderr.write(`${problem}\n`);
		process.exit(2);
	}
	print({
		kind: "started",
		root: process.getuid?.() === 0,
		pid: process.pid
	});
	const own = [process.execPath, fileURLToPath(import.meta.url)];
	const run = startReclaim({
		...request,
		keep: [...request.keep ?? [], ...own]
	}, print, {
		lanes: threads,
		refuse: createGuard(homeOfCaller())
	});
	run.done.then(() => process.exit());
	return {
		order(said) {
			if (checkOrder(said) === void 0) run.order(said);
		},
		leave: run.leave
	};
}
async function finish(request) {
	const problem = checkFinish(request);
	print(problem === void 0 ? await finishTrash(request, threads) : {
		ok: false,
		why: problem
	});
}
if (isMainThread) main();
else workAsLane();
export {};
