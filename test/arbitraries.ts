import fc from "fast-check";
import type { ComponentFields, ComponentKind, ContentOf, Pin } from "../src/core/component/index.ts";
import {
	type CloudSlug,
	type ImageIdentity,
	type MciContent,
	mciContent,
	type Setting,
} from "../src/core/image/index.ts";
import { type ScriptContent, type ScriptInput, scriptContent } from "../src/core/script/index.ts";
import {
	type ScriptSequence,
	scriptSequences,
	type TemplateContent,
	templateContent,
} from "../src/core/template/index.ts";

/** Few values, so that two contents often share some. */
const slugs = [
	"aws-eu-west-1",
	"aws-us-east-1",
	"azure-westeurope",
	"gcp",
	"acme-regionone",
	"openstack-r_1.x",
] as const;

const text = fc.constantFrom("", "a", "b", "Ärger", "a\nb", "𐍈", '"quoted"', "\u2028");

/** A cloud's slug, one of a few. */
export const cloudSlugs = fc.constantFrom(...(slugs as unknown as readonly CloudSlug[]));

/** An image reference of a cloud, one of a few. */
export const imageIdentities: fc.Arbitrary<ImageIdentity> = fc.record({
	kind: fc.constantFrom("id", "path", "urn"),
	uid: fc.constantFrom("ami-1", "ami-2", "ami-3", "projects/p/global/images/i", "a:b:c:d"),
	checksum: fc.constantFrom(null, `sha256:${"0".repeat(64)}`),
});

/** A setting for one of the few clouds. */
export const settings: fc.Arbitrary<Setting> = fc.record({
	cloud: cloudSlugs,
	image: imageIdentities,
	instanceType: fc.constantFrom(null, "small", "large"),
	kernel: fc.constantFrom(null, "aki-1"),
	ramdisk: fc.constantFrom(null, "ari-1"),
	userData: fc.constantFrom(null, "#!/bin/sh\n", "", "ünï"),
});

/** The whole content of a revision. */
export const contents: fc.Arbitrary<MciContent> = fc
	.record({
		name: fc.constantFrom("web", "Wëb 2", "db"),
		description: text,
		tags: fc.uniqueArray(fc.constantFrom("a", "b", "os:name=x", "ß")),
		settings: fc.uniqueArray(settings, { selector: (setting) => setting.cloud }),
	})
	.map(mciContent);

/** A pin of a component: its digest follows from lineage and revision, and HEAD has none. */
function pinOf(lineage: string, revision: number): Pin {
	return { lineage, revision, digest: revision === 0 ? null : `sha256:${lineage}-${revision}` };
}

const mciPins = fc
	.tuple(fc.constantFrom("m1", "m2", "m3", "m4", "m5"), fc.nat(2))
	.map(([lineage, revision]) => pinOf(lineage, revision));
const scriptPins = fc
	.tuple(fc.constantFrom("s1", "s2", "s3", "s4", "s5"), fc.nat(2))
	.map(([lineage, revision]) => pinOf(lineage, revision));
const inputNames = fc.constantFrom("PORT", "HOST", "_x", "constructor", "toString");
const words = {
	name: fc.constantFrom("web", "Wëb 2", "db"),
	description: text,
	tags: fc.uniqueArray(fc.constantFrom("a", "b", "os:name=x", "ß")),
};

/** The whole content of a ServerTemplate's revision; a script may occur twice. */
export const templateContents: fc.Arbitrary<TemplateContent> = fc
	.record({
		...words,
		mcis: fc.uniqueArray(mciPins, { selector: (pin) => pin.lineage, maxLength: 5 }),
		defaultPlace: fc.nat(4),
		boot: fc.array(scriptPins, { maxLength: 4 }),
		operational: fc.array(scriptPins, { maxLength: 2 }),
		decommission: fc.array(scriptPins, { maxLength: 1 }),
		inputs: fc.uniqueArray(fc.tuple(inputNames, text), { selector: ([name]) => name }),
	})
	.map(({ mcis, defaultPlace, boot, operational, decommission, inputs, ...said }) =>
		templateContent({
			...said,
			mcis,
			defaultMci: mcis[defaultPlace % Math.max(1, mcis.length)]?.lineage ?? null,
			scripts: { boot, operational, decommission },
			inputs: Object.fromEntries(inputs),
		}),
	);

