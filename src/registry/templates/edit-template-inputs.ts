import { changeInputs, setInputs } from "../../core/template/index.ts";
import type { Actor } from "../actor.ts";
import type { EditedHead } from "../components/edit-head.ts";
import type { Needs } from "../needs.ts";
import { editTemplate, type TemplateEdit } from "./edit-template.ts";

/** Sets values of inputs; null removes the template's value. Throws `template-input-absent`, `component-invalid`. */
export function changeTemplateInputs(
	needs: Needs,
	actor: Actor,
	input: TemplateEdit & { readonly inputs: Readonly<Record<string, string | null>> },
): Promise<EditedHead<"template">> {
	return editTemplate(needs, actor, {
		...input,
		act: "change-inputs",
		change: (head) => changeInputs(head, input.inputs),
	});
}

/** Replaces all values that a template sets for inputs. Throws `component-invalid`. */
export function setTemplateInputs(
	needs: Needs,
	actor: Actor,
	input: TemplateEdit & { readonly inputs: Readonly<Record<string, string>> },
): Promise<EditedHead<"template">> {
	return editTemplate(needs, actor, { ...input, act: "set-inputs", change: (head) => setInputs(head, input.inputs) });
}
