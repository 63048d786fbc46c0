import type { World } from "../model/world.ts";

/** Whether `sudo` works without a password. It is asked nothing but that. */
export async function sudoWorks(world: World): Promise<boolean> {
	return (await world.run({ argv: ["sudo", "-n", "true"], timeoutMs: 5000 })).code === 0;
}
