import type { accountGroupReads, accountGroupWrites } from "./queries/account-groups.ts";
import type { accountReads, accountWrites } from "./queries/accounts.ts";
import type { AuditEntry, auditReads } from "./queries/audit.ts";
import type { channelReads, channelWrites } from "./queries/channels.ts";
import type { cloudReads, cloudWrites } from "./queries/clouds.ts";
import type { componentReads, componentWrites } from "./queries/components.ts";
import type { deliveryReads, deliveryWrites } from "./queries/deliveries.ts";
import type { deploymentReads, deploymentWrites } from "./queries/deployments.ts";
import type { eventReads, eventWrites } from "./queries/events.ts";
import type { feedReads, feedWrites } from "./queries/feeds.ts";
import type { imageReads, imageWrites } from "./queries/images.ts";
import type { importReads, importWrites } from "./queries/imports.ts";
import type { jobReads, jobWrites } from "./queries/jobs.ts";
import type { lifecycleReads, lifecycleWrites } from "./queries/lifecycles.ts";
import type { mergeReads, mergeWrites } from "./queries/merges.ts";
import type { notificationReads, notificationWrites } from "./queries/notifications.ts";
import type { offerReads, offerWrites } from "./queries/offers.ts";
import type { pinReads, pinWrites } from "./queries/pins.ts";
import type { publicationReads, publicationWrites } from "./queries/publications.ts";
import type { publisherReads, publisherWrites } from "./queries/publishers.ts";
import type { Cell, CellRevision } from "./queries/resolve-cell.ts";
import type { revisionReads, revisionWrites } from "./queries/revisions.ts";
import type { serverReads, serverWrites } from "./queries/servers.ts";
import type { sessionReads, sessionWrites } from "./queries/sessions.ts";
import type { settingReads, settingWrites } from "./queries/settings.ts";
import type { signInAttemptReads, signInAttemptWrites } from "./queries/sign-in-attempts.ts";
import type { signInProviderReads, signInProviderWrites } from "./queries/sign-in-providers.ts";
import type { signingKeyReads, signingKeyWrites } from "./queries/signing-keys.ts";
import type { subscriptionReads, subscriptionWrites } from "./queries/subscriptions.ts";
import type { tokenReads, tokenWrites } from "./queries/tokens.ts";
import type { upstreamReads, upstreamWrites } from "./queries/upstreams.ts";
import type { userReads, userWrites } from "./queries/users.ts";
import type { webhookReads, webhookWrites } from "./queries/webhooks.ts";
import type { workloadRuleReads, workloadRuleWrites } from "./queries/workload-rules.ts";

export type { JoinedGroup, StoredAccountGroup, StoredGroupMember, StoredInvitation } from "./queries/account-groups.ts";
export type { AccountFilter, DescribedAccount, StoredAccount } from "./queries/accounts.ts";
export type { AuditEntry, AuditFilter, StoredAuditEntry } from "./queries/audit.ts";
export type { MarketplaceFilter, MarketplaceSort } from "./queries/browse-publications.ts";
export type { ChannelAct, ChannelMove, StoredChannel } from "./queries/channels.ts";
export type { CloudFilter, StoredCloud } from "./queries/clouds.ts";
export type { ComponentFilter, FormerName, NewComponent, SharedFacts, StoredComponent } from "./queries/components.ts";
export type {
	DeliveryFilter,
	DeliveryState,
	DeliveryTry,
	NewDelivery,
	StoredDelivery,
	TakenDelivery,
} from "./queries/deliveries.ts";
export type { DeploymentFilter, StoredDeployment } from "./queries/deployments.ts";
export type { EventBacklog } from "./queries/events.ts";
export type { FeedMode, FeedNote, FeedWord, StoredFeed, StoredOffer } from "./queries/feeds.ts";
export type { EnsuredImages, ImageFilter, StoredImage, WantedImage } from "./queries/images.ts";
export type { ImportFilter, ImportSource, ImportUses, StoredImport } from "./queries/imports.ts";
export type { NewJob, StoredJob } from "./queries/jobs.ts";
export type { NumberedLifecycle } from "./queries/lifecycles.ts";
export type { StoredMerge } from "./queries/merges.ts";
export type { NotificationFilter, StoredNotification } from "./queries/notifications.ts";
export type { Offer } from "./queries/offers.ts";
export type { PinPart, PinToPut, PinUsage } from "./queries/pins.ts";
export type {
	BlindSubscription,
	NewPublication,
	OwnPublicationFilter,
	PublicationToWrite,
	StoredPublication,
} from "./queries/publications.ts";
export type { StoredPublisher } from "./queries/publishers.ts";
export type { Cell, CellRevision } from "./queries/resolve-cell.ts";
export type { RevisionNote, StoredRelease, StoredRevision } from "./queries/revisions.ts";
export type {
	ServerFilter,
	ServerUse,
	StoredServer,
	StoredServerUse,
	ToldOfServer,
	WholeServer,
	WrittenServer,
} from "./queries/servers.ts";
export type { StoredSession } from "./queries/sessions.ts";
export type { AskedRevision, RevisionRange, SettingCell, SettingToPut, Usage } from "./queries/settings.ts";
export type { StoredAttempts } from "./queries/sign-in-attempts.ts";
export type { StoredSignInProvider } from "./queries/sign-in-providers.ts";
export type { StoredPublisherKey, StoredSigningKey } from "./queries/signing-keys.ts";
export type { StoredSubscription, SubscriptionMode } from "./queries/subscriptions.ts";
export type { NewToken, StoredToken } from "./queries/tokens.ts";
export type { StoredUpstream } from "./queries/upstreams.ts";
export type { NewUser, StoredMembership, StoredUser } from "./queries/users.ts";
export type { StoredWebhook, WebhookChange } from "./queries/webhooks.ts";
export type { StoredWorkloadRule } from "./queries/workload-rules.ts";

