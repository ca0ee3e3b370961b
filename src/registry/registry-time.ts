import type { Store } from "../storage/store.ts";

/**
 * The registry's time, UTC ISO 8601: `machine` (ms since 1970), which is the database's clock unless a caller hands in
 * another, but never before the latest time that a write recorded. So a machine whose clock is behind, or was set back,
 * sees every revocation and expiry that is already in force.
 */
export function registryTime(
	{ time }: Pick<Store, "time">,
	machine: () => number = () => time.machine(),
): () => string {
	// As text, the time is made once per millisecond: every request asks for it several times.
	let last = Number.NaN;
	let text = "";
	return () => {
		const at = machine();
		if (at !== last) {
			last = at;
			text = new Date(at).toISOString();
		}
		const recorded = time.recorded();
		return recorded > text ? recorded : text;
	};
}
