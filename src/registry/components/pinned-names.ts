import type { Pin } from "../../core/component/index.ts";
import type { Change } from "../../core/diff/index.ts";
import type { Conflict } from "../../core/merge/index.ts";
import type { Reads } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";

/** The current names of the lineages that the account has. */
export async function namesOf(
	reads: Reads,
	actor: Actor,
	lineages: ReadonlySet<string>,
): Promise<Record<string, string>> {
	const found = await reads.components.listByLineages(actor.accountId, [...lineages]);
	return Object.fromEntries(found.map(({ lineage, name }) => [lineage, name]));
}

/** Every lineage named in changes and conflicts of templates. */
export function lineagesIn(places: readonly (Change | Conflict)[]): ReadonlySet<string> {
	return new Set(places.flatMap(lineagesOf));
}

function lineagesOf(place: Change | Conflict): string[] {
	if ("lineage" in place) return [place.lineage];
	const values =
		"path" in place
			? [place.base, place.ours, place.theirs]
			: ["before" in place ? place.before : null, "after" in place ? place.after : null];
	const kind = "path" in place ? place.place : place.kind;
	switch (kind) {
		case "default":
		case "default-changed":
			return values.filter((value) => typeof value === "string");
		case "mci-order":
		case "mcis-reordered":
			return values.flatMap((value) => (value ?? []) as readonly string[]);
		case "scripts":
		case "scripts-changed":
			return values.flatMap((value) => ((value ?? []) as readonly Pin[]).map((pin) => pin.lineage));
		default:
			return [];
	}
}
