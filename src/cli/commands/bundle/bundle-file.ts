import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { buffer } from "node:stream/consumers";
import {
	type Bundle,
	bundleLimits,
	foreignFault,
	openBundle,
	readBundle,
	type SealedBundle,
} from "../../../core/bundle/index.ts";
import type { Session } from "../../connection/session.ts";

/** The text of a bundle file; `-` is standard input. Throws `bundle-invalid` if it is too large or not text. */
export async function readBundleFile({ world }: Pick<Session, "world">, place: string): Promise<string> {
	const bytes = place === "-" ? await buffer(world.stdin) : await readFile(resolve(world.cwd, place));
	if (bytes.length > bundleLimits.file) throw foreignFault("the file", `is larger than ${bundleLimits.file} bytes`);
	try {
		return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch (cause) {
		throw foreignFault("the file", "is not UTF-8, so it is not a bundle", cause);
	}
}

/**
 * Opens a bundle without a registry. Without a key, opens it with its own key: this proves that it is complete, but not
 * who made it.
 */
export async function openBundleFile(
	session: Pick<Session, "world">,
	file: { readonly place: string; readonly key?: string | undefined },
): Promise<{ readonly sealed: SealedBundle; readonly bundle: Bundle }> {
	const check = await session.world.checkSignatures();
	const sealed = readBundle(await readBundleFile(session, file.place), check.sha256Hex);
	return { sealed, bundle: openBundle(sealed, file.key ?? sealed.key, check) };
}
