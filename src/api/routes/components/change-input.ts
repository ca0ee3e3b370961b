import { z } from "zod";
import type { ComponentKind } from "../../../core/component/index.ts";
import type { ChangeOf, MciChange, ScriptChange, TemplateChange } from "../../../core/diff/index.ts";
import { parseCloudSlug, settingFields } from "../../../core/image/index.ts";
import { scriptSequences } from "../../../core/template/index.ts";
import { ImageIdentity, Pin, ScriptInput, Setting } from "../../schema.ts";

/*
 * Changes in a patch. They are parsed by kind, so that each value has the form of its place; `Change`, which answers
 * use, is wider.
 */

const text = <F extends string>(...fields: readonly [F, ...F[]]) =>
	z.object({ kind: z.literal("text-changed"), field: z.enum(fields), before: z.string(), after: z.string() });
const tag = [
	z.object({ kind: z.literal("tag-added"), tag: z.string() }),
	z.object({ kind: z.literal("tag-removed"), tag: z.string() }),
] as const;
const cloud = z.string().meta({ example: "aws-us-east-1" });
const textFields = settingFields.filter((field) => field !== "image");

export const MciChangeInput = z
	.discriminatedUnion("kind", [
		text("name", "description"),
		...tag,
		z.object({ kind: z.literal("setting-added"), cloud, after: Setting }),
		z.object({ kind: z.literal("setting-removed"), cloud, before: Setting }),
		z.discriminatedUnion("field", [
			z.object({
				kind: z.literal("setting-changed"),
				cloud,
				field: z.literal("image"),
				before: ImageIdentity,
				after: ImageIdentity,
			}),
			z.object({
				kind: z.literal("setting-changed"),
				cloud,
				field: z.enum(textFields),
				before: z.string().nullable(),
				after: z.string().nullable(),
			}),
		]),
	])
	.meta({ id: "MciChangeInput" });

const lineage = z.string();
const lineages = z.array(z.string()).max(1000);
const pins = z.array(Pin).max(1000);

export const TemplateChangeInput = z
	.discriminatedUnion("kind", [
		text("name", "description"),
		...tag,
		z.object({ kind: z.literal("mci-added"), lineage, after: Pin }),
		z.object({ kind: z.literal("mci-removed"), lineage, before: Pin }),
		z.object({ kind: z.literal("mci-changed"), lineage, before: Pin, after: Pin }),
		z.object({ kind: z.literal("mcis-reordered"), before: lineages, after: lineages }),
		z.object({ kind: z.literal("default-changed"), before: z.string().nullable(), after: z.string().nullable() }),
		z.object({ kind: z.literal("scripts-changed"), sequence: z.enum(scriptSequences), before: pins, after: pins }),
		z.object({
			kind: z.literal("input-changed"),
			name: z.string(),
			before: z.string().nullable(),
			after: z.string().nullable(),
		}),
	])
	.meta({ id: "TemplateChangeInput" });

const name = z.string().meta({ example: "PORT" });

export const ScriptChangeInput = z
	.discriminatedUnion("kind", [
		text("name", "description", "source"),
		...tag,
		z.object({ kind: z.literal("script-input-added"), name, after: ScriptInput }),
		z.object({ kind: z.literal("script-input-removed"), name, before: ScriptInput }),
		z.object({ kind: z.literal("script-input-changed"), name, before: ScriptInput, after: ScriptInput }),
	])
	.meta({ id: "ScriptChangeInput" });

const changeLimit = 20_000;

/** Request body of a patch, by kind. */
export const patchInputs = {
	mci: z.object({ changes: z.array(MciChangeInput).max(changeLimit) }).meta({ id: "MciPatchDocument" }),
	template: z.object({ changes: z.array(TemplateChangeInput).max(changeLimit) }).meta({ id: "TemplatePatchDocument" }),
	script: z.object({ changes: z.array(ScriptChangeInput).max(changeLimit) }).meta({ id: "ScriptPatchDocument" }),
} as const satisfies Record<ComponentKind, z.ZodType>;

/**
 * Parses the changes of a request. A value takes its cloud, lineage or name from the change. Throws
 * `cloud-slug-invalid`.
 */
export function readChanges<K extends ComponentKind>(kind: K, body: unknown): ChangeOf<K>[];
export function readChanges(kind: ComponentKind, body: unknown): ChangeOf<ComponentKind>[] {
	switch (kind) {
		case "mci":
			return patchInputs.mci.parse(body).changes.map(mciChange);
		case "template":
			return patchInputs.template.parse(body).changes.map(templateChange);
		case "script":
			return patchInputs.script.parse(body).changes.map(scriptChange);
	}
}

function mciChange(change: z.infer<typeof MciChangeInput>): MciChange {
	if (!("cloud" in change)) return change;
	const slug = parseCloudSlug(change.cloud);
	switch (change.kind) {
		case "setting-added":
			return { ...change, after: { ...change.after, cloud: slug } };
		case "setting-removed":
			return { ...change, before: { ...change.before, cloud: slug } };
		case "setting-changed":
			return change;
	}
}

function templateChange(change: z.infer<typeof TemplateChangeInput>): TemplateChange {
	switch (change.kind) {
		case "mci-added":
			return { ...change, after: { ...change.after, lineage: change.lineage } };
		case "mci-removed":
			return { ...change, before: { ...change.before, lineage: change.lineage } };
		case "mci-changed":
			return {
				...change,
				before: { ...change.before, lineage: change.lineage },
				after: { ...change.after, lineage: change.lineage },
			};
		default:
			return change;
	}
}

function scriptChange(change: z.infer<typeof ScriptChangeInput>): ScriptChange {
	switch (change.kind) {
		case "script-input-added":
			return { ...change, after: { ...change.after, name: change.name } };
		case "script-input-removed":
			return { ...change, before: { ...change.before, name: change.name } };
		case "script-input-changed":
			return {
				...change,
				before: { ...change.before, name: change.name },
				after: { ...change.after, name: change.name },
			};
		default:
			return change;
	}
}
