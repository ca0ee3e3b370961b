import type {
	Change,
	Client,
	EditedScriptContent,
	EditedTemplateParts,
	NewTemplateCommit,
} from "../../../client/generated/registry.ts";
import { ProblemError } from "../../../client/request.ts";
import type { ScriptContent } from "../../../core/script/index.ts";
import type { TemplateFile } from "../../documents/template-file.ts";
import { dropUndefined } from "../../drop-undefined.ts";

/** How to apply documents. */
export interface Applying {
	readonly dryRun: boolean;
	/** Message of the commits; omit to make none. */
	readonly message?: string | undefined;
	/** What a template's commit does about pinned HEADs. */
	readonly heads?: NewTemplateCommit["heads"] | undefined;
}

/** The result of applying one script or template of a file. */
export interface AppliedDocument<E> {
	readonly edited: E;
	readonly created: boolean;
	readonly changes: readonly Change[];
	/** The new commit; null if none was requested, or there was nothing to commit. */
	readonly revision: { readonly number: number } | null;
}

/**
 * Sets HEAD of a script to the file's content, creates the script if it does not exist, and commits if there is a
 * message. A dry run writes nothing.
 */
export async function applyScript(
	client: Client,
	content: ScriptContent,
	how: Applying,
): Promise<AppliedDocument<EditedScriptContent>> {
	const { name, description, tags, source } = content;
	const head = await orAbsent("script-not-found", () => client.getScript(name));
	const body = { description, tags: [...tags], source, inputs: content.inputs.map((input) => ({ ...input })) };
	const edited = await client.replaceScriptHead(name, body, dry(how), condition(head?.script));
	const commit = () => client.commitScript(edited.name, { message: how.message ?? "" }, condition(edited));
	return { edited, created: !head, changes: edited.changes, revision: await committed(how, commit) };
}

/** Likewise for a template, whose MCIs and scripts must exist. */
export async function applyTemplate(
	client: Client,
	file: TemplateFile,
	how: Applying,
): Promise<AppliedDocument<EditedTemplateParts>> {
	const { name, description, tags, mcis, scripts, inputs } = file;
	const head = await orAbsent("template-not-found", () => client.getTemplate(name));
	const { boot, operational, decommission } = scripts;
	const body = {
		description,
		tags: [...tags],
		mcis: mcis.map(({ ref, isDefault }) => (isDefault ? { ref, default: true } : { ref })),
		scripts: { boot: [...boot], operational: [...operational], decommission: [...decommission] },
		inputs: Object.fromEntries(inputs),
	};
	const edited = await client.replaceTemplateHead(name, body, dry(how), condition(head?.template));
	const commit = () =>
		client.commitTemplate(
			edited.name,
			{ message: how.message ?? "", ...dropUndefined({ heads: how.heads }) },
			condition(edited),
		);
	return { edited, created: !head, changes: edited.changes, revision: await committed(how, commit) };
}

function dry({ dryRun }: Applying): { readonly dryRun: "true" | "false" } {
	return { dryRun: dryRun ? "true" : "false" };
}

/** The condition for the HEAD that was read; without one, that it does not exist. */
function condition(head: { readonly headVersion: number } | undefined): { headers: Record<string, string> } {
	return { headers: head ? { "if-match": `"head-${head.headVersion}"` } : { "if-none-match": "*" } };
}

async function committed<R>(
	{ dryRun, message }: Applying,
	commit: () => Promise<{ readonly revision: R }>,
): Promise<R | null> {
	if (dryRun || message === undefined) return null;
	try {
		return (await commit()).revision;
	} catch (error) {
		if (error instanceof ProblemError && error.code === "nothing-to-commit") return null;
		throw error;
	}
}

async function orAbsent<T>(code: string, get: () => Promise<T>): Promise<T | undefined> {
	try {
		return await get();
	} catch (error) {
		if (error instanceof ProblemError && error.code === code) return undefined;
		throw error;
	}
}
