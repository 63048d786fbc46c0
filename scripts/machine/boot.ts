import { spawn } from "node:child_process";
import type { Context } from "../engine/context.ts";
import { tied } from "../engine/run.ts";
import { type Disks, type Hardware, qemuCommand } from "./qemu.ts";

/** How a start of the machine went: all it said on its console, and why it was ended when it did not end itself. */
export interface Boot {
	readonly console: string;
	readonly seconds: number;
	readonly killed: "timeout" | "cancel" | undefined;
	/** QEMU's own complaints. */
	readonly stderr: string;
}

/** What a start needs besides the hardware. */
export interface BootOptions {
	readonly timeoutSeconds: number;
	/** Folder for what the machine writes to its root disk; it goes when QEMU ends. */
	readonly temporary: string;
	/** Told every piece of console text as it comes. */
	readonly onConsole?: (text: string) => void;
}

/** Starts the machine and waits until it turns itself off, or ends it when its time is over. It dies with this process. */
export const boot = (context: Context, hardware: Hardware, disks: Disks, options: BootOptions): Promise<Boot> =>
	new Promise((done, fail) => {
		const began = performance.now();
		const [file = "", ...argv] = tied(qemuCommand(hardware, disks));
		const env = { ...context.environment, TMPDIR: options.temporary };
		const child = spawn(file, argv, { env, stdio: ["ignore", "pipe", "pipe"] });
		let [text, stderr] = ["", ""];
		let killed: Boot["killed"];
		const kill = (why: Boot["killed"]) => {
			killed ??= why;
			child.kill("SIGKILL");
		};
		const cancel = () => kill("cancel");
		const watchdog = setTimeout(() => kill("timeout"), options.timeoutSeconds * 1000);
		context.signal.addEventListener("abort", cancel, { once: true });
		child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
			const piece = chunk.replaceAll("\r", "");
			text += piece;
			options.onConsole?.(piece);
		});
		child.stderr.on("data", (chunk: Buffer) => {
			stderr += chunk.toString();
		});
		const tidy = () => {
			clearTimeout(watchdog);
			context.signal.removeEventListener("abort", cancel);
		};
		child.once("error", (error) => {
			tidy();
			fail(error);
		});
		child.once("close", () => {
			tidy();
			done({ console: text, seconds: (performance.now() - began) / 1000, killed, stderr });
		});
	});
