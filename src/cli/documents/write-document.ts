import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Session } from "../connection/session.ts";

/** Writes an exported document, or its JSON, to standard output or a file. */
export async function writeDocument(
	{ output, world }: Session,
	document: {
		readonly from: { readonly ref: string };
		readonly value: unknown;
		text(): string;
		readonly output: string | undefined;
	},
): Promise<undefined> {
	const text = output.json ? `${JSON.stringify(document.value, null, 2)}\n` : document.text();
	if (document.output === undefined || document.output === "-") world.stdout.write(text);
	else {
		await writeFile(resolve(world.cwd, document.output), text);
		output.note(`${document.from.ref} → ${document.output}`);
	}
	return undefined;
}
