// src/host/sudo.ts
/** Whether `sudo` works without a password. It is asked nothing but that. */
async function sudoWorks(world) {
	return (await world.run({
		argv: [
			"sudo",
			"-n",
			"true"
		],
		timeoutMs: 5e3
	})).code === 0;
}
export { sudoWorks as t };
