import type { Kysely } from "kysely";
import type { Engine } from "./dialects/engine.ts";
import { accountGroupReads, accountGroupWrites } from "./queries/account-groups/account-groups.ts";
import { accountReads, accountWrites } from "./queries/accounts/accounts.ts";
import { auditReads } from "./queries/audit/audit.ts";
import { signingKeyReads, signingKeyWrites } from "./queries/bundles/signing-keys.ts";
import { channelReads, channelWrites } from "./queries/channels/channels.ts";
import { cloudReads, cloudWrites } from "./queries/clouds/clouds.ts";
import { componentReads, componentWrites } from "./queries/components/components.ts";
import { pinReads, pinWrites } from "./queries/components/pins.ts";
import { eventReads, eventWrites } from "./queries/events/events.ts";
import { notificationReads, notificationWrites } from "./queries/events/notifications.ts";
import { feedReads, feedWrites } from "./queries/feeds/feeds.ts";
import { imageReads, imageWrites } from "./queries/images/images.ts";
import { importReads, importWrites } from "./queries/imports/imports.ts";
import { subscriptionReads, subscriptionWrites } from "./queries/imports/subscriptions.ts";
import { jobReads, jobWrites } from "./queries/jobs/jobs.ts";
import { lifecycleReads, lifecycleWrites } from "./queries/lifecycles/lifecycles.ts";
import { publicationReads, publicationWrites } from "./queries/marketplace/publications.ts";
import { publisherReads, publisherWrites } from "./queries/marketplace/publishers.ts";
import { visiblePublicationReads, visiblePublicationWrites } from "./queries/marketplace/visible-publications.ts";
import { settingReads, settingWrites } from "./queries/mcis/settings.ts";
import { mergeReads, mergeWrites } from "./queries/revisions/merges.ts";
import { revisionReads, revisionWrites } from "./queries/revisions/revisions.ts";
import { deploymentReads, deploymentWrites } from "./queries/servers/deployments.ts";
import { serverReads, serverWrites } from "./queries/servers/servers.ts";
import { sessionReads, sessionWrites } from "./queries/sign-in/sessions.ts";
import { signInAttemptReads, signInAttemptWrites } from "./queries/sign-in/sign-in-attempts.ts";
import { signInProviderReads, signInProviderWrites } from "./queries/sign-in/sign-in-providers.ts";
import { tokenReads, tokenWrites } from "./queries/tokens/tokens.ts";
import { upstreamReads, upstreamWrites } from "./queries/upstreams/upstreams.ts";
import { userReads, userWrites } from "./queries/users/users.ts";
import { deliveryReads, deliveryWrites } from "./queries/webhooks/deliveries.ts";
import { webhookReads, webhookWrites } from "./queries/webhooks/webhooks.ts";
import { workloadRuleReads, workloadRuleWrites } from "./queries/workloads/workload-rules.ts";
import type { Tables } from "./tables.ts";

export type * from "./queries/account-groups/account-groups.ts";
export type * from "./queries/accounts/accounts.ts";
export type * from "./queries/audit/audit.ts";
export type * from "./queries/bundles/signing-keys.ts";
export type * from "./queries/channels/channels.ts";
export type * from "./queries/clouds/clouds.ts";
export type * from "./queries/components/components.ts";
export type * from "./queries/components/pins.ts";
export type * from "./queries/events/events.ts";
export type * from "./queries/events/notifications.ts";
export type * from "./queries/feeds/feeds.ts";
export type * from "./queries/images/images.ts";
export type * from "./queries/imports/imports.ts";
export type * from "./queries/imports/subscriptions.ts";
export type * from "./queries/jobs/jobs.ts";
export type * from "./queries/lifecycles/lifecycles.ts";
export type * from "./queries/marketplace/browse-publications.ts";
export type * from "./queries/marketplace/publications.ts";
export type * from "./queries/marketplace/publishers.ts";
export type * from "./queries/marketplace/visible-publications.ts";
export type * from "./queries/mcis/settings.ts";
export type * from "./queries/resolve/resolve-cell.ts";
export type * from "./queries/revisions/merges.ts";
export type * from "./queries/revisions/revisions.ts";
export type * from "./queries/servers/deployments.ts";
export type * from "./queries/servers/servers.ts";
export type * from "./queries/sign-in/sessions.ts";
export type * from "./queries/sign-in/sign-in-attempts.ts";
export type * from "./queries/sign-in/sign-in-providers.ts";
export type * from "./queries/tokens/tokens.ts";
export type * from "./queries/upstreams/upstreams.ts";
export type * from "./queries/users/users.ts";
export type * from "./queries/webhooks/deliveries.ts";
export type * from "./queries/webhooks/webhooks.ts";
export type * from "./queries/workloads/workload-rules.ts";

