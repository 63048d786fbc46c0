/** A RUN line that touches that many MiB of memory no kernel can share or drop, and holds them. */
export function hog(mebibytes: number, seconds = 1): string {
	return `RUN ${hogCommand(mebibytes, seconds)}`;
}

/** The same as a command. */
export function hogCommand(mebibytes: number, seconds = 1): string {
	return `python3 -c 'import os,time; held=[os.urandom(1<<20) for _ in range(${mebibytes})]; print("held", len(held), "MiB", flush=True); time.sleep(${seconds})'`;
}
