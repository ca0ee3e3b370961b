import type * as api from "../../client/generated/registry.ts";
import type { ComponentKind } from "../../core/component/index.ts";
import type { Page } from "../output/pages.ts";

/** A component of any kind in the API. */
export type Summary = api.Script;

/** A component of any kind with the status of its newest commit. */
export type ListedSummary = api.ListedScript;

/** A commit of any kind with its status. */
export type ListedCommit = CommitSummary &
	Pick<api.ListedScriptRevision, "status"> &
	Partial<Pick<api.ListedRevision, "behind">>;

/** A commit of any kind. An MCI's also has its number of settings and its release. */
export type CommitSummary = Omit<api.ScriptRevisionSummary, "script"> &
	Partial<Pick<api.RevisionSummary, "settingsCount" | "release">>;

/** The answer to an edit of HEAD; the component is in the field of its kind. */
export interface Edited {
	readonly changes: api.Change[];
}

/** An edit with the names of the lineages in its changes. */
export interface NamedEdit extends Edited {
	readonly names: Readonly<Record<string, string>>;
}

export interface MergedAnswer extends NamedEdit {
	readonly theirs: api.NamedRevision;
	readonly base: api.NamedRevision | null;
	readonly conflicts: api.Conflict[];
}

export interface HeadAnswer extends Edited {
	readonly digest: string;
	readonly formerNames: api.FormerName[];
}

export interface CommittedAnswer extends Edited {
	readonly revision: CommitSummary;
	readonly findings: api.Finding[];
	readonly notes: api.RevisionNote[];
	readonly dependencies: readonly { readonly kind: ComponentKind; readonly name: string; readonly number: number }[];
}

interface Options {
	readonly headers: Record<string, string>;
}

interface DryRun {
	readonly dryRun?: "true" | "false";
}

/** The operations on components of one kind, under common names. */
export interface KindApi {
	readonly kind: ComponentKind;
	search(filter: {
		text?: string;
		sort?: "name" | "updated";
		limit?: number;
		cursor?: string;
	}): Promise<Page<ListedSummary>>;
	create(body: { name: string; description?: string; tags?: string[] }): Promise<Summary>;
	get(name: string): Promise<HeadAnswer>;
	describe(name: string, body: { description?: string; tags?: string[] }, options: Options): Promise<Edited>;
	listRevisions(name: string, page: { limit?: number; cursor?: string }): Promise<Page<ListedCommit>>;
	commit(name: string, body: api.NewTemplateCommit, options: Options): Promise<CommittedAnswer>;
	merge(name: string, body: api.Merge, dry: DryRun | undefined, options: Options): Promise<MergedAnswer>;
	/** `changes` of the kind; the registry checks them. */
	patch(name: string, changes: readonly object[], dry: DryRun | undefined, options: Options): Promise<NamedEdit>;
	clone(name: string, body: api.Clone): Promise<Summary>;
	rename(name: string, body: api.Rename, dry: DryRun | undefined, options: Options): Promise<Summary>;
	remove(name: string, dry: DryRun | undefined, options: Options): Promise<unknown>;
	restore(
		name: string,
		body: api.Restore,
		dry: DryRun | undefined,
		options: Options,
	): Promise<NamedEdit & { readonly from: api.NamedRevision }>;
	undo(name: string, dry: DryRun | undefined, options: Options): Promise<NamedEdit & { readonly undone: string }>;
}

/** The operations of one kind. */
export function kindApi(client: api.Client, kind: ComponentKind): KindApi {
	switch (kind) {
		case "mci":
			return {
				kind: "mci",
				search: client.searchMcis,
				create: client.createMci,
				get: client.getMci,
				describe: client.describeMci,
				listRevisions: client.listRevisions,
				commit: client.commitRevision,
				merge: client.mergeMci,
				patch: (name, changes, dry, options) =>
					client.patchMci(name, { changes: changes as api.MciChangeInput[] }, dry, options),
				clone: client.cloneMci,
				rename: client.renameMci,
				remove: client.deleteMci,
				restore: client.restoreMci,
				undo: client.undoMci,
			};
		case "template":
			return {
				kind: "template",
				search: client.searchTemplates,
				create: client.createTemplate,
				get: client.getTemplate,
				describe: client.describeTemplate,
				listRevisions: client.listTemplateRevisions,
				commit: client.commitTemplate,
				merge: client.mergeTemplate,
				patch: (name, changes, dry, options) =>
					client.patchTemplate(name, { changes: changes as api.TemplateChangeInput[] }, dry, options),
				clone: client.cloneTemplate,
				rename: client.renameTemplate,
				remove: client.deleteTemplate,
				restore: client.restoreTemplate,
				undo: client.undoTemplate,
			};
		case "script":
			return {
				kind: "script",
				search: client.searchScripts,
				create: client.createScript,
				get: client.getScript,
				describe: client.describeScript,
				listRevisions: client.listScriptRevisions,
				commit: client.commitScript,
				merge: client.mergeScript,
				patch: (name, changes, dry, options) =>
					client.patchScript(name, { changes: changes as api.ScriptChangeInput[] }, dry, options),
				clone: client.cloneScript,
				rename: client.renameScript,
				remove: client.deleteScript,
				restore: client.restoreScript,
				undo: client.undoScript,
			};
	}
}

/** The component of an answer, from the field of its kind. */
export function summaryIn(kind: ComponentKind, answer: object): Summary {
	return (answer as Readonly<Record<ComponentKind, Summary>>)[kind];
}