/** A stored noun: the queries that read it, and those that write it. */
interface Noun {
	readonly reads: (db: Kysely<Tables>, engine: Engine) => object;
	readonly writes?: (db: Kysely<Tables>, engine: Engine) => object;
}

/**
 * Every stored noun, by the name that use cases know it by. The types and objects of reads and transactions follow from
 * this list.
 */
export const nouns = {
	accounts: { reads: accountReads, writes: accountWrites },
	tokens: { reads: tokenReads, writes: tokenWrites },
	users: { reads: userReads, writes: userWrites },
	sessions: { reads: sessionReads, writes: sessionWrites },
	signInAttempts: { reads: signInAttemptReads, writes: signInAttemptWrites },
	signInProviders: { reads: signInProviderReads, writes: signInProviderWrites },
	workloadRules: { reads: workloadRuleReads, writes: workloadRuleWrites },
	clouds: { reads: cloudReads, writes: cloudWrites },
	images: { reads: imageReads, writes: imageWrites },
	components: { reads: componentReads, writes: componentWrites },
	channels: { reads: channelReads, writes: channelWrites },
	lifecycles: { reads: lifecycleReads, writes: lifecycleWrites },
	pins: { reads: pinReads, writes: pinWrites },
	merges: { reads: mergeReads, writes: mergeWrites },
	revisions: { reads: revisionReads, writes: revisionWrites },
	settings: { reads: settingReads, writes: settingWrites },
	deployments: { reads: deploymentReads, writes: deploymentWrites },
	servers: { reads: serverReads, writes: serverWrites },
	visiblePublications: { reads: visiblePublicationReads, writes: visiblePublicationWrites },
	imports: { reads: importReads, writes: importWrites },
	subscriptions: { reads: subscriptionReads, writes: subscriptionWrites },
	upstreams: { reads: upstreamReads, writes: upstreamWrites },
	signingKeys: { reads: signingKeyReads, writes: signingKeyWrites },
	feeds: { reads: feedReads, writes: feedWrites },
	deliveries: { reads: deliveryReads, writes: deliveryWrites },
	events: { reads: eventReads, writes: eventWrites },
	jobs: { reads: jobReads, writes: jobWrites },
	notifications: { reads: notificationReads, writes: notificationWrites },
	webhooks: { reads: webhookReads, writes: webhookWrites },
	publishers: { reads: publisherReads, writes: publisherWrites },
	accountGroups: { reads: accountGroupReads, writes: accountGroupWrites },
	publications: { reads: publicationReads, writes: publicationWrites },
	audit: { reads: auditReads },
} satisfies Record<string, Noun>;

type Nouns = typeof nouns;

/** What can be read, by noun. */
export type ReadableNouns = { readonly [N in keyof Nouns]: ReturnType<Nouns[N]["reads"]> };

/** What can be read and written, by noun. */
export type WritableNouns = {
	readonly [N in keyof Nouns]: ReturnType<Nouns[N]["reads"]> &
		(Nouns[N] extends { readonly writes: (...given: never[]) => infer W } ? W : unknown);
};

/** The reads of every noun. A noun's queries are built when they are first used, since most acts use few nouns. */
export const readsOn = lazyNouns<ReadableNouns>((noun, db, engine) => noun.reads(db, engine));

/** The reads and writes of every noun, within the transaction of `db`. */
export const writesOn = lazyNouns<WritableNouns>((noun, db, engine) => ({
	...noun.reads(db, engine),
	...noun.writes?.(db, engine),
}));

function lazyNouns<T extends object>(
	build: (noun: Noun, db: Kysely<Tables>, engine: Engine) => object,
): (db: Kysely<Tables>, engine: Engine) => T {
	class Built {
		readonly db: Kysely<Tables>;
		readonly engine: Engine;

		constructor(db: Kysely<Tables>, engine: Engine) {
			this.db = db;
			this.engine = engine;
		}
	}
	for (const [name, noun] of Object.entries<Noun>(nouns)) {
		Object.defineProperty(Built.prototype, name, {
			enumerable: true,
			get(this: Built) {
				const value = build(noun, this.db, this.engine);
				Object.defineProperty(this, name, { value, enumerable: true });
				return value;
			},
		});
	}
	return (db, engine) => new Built(db, engine) as unknown as T;
}
