import { readFileSync } from "node:fs";
import { zstdDecompressSync } from "node:zlib";
import { EngineFailure } from "../engine/failure.ts";

/** Offsets of the x86 boot protocol's setup header: https://docs.kernel.org/arch/x86/boot.html */
const SETUP_SECTORS = 0x1f1;
const HEADER_MAGIC = 0x202;
const PAYLOAD_OFFSET = 0x248;
const PAYLOAD_LENGTH = 0x24c;
/** The build appends the unpacked size in 4 bytes to the compressed kernel. */
const APPENDED = 4;

/**
 * The ELF kernel inside a bzImage. QEMU starts it directly (PVH), so that nothing has to be unpacked by emulated
 * instructions. Throws an EngineFailure when the file is no bzImage with a zstd payload.
 */
export const unpackKernel = (file: string): Buffer => {
	const image = readFileSync(file);
	const refuse = (evidence: string) =>
		new EngineFailure("the kernel cannot be unpacked", `${file}: ${evidence}`, "choose another kernel package");
	if (image.toString("latin1", HEADER_MAGIC, HEADER_MAGIC + 4) !== "HdrS") throw refuse("no boot protocol header");
	const code = ((image[SETUP_SECTORS] || 4) + 1) * 512;
	const begin = code + image.readUInt32LE(PAYLOAD_OFFSET);
	const payload = image.subarray(begin, begin + image.readUInt32LE(PAYLOAD_LENGTH) - APPENDED);
	if (payload.readUInt32LE(0) !== 0xfd2fb528) throw refuse("its payload is not compressed by zstd");
	const kernel = zstdDecompressSync(payload);
	if (kernel.readUInt32BE(0) !== 0x7f454c46) throw refuse("its payload is no ELF file");
	return kernel;
};
