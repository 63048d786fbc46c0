import type { Bytes } from "../model/bytes.ts";
import type { Reader } from "./reader.ts";

/** What has to stay free on the disks that the build writes to. */
export interface StopInputs {
	/** The build is ended when less is free. Absent: it runs on until the disk is full. */
	readonly stopBelow?: Bytes;
}

/** Reads the input `stop-below`. */
export function readStopBelow(reader: Reader): StopInputs {
	const stopBelow = reader.bytes("stop-below");
	return stopBelow === undefined ? {} : { stopBelow };
}
