import { someOf } from "../../base/some-of.ts";
import {
	type ComponentKind,
	type ContentOf,
	componentNouns,
	versioned,
	withFields,
} from "../../core/component/index.ts";
import type { ChangeOf } from "../../core/diff/index.ts";
import { type FaultCode, fault } from "../../core/errors.ts";
import { nearestNames } from "../../core/image/index.ts";
import { parseReference, type Reference } from "../../core/revision/index.ts";
import type { FormerName, Reads, StoredChannel, StoredComponent, StoredRevision } from "../../storage/store.ts";
import { type Actor, assertOnly } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { digestOf, headContent, revisionContent } from "./component-content.ts";
import { findRelease } from "./find-release.ts";

/** One revision of a component with its content. */
export interface ComponentRevision<K extends ComponentKind = ComponentKind> {
	readonly kind: K;
	readonly component: StoredComponent;
	/** 0 is HEAD. */
	readonly number: number;
	/** Null for HEAD. */
	readonly revision: StoredRevision | null;
	readonly content: ContentOf<K>;
	readonly digest: string;
	/** The channel that the reference named; null if it named none. */
	readonly channel: StoredChannel | null;
}

/** A component's kind and name, and the time (UTC ISO 8601) for which former names count. */
export interface ComponentName {
	readonly kind: ComponentKind;
	readonly name: string;
	readonly at: string;
}

const notFound = {
	mci: "mci-not-found",
	template: "template-not-found",
	script: "script-not-found",
} as const satisfies Record<ComponentKind, FaultCode>;

/**
 * The component of that name, or of that former name while it still answers. Throws the kind's `…-not-found` with
 * similar names.
 */
export async function getComponent(reads: Reads, actor: Actor, asked: ComponentName): Promise<StoredComponent> {
	const found = await findComponent(reads, actor, asked);
	if (found) return found;
	assertOnly(actor, null);
	const near = nearestNames(asked.name, await reads.components.names(actor.accountId, asked.kind));
	throw fault(notFound[asked.kind], { name: asked.name, account: actor.account, near });
}

/** Like `getComponent`, but returns undefined if there is none. */
export async function findComponent(
	reads: Reads,
	actor: Actor,
	asked: ComponentName,
): Promise<StoredComponent | undefined> {
	const component = await reads.components.find(actor.accountId, asked.kind, asked.name);
	if (component) return seenBy(actor, component);
	const former = await reads.components.findFormerName(actor.accountId, asked.kind, asked);
	const [now] = former ? await reads.components.listByIds([former.componentId]) : [];
	return now && seenBy(actor, now);
}

/** A narrowed token sees only its own component. Throws `token-narrowed` for another. */
function seenBy(actor: Actor, component: StoredComponent): StoredComponent {
	assertOnly(actor, component);
	return component;
}

/**
 * Throws `…-exists`, `name-differs-in-case` or `name-kept` if a new component can't have this name. Files, DNS names
 * and tags can't tell names apart that differ in case only.
 */
export async function assertNameFree(
	reads: Reads,
	actor: Actor,
	asked: ComponentName & { readonly mayReplaceOwn?: number },
): Promise<void> {
	const { kind, name } = asked;
	if (await reads.components.find(actor.accountId, kind, name)) throw fault(existing[kind], { name });
	const other = await reads.components.findNameInOtherCase(actor.accountId, kind, name);
	// A component may change the case of its own name.
	const own = asked.mayReplaceOwn === undefined ? [] : await reads.components.listByIds([asked.mayReplaceOwn]);
	if (other !== undefined && own[0]?.name !== other) throw fault("name-differs-in-case", { name, other });
	const former = await reads.components.findFormerName(actor.accountId, kind, asked);
	if (!former || former.componentId === asked.mayReplaceOwn) return;
	throw await nameKept(reads, kind, former);
}

const existing = { mci: "mci-exists", template: "template-exists", script: "script-exists" } as const satisfies Record<
	ComponentKind,
	FaultCode
>;

async function nameKept(reads: Reads, kind: ComponentKind, former: FormerName): Promise<Error> {
	const [now] = await reads.components.listByIds([former.componentId]);
	const until = former.expiresAt.slice(0, 10);
	return fault("name-kept", { name: former.name, now: now?.name ?? "", until, command: componentNouns[kind].command });
}

/**
 * The full reference for a component and the part after the @. Throws the kind's `…-not-found` for a name that a
 * reference would split into an account or a revision.
 */
export function referenceTo(
	actor: Actor,
	asked: { readonly kind: ComponentKind; readonly name: string; readonly revision: string },
): string {
	const { kind, name, revision } = asked;
	if (name === "" || /[/@]/.test(name)) throw fault(notFound[kind], { name, account: actor.account, near: [] });
	return `${name}@${revision}`;
}

/**
 * Parses a reference and checks that its account is the actor's own. Throws `reference-invalid` or `account-not-found`.
 */
export function ownReference(actor: Actor, ref: string): Reference {
	const reference = parseReference(ref);
	if (reference.account !== null && reference.account !== actor.account)
		throw fault("account-not-found", { account: reference.account });
	return reference;
}

