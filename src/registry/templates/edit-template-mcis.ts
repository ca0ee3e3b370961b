import type { Pin } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import { addMci, removeMci, setDefaultMci, setMcis, swapMci, type TemplateContent } from "../../core/template/index.ts";
import type { Actor } from "../actor.ts";
import type { EditedHead } from "../components/edit-head.ts";
import type { Needs } from "../needs.ts";
import { editTemplate, type TemplateEdit, type TemplateFields } from "./edit-template.ts";

/** Adds an MCI to the end of a template's list. Throws `template-mci-duplicate` and whatever `editTemplate` throws. */
export function addTemplateMci(
	needs: Needs,
	actor: Actor,
	input: TemplateEdit & { readonly ref: string; readonly asDefault?: boolean | undefined },
): Promise<EditedHead<"template">> {
	return editTemplate(needs, actor, {
		...input,
		act: "add-mci",
		change: async (head, words) =>
			addMci(head, { pin: await words.pin("mci", input.ref), asDefault: input.asDefault }, words.names),
	});
}

/** Removes an MCI from a template. Throws `template-mci-absent`, `template-default-removed`, `template-mci-last`. */
export function removeTemplateMci(
	needs: Needs,
	actor: Actor,
	input: TemplateEdit & { readonly mci: string },
): Promise<EditedHead<"template">> {
	return editTemplate(needs, actor, {
		...input,
		act: "remove-mci",
		change: async (head, words) => removeMci(head, await words.mci(input.mci), words.names),
	});
}

/**
 * Replaces an MCI of a template by the revision of a reference; without `mci`, the MCI that the reference names. Throws
 * `template-mci-absent`, `template-mci-duplicate`.
 */
export function swapTemplateMci(
	needs: Needs,
	actor: Actor,
	input: TemplateEdit & { readonly mci?: string | undefined; readonly ref: string },
): Promise<EditedHead<"template">> {
	return editTemplate(needs, actor, {
		...input,
		act: "swap-mci",
		change: async (head, words) => {
			const lineage = await words.mci(input.mci ?? input.ref);
			return swapMci(head, { lineage, pin: await words.pin("mci", input.ref) }, words.names);
		},
	});
}

/** Sets a template's default MCI. Throws `template-mci-absent`. */
export function setTemplateDefault(
	needs: Needs,
	actor: Actor,
	input: TemplateEdit & { readonly mci: string },
): Promise<EditedHead<"template">> {
	return editTemplate(needs, actor, {
		...input,
		act: "set-default",
		change: async (head, words) => setDefaultMci(head, await words.mci(input.mci), words.names),
	});
}

/** One MCI of a template, as in a file. */
export interface ListedMci {
	readonly ref: string;
	/** If no entry has it: the current default if it is in the list, or the only entry. */
	readonly isDefault?: boolean | undefined;
}

/**
 * Replaces all MCIs of a template. Throws `template-mci-duplicate`, `template-default-missing`, `template-mci-last`.
 */
export function setTemplateMcis(
	needs: Needs,
	actor: Actor,
	input: TemplateEdit & { readonly mcis: readonly ListedMci[] },
): Promise<EditedHead<"template">> {
	return editTemplate(needs, actor, {
		...input,
		act: "set-mcis",
		change: (head, words) => withMcis(head, words, input.mcis),
	});
}

/** The content with these MCIs. */
export async function withMcis(
	content: TemplateContent,
	words: TemplateFields,
	listed: readonly ListedMci[],
): Promise<TemplateContent> {
	const mcis: Pin[] = [];
	const defaults = [];
	for (const { ref, isDefault } of listed) {
		const pin = await words.pin("mci", ref);
		mcis.push(pin);
		if (isDefault) defaults.push({ ref, lineage: pin.lineage });
	}
	if (defaults.length > 1) {
		const problem = `${defaults.map(({ ref }) => `“${ref}”`).join(" and ")} are marked as the default`;
		throw fault("template-default-missing", { name: content.name, problem, mcis: listed.map(({ ref }) => ref) });
	}
	return setMcis(content, { mcis, defaultMci: defaults[0]?.lineage }, words.names);
}
