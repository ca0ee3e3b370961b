import type { Client, Publication } from "../../client/generated/registry.ts";
import type { ComponentKind } from "../../core/component/index.ts";
import { revisionRef } from "../../core/revision/index.ts";
import { readPages } from "../output/pages.ts";
import { UsageError } from "../usage-error.ts";

/**
 * The id of one of the account's publications, from the id itself, or from `NAME@N` or `NAME@head` of a kind. Asks the
 * registry for the latter, and prefers publications that are not retracted.
 */
export async function findPublication(client: Client, text: string, kind: ComponentKind | undefined): Promise<number> {
	if (/^\d{1,15}$/.test(text)) return Number(text);
	const [, name, word] = /^(.+)@(\d{1,9}|head)$/.exec(text) ?? [];
	if (name === undefined || word === undefined)
		throw new UsageError(
			`“${text}” is not a publication.`,
			"Use its number, or NAME@N; `mci publication list` shows both.",
		);
	const number = word === "head" ? 0 : Number(word);
	const { items } = await readPages(
		(part) => client.listPublications({ name, ...(kind === undefined ? {} : { kind }), ...part }),
		{ all: true },
	);
	const found = items.filter((publication) => publication.number === number);
	const live = found.filter(({ state }) => state !== "retracted");
	const [one, ...more] = live.length > 0 ? live : found;
	if (!one)
		throw new UsageError(`${text} is not published by this account.`, "`mci publication list` lists its publications.");
	if (more.length > 0) throw ambiguous(text, [one, ...more]);
	return one.id;
}

function ambiguous(text: string, found: readonly Publication[]): UsageError {
	const named = found.map(({ id, kind, name, number }) => `${id} (${kind} ${revisionRef(name, number)})`);
	return new UsageError(`${text} could be several publications: ${named.join(", ")}.`, "Use its number.");
}
