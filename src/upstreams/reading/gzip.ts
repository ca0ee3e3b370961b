import { gunzipSync } from "node:zlib";
import { fault } from "../../core/errors.ts";

/** True for the magic bytes of gzip (RFC 1952). */
export function isGzip(bytes: Uint8Array): boolean {
	return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The unpacked bytes. Stops at `limit`, so that a small file can't fill the memory. */
export function unpackGzip(file: string, bytes: Uint8Array, limit: number): Uint8Array {
	try {
		return gunzipSync(bytes, { maxOutputLength: limit });
	} catch (cause) {
		if (cause instanceof RangeError) throw fault("upstream-file-too-large", { file, limit }, cause);
		const problem = `not a whole gzip file: ${cause instanceof Error ? cause.message : String(cause)}`;
		throw fault("upstream-file-malformed", { file, line: 1, column: 1, problem }, cause);
	}
}
