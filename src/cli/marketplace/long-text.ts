import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { UsageError } from "../usage-error.ts";

const sizeLimit = 256 * 1024;

/** A text as given, or the content of a file for `@FILE`, relative to `folder`. */
export async function readLongText(folder: string, given: string | undefined): Promise<string | undefined> {
	if (given === undefined || !given.startsWith("@")) return given;
	const path = given.slice(1);
	try {
		const bytes = await readFile(resolve(folder, path));
		if (bytes.length > sizeLimit)
			throw new UsageError(`${path} is larger than ${sizeLimit} bytes.`, "Use a shorter text.");
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch (error) {
		if (error instanceof UsageError) throw error;
		throw new UsageError(`${path} can't be read as text.`, "Write the name of a UTF-8 file after the @.");
	}
}
