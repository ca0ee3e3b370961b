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
import { withoutAbsent } from "../../drop-undefined.ts";

/** How documents are applied. */
export interface Applying {
	readonly dryRun: boolean;
	/** Of the commits; absent = none is made. */
	readonly message?: string | undefined;
	/** What the commit of a template does with the HEADs that it uses. */
	readonly heads?: NewTemplateCommit["heads"] | undefined;
}

/** What became of one script or template of a file. */
export interface AppliedDocument<E> {
	readonly edited: E;
	readonly created: boolean;
	readonly changes: readonly Change[];
	/** The commit made; null when none was asked for, or there was nothing to commit. */
	readonly revision: { readonly number: number } | null;
}

/** Makes HEAD of a script what the file says, makes the script when it is absent, and commits with a message. A dry run writes nothing. */
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

/** The same of a template, which refers to MCIs and scripts that are there. */
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
			{ message: how.message ?? "", ...withoutAbsent({ heads: how.heads }) },
			condition(edited),
		);
	return { edited, created: !head, changes: edited.changes, revision: await committed(how, commit) };
}

function dry({ dryRun }: Applying): { readonly dryRun: "true" | "false" } {
	return { dryRun: dryRun ? "true" : "false" };
}

/** On the HEAD that was read, or on none: then it is made. */
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
