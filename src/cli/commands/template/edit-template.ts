import type { EditedTemplateParts } from "../../../client/generated/registry.ts";
import type { ScriptSequence } from "../../../core/template/index.ts";
import type { Session } from "../../connection/session.ts";
import { readReference } from "../../input/own-reference.ts";
import { printChanges, summarize } from "../../output/changes.ts";
import { plainText } from "../../output/plain-text.ts";
import { UsageError } from "../../usage-error.ts";

/** The options of every command that edits a template. */
export interface TemplateEditOptions {
	readonly dryRun?: boolean;
}

/** How to send an edit: on any HEAD, because each of these edits is independent; or as a dry run. */
interface Sending {
	readonly params: { readonly dryRun: "true" | "false" };
	readonly options: { readonly headers: Record<string, string> };
}

/** Edits a template and prints the changes. */
export async function editTemplate(
	session: Session,
	asked: { readonly template: string; readonly dryRun: boolean | undefined },
	edit: (name: string, sending: Sending) => Promise<EditedTemplateParts>,
): Promise<undefined> {
	await session.connect();
	const { output } = session;
	const { name } = await readReference(session.client, asked.template);
	const dryRun = asked.dryRun === true;
	const edited = await edit(name, {
		params: { dryRun: dryRun ? "true" : "false" },
		options: { headers: { "if-match": "*" } },
	});
	output.show(edited, () => {
		output.line(plainText(`${edited.name}: ${summarize(edited.changes)}`));
		printChanges(output, edited.changes, new Map(Object.entries(edited.names)));
		if (dryRun) output.note("Dry run: nothing was changed.");
	});
	return undefined;
}

/** The sequences of scripts, for the help of commands. */
export const sequenceHelp =
	"when it runs: boot (at a server's start), operational (on request) or decommission (before a server's end)";

/** The sequence of a word. Throws a usage error that lists all three. */
export function readSequence(text: string): ScriptSequence {
	if (text === "boot" || text === "operational" || text === "decommission") return text;
	throw new UsageError(`“${text}” is not a sequence of scripts.`, "Use boot, operational or decommission.");
}

/** A place in a sequence, counted from 1. */
export function readPosition(text: string): number {
	if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
	throw new UsageError(`“${text}” is not a position.`, "Positions are counted from 1.");
}
