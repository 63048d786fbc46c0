import type { FreeSpace } from "./tick.ts";

/**
 * What a disk has left, asked once at a time: who asks while an answer is still to come waits for that one. A disk that never answers (a file
 * system of a network) holds one of the few threads that read and write files, and not all of them.
 */
export function oneQuestion(
	free: (path: string) => Promise<FreeSpace | undefined>,
): (path: string) => Promise<FreeSpace | undefined> {
	const asked = new Map<string, Promise<FreeSpace | undefined>>();
	return (path) => {
		const under = asked.get(path);
		if (under) return under;
		const answer = free(path).finally(() => asked.delete(path));
		asked.set(path, answer);
		return answer;
	};
}
