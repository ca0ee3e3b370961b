import { componentAct } from "../../core/audit/index.ts";
import {
	type ComponentKind,
	type ContentOf,
	componentNouns,
	type Pin,
	versioned,
	withFields,
} from "../../core/component/index.ts";
import type { Change } from "../../core/diff/index.ts";
import { fault } from "../../core/errors.ts";
import type { MciContent } from "../../core/image/index.ts";
import type { Finding } from "../../core/lint/index.ts";
import {
	type ScriptSequence,
	scriptSequences,
	type TemplateContent,
	templateContent,
} from "../../core/template/index.ts";
import type { RevisionNote, StoredComponent, StoredRevision, Transaction } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { digestOf, documentOf, headContent, headNumber, revisionContent } from "../components/component-content.ts";
import { assertOwn, type HeadOf, lockHead, writeHead } from "../components/edit-head.ts";
import { allPins, listPinned, pinTo } from "../components/template-pins.ts";
import { lintRevision } from "../lint/lint-revision.ts";
import type { Needs } from "../needs.ts";

const messageLimit = 10_000;

/**
 * What a template's commit does about pinned HEADs: `refuse` the commit, `commit` them in the same transaction, or
 * `keep` them pinned, with a permanent warning.
 */
export type HeadDependencies = "refuse" | "commit" | "keep";

export interface CommitInput<K extends ComponentKind> extends HeadOf<K> {
	readonly message: string;
	/** Templates only; default `refuse`. */
	readonly heads?: HeadDependencies | undefined;
	/**
	 * The reason for committing in spite of lint errors, stored with the commit. If omitted, lint errors refuse the
	 * commit.
	 */
	readonly overrideLint?: string | undefined;
}

export interface Committed {
	readonly revision: StoredRevision;
	readonly changes: readonly Change[];
	/** The HEADs that were committed with it. */
	readonly dependencies: readonly {
		readonly kind: ComponentKind;
		readonly name: string;
		readonly revision: StoredRevision;
	}[];
	/** Lint's findings: warnings, and overridden errors. */
	readonly findings: readonly Finding[];
}

/**
 * Commits HEAD as the next revision. Throws `message-missing`, `nothing-to-commit` if HEAD equals the newest commit,
 * `head-stale` if HEAD is not the expected version, `template-pins-head` if a template pins HEADs and `heads` says to
 * refuse, and `lint-errors` if lint finds errors that are not overridden.
 */
export async function commitRevision<K extends ComponentKind>(
	needs: Needs,
	actor: Actor,
	input: CommitInput<K>,
): Promise<Committed> {
	assertMay(actor, "components.edit");
	checkMessage(input.message);
	checkReason(input.overrideLint);
	return needs.store.write((tx) => commitIn(needs, tx, actor, input));
}

/** Like `commitRevision`, within a larger transaction. */
export async function commitIn<K extends ComponentKind>(
	needs: Needs,
	tx: Transaction,
	actor: Actor,
	input: CommitInput<K>,
): Promise<Committed> {
	assertMay(actor, "components.edit");
	const message = checkMessage(input.message);
	const overrideLint = checkReason(input.overrideLint);
	const component = await lockHead(needs, tx, actor, input);
	assertOwn(component);
	const head = await headContent(tx, input.kind, component);
	const said = { actor, component, message, overrideLint };
	if (input.kind === "template")
		return commitTemplate(needs, tx, { ...said, head: head as TemplateContent, heads: input.heads ?? "refuse" });
	return { ...(await freeze(needs, tx, { ...said, kind: input.kind, content: head })), dependencies: [] };
}

/** True if HEAD, and the HEADs that it pins, equal their newest commits: there is nothing to commit. */
export async function isCommitted(
	needs: Pick<Needs, "sha256">,
	tx: Transaction,
	actor: Actor,
	component: StoredComponent,
): Promise<boolean> {
	const newest = component.latest === 0 ? undefined : await tx.revisions.find(component.id, component.latest);
	if (!newest) return false;
	const head = await headContent(tx, component.kind, component);
	if (component.kind !== "template") return digestOf(needs, head) === newest.digest;
	const pins = new Map<string, Pin>();
	for (const dependency of await headPins(tx, actor, head as TemplateContent)) {
		const committed = dependency.latest === 0 ? undefined : await tx.revisions.find(dependency.id, dependency.latest);
		const content = asPublished(dependency, await headContent(tx, dependency.kind, dependency), committed);
		if (committed?.digest !== digestOf(needs, content)) return false;
		pins.set(dependency.lineage, pinTo(dependency, committed));
	}
	return digestOf(needs, withPins(head as TemplateContent, pins)) === newest.digest;
}

