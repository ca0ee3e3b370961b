import type { FeedSynced } from "../../../client/generated/registry.ts";
import { revisionRef } from "../../../core/revision/index.ts";
import type { Session } from "../../connection/session.ts";
import { printNews, printTaken } from "../../marketplace/import-table.ts";
import { reportError } from "../../output/error-report.ts";
import { plainText } from "../../output/plain-text.ts";

/**
 * Syncs feeds one after the other; a failing one does not stop the others. The exit code is the first failure's, else a
 * conflict's. Prints a single one as the API's `FeedSynced`, several as a list of them.
 */
export async function syncFeeds(
	session: Session,
	names: readonly string[],
	options: { readonly single: boolean },
): Promise<number | undefined> {
	const { output } = session;
	const done: FeedSynced[] = [];
	let failed: number | undefined;
	for (const name of names) {
		try {
			const synced = await session.client.syncFeed(name);
			done.push(synced);
			if (!output.json) printSync(session, name, synced);
		} catch (error) {
			if (options.single) throw error;
			const exit = reportError(error, output);
			failed ??= exit;
		}
	}
	output.show(options.single ? done[0] : { items: done }, () => {
		if (names.length === 0) output.note("No feeds. `mci feed add NAME URL` adds one.");
	});
	return failed ?? (done.some(({ imported }) => imported.some(({ problem }) => problem !== null)) ? 5 : undefined);
}

function printSync({ output }: Session, name: string, { feed, imported, waiting, lifecycles }: FeedSynced): void {
	output.line(plainText(`${name} (${feed.publisher ?? "not read yet"}): ${feed.outcome ?? ""}`));
	printTaken(output, ...imported.flatMap(({ report }) => (report ? [report] : [])));
	for (const { problem, ...one } of imported) {
		if (!problem) continue;
		output.line(output.style("red", `  ${plainText(`${revisionRef(one.name, one.number)}: ${problem.text}`)}`));
		output.note(`  ${problem.help}`);
	}
	if (feed.mode === "offer" && waiting > 0)
		output.note(`\`mci feed show ${name}\` lists its publications, \`mci feed import ${name} …\` imports one.`);
	printNews(output, lifecycles);
}
