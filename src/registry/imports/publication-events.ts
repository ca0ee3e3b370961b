import { activeLifecycle, componentKinds, type Lifecycle } from "../../core/component/index.ts";
import type { NewJob, Reads, StoredAuditEntry } from "../../storage/store.ts";
import type { Consequences } from "../events/event-listener.ts";
import type { Needs } from "../needs.ts";
import type { Follow } from "./follow-publication.ts";

/**
 * Jobs that bring a publisher's acts to the accounts that follow or have imported the lineage, one for each account.
 */
export const followKinds = {
	publication: "follow-publication",
	lifecycle: "follow-lifecycle",
	state: "follow-publication-state",
} as const;

const offering = new Set([
	"publication.publish",
	"publication.republish",
	"publication.reactivate",
	"publication.edit",
]);
const withdrawing = new Set(["publication.deprecate", "publication.retract"]);
const living = new Set(
	componentKinds.flatMap((kind) => ["deprecate", "revoke", "reactivate"].map((verb) => `${kind}.${verb}`)),
);

/**
 * Turns publishers' acts into jobs for the accounts that follow or have imported something. Each account has its own
 * job, so one that fails does not block the others, and a late one sees the current state.
 */
export async function listenToPublishers(_needs: Needs, reads: Reads, entry: StoredAuditEntry): Promise<Consequences> {
	if (entry.subjectId === null) return {};
	if (offering.has(entry.act)) return { jobs: await publicationJobs(reads, entry, entry.subjectId) };
	if (withdrawing.has(entry.act)) return { jobs: await stateJobs(reads, entry, entry.subjectId) };
	if (living.has(entry.act)) return { jobs: await lifecycleJobs(reads, entry, entry.subjectId) };
	return {};
}

async function publicationJobs(reads: Reads, entry: StoredAuditEntry, publicationId: number): Promise<NewJob[]> {
	const publication = await reads.publications.find(entry.accountId, publicationId);
	const followers = publication ? await reads.subscriptions.listFollowers(publication.lineage) : [];
	return followers
		.filter(({ accountId }) => accountId !== entry.accountId)
		.map(({ accountId }) => jobOf(entry, followKinds.publication, { publicationId, accountId }));
}

async function stateJobs(reads: Reads, entry: StoredAuditEntry, publicationId: number): Promise<NewJob[]> {
	const imports = await reads.imports.listOfPublications([publicationId]);
	return imports.map(({ accountId }) => jobOf(entry, followKinds.state, { publicationId, accountId }));
}

/** Retracted publications too: accounts that have the revision must learn that it is revoked. */
async function lifecycleJobs(reads: Reads, entry: StoredAuditEntry, componentId: number): Promise<NewJob[]> {
	const number = revisionIn(entry.after) ?? revisionIn(entry.before);
	if (number === null) return [];
	const imports = await reads.imports.listOfPublished(componentId, number);
	const before = lifecycleIn(entry.before);
	return imports.flatMap(({ accountId, publicationId }) =>
		publicationId === null ? [] : [jobOf(entry, followKinds.lifecycle, { publicationId, accountId, before })],
	);
}

function jobOf(entry: StoredAuditEntry, kind: string, payload: Follow & { readonly before?: Lifecycle }): NewJob {
	return { kind, key: `${kind} ${entry.seq} ${payload.publicationId} ${payload.accountId}`, payload, runAt: entry.at };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null && !Array.isArray(value)
		? (value as Readonly<Record<string, unknown>>)
		: {};
}

function revisionIn(value: unknown): number | null {
	const { revision } = fieldsOf(value);
	return typeof revision === "number" ? revision : null;
}

function lifecycleIn(value: unknown): Lifecycle {
	const fields = fieldsOf(value);
	const text = (name: keyof Lifecycle) => (typeof fields[name] === "string" ? fields[name] : null);
	return {
		...activeLifecycle,
		deprecatedAt: text("deprecatedAt"),
		revokedAt: text("revokedAt"),
		reason: text("reason"),
		replacement: text("replacement"),
	};
}
