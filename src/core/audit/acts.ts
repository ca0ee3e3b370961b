import type { ComponentKind } from "../component/component-kind.ts";
import type { LifecycleState } from "../component/lifecycle.ts";

/** What an act was done to. */
export type SubjectKind =
	| "account"
	| "user"
	| "session"
	| "token"
	| "cloud"
	| "image"
	| ComponentKind
	| "deployment"
	| "server"
	| "upstream"
	| "webhook"
	| "sign-in-provider"
	| "workload-rule"
	| "publisher"
	| "group"
	| "publication"
	| "subscription"
	| "signing-key"
	| "publisher-key"
	| "feed"
	| "bundle";

/** One act of the catalogue. The texts are for the documentation, as table cells. */
export interface ActInfo {
	readonly subject: SubjectKind;
	/** What happened, as a clause: “a commit is revoked”. */
	readonly meaning: string;
	/** The values before the act; absent = null. */
	readonly before?: string;
	/** The values after the act, or the list of changes; absent = null. */
	readonly after?: string;
}

type Verb = Omit<ActInfo, "subject">;

const changes = "the changes, each with its value before and after";

/** Acts on every kind of component. Their names are the kind and the verb: `mci.commit`. */
const componentVerbs = {
	create: { meaning: "a component is created", after: "name, description, tags, and its content as changes" },
	clone: { meaning: "a component is cloned from a revision", after: "name, description, tags, and the origin" },
	describe: { meaning: "HEAD's description or tags are edited", after: changes },
	replace: { meaning: "HEAD is replaced as a whole", after: changes },
	patch: { meaning: "a patch is applied to HEAD", after: changes },
	merge: { meaning: "a revision is merged into HEAD", after: `${changes}, and the merged revision` },
	restore: { meaning: "HEAD is set to a revision", after: `${changes}, and that revision` },
	undo: { meaning: "the last edit of HEAD is undone", after: `${changes}, and the undone act` },
	rename: { meaning: "a component is renamed", before: "name", after: "name, and until when the old one answers" },
	commit: {
		meaning: "HEAD is committed",
		before: "newest revision",
		after: "the new revision, its digest and message",
	},
	import: {
		meaning: "revisions are imported, from an upstream list or a publisher",
		before: "newest revision",
		after: "the origin and the revisions; or the number of images with new facts",
	},
	deprecate: { meaning: "a commit is deprecated", before: "the lifecycle", after: "the lifecycle" },
	revoke: { meaning: "a commit is revoked", before: "the lifecycle", after: "the lifecycle" },
	reactivate: { meaning: "a commit is reactivated", before: "the lifecycle", after: "the lifecycle" },
	"channel-set": {
		meaning: "a channel is moved to a revision",
		before: "its revision",
		after: "its revision, the reason",
	},
	"channel-promote": {
		meaning: "a channel is moved to another channel's revision",
		before: "its revision",
		after: "its revision, the reason",
	},
	"channel-rollback": {
		meaning: "a channel is rolled back",
		before: "its revision",
		after: "its revision, the reason",
	},
	"channel-restrict": {
		meaning: "a channel's guards or movers are set",
		before: "guards and movers",
		after: "guards and movers",
	},
	"channel-remove": { meaning: "a channel is removed", before: "its revision, guards and movers" },
	delete: {
		meaning: "a component is deleted with all its revisions",
		before: "name, lineage, newest revision, description, tags",
	},
} as const satisfies Readonly<Record<string, Verb>>;

const mciVerbs = {
	"put-setting": { meaning: "the setting of a cloud is set", after: changes },
	"remove-setting": { meaning: "the setting of a cloud is removed", after: changes },
} as const satisfies Readonly<Record<string, Verb>>;

const templateVerbs = {
	"add-mci": { meaning: "an MCI is added", after: changes },
	"remove-mci": { meaning: "an MCI is removed", after: changes },
	"swap-mci": { meaning: "an MCI is replaced by another revision", after: changes },
	"set-default": { meaning: "another MCI becomes the default", after: changes },
	"set-mcis": { meaning: "all MCIs are replaced", after: changes },
	"add-script": { meaning: "a script is added", after: changes },
	"remove-script": { meaning: "a script is removed", after: changes },
	"swap-script": { meaning: "a script is replaced by another revision", after: changes },
	"move-script": { meaning: "a script is moved within its sequence", after: changes },
	"set-scripts": { meaning: "all scripts of a sequence are replaced", after: changes },
	"change-inputs": { meaning: "values of inputs are set or removed", after: changes },
	"set-inputs": { meaning: "all values of inputs are replaced", after: changes },
	swap: { meaning: "a pinned revision is replaced in all templates that use it", after: changes },
	update: { meaning: "pins are updated to the newest usable commits", after: changes },
} as const satisfies Readonly<Record<string, Verb>>;

