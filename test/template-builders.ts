import type { Actor } from "../src/registry/actor.ts";
import { createComponent } from "../src/registry/components/create-component.ts";
import { getRevision } from "../src/registry/components/get-component.ts";
import { putSetting } from "../src/registry/mcis/put-setting.ts";
import type { Needs } from "../src/registry/needs.ts";
import { type Committed, commitRevision, type HeadDependencies } from "../src/registry/revisions/commit-revision.ts";
import { addTemplateMci } from "../src/registry/templates/edit-template-mcis.ts";
import { addTemplateScript } from "../src/registry/templates/edit-template-scripts.ts";
import { listTemplateParts } from "../src/registry/templates/list-template-parts.ts";
import { setScript } from "../src/registry/templates/replace-script.ts";

/** Creates MCIs, scripts and templates for the tests of one account. */
export interface TemplateBuilder {
	/** Creates an MCI with that many commits, each with another image of `gcp`. */
	mci(name: string, commits?: number): Promise<void>;
	/** Sets another image in HEAD of an MCI, without a commit. */
	change(name: string, uid: string): Promise<void>;
	/** Creates a script with that many commits. */
	script(name: string, commits?: number): Promise<void>;
	/** Creates a template with these MCIs and boot scripts in its HEAD, as references; the first MCI is the default. */
	template(
		name: string,
		parts?: { readonly mcis?: readonly string[]; readonly boot?: readonly string[] },
	): Promise<void>;
	commit(kind: "mci" | "script" | "template", name: string, heads?: HeadDependencies): Promise<Committed>;
	/** The pins as `base@2* other@head | setup@1`: MCIs with the default marked, then boot scripts. */
	pins(ref: string): Promise<string>;
}

export function templateBuilder(needs: Needs, actor: Actor): TemplateBuilder {
	const change = async (name: string, uid: string) => {
		await putSetting(needs, actor, { name, expected: null, cloud: "gcp", setting: { image: { uid } } });
	};
	const commit: TemplateBuilder["commit"] = (kind, name, heads) =>
		commitRevision(needs, actor, { kind, name, expected: null, message: "for the test", heads });
	return {
		change,
		commit,
		mci: async (name, commits = 1) => {
			await createComponent(needs, actor, { kind: "mci", name });
			for (let i = 1; i <= commits; i++) {
				await change(name, `${name}-${i}`);
				await commit("mci", name);
			}
		},
		script: async (name, commits = 1) => {
			await createComponent(needs, actor, { kind: "script", name });
			for (let i = 1; i <= commits; i++) {
				await setScript(needs, actor, { name, expected: null, source: `#!/bin/sh\necho ${i}\n` });
				await commit("script", name);
			}
		},
		template: async (name, { mcis = [], boot = [] } = {}) => {
			await createComponent(needs, actor, { kind: "template", name });
			for (const ref of mcis) await addTemplateMci(needs, actor, { name, expected: null, ref });
			for (const ref of boot) await addTemplateScript(needs, actor, { name, expected: null, sequence: "boot", ref });
		},
		pins: async (ref) => {
			const { content } = await getRevision(needs, actor, { kind: "template", ref });
			const { mcis, scripts } = await listTemplateParts(needs, actor, content);
			const text = (pin: { name: string | null; revision: number; isDefault?: boolean }) =>
				`${pin.name}@${pin.revision === 0 ? "head" : pin.revision}${pin.isDefault ? "*" : ""}`;
			return `${mcis.map(text).join(" ")} | ${scripts.boot.map(text).join(" ")}`.trim();
		},
	};
}
