import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentsOf } from "../../../test/arbitraries.ts";
import type { MciContent } from "../image/mci.ts";
import type { ScriptContent } from "../script/script-content.ts";
import type { TemplateContent } from "../template/template-content.ts";
import { mergeContents } from "./merge-contents.ts";
import { mergeScripts } from "./merge-scripts.ts";
import { mergeTemplates } from "./merge-templates.ts";

/**
 * A content as a flat map, place → JSON; missing values have no entry. Places of one group share a prefix, up to the
 * colon.
 */
type Flat = ReadonlyMap<string, string>;

/**
 * Three-way merge of flat maps. A group (`cloud:`) that one side removed and the other changed in any way is one
 * conflict.
 */
function mergeFlat(base: Flat, ours: Flat, theirs: Flat): { merged: Record<string, string>; conflicts: string[] } {
	const merged: Record<string, string> = {};
	const conflicts = new Set<string>();
	for (const place of new Set([...base.keys(), ...ours.keys(), ...theirs.keys()])) {
		const [group = "", rest] = place.split(":");
		const isGoneFrom = (side: Flat) => rest !== undefined && textOf(side, group) === "" && textOf(base, group) !== "";
		const isWhole = isGoneFrom(ours) !== isGoneFrom(theirs);
		const at = isWhole ? group : place;
		const [was, mine, other] = isWhole
			? [base, ours, theirs].map((side) => textOf(side, group))
			: [base, ours, theirs].map((side) => side.get(place));
		const changed = [...new Set([mine, other].filter((value) => value !== was))];
		// A tag is present or absent: two changes of one tag are always the same.
		if (changed.length === 2) conflicts.add(at.replace(":", "."));
		const takes = changed.length === 1 && mine === was ? theirs : ours;
		const value = takes.get(place);
		if (value !== undefined) merged[place] = value;
	}
	return { merged, conflicts: [...conflicts].sort() };
}

function textOf(side: Flat, group: string): string {
	return [...side]
		.filter(([place]) => place.startsWith(`${group}:`))
		.map((entry) => entry.join())
		.sort()
		.join();
}

function flat(parts: Record<string, unknown>): Flat {
	return new Map(
		Object.entries(parts).flatMap(([place, value]) =>
			value === null || value === "" ? [] : [[place, JSON.stringify(value)] as const],
		),
	);
}

const words = ({ name, description, tags }: MciContent | TemplateContent | ScriptContent) => ({
	name,
	description,
	...Object.fromEntries(tags.map((tag) => [`#${tag.replaceAll(":", ";")}`, true])),
});

function flatMci(content: MciContent | null): Flat {
	if (content === null) return new Map();
	const fields = content.settings.flatMap(({ cloud, userData, ...rest }) => [
		...Object.entries(rest).map(([field, value]) => [`${cloud}:${field}`, value] as const),
		// Empty user data counts as a value; an empty description does not.
		[`${cloud}:userData`, userData === null ? null : { userData }] as const,
	]);
	return flat({ ...words(content), ...Object.fromEntries(fields) });
}

function flatScript(content: ScriptContent | null): Flat {
	if (content === null) return new Map();
	const inputs = content.inputs.flatMap(({ name, description, default: value, required }) => [
		[`inputs.${name}:description`, { description }] as const,
		[`inputs.${name}:default`, value === null ? null : { value }] as const,
		[`inputs.${name}:required`, required] as const,
	]);
	return flat({ ...words(content), source: content.source, ...Object.fromEntries(inputs) });
}

/** Everything except lists and the default. */
function flatTemplate(content: TemplateContent | null): Flat {
	if (content === null) return new Map();
	return flat({
		...words(content),
		...Object.fromEntries(content.mcis.map(({ lineage, revision }) => [`mcis.${lineage}`, { revision }])),
		...Object.fromEntries(Object.entries(content.inputs).map(([name, value]) => [`inputs.${name}`, { value }])),
	});
}

const pathsOf = (conflicts: readonly { readonly path: string }[]) => conflicts.map(({ path }) => path).sort();

describe("a merge of flat maps agrees", () => {
	it("on MultiCloud Images", () => {
		fc.assert(
			fc.property(contentsOf.mci.three, ([base, ours, theirs]) => {
				const { content, conflicts } = mergeContents(base, ours, theirs);
				const model = mergeFlat(flatMci(base), flatMci(ours), flatMci(theirs));
				expect(Object.fromEntries(flatMci(content))).toEqual(model.merged);
				expect(pathsOf(conflicts)).toEqual(model.conflicts);
			}),
			{ numRuns: 1000 },
		);
	});

	it("on scripts", () => {
		fc.assert(
			fc.property(contentsOf.script.three, ([base, ours, theirs]) => {
				const { content, conflicts } = mergeScripts(base, ours, theirs);
				const model = mergeFlat(flatScript(base), flatScript(ours), flatScript(theirs));
				expect(Object.fromEntries(flatScript(content))).toEqual(model.merged);
				expect(pathsOf(conflicts)).toEqual(model.conflicts);
			}),
			{ numRuns: 1000 },
		);
	});

	it("on ServerTemplates, unless the default is in conflict", () => {
		fc.assert(
			fc.property(contentsOf.template.three, ([base, ours, theirs]) => {
				const { content, conflicts } = mergeTemplates(base, ours, theirs);
				if (conflicts.some(({ place }) => place === "default")) return;
				const model = mergeFlat(flatTemplate(base), flatTemplate(ours), flatTemplate(theirs));
				expect(Object.fromEntries(flatTemplate(content))).toEqual(model.merged);
				expect(pathsOf(conflicts.filter(({ place }) => place !== "mci-order" && place !== "scripts"))).toEqual(
					model.conflicts,
				);
			}),
			{ numRuns: 1000 },
		);
	});

	it("on a template's default: in conflict exactly when the sides differ, or an answer could remove it", () => {
		fc.assert(
			fc.property(contentsOf.template.three, ([base, ours, theirs]) => {
				const { conflicts } = mergeTemplates(base, ours, theirs);
				const model = mergeFlat(flatTemplate(base), flatTemplate(ours), flatTemplate(theirs));
				const [was, mine, other] = [base?.defaultMci ?? null, ours.defaultMci, theirs.defaultMci];
				const isChosenTwice = mine !== was && other !== was && mine !== other;
				const chosen = mine === was ? other : mine;
				const lineages = new Set([...ours.mcis, ...theirs.mcis].map(({ lineage }) => lineage));
				const possible = subsets(model.conflicts.filter((path) => path.startsWith("mcis."))).map((takenFromTheirs) =>
					[...lineages].filter((lineage) => {
						const path = `mcis.${lineage}`;
						return takenFromTheirs.includes(path)
							? theirs.mcis.some((pin) => pin.lineage === lineage)
							: Object.hasOwn(model.merged, path);
					}),
				);
				const isAlwaysThere = possible.every((members) =>
					chosen === null ? members.length === 0 : members.includes(chosen),
				);
				expect(conflicts.some(({ place }) => place === "default")).toBe(isChosenTwice || !isAlwaysThere);
			}),
			{ numRuns: 1000 },
		);
	});
});

function subsets<T>(of: readonly T[]): T[][] {
	const [first, ...rest] = of;
	if (first === undefined) return [[]];
	return subsets(rest).flatMap((some) => [some, [first, ...some]]);
}
