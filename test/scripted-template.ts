import type { Pin } from "../src/core/component/index.ts";
import { type ScriptInput, scriptContent } from "../src/core/script/index.ts";
import { type ScriptSequence, templateContent } from "../src/core/template/index.ts";
import type { Actor } from "../src/registry/actor.ts";
import { createComponent } from "../src/registry/components/create-component.ts";
import { editHead } from "../src/registry/components/edit-head.ts";
import { getRevision } from "../src/registry/components/get-component.ts";
import { pinTo } from "../src/registry/components/template-pins.ts";
import type { Needs } from "../src/registry/needs.ts";
import { commitRevision } from "../src/registry/revisions/commit-revision.ts";

const said = { expected: null, message: "m", overrideLint: "for the test" } as const;

/** Creates a script with these inputs, or replaces the source of an existing one, and commits it. */
export async function commitScript(
	needs: Needs,
	actor: Actor,
	script: { readonly name: string; readonly source: string; readonly inputs?: readonly Partial<ScriptInput>[] },
): Promise<void> {
	const { name, source } = script;
	const isThere = (await needs.store.read.components.find(actor.accountId, "script", name)) !== undefined;
	if (!isThere) await createComponent(needs, actor, { kind: "script", name });
	const inputs = script.inputs?.map((input) => ({
		name: "",
		description: "",
		default: null,
		required: false,
		...input,
	}));
	const change = (head: ReturnType<typeof scriptContent>) =>
		scriptContent({ ...head, source, ...(inputs ? { inputs } : {}) });
	await editHead(needs, actor, { kind: "script", name, expected: null, act: "patch", change });
	await commitRevision(needs, actor, { kind: "script", name, ...said });
}

/** Sets the scripts (as references) and inputs of a template, and commits it. */
export async function commitTemplate(
	needs: Needs,
	actor: Actor,
	template: {
		readonly name: string;
		readonly mcis?: readonly string[];
		readonly scripts?: Partial<Record<ScriptSequence, readonly string[]>>;
		readonly inputs?: Readonly<Record<string, string>>;
	},
): Promise<void> {
	const { name, mcis, scripts = {}, inputs } = template;
	const pinsOf = (kind: "mci" | "script", refs: readonly string[]) =>
		Promise.all(
			refs.map(async (ref) => {
				const { component, revision } = await getRevision(needs, actor, { kind, ref });
				return pinTo(component, revision);
			}),
		);
	const pinned: Partial<Record<ScriptSequence, readonly Pin[]>> = {};
	for (const [sequence, refs] of Object.entries(scripts))
		pinned[sequence as ScriptSequence] = await pinsOf("script", refs);
	const given = mcis ? await pinsOf("mci", mcis) : undefined;
	const change = (head: ReturnType<typeof templateContent>) =>
		templateContent({
			...head,
			...(given ? { mcis: given, defaultMci: given[0]?.lineage ?? null } : {}),
			scripts: { ...head.scripts, ...pinned },
			inputs: inputs ?? head.inputs,
		});
	await editHead(needs, actor, { kind: "template", name, expected: null, act: "patch", change });
	await commitRevision(needs, actor, { kind: "template", name, ...said, heads: "keep" });
}