const scriptVerbs = {
	set: { meaning: "a script's source or inputs are set", after: changes },
} as const satisfies Readonly<Record<string, Verb>>;

/** Acts on everything else, by their whole name. */
const otherActs = {
	"account.create": { subject: "account", meaning: "an account is created", after: "name, description" },
	"account.describe": {
		subject: "account",
		meaning: "an account's description is edited",
		before: "description",
		after: "description",
	},
	"account.set-policy": {
		subject: "account",
		meaning: "the lint policy is set",
		before: "the policy",
		after: "the policy",
	},
	"samples.import": { subject: "account", meaning: "the first start imported the sample lists" },
	"samples.begin-example": { subject: "account", meaning: "the first start began to create the example" },
	"samples.example": { subject: "account", meaning: "the first start created the example, or there was no need to" },
	"deployment.create": {
		subject: "deployment",
		meaning: "a deployment is created",
		after: "name, description, inputs",
	},
	"deployment.clone": {
		subject: "deployment",
		meaning: "a deployment is cloned with its servers",
		after: "name, description, inputs, and the origin",
	},
	"deployment.describe": {
		subject: "deployment",
		meaning: "a deployment is edited",
		before: "name, description, inputs",
		after: "name, description, inputs",
	},
	"deployment.delete": {
		subject: "deployment",
		meaning: "a deployment is deleted",
		before: "name, description, inputs",
	},
	"server.add": {
		subject: "server",
		meaning: "a server is added",
		after: "its configuration and answer; user data by its size",
	},
	"server.edit": {
		subject: "server",
		meaning: "a server's overrides are edited",
		before: "likewise",
		after: "likewise",
	},
	"server.re-inherit": {
		subject: "server",
		meaning: "a server is resolved again",
		before: "likewise",
		after: "likewise",
	},
	"server.move": {
		subject: "server",
		meaning: "a server is moved to another template revision",
		before: "likewise",
		after: "likewise",
	},
	"server.export-revoked": {
		subject: "server",
		meaning: "a server with a revoked or withdrawn part is exported all the same",
		after: "format, the reason, and why it would have been refused",
	},
	"server.delete": { subject: "server", meaning: "a server is deleted", before: "likewise" },
	"image.deprecate": {
		subject: "image",
		meaning: "an image is deprecated in this registry",
		before: "the lifecycle",
		after: "the cloud and the lifecycle",
	},
	"image.revoke": {
		subject: "image",
		meaning: "an image is revoked in this registry",
		before: "the lifecycle",
		after: "the cloud and the lifecycle",
	},
	"image.reactivate": {
		subject: "image",
		meaning: "an image is reactivated in this registry",
		before: "the lifecycle",
		after: "the cloud and the lifecycle",
	},
	"cloud.add": { subject: "cloud", meaning: "a cloud is added", after: "slug, type, region, name" },
	"upstream.add": { subject: "upstream", meaning: "an upstream is added", after: "URL, format, options" },
	"upstream.remove": { subject: "upstream", meaning: "an upstream is removed", before: "URL, format, options" },
	"upstream.sync": {
		subject: "upstream",
		meaning: "an upstream is synced",
		before: "the previous result",
		after: "the result, with the number of new revisions",
	},
	"publisher.set": {
		subject: "publisher",
		meaning: "the publisher profile is created or edited",
		before: "the profile",
		after: "the profile",
	},
	"group.create": { subject: "group", meaning: "an account group is created", after: "name, description" },
	"group.describe": {
		subject: "group",
		meaning: "an account group is edited",
		before: "name, description",
		after: "name, description",
	},
	"group.delete": {
		subject: "group",
		meaning: "an account group is deleted",
		before: "name, description, and the publications that only it could see",
	},
	"group.invite": {
		subject: "group",
		meaning: "an account is invited",
		after: "the invitation's id, note and expiry; never its code",
	},
	"group.revoke-invitation": {
		subject: "group",
		meaning: "an invitation is revoked",
		before: "the invitation's id, note and expiry",
	},
	"group.join": {
		subject: "group",
		meaning: "an account joins; recorded in both accounts, in the group's with the other account as the actor",
		after: "the account and the invitation; in the joining account the group and its owner",
	},
	"group.leave": {
		subject: "group",
		meaning: "an account leaves; recorded in both accounts, as for joining",
		before: "the account; in the leaving account the group and its owner",
		after: "the publications that it no longer sees",
	},
	"group.remove": {
		subject: "group",
		meaning: "an account is removed",
		before: "the account",
		after: "the publications that it no longer sees, and the number of subscriptions that ended",
	},
	"publication.publish": {
		subject: "publication",
		meaning: "a revision is published",
		before: "whether it was there only as a dependency",
		after: "digest, audience, categories; `because` names the template that needs a dependency",
	},
	"publication.republish": {
		subject: "publication",
		meaning: "a shared HEAD is updated",
		before: "digest",
		after: "digest",
	},
	"publication.edit": {
		subject: "publication",
		meaning: "a publication's texts or audience are edited",
		before: "texts and audience",
		after: "texts and audience",
	},
	"publication.deprecate": {
		subject: "publication",
		meaning: "a publication is deprecated",
		before: "the state",
		after: "the state",
	},
	"publication.reactivate": {
		subject: "publication",
		meaning: "a publication is reactivated",
		before: "the state",
		after: "the state, and the dependencies that came with it",
	},
	"publication.retract": {
		subject: "publication",
		meaning: "a publication is retracted",
		before: "the state",
		after: "the state, and the dependencies that went with it",
	},
	"subscription.subscribe": {
		subject: "subscription",
		meaning: "the account subscribes to a lineage, or changes the mode",
		before: "the mode",
		after: "kind, lineage, publisher, mode",
	},
	"subscription.unsubscribe": {
		subject: "subscription",
		meaning: "the account ends a subscription",
		before: "kind, lineage, mode",
	},
	"subscription.end": {
		subject: "subscription",
		meaning: "a subscription ends because the account no longer sees the lineage; recorded in the subscriber's account",
		before: "kind, name, lineage",
		after: "the reason",
	},
	"signing-key.create": {
		subject: "signing-key",
		meaning: "the account's signing key is created; the subject is its fingerprint",
		after: "fingerprint and public key",
	},
	"signing-key.rotate": {
		subject: "signing-key",
		meaning: "the account's signing key is replaced",
		before: "fingerprint and public key",
		after: "fingerprint and public key",
	},
	"publisher-key.trust": {
		subject: "publisher-key",
		meaning: "a publisher's key is trusted; the subject is its fingerprint",
		after: "the publisher",
	},
	"publisher-key.distrust": {
		subject: "publisher-key",
		meaning: "a publisher's key is no longer trusted",
		before: "the publisher",
	},
	"publisher-key.replace": {
		subject: "publisher-key",
		meaning: "a publisher's new key replaces an old one; the subject is the new one's fingerprint",
		before: "the old key",
		after: "the publisher, and the number of revisions and feeds",
	},
	"bundle.export": {
		subject: "bundle",
		meaning: "a bundle is exported; the subject is its digest",
		after: "its publications, and the signing key",
	},
	"bundle.import": {
		subject: "bundle",
		meaning: "a bundle is imported; each of its revisions has an entry of its own",
		after: "the publisher, and the number of revisions",
	},
	"feed.publish": {
		subject: "feed",
		meaning: "the account's feed is exported; the subject is the publisher's name",
		after: "number, digest and expiry of the index",
	},
	"feed.add": { subject: "feed", meaning: "a feed is followed", after: "URL, key, mode, interval" },
	"feed.edit": {
		subject: "feed",
		meaning: "the mode or interval of a followed feed is edited",
		before: "mode and interval",
		after: "mode and interval",
	},
	"feed.remove": { subject: "feed", meaning: "a feed is no longer followed", before: "URL, key, mode" },
	"feed.sync": {
		subject: "feed",
		meaning: "a feed is synced; a scheduled sync only if it changed something",
		before: "the index",
		after: "the index and the result",
	},
	"webhook.create": { subject: "webhook", meaning: "a webhook is created", after: "origin, events, description" },
	"webhook.edit": {
		subject: "webhook",
		meaning: "a webhook is edited",
		before: "origin, events, description",
		after: "origin, events, description",
	},
	"webhook.remove": { subject: "webhook", meaning: "a webhook is removed", before: "origin, events, description" },
	"webhook.pause": {
		subject: "webhook",
		meaning: "a webhook is paused; by `registry` if its receiver is gone",
		before: "whether it was active",
		after: "that it is not, and the registry's reason",
	},
	"webhook.resume": {
		subject: "webhook",
		meaning: "a webhook is resumed",
		before: "whether it was active",
		after: "that it is",
	},
	"webhook.rotate": {
		subject: "webhook",
		meaning: "a webhook gets a new secret",
		after: "until when the previous secret also signs",
	},
	"webhook.test": { subject: "webhook", meaning: "a ping is sent to a webhook", after: "the delivery" },
	"webhook.redeliver": {
		subject: "webhook",
		meaning: "deliveries are sent again",
		after: "the delivery, or their number and since when",
	},
	"token.create": {
		subject: "token",
		meaning: "a token is created",
		after: "roles, expiry, owner, and its only component",
	},
	"token.revoke": { subject: "token", meaning: "a token is revoked", before: "not revoked", after: "the time" },
	"member.set": {
		subject: "user",
		meaning: "a user's roles in the account are set",
		before: "roles",
		after: "roles",
	},
	"member.remove": { subject: "user", meaning: "a user's roles in the account are removed", before: "roles" },
	"user.create": {
		subject: "user",
		meaning: "a user is created",
		after: "display name, email address, operator, disabled since",
	},
	"user.edit": { subject: "user", meaning: "a user is edited", before: "likewise", after: "likewise" },
	"user.disable": { subject: "user", meaning: "a user is disabled", before: "likewise", after: "likewise" },
	"user.enable": { subject: "user", meaning: "a user is enabled", before: "likewise", after: "likewise" },
	"user.password": { subject: "user", meaning: "a user's password is set" },
	"session.begin": {
		subject: "session",
		meaning: "a user signs in; the subject is the user's name",
		after: "the method and the network address",
	},
	"session.refuse": {
		subject: "session",
		meaning: "a sign-in is refused; the subject is the name that was tried",
		after: "the method, the network address, and the reason for a provider's",
	},
	"session.end": { subject: "session", meaning: "a session is ended", before: "the method, and when it started" },
	"sign-in-provider.add": {
		subject: "sign-in-provider",
		meaning: "a sign-in provider is added",
		after: "its settings, and whether it has a secret",
	},
	"sign-in-provider.change": {
		subject: "sign-in-provider",
		meaning: "a sign-in provider is edited",
		before: "likewise",
		after: "likewise",
	},
	"sign-in-provider.map": {
		subject: "sign-in-provider",
		meaning: "the roles that a provider's group gives in an account are set; recorded in that account too",
		before: "group, account, roles",
		after: "group, account, roles",
	},
	"sign-in-provider.remove": {
		subject: "sign-in-provider",
		meaning: "a sign-in provider is removed",
		before: "its settings",
	},
	"workload-rule.add": {
		subject: "workload-rule",
		meaning: "a workload rule is added",
		after: "issuer, audience, conditions, roles, lifetime, and its only component",
	},
	"workload-rule.remove": { subject: "workload-rule", meaning: "a workload rule is removed", before: "likewise" },
	"workload-rule.exchange": {
		subject: "workload-rule",
		meaning: "a workload's identity token is exchanged for a token",
		after: "issuer, subject and id of the identity token, and the token",
	},
	"workload-rule.refuse": {
		subject: "workload-rule",
		meaning: "a workload's identity token is refused by the account's rules, or was used before",
		after: "issuer, subject and id of the identity token, and why each rule did not match",
	},
	"workload-rule.refuse-token": {
		subject: "workload-rule",
		meaning: "an identity token is refused that belongs to no account; the subject is its issuer",
		after: "the reason",
	},
} as const satisfies Readonly<Record<string, ActInfo>>;