const scriptInputs: fc.Arbitrary<ScriptInput> = fc.record({
	name: inputNames,
	description: text,
	default: fc.constantFrom(null, "", "80"),
	required: fc.boolean(),
});

/** The whole content of a script's revision. */
export const scriptContents: fc.Arbitrary<ScriptContent> = fc
	.record({
		...words,
		source: fc.constantFrom("", "#!/bin/sh\n", "#!/bin/sh\necho hi\n", "ünï"),
		inputs: fc.uniqueArray(scriptInputs, { selector: (input) => input.name }),
	})
	.map(scriptContent);

/** An edit of a template: adds, moves, changes or removes an MCI or a script; the default follows if necessary. */
type TemplateEdit =
	| { readonly kind: "mci"; readonly pin: Pin; readonly place: number }
	| { readonly kind: "mci-gone"; readonly lineage: string }
	| { readonly kind: "default"; readonly place: number }
	| { readonly kind: "script"; readonly sequence: ScriptSequence; readonly pin: Pin; readonly place: number }
	| { readonly kind: "script-gone"; readonly sequence: ScriptSequence; readonly place: number }
	| { readonly kind: "input"; readonly name: string; readonly value: string };

const sequences = fc.constantFrom(...scriptSequences);
const templateEdits: fc.Arbitrary<TemplateEdit> = fc.oneof(
	fc.record({ kind: fc.constant("mci" as const), pin: mciPins, place: fc.nat(5) }),
	fc.record({ kind: fc.constant("mci-gone" as const), lineage: mciPins.map((pin) => pin.lineage) }),
	fc.record({ kind: fc.constant("default" as const), place: fc.nat(4) }),
	fc.record({ kind: fc.constant("script" as const), sequence: sequences, pin: scriptPins, place: fc.nat(4) }),
	fc.record({ kind: fc.constant("script-gone" as const), sequence: sequences, place: fc.nat(3) }),
	fc.record({ kind: fc.constant("input" as const), name: inputNames, value: text }),
);

function edited(content: TemplateContent, edit: TemplateEdit): TemplateContent {
	const mcis = [...content.mcis];
	const sequence = "sequence" in edit ? edit.sequence : "boot";
	const scripts = [...content.scripts[sequence]];
	let { defaultMci, inputs } = content;
	switch (edit.kind) {
		case "mci":
		case "mci-gone": {
			const lineage = edit.kind === "mci" ? edit.pin.lineage : edit.lineage;
			const at = mcis.findIndex((pin) => pin.lineage === lineage);
			if (at >= 0) mcis.splice(at, 1);
			if (edit.kind === "mci") mcis.splice(edit.place, 0, edit.pin);
			break;
		}
		case "default":
			defaultMci = mcis[edit.place]?.lineage ?? defaultMci;
			break;
		case "script":
			scripts.splice(edit.place, 0, edit.pin);
			break;
		case "script-gone":
			scripts.splice(edit.place, 1);
			break;
		case "input":
			inputs = { ...inputs, [edit.name]: edit.value };
			break;
	}
	const has = mcis.some((pin) => pin.lineage === defaultMci);
	return templateContent({
		...content,
		mcis,
		defaultMci: has ? defaultMci : (mcis[0]?.lineage ?? null),
		scripts: { ...content.scripts, [sequence]: scripts },
		inputs,
	});
}

/** A common ancestor, null for none, and two sides of it. */
export type ThreeContents<C> = readonly [base: C | null, ours: C, theirs: C];

const editedTemplates: fc.Arbitrary<ThreeContents<TemplateContent>> = fc
	.tuple(templateContents, fc.array(templateEdits, { maxLength: 4 }), fc.array(templateEdits, { maxLength: 4 }))
	.map(([base, ours, theirs]) => [base, ours.reduce(edited, base), theirs.reduce(edited, base)]);

