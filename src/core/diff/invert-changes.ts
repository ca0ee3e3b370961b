import type { Change } from "./change.ts";

const opposites = {
	"tag-added": "tag-removed",
	"tag-removed": "tag-added",
	"setting-added": "setting-removed",
	"setting-removed": "setting-added",
	"mci-added": "mci-removed",
	"mci-removed": "mci-added",
	"script-input-added": "script-input-removed",
	"script-input-removed": "script-input-added",
} as const satisfies Partial<Record<Change["kind"], Change["kind"]>>;

/** The changes that undo a diff: `apply(b, invertChanges(diff(a, b)))` equals a. */
export function invertChanges<C extends Change>(changes: readonly C[]): C[] {
	return changes.map(inverted);
}

function inverted<C extends Change>(change: C): C {
	const { before, after, ...place } = change as {
		readonly before?: unknown;
		readonly after?: unknown;
		readonly kind: Change["kind"];
	};
	const kind = Object.hasOwn(opposites, place.kind) ? opposites[place.kind as keyof typeof opposites] : place.kind;
	// A difference has the one, the other, or both: an absent value stays absent.
	return {
		...place,
		kind,
		...(after === undefined ? {} : { before: after }),
		...(before === undefined ? {} : { after: before }),
	} as unknown as C;
}
