import type { PackedRevision } from "../../core/bundle/index.ts";
import { type ComponentKind, componentNouns, lifecycleState } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import {
	type Audience,
	joinAudiences,
	type PartialPublicationFields,
	type PublicationFields,
	publicationFields,
} from "../../core/marketplace/index.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { TemplateContent } from "../../core/template/index.ts";
import type { StoredComponent, StoredPublication, StoredPublisher, Transaction } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { type ComponentRevision, getRevision } from "../components/get-component.ts";
import { lockComponent } from "../components/lock-component.ts";
import type { Needs } from "../needs.ts";
import { commitIn, isCommitted } from "../revisions/commit-revision.ts";
import { packRevision } from "../revisions/pack-revision.ts";
import { getOwnPublication, type OwnPublication, ownPublication } from "./get-publication.ts";
import { type AudienceInput, type NamedAudience, nameAudience, readAudience } from "./publication-audience.ts";
import { type Dependencies, dependenciesOf, type OwnDependency } from "./publication-needs.ts";
import { publicationSubject } from "./publication-subject.ts";
import { type PublicationWarning, publicationWarnings } from "./publication-warnings.ts";
import { ensurePublisher } from "./set-publisher.ts";
import { foundBy, toWrite, writeDependencies, writtenPublication } from "./write-publication.ts";

export interface PublishInput extends PartialPublicationFields {
	readonly kind: ComponentKind;
	/** Reference to a commit, or to HEAD, which is shared with groups only. */
	readonly ref: string;
	readonly to: AudienceInput;
	/** The publisher's name if the account has no profile yet; omit to use the account's name. */
	readonly publisher?: string | undefined;
	/** Commit HEAD, and the HEADs that it pins, first where they differ from their newest commits. */
	readonly commitHeads?: { readonly message: string; readonly overrideLint?: string | undefined } | undefined;
	/** Dry run: report what would be published, and save nothing. */
	readonly dryRun?: boolean | undefined;
}

/** One of the published revisions. */
export interface PublishedItem {
	readonly kind: ComponentKind;
	readonly name: string;
	/** 0 = HEAD. */
	readonly number: number;
	readonly digest: string;
	/**
	 * `publish` new · `widen` visible to more accounts · `revive` was retracted · `promote` was there only as a
	 * dependency · `keep` nothing to do.
	 */
	readonly act: OwnDependency["act"] | "promote";
	readonly isDependency: boolean;
	/** Id of the publication; null in a dry run of a new one. */
	readonly publication: number | null;
}

export interface Published {
	readonly publisher: StoredPublisher;
	/** True if the publisher profile is new. */
	readonly isNewPublisher: boolean;
	readonly audience: NamedAudience;
	/** Number of accounts in the groups; null for everyone. */
	readonly members: number | null;
	/** The published revisions: the dependencies, and last the requested one. */
	readonly items: readonly PublishedItem[];
	/** Pinned revisions that other publishers publish. */
	readonly imported: readonly {
		readonly kind: ComponentKind;
		readonly name: string;
		readonly number: number;
		readonly publisher: string;
		readonly isSeen: boolean;
	}[];
	/** The commits made first. */
	readonly committed: readonly { readonly kind: ComponentKind; readonly name: string; readonly number: number }[];
	readonly warnings: readonly PublicationWarning[];
	/** Null in a dry run of a new one. */
	readonly publication: OwnPublication | null;
}

/**
 * Publishes a revision to everyone or to account groups; with a template, also the MCIs and scripts that it pins,
 * unless they are published already. Throws `publication-exists` for a revision that was published for itself,
 * `publication-imported`, `publication-revoked`, `publication-pins-head`, `publication-retracted`,
 * `publication-invalid`, `group-not-found`, and whatever the reference throws.
 */
export async function publishRevision(needs: Needs, actor: Actor, input: PublishInput): Promise<Published> {
	assertMay(actor, "marketplace.publish");
	if (input.commitHeads) assertMay(actor, "components.edit");
	const words = publicationFields(input);
	return needs.store.write(
		async (tx) => {
			// One publication of an account at a time, because the front of a lineage depends on all of its publications.
			await tx.accounts.lock(actor.accountId);
			const audience = await readAudience(tx, actor, input.to);
			const { publisher, isNew } = await ensurePublisher(needs, tx, actor, input.publisher);
			const { found, committed } = await findRevision(needs, tx, actor, input);
			const { component, number } = found;
			assertOwn(component);
			if (number === 0 && audience.everyone)
				throw fault("publication-invalid", {
					field: "HEAD",
					problem: "can only be shared with account groups; publish a commit to everyone",
				});
			const packed = await packRevision(needs, tx, { component, number });
			if (!packed) throw new Error("a revision that was found can't be packed");
			const existing = await tx.publications.findRevision(actor.accountId, component.lineage, number);
			if (existing && (!existing.isDependency || existing.state !== "active")) throw alreadyPublished(existing);
			const template = { name: component.name, number, content: packed.content as TemplateContent };
			const dependencies = await dependenciesOf(needs, tx, { actor, kind: component.kind, template, audience });
			await tx.components.lock(dependencies.own.map((one) => one.component.id));
			const offered = [...dependencies.own, { component, number, packed }];
			await assertNotRevoked(needs, tx, offered);
			const warnings = await publicationWarnings(needs, tx, actor, { offered, foreign: dependencies.foreign });
			const main = { actor, words, audience, component, packed, dependencies, existing };
			const publication = await writeMain(needs, tx, main);
			const because = revisionRef(packed.content.name, number);
			const touched = await writeDependencies(needs, tx, { actor, because, dependencies: dependencies.own });
			for (const lineage of new Set([component.lineage, ...touched]))
				await tx.publications.settleFront(actor.accountId, lineage);
			const written = await ownPublication(needs, tx, await getOwnPublication(tx, actor, publication));
			return {
				publisher,
				isNewPublisher: isNew,
				audience: await nameAudience(tx, actor.accountId, audience),
				members: audience.everyone ? null : (await tx.accountGroups.listMemberIds(audience.groups)).length,
				items: [
					...(await itemsOf(tx, actor, dependencies.own, input.dryRun === true)),
					{
						...itemOf(packed),
						act: existing ? "promote" : "publish",
						isDependency: false,
						publication: existing || !input.dryRun ? publication : null,
					},
				],
				imported: dependencies.foreign.map(({ packed: _packed, ...told }) => told),
				committed,
				warnings,
				publication: input.dryRun && !existing ? null : written,
			};
		},
		{ dryRun: input.dryRun },
	);
}

