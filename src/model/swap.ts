import type { Bytes } from "./bytes.ts";

/** One row of /proc/swaps. */
export interface SwapArea {
	readonly path: string;
	readonly kind: "file" | "partition" | "other";
	readonly bytes: Bytes;
	readonly used: Bytes;
	readonly priority: number;
}

/** What was asked about swap. */
export interface SwapAsked {
	/** `auto`: what `memory-swap` needs beyond the swap there is. A number: so many bytes of swap in all. */
	readonly swap: "auto" | "off" | Bytes;
	/** vm.swappiness during the run, put back in post. Absent: not touched. */
	readonly swappiness?: number;
}

/** Swap files are made and removed by root; nothing but files of ours is ever switched off. */
export type SwapEdit =
	/** Makes a file of that size (0600, no holes), formats it and switches it on. Undone whole when one part fails. */
	| { readonly act: "make"; readonly path: string; readonly bytes: Bytes; readonly priority?: number }
	/** Switches it off when the machine has the memory for what lies in it, and removes it. */
	| { readonly act: "drop"; readonly path: string }
	| { readonly act: "swappiness"; readonly value: number };

export type SwapEdited =
	| { readonly ok: true; readonly bytes: Bytes; readonly previous?: number }
	| { readonly ok: false; readonly why: string };
