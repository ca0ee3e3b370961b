import { activeLifecycle, type Lifecycle, lifecycleState } from "../../core/component/index.ts";
import { cutText, type EventType } from "../../core/event/index.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { StoredJob } from "../../storage/store.ts";
import { addNotifications, type NewNotification } from "../events/add-notifications.ts";
import type { JobHandler } from "../jobs/job-handler.ts";
import type { Needs } from "../needs.ts";
import { followLifecycle } from "./follow-lifecycle.ts";
import { type Follow, followPublication } from "./follow-publication.ts";
import { followKinds } from "./publication-events.ts";

const leaseMs = 5 * 60_000;

/** The jobs by which accounts follow their publishers: they import or report new publications and lifecycles. */
export const followHandlers: Readonly<Record<string, JobHandler>> = {
	[followKinds.publication]: { isLocal: true, leaseMs, run: bringPublication, gaveUp: tellGivenUp },
	[followKinds.lifecycle]: { isLocal: true, leaseMs, run: bringLifecycle },
	[followKinds.state]: { isLocal: true, leaseMs, run: bringState },
};

async function bringPublication(needs: Needs, job: StoredJob): Promise<undefined> {
	const follow = followIn(job);
	const followed = await followPublication(needs, follow);
	// An import notifies by its own audit entry.
	if (followed.kind === "nothing" || followed.kind === "imported") return;
	const { offer } = followed;
	const ref = `${offer.publisher}/${revisionRef(offer.name, offer.number)}`;
	const subject = { kind: offer.kind, id: null, name: offer.name };
	const about = {
		publication: offer.publicationId,
		publisher: offer.publisher,
		revision: offer.number,
		lineage: offer.lineage,
	};
	if (followed.kind === "failed") {
		const { code, problem } = followed;
		const title = `${ref} could not be imported: ${problem}`;
		await tell(needs, [
			{ ...base(needs, follow), event: "subscription.failed", subject, title, details: { ...about, code, problem } },
		]);
		return;
	}
	const { name, changes } = followed;
	const count = changes === null ? null : changes.length;
	const title =
		count === null
			? `${ref} is offered`
			: `${ref} is offered: ${count} ${count === 1 ? "change" : "changes"} to your ${name}`;
	await tell(needs, [
		{
			...base(needs, follow),
			event: "update.available",
			subject,
			title,
			details: { ...about, imported: name, changes: count },
		},
	]);
}

async function bringLifecycle(needs: Needs, job: StoredJob): Promise<undefined> {
	const follow = followIn(job);
	const followed = await followLifecycle(needs, { ...follow, before: beforeIn(job) });
	// An applied lifecycle notifies by its own audit entry.
	if (followed.kind !== "told") return;
	const { offer, component, lifecycle } = followed;
	const event = lifeEvent(lifecycle, needs.now());
	const said =
		event === "revision.revoked"
			? "revokes"
			: event === "revision.deprecated"
				? "deprecates"
				: "takes back what it said of";
	const title = `${offer.publisher} ${said} ${revisionRef(component.name, offer.number)}${lifecycle.reason ? `: ${lifecycle.reason}` : ""}`;
	const details = {
		publisher: offer.publisher,
		publication: offer.publicationId,
		revision: offer.number,
		...lifecycle,
	};
	await tell(needs, [{ ...base(needs, follow), event, subject: component, title, details }]);
}

async function bringState(needs: Needs, job: StoredJob): Promise<undefined> {
	const follow = followIn(job);
	const offer = await needs.store.read.visiblePublications.findImported(follow.accountId, follow.publicationId);
	const [component] = offer ? await needs.store.read.components.listByLineages(follow.accountId, [offer.lineage]) : [];
	// Published again since, or gone: nothing to report.
	if (!offer || !component || offer.state === "active") return;
	const event: EventType = offer.state === "deprecated" ? "publication.deprecated" : "publication.retracted";
	const ref = revisionRef(component.name, offer.number);
	const title = `${offer.publisher} ${offer.state === "deprecated" ? "deprecates its publication of" : "no longer publishes"} your ${ref}`;
	const subject = { kind: component.kind, id: component.id, name: component.name };
	const details = { publisher: offer.publisher, publication: offer.publicationId, revision: offer.number };
	await tell(needs, [{ ...base(needs, follow), event, subject, title, details }]);
}

async function tellGivenUp(needs: Needs, job: StoredJob, problem: string): Promise<readonly NewNotification[]> {
	const follow = followIn(job);
	const offer = await needs.store.read.visiblePublications.find(follow.accountId, follow.publicationId);
	if (!offer) return [];
	const ref = `${offer.publisher}/${revisionRef(offer.name, offer.number)}`;
	const subject = { kind: offer.kind, id: null, name: offer.name };
	const details = { publication: offer.publicationId, publisher: offer.publisher, revision: offer.number, problem };
	return [
		{
			...base(needs, follow),
			event: "subscription.failed",
			subject,
			title: cutText(`${ref} could not be imported: ${problem}`, 300),
			details,
		},
	];
}

async function tell(needs: Needs, notifications: readonly NewNotification[]): Promise<void> {
	await needs.store.keep((tx) =>
		addNotifications(
			needs,
			tx,
			notifications.map((one) => ({ ...one, title: cutText(one.title, 300) })),
		),
	);
}

function base(needs: Needs, { accountId }: Follow): Pick<NewNotification, "accountId" | "at" | "auditSeq"> {
	return { accountId, at: needs.now(), auditSeq: null };
}

function lifeEvent(lifecycle: Lifecycle, now: string): EventType {
	if (lifecycle.revokedAt !== null || lifecycleState(lifecycle, now) === "revoked") return "revision.revoked";
	return lifecycle.deprecatedAt === null ? "revision.reactivated" : "revision.deprecated";
}

function followIn({ payload }: StoredJob): Follow {
	const { publicationId, accountId } = payload as Follow;
	return { publicationId, accountId };
}

function beforeIn({ payload }: StoredJob): Lifecycle {
	return (payload as { readonly before?: Lifecycle }).before ?? activeLifecycle;
}
