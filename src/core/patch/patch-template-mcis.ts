import type { Pin } from "../component/pin.ts";
import { defaultMciPath, mciOrderPath, mciPath } from "../component/place-path.ts";
import type { TemplateChange } from "../diff/change.ts";
import type { TemplateContent } from "../template/template-content.ts";
import { type Replay, sameText } from "./replay.ts";

/** The members that changes left, by lineage in order, and the changes. */
interface Members {
	readonly mcis: ReadonlyMap<string, Pin>;
	readonly changes: readonly TemplateChange[];
}

/**
 * The default after the changes, with members that hold it. A default that is not a member stays what it was; a default
 * that was taken away stays a member; members of a template that has no default are not added.
 */
export function fitDefault(
	content: TemplateContent,
	{ mcis, changes }: Members,
	by: Replay,
): { readonly mcis: ReadonlyMap<string, Pin>; readonly defaultMci: string | null } {
	let wanted = content.defaultMci;
	for (const change of changes) {
		if (change.kind !== "default-changed") continue;
		wanted = by.take({
			path: defaultMciPath,
			found: wanted,
			before: change.before,
			after: change.after,
			same: sameText,
		});
	}
	if (fits(wanted, mcis)) return { mcis, defaultMci: wanted };
	const was = content.defaultMci;
	if (wanted !== was) {
		const problem =
			wanted === null ? "a template with MCIs needs a default" : `${wanted} is not one of the template's MCIs`;
		by.reject({ path: defaultMciPath, expected: was, found: was, problem });
	}
	if (fits(was, mcis)) return { mcis, defaultMci: was };
	if (was === null) {
		for (const lineage of mcis.keys()) {
			by.reject({
				path: mciPath(lineage),
				expected: null,
				found: null,
				problem: "the template would have MCIs and no default",
			});
		}
		return { mcis: new Map(), defaultMci: null };
	}
	const pin = content.mcis.find(({ lineage }) => lineage === was) ?? null;
	by.reject({
		path: mciPath(was),
		expected: pin,
		found: pin,
		problem: "it is still the template's default, which can't be removed",
	});
	const kept = content.mcis
		.filter(({ lineage }) => lineage === was || mcis.has(lineage))
		.map((one) => [one.lineage, mcis.get(one.lineage) ?? one] as const);
	return { mcis: new Map([...kept, ...mcis]), defaultMci: was };
}

/**
 * The members in the order that the changes ask for. Members that such a change does not name keep their places in the
 * list; the named ones share the other places.
 */
export function arrangeMcis({ mcis, changes }: Members, by: Replay): Pin[] {
	let pins = [...mcis.values()];
	for (const change of changes) {
		if (change.kind !== "mcis-reordered") continue;
		const { before, after } = change;
		const found: readonly string[] = pins.map((pin) => pin.lineage);
		if (by.take({ path: mciOrderPath, found, before, after, same: sameOrder }) !== after) continue;
		const named = new Set(after);
		const queue = [...named].flatMap((lineage) => mcis.get(lineage) ?? []);
		let next = 0;
		pins = pins.map((pin) => (named.has(pin.lineage) ? (queue[next++] ?? pin) : pin));
	}
	return pins;
}

function fits(lineage: string | null, mcis: ReadonlyMap<string, Pin>): boolean {
	return lineage === null ? mcis.size === 0 : mcis.has(lineage);
}

/** True when those that stand in both lists stand in one order. */
function sameOrder(a: readonly string[], b: readonly string[]): boolean {
	const [inA, inB] = [new Set(a), new Set(b)];
	const [left, right] = [a.filter((one) => inB.has(one)), b.filter((one) => inA.has(one))];
	return left.every((one, i) => one === right[i]);
}
