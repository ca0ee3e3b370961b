import type { Pin } from "../../core/component/index.ts";
import { isFault } from "../../core/errors.ts";
import {
	type LineageNames,
	mciAbsent,
	type ScriptSequence,
	scriptAbsent,
	type TemplateContent,
} from "../../core/template/index.ts";
import type { Transaction } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { type EditedHead, type ExpectedHead, editHead } from "../components/edit-head.ts";
import { findComponent, ownReference } from "../components/get-component.ts";
import { pinReference } from "../components/pin-reference.ts";
import { listPinned } from "../components/template-pins.ts";
import type { Needs } from "../needs.ts";

/** Which template's HEAD is edited, and on which of its versions the edit was made. */
export interface TemplateEdit {
	readonly name: string;
	readonly expected: ExpectedHead;
	/** True = nothing is kept: the changes are only told. */
	readonly rehearsal?: boolean | undefined;
}

/** What people's words mean for one template: references become pins, names become lineages. */
export interface TemplateWords {
	/** Of all that the template pins and of what was asked for. */
	readonly names: LineageNames;
	/** Throws what a reference throws. */
	pin(kind: "mci" | "script", ref: string): Promise<Pin>;
	/** The lineage of an MCI on the template, by its name, a reference to it, or itself. Throws `template-mci-absent`. */
	mci(text: string): Promise<string>;
	/** The same of a script of a sequence. Throws `template-script-absent`. */
	script(sequence: ScriptSequence, text: string): Promise<string>;
}

/** Edits HEAD of a template in one transaction. Throws what the change and `editHead` throw. */
export function editTemplate(
	needs: Needs,
	actor: Actor,
	edit: TemplateEdit & {
		readonly act: string;
		change(head: TemplateContent, words: TemplateWords): TemplateContent | Promise<TemplateContent>;
	},
): Promise<EditedHead<"template">> {
	const { name, expected, rehearsal, act } = edit;
	return withoutRaces(() =>
		editHead(needs, actor, {
			kind: "template",
			name,
			expected,
			act,
			...(rehearsal === undefined ? {} : { rehearsal }),
			change: async (head, _component, tx) => edit.change(head, await readWords(needs, tx, actor, head)),
		}),
	);
}

const tries = 3;

/** Does it again when what a reference names was deleted while it was read and pinned: the second try says that it is not there. */
export async function withoutRaces<T>(act: () => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await act();
		} catch (error) {
			if (!isGoneMeanwhile(error) || attempt >= tries) throw error;
		}
	}
}

/** A pin of what was there a moment before, or a commit missing below the newest: only a deletion makes either. */
function isGoneMeanwhile(error: unknown): boolean {
	if (!isFault(error)) return false;
	const { revision, latest } = error.details;
	return error.code === "pin-invalid" || (error.code === "revision-not-found" && Number(revision) <= Number(latest));
}

/** The words of a template that says `content`. */
export async function readWords(
	needs: Needs,
	tx: Transaction,
	actor: Actor,
	content: TemplateContent,
): Promise<TemplateWords> {
	const names = new Map([...(await listPinned(tx, actor, [content]))].map(([lineage, { name }]) => [lineage, name]));
	return {
		names,
		pin: async (kind, ref) => {
			const { pin, component } = await pinReference(needs, actor, { kind, ref, reads: tx });
			names.set(component.lineage, component.name);
			return pin;
		},
		mci: (text) => lineageOf("mci", text, { among: content.mcis, absent: (mci) => mciAbsent(content, mci, names) }),
		script: (sequence, text) =>
			lineageOf("script", text, {
				among: content.scripts[sequence],
				absent: (script) => scriptAbsent(content, { sequence, script }, names),
			}),
	};

	async function lineageOf(
		kind: "mci" | "script",
		text: string,
		{ among, absent }: { readonly among: readonly Pin[]; absent(name: string): Error },
	): Promise<string> {
		if (among.some((pin) => pin.lineage === text)) return text;
		const { name } = ownReference(actor, text);
		const lineage = (await findComponent(tx, actor, { kind, name, at: needs.now() }))?.lineage;
		if (lineage !== undefined && among.some((pin) => pin.lineage === lineage)) return lineage;
		throw absent(name);
	}
}