type Named<K extends string, V> = `${K}.${keyof V & string}`;

/** The verb of an act on a component. */
export type ComponentVerb =
	| keyof typeof componentVerbs
	| keyof typeof mciVerbs
	| keyof typeof templateVerbs
	| keyof typeof scriptVerbs;

/** The name of an act: the kind of its subject and a verb, such as `mci.commit`. Names are stored and never change. */
export type Act =
	| Named<ComponentKind, typeof componentVerbs>
	| Named<"mci", typeof mciVerbs>
	| Named<"template", typeof templateVerbs>
	| Named<"script", typeof scriptVerbs>
	| keyof typeof otherActs;

/** Every act, with its subject and what its entries hold: the source of the documentation and of the API's list. */
export const acts: ReadonlyMap<Act, ActInfo> = new Map([
	...of("mci", { ...componentVerbs, ...mciVerbs }),
	...of("template", { ...componentVerbs, ...templateVerbs }),
	...of("script", { ...componentVerbs, ...scriptVerbs }),
	...(Object.entries(otherActs) as [Act, ActInfo][]),
]);

function of(subject: ComponentKind, verbs: Readonly<Record<string, Verb>>): [Act, ActInfo][] {
	return Object.entries(verbs).map(([verb, info]) => [`${subject}.${verb}` as Act, { subject, ...info }]);
}

/** The act of a verb on a component. Throws for a verb that this kind does not have: a mistake of the caller. */
export function componentAct(kind: ComponentKind, verb: ComponentVerb): Act {
	const act = `${kind}.${verb}` as Act;
	if (!acts.has(act)) throw new Error(`${act} is not in the catalogue of acts`);
	return act;
}

/** What an act was done to. */
export function subjectOf(act: Act): SubjectKind {
	const info = acts.get(act);
	if (!info) throw new Error(`${act} is not in the catalogue of acts`);
	return info.subject;
}

/** The verb that sets a state, of a commit or an image. */
export const lifecycleVerbs = {
	active: "reactivate",
	deprecated: "deprecate",
	revoked: "revoke",
} as const satisfies Readonly<Record<LifecycleState, ComponentVerb>>;
