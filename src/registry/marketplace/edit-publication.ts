import { fault } from "../../core/errors.ts";
import {
	isCovered,
	type PartialPublicationFields,
	type PublicationFields,
	publicationFields,
	sameAudience,
} from "../../core/marketplace/index.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { StoredPublication } from "../../storage/store.ts";
import { endSubscriptions } from "../account-groups/end-hidden-subscriptions.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { getOwnPublication, ownPublication } from "./get-publication.ts";
import { type AudienceInput, nameAudience, readAudience } from "./publication-audience.ts";
import { assertEnough, planDependencies } from "./publication-needs.ts";
import { publicationSubject } from "./publication-subject.ts";
import { type ChangedPublication, templateOf } from "./set-publication-state.ts";
import { writeDependencies, writtenPublication } from "./write-publication.ts";

/** The changes of a publication. Omitted fields keep their value. */
export interface PublicationEdit extends PartialPublicationFields {
	readonly publication: number;
	readonly to?: AudienceInput | undefined;
	/** Dry run: report what would change, and save nothing. */
	readonly dryRun?: boolean | undefined;
}

/**
 * Changes the texts or the audience of a publication; a template's dependencies get at least the same audience. Throws
 * `publication-state` for a retracted one, `publication-needed` if accounts that see a template would lose its
 * dependency, `publication-invalid` and `group-not-found`.
 */
export async function editPublication(needs: Needs, actor: Actor, input: PublicationEdit): Promise<ChangedPublication> {
	assertMay(actor, "marketplace.publish");
	return needs.store.write(
		async (tx) => {
			await tx.accounts.lock(actor.accountId);
			const before = await getOwnPublication(tx, actor, input.publication);
			assertEditable(before);
			const words = publicationFields({ ...wordsOf(before), ...given(input) });
			const audience = input.to === undefined ? before.audience : await readAudience(tx, actor, input.to);
			if (before.number === 0 && audience.everyone)
				throw fault("publication-invalid", {
					field: "HEAD",
					problem: "can only be shared with account groups; publish a commit to everyone",
				});
			const isSame =
				JSON.stringify(words) === JSON.stringify(wordsOf(before)) && sameAudience(audience, before.audience);
			if (isSame) {
				const publication = await ownPublication(needs, tx, before);
				return tx.undo({ publication, changed: false, also: [], endedSubscriptions: 0, consequences: [] });
			}
			const isNarrowed = !isCovered(before.audience, audience);
			if (isNarrowed) await assertEnough(tx, before, audience);
			const content = await templateOf(tx, before);
			const template = content && { name: before.name, number: before.number, content };
			const dependencies = template ? (await planDependencies(needs, tx, { actor, template, audience })).own : [];
			const at = needs.now();
			const snapshot = (await tx.publications.snapshot(before.id)) ?? null;
			await tx.publications.replace(before.id, {
				...writtenPublication(before, snapshot, { by: actor.name, at }),
				...words,
				audience,
			});
			const because = revisionRef(before.name, before.number);
			const touched = await writeDependencies(needs, tx, { actor, because, dependencies });
			for (const lineage of new Set([before.lineage, ...touched]))
				await tx.publications.settleFront(actor.accountId, lineage);
			const by = (await tx.publishers.find(actor.accountId))?.name ?? actor.account;
			const which = { publisherId: actor.accountId, lineage: before.lineage };
			const ended = isNarrowed ? (await endSubscriptions(needs, tx, { which, by })).length : 0;
			const [had, has] = [
				await nameAudience(tx, actor.accountId, before.audience),
				await nameAudience(tx, actor.accountId, audience),
			];
			const told = (named: typeof had) => (named.everyone ? "everyone" : named.groups.map(({ name }) => name));
			const changes = { before: { ...wordsOf(before), to: told(had) }, after: { ...words, to: told(has) } };
			tx.record(auditEntry(actor, "publication.edit", publicationSubject(before), { at, ...changes }));
			const also = dependencies
				.filter(({ act }) => act !== "keep")
				.map(({ packed }) => revisionRef(packed.content.name, packed.number));
			const publication = await ownPublication(needs, tx, await getOwnPublication(tx, actor, before.id));
			return {
				publication,
				changed: true,
				also,
				endedSubscriptions: ended,
				consequences: consequencesOf(before, isNarrowed, ended),
			};
		},
		{ dryRun: input.dryRun },
	);
}

/** Throws `publication-state` if it is retracted. */
export function assertEditable({ id, name, number, state }: StoredPublication): void {
	if (state !== "retracted") return;
	const cure = `Reactivate it first: \`mci publication reactivate ${id}\`.`;
	throw fault("publication-state", {
		publication: id,
		ref: revisionRef(name, number),
		state,
		problem: "nobody can see the change",
		cure,
	});
}

function wordsOf({ short, description, notes, categories }: StoredPublication): PublicationFields {
	return { short, description, notes, categories };
}

function given({ short, description, notes, categories }: PublicationEdit): Partial<PublicationFields> {
	return Object.fromEntries(
		Object.entries({ short, description, notes, categories }).filter(([, value]) => value !== undefined),
	);
}

function consequencesOf({ name }: StoredPublication, isNarrowed: boolean, ended: number): string[] {
	if (!isNarrowed) return [];
	return [
		"Accounts that no longer see it keep what they have imported: nothing is recalled.",
		...(ended === 0 ? [] : [`${ended === 1 ? "One subscription" : `${ended} subscriptions`} to “${name}” end.`]),
	];
}