async function findRevision(
	needs: Needs,
	tx: Transaction,
	actor: Actor,
	input: PublishInput,
): Promise<{ readonly found: ComponentRevision; readonly committed: Published["committed"] }> {
	const { kind, ref, commitHeads } = input;
	const held = await lockComponent(needs, tx, { actor, kind, ref });
	if (!commitHeads) return { found: await getRevision(needs, actor, { kind, ref, reads: tx }), committed: [] };
	if (!/^[^@]+(@(head|latest))?$/.test(ref))
		throw fault("publication-invalid", {
			field: ref,
			problem: "names a revision; only a plain name lets HEAD be committed first",
		});
	assertOwn(held);
	const committed: Published["committed"][number][] = [];
	if (!(await isCommitted(needs, tx, actor, held))) {
		const heads = kind === "template" ? ("commit" as const) : undefined;
		const made = await commitIn(needs, tx, actor, { kind, name: held.name, expected: null, heads, ...commitHeads });
		committed.push(
			...made.dependencies.map((one) => ({ kind: one.kind, name: one.name, number: one.revision.number })),
		);
		committed.push({ kind, name: held.name, number: made.revision.number });
	}
	return { found: await getRevision(needs, actor, { kind, ref: `${held.name}@latest`, reads: tx }), committed };
}

async function writeMain(
	needs: Needs,
	tx: Transaction,
	main: {
		readonly actor: Actor;
		readonly words: PublicationFields;
		readonly audience: Audience;
		readonly component: StoredComponent;
		readonly packed: PackedRevision;
		readonly dependencies: Dependencies;
		readonly existing: StoredPublication | undefined;
	},
): Promise<number> {
	const { actor, words, audience, component, packed, dependencies, existing } = main;
	const at = needs.now();
	const by = actor.name;
	const to = await nameAudience(tx, actor.accountId, audience);
	const told = {
		digest: packed.digest,
		to: to.everyone ? "everyone" : to.groups.map(({ name }) => name),
		categories: words.categories,
		short: words.short,
	};
	const { number } = packed;
	if (existing) {
		const snapshot = (await tx.publications.snapshot(existing.id)) ?? null;
		// Accounts that need it as a template's dependency keep seeing it.
		const joined = joinAudiences(existing.audience, audience);
		await tx.publications.replace(existing.id, {
			...writtenPublication(existing, snapshot, { by, at }),
			...words,
			audience: joined,
			isDependency: false,
			republish: true,
		});
		tx.record(
			auditEntry(actor, "publication.publish", publicationSubject(existing), {
				at,
				before: { isDependency: true },
				after: told,
			}),
		);
		return existing.id;
	}
	const written = toWrite({
		packed,
		words,
		audience,
		isDependency: false,
		found: foundBy(packed, dependencies),
		by,
		at,
	});
	const { kind, lineage, id: componentId, accountId } = component;
	const id = await tx.publications.insert({ ...written, accountId, kind, lineage, componentId, number });
	tx.record(
		auditEntry(actor, "publication.publish", publicationSubject({ id, name: written.name, number }), {
			at,
			before: null,
			after: told,
		}),
	);
	return id;
}

function assertOwn(component: StoredComponent): void {
	const { name, publisher, kind } = component;
	if (publisher !== null)
		throw fault("publication-imported", { name, publisher, command: componentNouns[kind].command });
}

/** Throws `publication-revoked` for the first revoked one. */
export async function assertNotRevoked(
	needs: Pick<Needs, "now">,
	tx: Transaction,
	offered: readonly { readonly component: Pick<StoredComponent, "id" | "name">; readonly number: number }[],
): Promise<void> {
	for (const { component, number } of offered) {
		const lifecycle = number === 0 ? undefined : await tx.lifecycles.find(component.id, number);
		if (lifecycle && lifecycleState(lifecycle, needs.now()) === "revoked")
			throw fault("publication-revoked", {
				ref: revisionRef(component.name, number),
				reason: lifecycle.reason ?? "no reason given",
			});
	}
}

function alreadyPublished({ id, name, number, state }: StoredPublication): Error {
	const verb = number === 0 && state === "active" ? "republish" : state === "active" ? "deprecate" : "reactivate";
	return fault("publication-exists", { ref: revisionRef(name, number), publication: id, state, verb });
}

async function itemsOf(
	tx: Transaction,
	actor: Actor,
	own: readonly OwnDependency[],
	isDryRun: boolean,
): Promise<PublishedItem[]> {
	const items: PublishedItem[] = [];
	for (const { packed, act, publication } of own) {
		const made =
			publication ??
			(isDryRun ? undefined : await tx.publications.findRevision(actor.accountId, packed.lineage, packed.number));
		items.push({
			...itemOf(packed),
			act,
			isDependency: publication?.isDependency ?? true,
			publication: made?.id ?? null,
		});
	}
	return items;
}

function itemOf({ kind, number, digest, content }: PackedRevision) {
	return { kind, name: content.name, number, digest };
}