/** The rows of `base`, except for keys that `takes` accepts: these come from `side`, or are absent if it has none. */
function mixedRows<R>(
	base: readonly R[],
	side: readonly R[],
	{ keyOf, takes }: { keyOf(row: R): string; takes(key: string): boolean },
): R[] {
	return [...base.filter((row) => !takes(keyOf(row))), ...side.filter((row) => takes(keyOf(row)))];
}

/** A common ancestor and two sides that each changed some places of it, or three unrelated contents. */
function threeOf<C>(
	one: fc.Arbitrary<C>,
	mixed: (base: C, side: C, takes: (key: string) => boolean) => C,
): fc.Arbitrary<ThreeContents<C>> {
	const takes = fc.func(fc.nat(3)).map((pick) => (key: string) => pick(key) === 0);
	const related = fc
		.tuple(one, one, one, takes, takes)
		.map(([base, a, b, ofA, ofB]): ThreeContents<C> => [base, mixed(base, a, ofA), mixed(base, b, ofB)]);
	const apart: fc.Arbitrary<ThreeContents<C>> = fc.tuple(fc.option<C>(one, { freq: 4 }), one, one);
	return fc.oneof({ weight: 3, arbitrary: related }, { weight: 1, arbitrary: apart });
}

function mixedWords(base: ComponentFields, side: ComponentFields, takes: (key: string) => boolean) {
	return {
		name: takes("name") ? side.name : base.name,
		description: takes("description") ? side.description : base.description,
		tags: mixedRows(base.tags, side.tags, { keyOf: (tag) => tag, takes }),
	};
}

const threeMcis = threeOf(contents, (base, side, takes) =>
	mciContent({
		...mixedWords(base, side, takes),
		settings: mixedRows(base.settings, side.settings, { keyOf: (setting) => setting.cloud, takes }),
	}),
);

const threeScripts = threeOf(scriptContents, (base, side, takes) =>
	scriptContent({
		...mixedWords(base, side, takes),
		source: takes("source") ? side.source : base.source,
		inputs: mixedRows(base.inputs, side.inputs, { keyOf: (input) => input.name, takes }),
	}),
);

const apartTemplates: fc.Arbitrary<ThreeContents<TemplateContent>> = fc.tuple(
	fc.option<TemplateContent>(templateContents, { freq: 4 }),
	templateContents,
	templateContents,
);

/** Contents of each kind, single and in threes. */
export const contentsOf: {
	readonly [K in ComponentKind]: {
		readonly one: fc.Arbitrary<ContentOf<K>>;
		readonly three: fc.Arbitrary<ThreeContents<ContentOf<K>>>;
	};
} = {
	mci: { one: contents, three: threeMcis },
	template: {
		one: templateContents,
		three: fc.oneof({ weight: 3, arbitrary: editedTemplates }, { weight: 1, arbitrary: apartTemplates }),
	},
	script: { one: scriptContents, three: threeScripts },
};

/** One act on a HEAD, part of a history. Clouds and images are positions in the test's lists. */
export type HeadAct =
	| {
			readonly kind: "put";
			readonly cloud: number;
			readonly image: number;
			readonly instanceType: string | null;
			readonly userData: string | null;
	  }
	| { readonly kind: "remove"; readonly cloud: number }
	| { readonly kind: "commit" };

/** A history of puts, removals and commits over `clouds` clouds and `images` images in each. */
export function headActs(clouds: number, images: number): fc.Arbitrary<readonly HeadAct[]> {
	const cloud = fc.nat(clouds - 1);
	const act: fc.Arbitrary<HeadAct> = fc.oneof(
		{
			weight: 6,
			arbitrary: fc.record({
				kind: fc.constant("put" as const),
				cloud,
				image: fc.nat(images - 1),
				instanceType: fc.constantFrom(null, "large"),
				userData: fc.constantFrom(null, "x"),
			}),
		},
		{ weight: 3, arbitrary: fc.record({ kind: fc.constant("remove" as const), cloud }) },
		{ weight: 3, arbitrary: fc.record({ kind: fc.constant("commit" as const) }) },
	);
	return fc.array(act, { minLength: 1, maxLength: 40 });
}
