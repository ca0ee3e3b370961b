import type { Synced } from "../../../client/generated/registry.ts";
import type { Session } from "../../connection/session.ts";
import { reportError } from "../../output/error-report.ts";
import { hasConflict, printReports } from "./import-report.ts";

/**
 * Syncs upstreams one after the other; a failing one does not stop the others. The exit code is the first failure's,
 * else a conflict's. Prints a single one as the API's `Synced`, several as a list of them.
 */
export async function syncUpstreams(
	session: Session,
	names: readonly string[],
	options: { readonly single: boolean },
): Promise<number | undefined> {
	const { output } = session;
	const done: Synced[] = [];
	let failed: number | undefined;
	for (const name of names) {
		try {
			const synced = await session.client.syncUpstream(name);
			done.push(synced);
			if (output.json) continue;
			if (synced.outcome === "not-modified") output.line(`${name}: not modified since the last sync`);
			else printReports(output, synced.reports, { upstream: name });
		} catch (error) {
			if (options.single) throw error;
			const exit = reportError(error, output);
			failed ??= exit;
		}
	}
	output.show(options.single ? done[0] : { items: done }, () => {
		if (names.length === 0) output.note("No upstreams. `mci upstream add NAME URL` adds one.");
	});
	return failed ?? (done.some((synced) => hasConflict(synced.reports)) ? 5 : undefined);
}
