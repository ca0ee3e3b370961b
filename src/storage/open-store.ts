import type { Kysely } from "kysely";
import type { Ddl, Engine } from "./dialects/engine.ts";
import { migrate } from "./migrate.ts";
import { accountGroupReads, accountGroupWrites } from "./queries/account-groups.ts";
import { accountReads, accountWrites } from "./queries/accounts.ts";
import { type AuditEntry, auditReads, endWrite } from "./queries/audit.ts";
import { channelReads, channelWrites } from "./queries/channels.ts";
import { cloudReads, cloudWrites } from "./queries/clouds.ts";
import { componentReads, componentWrites } from "./queries/components.ts";
import { deliveryReads, deliveryWrites } from "./queries/deliveries.ts";
import { deploymentReads, deploymentWrites } from "./queries/deployments.ts";
import { eventReads, eventWrites } from "./queries/events.ts";
import { feedReads, feedWrites } from "./queries/feeds.ts";
import { imageReads, imageWrites } from "./queries/images.ts";
import { importReads, importWrites } from "./queries/imports.ts";
import { jobReads, jobWrites } from "./queries/jobs.ts";
import { lifecycleReads, lifecycleWrites } from "./queries/lifecycles.ts";
import { mergeReads, mergeWrites } from "./queries/merges.ts";
import { notificationReads, notificationWrites } from "./queries/notifications.ts";
import { offerReads, offerWrites } from "./queries/offers.ts";
import { pinReads, pinWrites } from "./queries/pins.ts";
import { publicationReads, publicationWrites } from "./queries/publications.ts";
import { publisherReads, publisherWrites } from "./queries/publishers.ts";
import { findCell } from "./queries/resolve-cell.ts";
import { revisionReads, revisionWrites } from "./queries/revisions.ts";
import { serverReads, serverWrites } from "./queries/servers.ts";
import { sessionReads, sessionWrites } from "./queries/sessions.ts";
import { settingReads, settingWrites } from "./queries/settings.ts";
import { signInAttemptReads, signInAttemptWrites } from "./queries/sign-in-attempts.ts";
import { signInProviderReads, signInProviderWrites } from "./queries/sign-in-providers.ts";
import { signingKeyReads, signingKeyWrites } from "./queries/signing-keys.ts";
import { subscriptionReads, subscriptionWrites } from "./queries/subscriptions.ts";
import { tokenReads, tokenWrites } from "./queries/tokens.ts";
import { upstreamReads, upstreamWrites } from "./queries/upstreams.ts";
import { userReads, userWrites } from "./queries/users.ts";
import { webhookReads, webhookWrites } from "./queries/webhooks.ts";
import { workloadRuleReads, workloadRuleWrites } from "./queries/workload-rules.ts";
import type { Reads, Store, Transaction, WriteOptions } from "./store.ts";
import type { Tables } from "./tables.ts";

const raceTries = 3;

/**
 * Opens the registry's memory: a file path opens the embedded engine, a `postgres://` URL the server one. Brings the schema up to
 * date first. Throws `database-unavailable` or `database-newer`.
 */
export async function openStore(location: { readonly file: string } | { readonly url: string }): Promise<Store> {
	const engine = await openEngine(location);
	try {
		await migrate(engine);
	} catch (error) {
		await engine.close();
		throw error;
	}
	return storeOn(engine);
}

/** The engine of a location, without migrations. The PostgreSQL driver is loaded only when it is used. */
export async function openEngine(
	location: { readonly file: string } | { readonly url: string },
): Promise<Engine & { readonly ddl: Ddl }> {
	if ("file" in location) return (await import("./dialects/sqlite.ts")).openSqlite(location.file);
	return (await import("./dialects/postgres.ts")).openPostgres(location.url);
}

/** A store on an engine whose schema is up to date. */
export function storeOn(engine: Engine): Store {
	return {
		engine: engine.name,
		read: readsOn(engine.reader, engine),
		write: (act, options) => write(engine, act, options),
		keep: (act) => keep(engine, act),
		generation: () => engine.generation(),
		findCell: (accountId, asked) => findCell(engine, accountId, asked),
		touchToken: (id, at) => engine.transaction((db) => tokenWrites(db).touch(id, at)),
		touchSession: (id, at) => engine.transaction((db) => sessionWrites(db).touch(id, at)),
		close: () => engine.close(),
	};
}

/** A transaction of the registry's own work: it has no audit entries and can't be undone. */
async function keep<T>(engine: Engine, act: (tx: Transaction) => Promise<T>): Promise<T> {
	return retryLostRaces(engine, () =>
		engine.transaction(async (db) => {
			const outcome = newOutcome();
			const result = await act(transactionOn(db, engine, outcome));
			if (outcome.entries.length > 0) throw new Error("an act with audit entries belongs in `write`, not in `keep`");
			if (outcome.isUndone) throw new Error("only a `write` can be undone");
			await endWrite(db, []);
			return result;
		}),
	);
}

