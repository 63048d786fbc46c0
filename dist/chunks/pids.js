// src/model/pids.ts
/** Numbers of the processes that run, as far as this user may see them; none where /proc cannot be read. */
async function listPids({ files }) {
	return (await files.list("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
}
export { listPids as t };