interface Freezing<K extends ComponentKind> {
	readonly actor: Actor;
	readonly kind: K;
	/** As it was when it was locked. */
	readonly component: StoredComponent;
	/** HEAD's content. */
	readonly content: ContentOf<K>;
	readonly message: string;
	readonly overrideLint: string | null;
	readonly notes?: readonly RevisionNote[];
}

/** Writes the commit of a HEAD with this content. */
async function freeze<K extends ComponentKind>(
	needs: Needs,
	tx: Transaction,
	freezing: Freezing<K>,
): Promise<Omit<Committed, "dependencies">> {
	const { actor, kind, component, content, message } = freezing;
	const digest = digestOf(needs, content);
	const newest = component.latest === 0 ? undefined : await tx.revisions.find(component.id, component.latest);
	if (newest?.digest === digest)
		throw fault("nothing-to-commit", {
			name: component.name,
			revision: component.latest,
			command: componentNouns[kind].command,
		});
	const before = newest ? await revisionContent(tx, kind, newest) : versioned[kind].empty(component.name);
	const changes = versioned[kind].diff(before, content);
	const { findings, notes } = await lintBefore(needs, tx, freezing);
	const at = needs.now();
	const revision: StoredRevision = {
		componentId: component.id,
		number: headNumber(component),
		name: content.name,
		description: content.description,
		tags: content.tags,
		document: documentOf(kind, content),
		digest,
		message,
		author: actor.name,
		createdAt: at,
		settingsCount: kind === "mci" ? (content as MciContent).settings.length : 0,
		changesCount: changes.length,
		release: null,
		notes: [...(freezing.notes ?? []), ...notes],
		heldBack: null,
	};
	await tx.revisions.insert(revision);
	await tx.components.setLatest(component.id, revision.number, null);
	tx.record(
		auditEntry(actor, componentAct(component.kind, "commit"), component, {
			at,
			before: component.latest === 0 ? null : { revision: component.latest },
			after: {
				revision: revision.number,
				digest,
				message,
				...(revision.notes.length === 0 ? {} : { notes: revision.notes }),
			},
		}),
	);
	return { revision, changes, findings };
}

/** Lints the content to commit. Throws `lint-errors` unless there is a reason to override them. */
async function lintBefore<K extends ComponentKind>(
	needs: Needs,
	tx: Transaction,
	freezing: Freezing<K>,
): Promise<{ readonly findings: readonly Finding[]; readonly notes: readonly RevisionNote[] }> {
	const { actor, kind, component, content, overrideLint } = freezing;
	const findings = await lintRevision(needs, tx, { actor, found: { kind, component, number: 0, content } });
	const errors = findings.filter((finding) => finding.severity === "error");
	const [first] = errors;
	if (!first) return { findings, notes: [] };
	const count = errors.length === 1 ? "1 error" : `${errors.length} errors`;
	if (overrideLint === null)
		throw fault("lint-errors", {
			name: component.name,
			count,
			first: first.text,
			findings: errors,
			command: componentNouns[kind].command,
		});
	const rules = [...new Set(errors.map((error) => error.rule))].join(", ");
	return {
		findings,
		notes: [{ code: "lint-overridden", text: `${count} of lint overridden (${rules}): ${overrideLint}` }],
	};
}