/** What can be read, by noun. */
export interface Reads {
	readonly accounts: ReturnType<typeof accountReads>;
	readonly tokens: ReturnType<typeof tokenReads>;
	readonly users: ReturnType<typeof userReads>;
	readonly sessions: ReturnType<typeof sessionReads>;
	readonly signInAttempts: ReturnType<typeof signInAttemptReads>;
	readonly signInProviders: ReturnType<typeof signInProviderReads>;
	readonly workloadRules: ReturnType<typeof workloadRuleReads>;
	readonly clouds: ReturnType<typeof cloudReads>;
	readonly images: ReturnType<typeof imageReads>;
	readonly components: ReturnType<typeof componentReads>;
	readonly channels: ReturnType<typeof channelReads>;
	readonly lifecycles: ReturnType<typeof lifecycleReads>;
	readonly pins: ReturnType<typeof pinReads>;
	readonly merges: ReturnType<typeof mergeReads>;
	readonly revisions: ReturnType<typeof revisionReads>;
	readonly settings: ReturnType<typeof settingReads>;
	readonly deployments: ReturnType<typeof deploymentReads>;
	readonly servers: ReturnType<typeof serverReads>;
	readonly offers: ReturnType<typeof offerReads>;
	readonly imports: ReturnType<typeof importReads>;
	readonly subscriptions: ReturnType<typeof subscriptionReads>;
	readonly upstreams: ReturnType<typeof upstreamReads>;
	readonly signingKeys: ReturnType<typeof signingKeyReads>;
	readonly feeds: ReturnType<typeof feedReads>;
	readonly deliveries: ReturnType<typeof deliveryReads>;
	readonly events: ReturnType<typeof eventReads>;
	readonly jobs: ReturnType<typeof jobReads>;
	readonly notifications: ReturnType<typeof notificationReads>;
	readonly webhooks: ReturnType<typeof webhookReads>;
	readonly publishers: ReturnType<typeof publisherReads>;
	readonly accountGroups: ReturnType<typeof accountGroupReads>;
	readonly publications: ReturnType<typeof publicationReads>;
	readonly audit: ReturnType<typeof auditReads>;
}