/** The revision that a reference names, with content and digest. Throws the `…-not-found` of the missing part. */
export async function getRevision<K extends ComponentKind>(
	needs: Pick<Needs, "store" | "now" | "sha256">,
	actor: Actor,
	asked: { readonly kind: K; readonly ref: string; readonly reads?: Reads },
): Promise<ComponentRevision<K>> {
	const { kind } = asked;
	const reads = asked.reads ?? needs.store.read;
	const { name, selector } = ownReference(actor, asked.ref);
	const component = await getComponent(reads, actor, { kind, name, at: needs.now() });
	switch (selector.kind) {
		case "head":
			return headOf(needs, reads, { kind, component, channel: null });
		case "channel": {
			const channel = await reads.channels.find(component.id, selector.channel);
			if (!channel) throw await channelNotFound(reads, component, selector.channel);
			if (channel.number === 0) return headOf(needs, reads, { kind, component, channel });
			return commitOf(reads, { kind, component, channel, number: channel.number });
		}
		case "latest":
			if (component.current === 0) throw await noCurrentCommit(reads, kind, component);
			return commitOf(reads, { kind, component, channel: null, number: component.current });
		case "number":
			return commitOf(reads, { kind, component, channel: null, number: selector.number });
		case "release":
		case "range": {
			const { number } = await findRelease(needs, reads, component, selector);
			return commitOf(reads, { kind, component, channel: null, number });
		}
	}
}

/** The fault of `@latest` for a component without such a commit: `nothing-committed` or `commits-held-back`. */
export async function noCurrentCommit(
	reads: Reads,
	kind: ComponentKind,
	{ id, name, latest }: Pick<StoredComponent, "id" | "name" | "latest">,
): Promise<Error> {
	const { command } = componentNouns[kind];
	if (latest === 0) return fault("nothing-committed", { name, command });
	const newest = await reads.revisions.find(id, latest);
	return fault("commits-held-back", { name, heldBack: newest?.heldBack ?? "held back", revision: latest, command });
}

/** The `channel-not-found` fault, listing the channels that exist. */
export async function channelNotFound(
	reads: Reads,
	component: Pick<StoredComponent, "id" | "name">,
	channel: string,
): Promise<Error> {
	const names = (await reads.channels.list([component.id])).map((one) => one.name);
	return fault("channel-not-found", {
		name: component.name,
		channel,
		available: names.length === 0 ? "none" : names.join(", "),
		channels: names,
	});
}

/** HEAD's content and digest, and its changes since the newest commit. */
export async function getHead<K extends ComponentKind>(
	needs: Needs,
	actor: Actor,
	asked: { readonly kind: K; readonly name: string },
): Promise<ComponentRevision<K> & { readonly changes: readonly ChangeOf<K>[] }> {
	const head = await getRevision(needs, actor, { kind: asked.kind, ref: `${asked.name}@head` });
	return { ...head, changes: await uncommittedChanges(needs.store.read, asked.kind, head) };
}

/** HEAD's changes since the newest commit; all of its content if there is no commit. */
export async function uncommittedChanges<K extends ComponentKind>(
	reads: Reads,
	kind: K,
	head: { readonly component: StoredComponent; readonly content: ContentOf<K> },
): Promise<readonly ChangeOf<K>[]> {
	const { component, content } = head;
	const latest = component.latest === 0 ? undefined : await reads.revisions.find(component.id, component.latest);
	const before = latest ? await revisionContent(reads, kind, latest) : versioned[kind].empty(component.name);
	// An import may have another name than its publisher's: that is not a change to commit.
	return versioned[kind].diff(
		component.publisher === null ? before : withFields(before, { name: content.name }),
		content,
	);
}

/**
 * A phrase for the revisions that a component has: "only HEAD", "1 to 12"; for an import, which may have gaps, "2, 5 to
 * 7".
 */
export async function availableRevisions(
	reads: Reads,
	component: Pick<StoredComponent, "id" | "latest">,
): Promise<string> {
	if (component.latest === 0) return "only HEAD";
	const numbers = (await reads.revisions.listNumbers([component.id])).get(component.id) ?? [];
	const stretches: { first: number; last: number }[] = [];
	for (const number of numbers) {
		const stretch = stretches.at(-1);
		if (stretch?.last === number - 1) stretch.last = number;
		else stretches.push({ first: number, last: number });
	}
	return someOf(stretches.map(({ first, last }) => (first === last ? `${first}` : `${first} to ${last}`)));
}

interface Found<K extends ComponentKind> {
	readonly kind: K;
	readonly component: StoredComponent;
	readonly channel: StoredChannel | null;
}

async function headOf<K extends ComponentKind>(
	needs: Pick<Needs, "sha256">,
	reads: Reads,
	found: Found<K>,
): Promise<ComponentRevision<K>> {
	const content = await headContent(reads, found.kind, found.component);
	return { ...found, number: 0, revision: null, content, digest: digestOf(needs, content) };
}

async function commitOf<K extends ComponentKind>(
	reads: Reads,
	found: Found<K> & { readonly number: number },
): Promise<ComponentRevision<K>> {
	const { component, number } = found;
	const revision = await reads.revisions.find(component.id, number);
	if (!revision) {
		throw fault("revision-not-found", {
			name: component.name,
			revision: number,
			available: await availableRevisions(reads, component),
			latest: component.latest,
			command: componentNouns[found.kind].command,
		});
	}
	return { ...found, revision, content: await revisionContent(reads, found.kind, revision), digest: revision.digest };
}
