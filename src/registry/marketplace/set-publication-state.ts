import { fault } from "../../core/errors.ts";
import { type PublicationAct, publicationAfter } from "../../core/marketplace/index.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { TemplateContent } from "../../core/template/index.ts";
import type { StoredPublication, Transaction } from "../../storage/store.ts";
import { endSubscriptions } from "../account-groups/end-hidden-subscriptions.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { revisionContent } from "../components/component-content.ts";
import type { Needs } from "../needs.ts";
import { getOwnPublication, type OwnPublication, ownPublication } from "./get-publication.ts";
import { assertEnough, listNeeding, planDependencies, templateIn } from "./publication-needs.ts";
import { publicationSubject } from "./publication-subject.ts";
import { assertNotRevoked } from "./publish-revision.ts";
import { writeDependencies } from "./write-publication.ts";

export interface PublicationStateInput {
	readonly publication: number;
	readonly act: PublicationAct;
	/** Dry run: report the consequences, and save nothing. */
	readonly dryRun?: boolean | undefined;
}

export interface ChangedPublication {
	readonly publication: OwnPublication;
	/** False if nothing had to change. */
	readonly changed: boolean;
	/** Dependencies that are retracted or published again with it, because only it needs them. */
	readonly also: readonly string[];
	/** Number of other accounts' subscriptions that end. */
	readonly endedSubscriptions: number;
	/** The consequences as sentences. */
	readonly consequences: readonly string[];
}

/**
 * Deprecates, reactivates or retracts a publication. Throws `publication-state` if its state does not allow it,
 * `publication-needed` for retracting what a published template needs, and for reactivating whatever publishing would
 * throw.
 */
export async function setPublicationState(
	needs: Needs,
	actor: Actor,
	input: PublicationStateInput,
): Promise<ChangedPublication> {
	assertMay(actor, "marketplace.publish");
	return needs.store.write(
		async (tx) => {
			await tx.accounts.lock(actor.accountId);
			const before = await getOwnPublication(tx, actor, input.publication);
			const state = publicationAfter(before.state, input.act);
			if (state === null)
				throw impossible(
					before,
					"nobody can see it, so it can't be hidden",
					`Reactivate it first: \`mci publication reactivate ${before.id}\`.`,
				);
			if (state === before.state) {
				const publication = await ownPublication(needs, tx, before);
				return tx.undo({ publication, changed: false, also: [], endedSubscriptions: 0, consequences: [] });
			}
			const also = await moveWith(needs, tx, { actor, publication: before, act: input.act });
			const at = needs.now();
			await tx.publications.setState(before.id, state, at);
			for (const lineage of new Set([before.lineage, ...also.lineages]))
				await tx.publications.settleFront(actor.accountId, lineage);
			const by = (await tx.publishers.find(actor.accountId))?.name ?? actor.account;
			let ended = 0;
			for (const lineage of input.act === "retract" ? new Set([before.lineage, ...also.lineages]) : []) {
				const which = { publisherId: actor.accountId, lineage };
				ended += (await endSubscriptions(needs, tx, { which, by })).length;
			}
			const publication = await ownPublication(needs, tx, await getOwnPublication(tx, actor, before.id));
			const after = { state, ...(also.refs.length === 0 ? {} : { also: also.refs }) };
			tx.record(
				auditEntry(actor, `publication.${input.act}`, publicationSubject(before), {
					at,
					before: { state: before.state },
					after,
				}),
			);
			return {
				publication,
				changed: true,
				also: also.refs,
				endedSubscriptions: ended,
				consequences: consequencesOf(before, input.act, ended),
			};
		},
		{ dryRun: input.dryRun },
	);
}

interface Moving {
	readonly actor: Actor;
	readonly publication: StoredPublication;
	readonly act: PublicationAct;
}

/** Moves a template's dependencies with it, or checks that a dependency may be retracted. */
async function moveWith(
	needs: Needs,
	tx: Transaction,
	moving: Moving,
): Promise<{ readonly refs: readonly string[]; readonly lineages: readonly string[] }> {
	switch (moving.act) {
		case "deprecate":
			return { refs: [], lineages: [] };
		case "retract":
			await assertEnough(tx, moving.publication, null);
			return retractDependencies(needs, tx, moving);
		case "reactivate":
			return reviveDependencies(needs, tx, moving);
	}
}