async function write<T>(
	engine: Engine,
	act: (tx: Transaction) => Promise<T>,
	{ dryRun = false }: WriteOptions = {},
): Promise<T> {
	return retryLostRaces(engine, async () => {
		try {
			return await engine.transaction(async (db) => {
				const outcome = newOutcome();
				const result = await act(transactionOn(db, engine, outcome));
				if (outcome.isUndone) throw new RolledBack(result);
				if (outcome.entries.length === 0)
					throw new Error("a write ended without an audit entry: record one, or return tx.undo(result)");
				if (dryRun) throw new RolledBack(result);
				await endWrite(db, outcome.entries);
				return result;
			});
		} catch (error) {
			if (error instanceof RolledBack) return error.result as T;
			throw error;
		}
	});
}

/**
 * Retries lost races: two writers insert the same row, or one references a row the other deletes. The loser gets a
 * constraint violation, and sees the winner's rows on its next attempt.
 */
async function retryLostRaces<T>(engine: Engine, attempt: () => Promise<T>): Promise<T> {
	for (let tries = 1; ; tries++) {
		try {
			return await attempt();
		} catch (error) {
			if (!engine.isLostRace(error) || tries >= raceTries) throw error;
		}
	}
}

/** Ends a transaction with a rollback, and carries the result of its act out. */
class RolledBack extends Error {
	readonly result: unknown;

	constructor(result: unknown) {
		super("rolled back on purpose");
		this.result = result;
	}
}

/** What an act says about its transaction while it runs. */
interface Outcome {
	readonly entries: AuditEntry[];
	isUndone: boolean;
}

function newOutcome(): Outcome {
	return { entries: [], isUndone: false };
}

function readsOn(db: Kysely<Tables>, engine: Engine): Reads {
	return {
		accounts: accountReads(db),
		tokens: tokenReads(db),
		users: userReads(db),
		sessions: sessionReads(db),
		signInAttempts: signInAttemptReads(db),
		signInProviders: signInProviderReads(db),
		workloadRules: workloadRuleReads(db),
		clouds: cloudReads(db),
		images: imageReads(db, engine),
		components: componentReads(db),
		channels: channelReads(db),
		lifecycles: lifecycleReads(db),
		pins: pinReads(db),
		merges: mergeReads(db),
		revisions: revisionReads(db),
		settings: settingReads(db),
		deployments: deploymentReads(db),
		servers: serverReads(db),
		offers: offerReads(db),
		imports: importReads(db),
		subscriptions: subscriptionReads(db),
		upstreams: upstreamReads(db),
		signingKeys: signingKeyReads(db),
		feeds: feedReads(db),
		deliveries: deliveryReads(db),
		events: eventReads(db),
		jobs: jobReads(db),
		notifications: notificationReads(db),
		webhooks: webhookReads(db),
		publishers: publisherReads(db),
		accountGroups: accountGroupReads(db),
		publications: publicationReads(db, engine),
		audit: auditReads(db),
	};
}

function transactionOn(db: Kysely<Tables>, engine: Engine, outcome: Outcome): Transaction {
	const reads = readsOn(db, engine);
	return {
		accounts: { ...reads.accounts, ...accountWrites(db) },
		tokens: { ...reads.tokens, ...tokenWrites(db) },
		users: { ...reads.users, ...userWrites(db) },
		sessions: { ...reads.sessions, ...sessionWrites(db) },
		signInAttempts: { ...reads.signInAttempts, ...signInAttemptWrites(db) },
		signInProviders: { ...reads.signInProviders, ...signInProviderWrites(db) },
		workloadRules: { ...reads.workloadRules, ...workloadRuleWrites(db) },
		clouds: { ...reads.clouds, ...cloudWrites(db) },
		images: { ...reads.images, ...imageWrites(db, engine) },
		components: { ...reads.components, ...componentWrites(db) },
		channels: { ...reads.channels, ...channelWrites(db) },
		lifecycles: { ...reads.lifecycles, ...lifecycleWrites(db) },
		pins: { ...reads.pins, ...pinWrites(db, engine) },
		merges: { ...reads.merges, ...mergeWrites(db) },
		revisions: { ...reads.revisions, ...revisionWrites(db) },
		settings: { ...reads.settings, ...settingWrites(db, engine) },
		deployments: { ...reads.deployments, ...deploymentWrites(db) },
		servers: { ...reads.servers, ...serverWrites(db) },
		offers: { ...reads.offers, ...offerWrites(db) },
		imports: { ...reads.imports, ...importWrites(db) },
		subscriptions: { ...reads.subscriptions, ...subscriptionWrites(db) },
		upstreams: { ...reads.upstreams, ...upstreamWrites(db) },
		signingKeys: { ...reads.signingKeys, ...signingKeyWrites(db) },
		feeds: { ...reads.feeds, ...feedWrites(db, engine) },
		deliveries: { ...reads.deliveries, ...deliveryWrites(db, engine) },
		events: { ...reads.events, ...eventWrites(db) },
		jobs: { ...reads.jobs, ...jobWrites(db) },
		notifications: { ...reads.notifications, ...notificationWrites(db) },
		webhooks: { ...reads.webhooks, ...webhookWrites(db) },
		publishers: { ...reads.publishers, ...publisherWrites(db) },
		accountGroups: { ...reads.accountGroups, ...accountGroupWrites(db) },
		publications: { ...reads.publications, ...publicationWrites(db, engine) },
		audit: reads.audit,
		record: (entry) => {
			outcome.entries.push(entry);
		},
		undo: (result) => {
			outcome.isUndone = true;
			return result;
		},
	};
}