/** What a transaction can do: read, write, and record what it did. */
export interface Transaction {
	readonly accounts: Reads["accounts"] & ReturnType<typeof accountWrites>;
	readonly tokens: Reads["tokens"] & ReturnType<typeof tokenWrites>;
	readonly users: Reads["users"] & ReturnType<typeof userWrites>;
	readonly sessions: Reads["sessions"] & ReturnType<typeof sessionWrites>;
	readonly signInAttempts: Reads["signInAttempts"] & ReturnType<typeof signInAttemptWrites>;
	readonly signInProviders: Reads["signInProviders"] & ReturnType<typeof signInProviderWrites>;
	readonly workloadRules: Reads["workloadRules"] & ReturnType<typeof workloadRuleWrites>;
	readonly clouds: Reads["clouds"] & ReturnType<typeof cloudWrites>;
	readonly images: Reads["images"] & ReturnType<typeof imageWrites>;
	readonly components: Reads["components"] & ReturnType<typeof componentWrites>;
	readonly channels: Reads["channels"] & ReturnType<typeof channelWrites>;
	readonly lifecycles: Reads["lifecycles"] & ReturnType<typeof lifecycleWrites>;
	readonly pins: Reads["pins"] & ReturnType<typeof pinWrites>;
	readonly merges: Reads["merges"] & ReturnType<typeof mergeWrites>;
	readonly revisions: Reads["revisions"] & ReturnType<typeof revisionWrites>;
	readonly settings: Reads["settings"] & ReturnType<typeof settingWrites>;
	readonly deployments: Reads["deployments"] & ReturnType<typeof deploymentWrites>;
	readonly servers: Reads["servers"] & ReturnType<typeof serverWrites>;
	readonly offers: Reads["offers"] & ReturnType<typeof offerWrites>;
	readonly imports: Reads["imports"] & ReturnType<typeof importWrites>;
	readonly subscriptions: Reads["subscriptions"] & ReturnType<typeof subscriptionWrites>;
	readonly upstreams: Reads["upstreams"] & ReturnType<typeof upstreamWrites>;
	readonly signingKeys: Reads["signingKeys"] & ReturnType<typeof signingKeyWrites>;
	readonly feeds: Reads["feeds"] & ReturnType<typeof feedWrites>;
	readonly deliveries: Reads["deliveries"] & ReturnType<typeof deliveryWrites>;
	readonly events: Reads["events"] & ReturnType<typeof eventWrites>;
	readonly jobs: Reads["jobs"] & ReturnType<typeof jobWrites>;
	readonly notifications: Reads["notifications"] & ReturnType<typeof notificationWrites>;
	readonly webhooks: Reads["webhooks"] & ReturnType<typeof webhookWrites>;
	readonly publishers: Reads["publishers"] & ReturnType<typeof publisherWrites>;
	readonly accountGroups: Reads["accountGroups"] & ReturnType<typeof accountGroupWrites>;
	readonly publications: Reads["publications"] & ReturnType<typeof publicationWrites>;
	readonly audit: Reads["audit"];
	/** Adds an entry to the audit of this write. */
	record(entry: AuditEntry): void;
	/**
	 * Rolls the write back when its act ends, entries included, and returns `result`, so that an act which finds nothing
	 * to change ends with `return tx.undo(result)`. The whole transaction is undone: only the act handed to `write` calls
	 * this, never a part of a larger one.
	 */
	undo<T>(result: T): T;
}

/** How a write is made. */
export interface WriteOptions {
	/** Dry run: `act` runs and its result is returned, with the same checks and faults, but nothing is saved. */
	readonly dryRun?: boolean | undefined;
}

/** The database of a registry, on either engine. */
export interface Store {
	readonly engine: "sqlite" | "postgres";
	/** Sees only committed rows. */
	readonly read: Reads;
	/**
	 * Runs `act` in one transaction: all of its writes and its audit entries are saved, or nothing is. `act` may run
	 * again if the engine asks for it, so it does nothing but use the transaction. An act that ends without an audit
	 * entry and without `undo` is a mistake and throws, so nothing is ever written or dropped unnoticed.
	 */
	write<T>(act: (tx: Transaction) => Promise<T>, options?: WriteOptions): Promise<T>;
	/**
	 * Runs the registry's own work in one transaction, for which no one has to answer: queues, cursors, read marks. Moves
	 * the generation, and records no audit entry.
	 */
	keep<T>(act: (tx: Transaction) => Promise<T>): Promise<T>;
	/** Counter of committed writes by any process on this database: equal = nothing has changed. */
	generation(): Promise<number> | number;
	findCell(
		accountId: number,
		asked: { readonly name: string; readonly revision: CellRevision; readonly cloud: string },
	): Promise<Cell | undefined> | Cell | undefined;
	/** Records when a token was last used: without an audit entry, at most once a minute per token. */
	touchToken(id: number, at: string): Promise<void>;
	/** Records when a session was last used, likewise. */
	touchSession(id: number, at: string): Promise<void>;
	close(): Promise<void>;
}