/** Retracts what was published only for this template. */
async function retractDependencies(needs: Needs, tx: Transaction, { actor, publication }: Moving) {
	const refs: string[] = [];
	const lineages: string[] = [];
	for (const dependency of await dependenciesOf(needs, tx, actor, publication)) {
		if (!dependency.isDependency || dependency.state === "retracted") continue;
		const others = (await listNeeding(tx, dependency)).filter(({ id }) => id !== publication.id);
		if (others.length > 0) continue;
		const at = needs.now();
		await tx.publications.setState(dependency.id, "retracted", at);
		refs.push(revisionRef(dependency.name, dependency.number));
		lineages.push(dependency.lineage);
		const because = { because: revisionRef(publication.name, publication.number) };
		const told = { at, before: { state: dependency.state }, after: { state: "retracted", ...because } };
		tx.record(auditEntry(actor, "publication.retract", publicationSubject(dependency), told));
	}
	return { refs, lineages };
}

async function reviveDependencies(needs: Needs, tx: Transaction, { actor, publication }: Moving) {
	const { componentId, number, name } = publication;
	const cure = "Publish another component, or restore this one from a backup.";
	if (componentId === null) throw impossible(publication, "its component was deleted", cure);
	await assertNotRevoked(needs, tx, [{ component: { id: componentId, name }, number }]);
	const content = await templateOf(tx, publication);
	if (!content) return { refs: [], lineages: [] };
	const template = { name, number, content };
	const { own } = await planDependencies(needs, tx, { actor, template, audience: publication.audience });
	await assertNotRevoked(needs, tx, own);
	const changed = own.filter(({ act }) => act !== "keep");
	const lineages = await writeDependencies(needs, tx, {
		actor,
		because: revisionRef(name, number),
		dependencies: changed,
	});
	return { refs: changed.map(({ packed }) => revisionRef(packed.content.name, packed.number)), lineages };
}

/** The account's own publications of what a published template pins. */
async function dependenciesOf(
	needs: Needs,
	tx: Transaction,
	actor: Actor,
	publication: StoredPublication,
): Promise<StoredPublication[]> {
	const content = await templateOf(tx, publication);
	if (!content) return [];
	// Any audience: only existing publications are looked at.
	const nobody = { everyone: false, groups: [] };
	const template = { name: publication.name, number: publication.number, content };
	const { own } = await planDependencies(needs, tx, { actor, template, audience: nobody });
	return own.flatMap((one) => one.publication ?? []);
}

/** The content of a published template; undefined for another kind, or if it was deleted. */
export async function templateOf(
	tx: Transaction,
	{ id, kind, componentId, number }: StoredPublication,
): Promise<TemplateContent | undefined> {
	if (kind !== "template" || componentId === null) return undefined;
	if (number === 0) {
		const snapshot = await tx.publications.snapshot(id);
		return snapshot === undefined ? undefined : templateIn(snapshot);
	}
	const revision = await tx.revisions.find(componentId, number);
	return revision && revisionContent(tx, "template", revision);
}

function consequencesOf({ name, number, kind }: StoredPublication, act: PublicationAct, ended: number): string[] {
	const ref = revisionRef(name, number);
	switch (act) {
		case "deprecate":
			return [
				`${ref} is no longer listed, and only imported as a dependency.`,
				kind === "template"
					? "What it needs stays for other templates."
					: "It still comes with an active template that needs it.",
				"An older revision that is active is found instead. Accounts that have it keep it.",
			];
		case "reactivate":
			return [`${ref} is offered again to those to whom it was offered.`];
		case "retract":
			return [
				`${ref} is gone for every account that has not imported it.`,
				"Accounts that have imported it keep it, and are told that it was retracted: nothing is recalled.",
				...(ended === 0 ? [] : [`${ended === 1 ? "One subscription" : `${ended} subscriptions`} to “${name}” end.`]),
			];
	}
}

function impossible({ id, name, number, state }: StoredPublication, problem: string, cure: string): Error {
	return fault("publication-state", { publication: id, ref: revisionRef(name, number), state, problem, cure });
}