async function commitTemplate(
	needs: Needs,
	tx: Transaction,
	task: {
		readonly actor: Actor;
		readonly component: StoredComponent;
		readonly head: TemplateContent;
		readonly message: string;
		readonly overrideLint: string | null;
		readonly heads: HeadDependencies;
	},
): Promise<Committed> {
	const { actor, component, head, message, overrideLint, heads } = task;
	const said = { actor, component, message, overrideLint, kind: "template" as const };
	const moving = await headPins(tx, actor, head);
	if (moving.length === 0) return { ...(await freeze(needs, tx, { ...said, content: head })), dependencies: [] };
	const names = moving.map((one) => one.name);
	if (heads === "refuse") {
		throw fault("template-pins-head", {
			name: component.name,
			pinned: names.map((name) => `${name}@head`).join(", "),
			heads: names,
		});
	}
	if (heads === "keep") {
		const notes = [
			{ code: "pins-head" as const, text: `pins ${names.map((name) => `${name}@head`).join(", ")}, which still moves` },
		];
		return { ...(await freeze(needs, tx, { ...said, content: head, notes })), dependencies: [] };
	}
	const pins = new Map<string, Pin>();
	const dependencies: Committed["dependencies"][number][] = [];
	for (const dependency of moving) {
		const { newest, made } = await commitDependency(needs, tx, { actor, dependency, message, overrideLint });
		pins.set(dependency.lineage, pinTo(dependency, newest));
		if (made) dependencies.push({ kind: dependency.kind, name: dependency.name, revision: newest });
	}
	const content = withPins(head, pins);
	// The commit pins the new commits; HEAD keeps following the HEADs.
	await writeHead(needs, tx, { actor, kind: "template", component, before: head, after: content });
	const frozen = await freeze(needs, tx, { ...said, content });
	const next = { ...component, latest: frozen.revision.number };
	await writeHead(needs, tx, { actor, kind: "template", component: next, before: content, after: head });
	return { ...frozen, dependencies };
}

/**
 * The components whose HEAD a template pins, each once, in the order of their ids, so that two commits lock them in the
 * same order.
 */
async function headPins(tx: Transaction, actor: Actor, head: TemplateContent): Promise<StoredComponent[]> {
	const lineages = new Set(allPins(head).flatMap(({ pin }) => (pin.revision === 0 ? [pin.lineage] : [])));
	const pinned = await listPinned(tx, actor, [head]);
	return [...pinned.values()].filter((component) => lineages.has(component.lineage)).sort((a, b) => a.id - b.id);
}

/** The newest commit of a HEAD that a template pins; committed now if HEAD differs from it. */
async function commitDependency(
	needs: Needs,
	tx: Transaction,
	task: {
		readonly actor: Actor;
		readonly dependency: StoredComponent;
		readonly message: string;
		readonly overrideLint: string | null;
	},
): Promise<{ readonly newest: StoredRevision; readonly made: boolean }> {
	const { actor, dependency, message, overrideLint } = task;
	const { kind } = dependency;
	// Locked for reading first, and for writing only if it changes: other readers of its HEAD can go on if nothing is
	// committed here.
	await tx.components.lock([dependency.id]);
	const [held = dependency] = await tx.components.listByIds([dependency.id]);
	const content = await headContent(tx, kind, held);
	const newest = held.latest === 0 ? undefined : await tx.revisions.find(held.id, held.latest);
	if (newest?.digest === digestOf(needs, asPublished(held, content, newest))) return { newest, made: false };
	assertOwn(held);
	await tx.components.lockHead(held.id, null, needs.now());
	const [component = held] = await tx.components.listByIds([held.id]);
	const { revision } = await freeze(needs, tx, { actor, kind, component, content, message, overrideLint });
	return { newest: revision, made: true };
}

/** An import may have another name here; its commits, and so their digests, have its publisher's. */
function asPublished<K extends ComponentKind>(
	component: StoredComponent,
	content: ContentOf<K>,
	newest: StoredRevision | undefined,
): ContentOf<K> {
	return newest && component.publisher !== null ? withFields(content, { name: newest.name }) : content;
}

/** The content with every pin of a HEAD replaced by the pin of its commit. */
function withPins(head: TemplateContent, pins: ReadonlyMap<string, Pin>): TemplateContent {
	const fixed = (pin: Pin) => (pin.revision === 0 ? (pins.get(pin.lineage) ?? pin) : pin);
	const scripts = Object.fromEntries(
		scriptSequences.map((sequence) => [sequence, head.scripts[sequence].map(fixed)]),
	) as Record<ScriptSequence, Pin[]>;
	return templateContent({ ...head, mcis: head.mcis.map(fixed), scripts });
}

function checkReason(text: string | undefined): string | null {
	if (text === undefined) return null;
	const reason = text.trim();
	if (reason === "" || reason.length > 1000)
		throw fault("message-invalid", { problem: "the reason for overriding lint must have 1 to 1,000 characters" });
	return reason;
}

function checkMessage(text: string): string {
	const message = text.trim();
	if (message === "") throw fault("message-missing");
	if (message.length > messageLimit)
		throw fault("message-invalid", { problem: `it is longer than ${messageLimit} characters` });
	return message;
}
