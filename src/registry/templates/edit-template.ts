import type { ComponentVerb } from "../../core/audit/index.ts";
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

/** The template to edit, and the version of HEAD that the edit was based on. */
export interface TemplateEdit {
	readonly name: string;
	readonly expected: ExpectedHead;
	/** Dry run: report the changes, and save nothing. */
	readonly dryRun?: boolean | undefined;
}

/** Translates a user's input for one template: references to pins, names to lineages. */
export interface TemplateFields {
	/** Names of everything that the template pins or the input names. */
	readonly names: LineageNames;
	/** Throws whatever a reference throws. */
	pin(kind: "mci" | "script", ref: string): Promise<Pin>;
	/**
	 * The lineage of an MCI on the template, by its name, a reference to it, or the lineage itself. Throws
	 * `template-mci-absent`.
	 */
	mci(text: string): Promise<string>;
	/** The lineage of a script in a sequence, likewise. Throws `template-script-absent`. */
	script(sequence: ScriptSequence, text: string): Promise<string>;
}

/** Edits HEAD of a template in one transaction. Throws whatever the change and `editHead` throw. */
export function editTemplate(
	needs: Needs,
	actor: Actor,
	edit: TemplateEdit & {
		readonly act: ComponentVerb;
		change(head: TemplateContent, words: TemplateFields): TemplateContent | Promise<TemplateContent>;
	},
): Promise<EditedHead<"template">> {
	const { name, expected, dryRun, act } = edit;
	return withoutRaces(() =>
		editHead(needs, actor, {
			kind: "template",
			name,
			expected,
			act,
			dryRun,
			change: async (head, _component, tx) => edit.change(head, await readFields(needs, tx, actor, head)),
		}),
	);
}

const tries = 3;

/**
 * Runs `act` again if something that it referenced was deleted between reading and pinning: the second run reports it
 * as missing.
 */
export async function withoutRaces<T>(act: () => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await act();
		} catch (error) {
			if (!isGoneMeanwhile(error) || attempt >= tries) throw error;
		}
	}
}

/** A pin of something just deleted, or a commit missing below the newest: only a deletion causes either. */
function isGoneMeanwhile(error: unknown): boolean {
	if (!isFault(error)) return false;
	const { revision, latest } = error.details;
	return error.code === "pin-invalid" || (error.code === "revision-not-found" && Number(revision) <= Number(latest));
}

/** The translation for a template with this content. */
export async function readFields(
	needs: Needs,
	tx: Transaction,
	actor: Actor,
	content: TemplateContent,
): Promise<TemplateFields> {
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
