import type { ComponentKind, Pin } from "../src/core/component/index.ts";
import { scriptContent } from "../src/core/script/index.ts";
import { type ScriptSequence, templateContent } from "../src/core/template/index.ts";
import type { Actor } from "../src/registry/actor.ts";
import { cloneComponent } from "../src/registry/components/clone-component.ts";
import { createComponent } from "../src/registry/components/create-component.ts";
import { editHead } from "../src/registry/components/edit-head.ts";
import { getRevision } from "../src/registry/components/get-component.ts";
import { pinTo } from "../src/registry/components/template-pins.ts";
import { putSetting } from "../src/registry/mcis/put-setting.ts";
import type { Needs } from "../src/registry/needs.ts";
import { type CommitInput, commitRevision } from "../src/registry/revisions/commit-revision.ts";
import { mergeRevision } from "../src/registry/revisions/merge-revision.ts";

/**
 * The pins of a test's template: references to MCIs, the first of which is the default, and to boot scripts. `@head`
 * pins HEAD.
 */
export interface Pins {
	readonly mcis?: readonly string[];
	readonly boot?: readonly string[];
}

/** Short forms of frequent acts of component tests, in one account. */
export interface Components {
	/** Creates an MCI whose HEAD maps gcp to an image. */
	mci(name: string, uid?: string): Promise<void>;
	/** Maps a cloud of HEAD to an image. */
	put(name: string, uid: string, cloud?: string): Promise<void>;
	script(name: string, source?: string): Promise<void>;
	/** Replaces the source of a script's HEAD. */
	write(name: string, source: string): Promise<void>;
	template(name: string, pins: Pins): Promise<void>;
	/** Replaces the pins of a template's HEAD. */
	pin(name: string, pins: Pins): Promise<void>;
	/** Commits HEAD; returns the number. */
	commit(kind: ComponentKind, name: string, more?: Partial<CommitInput<ComponentKind>>): Promise<number>;
	/** Commits an MCI with these images of gcp, one after the other. */
	history(name: string, ...uids: readonly string[]): Promise<void>;
	clone(kind: ComponentKind, ref: string, name: string): Promise<void>;
	/** Merges, and answers every conflict with ours. */
	merge(kind: ComponentKind, name: string, from: string): Promise<void>;
}

export function componentsOf(needs: Needs, actor: Actor): Components {
	const pinOf = async (kind: ComponentKind, ref: string): Promise<Pin> => {
		const { component, revision } = await getRevision(needs, actor, { kind, ref });
		return pinTo(component, revision);
	};
	const pinsOf = (kind: ComponentKind, refs: readonly string[] = []) =>
		Promise.all(refs.map((ref) => pinOf(kind, ref)));
	const made: Components = {
		mci: async (name, uid) => {
			await createComponent(needs, actor, { kind: "mci", name });
			if (uid !== undefined) await made.put(name, uid);
		},
		put: async (name, uid, cloud = "gcp") => {
			await putSetting(needs, actor, { name, expected: null, cloud, setting: { image: { uid } } });
		},
		script: async (name, source = "#!/bin/sh\necho one\n") => {
			await createComponent(needs, actor, { kind: "script", name });
			await made.write(name, source);
		},
		write: async (name, source) => {
			await editHead(needs, actor, {
				kind: "script",
				name,
				expected: null,
				act: "patch",
				change: (head) => scriptContent({ ...head, source }),
			});
		},
		template: async (name, pins) => {
			await createComponent(needs, actor, { kind: "template", name });
			await made.pin(name, pins);
		},
		pin: async (name, pins) => {
			const mcis = await pinsOf("mci", pins.mcis);
			const scripts: Partial<Record<ScriptSequence, readonly Pin[]>> = { boot: await pinsOf("script", pins.boot) };
			const defaultMci = mcis[0]?.lineage ?? null;
			await editHead(needs, actor, {
				kind: "template",
				name,
				expected: null,
				act: "patch",
				change: (head) => templateContent({ ...head, mcis, defaultMci, scripts }),
			});
		},
		commit: async (kind, name, more = {}) => {
			const overrideLint = "for the test";
			return (await commitRevision(needs, actor, { kind, name, expected: null, message: "m", overrideLint, ...more }))
				.revision.number;
		},
		history: async (name, ...uids) => {
			await made.mci(name);
			for (const uid of uids) {
				await made.put(name, uid);
				await made.commit("mci", name);
			}
		},
		clone: async (kind, ref, name) => {
			await cloneComponent(needs, actor, { kind, ref, name });
		},
		merge: async (kind, name, from) => {
			const asked = { kind, name, from, expected: null };
			const { conflicts } = await mergeRevision(needs, actor, { ...asked, answers: new Map(), dryRun: true });
			const answers = new Map(conflicts.map(({ path }) => [path, { take: "ours" as const }]));
			await mergeRevision(needs, actor, { ...asked, answers });
		},
	};
	return made;
}
