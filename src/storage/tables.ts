import type { Generated, Insertable, Selectable } from "kysely";

/** A moment as UTC ISO 8601 text: sorts alike on both engines. */
type Moment = string;
type Id = Generated<number>;

export interface AccountsTable {
	id: Id;
	name: string;
	created_at: Moment;
	/** JSON object: what the account's lint asks for; null = nothing beyond the rules themselves. */
	policy: string | null;
	description: Generated<string>;
}

export interface TokensTable {
	id: Id;
	account_id: number;
	name: string;
	/** For servers of the release before: the nearest of reader, writer, admin. */
	role: string;
	/** JSON array of words. */
	roles: Generated<string>;
	/** Whose it is; null = a service's. */
	user_id: number | null;
	/** The one component that it is for; null = all of the account. */
	component_id: number | null;
	/** How it came to be: `made`, or the workload rule that gave it. */
	source: Generated<string>;
	/** SHA-256 of the token, hex; the token itself is never stored. */
	hash: string;
	created_at: Moment;
	expires_at: Moment | null;
	revoked_at: Moment | null;
	last_used_at: Moment | null;
}

/** A person who signs in. */
export interface UsersTable {
	id: Id;
	/** What they sign in with, lower case. */
	name: string;
	display_name: string;
	email: string | null;
	/** PHC string of argon2id; null = has no password. */
	password_hash: string | null;
	/** 1 = keeps the installation. */
	is_operator: number;
	created_at: Moment;
	updated_at: Moment;
	disabled_at: Moment | null;
}

/** What a person is in an account, by who said so. */
export interface MembershipsTable {
	account_id: number;
	user_id: number;
	/** `given` by an admin, or the sign-in provider whose groups gave it. */
	source: string;
	/** JSON array of words. */
	roles: string;
	created_at: Moment;
}

export interface SessionsTable {
	id: Id;
	user_id: number;
	/** SHA-256 of the cookie's secret, hex. */
	hash: string;
	/** `password`, or the sign-in provider. */
	method: string;
	/** What the browser says it is, to know sessions apart. */
	agent: string | null;
	created_at: Moment;
	expires_at: Moment;
	/** To the minute. */
	last_used_at: Moment;
}

/** Attempts to sign in that did not succeed. */
export interface SignInAttemptsTable {
	/** `name:` or `address:` and the SHA-256 of it, hex: what somebody typed as their name may be their password. */
	subject: string;
	failures: number;
	last_at: Moment;
	/** When the next attempt is looked at. */
	next_at: Moment;
}

/** An OpenID provider that people sign in with. */
export interface SignInProvidersTable {
	id: Id;
	name: string;
	title: string;
	issuer: string;
	client_id: string;
	/** Sealed; null = a public client. */
	client_secret: string | null;
	/** JSON array of words. */
	scopes: string;
	groups_claim: string | null;
	/** `mapped` or `everyone`. */
	admits: string;
	created_at: Moment;
	updated_at: Moment;
}

/** What being in a group at a provider gives in an account. */
export interface GroupMappingsTable {
	provider_id: number;
	group_name: string;
	account_id: number;
	/** JSON array of words. */
	roles: string;
	created_at: Moment;
}

/** Who a person is at an OpenID issuer. */
export interface UserIdentitiesTable {
	issuer: string;
	subject: string;
	user_id: number;
	created_at: Moment;
}

export interface WorkloadRulesTable {
	id: Id;
	account_id: number;
	name: string;
	issuer: string;
	audience: string;
	/** JSON object: claim → array of patterns. */
	conditions: string;
	/** JSON array of words. */
	roles: string;
	/** Of a component that may be gone: then the rule gives nothing. */
	component_id: number | null;
	lifetime_seconds: number;
	created_by: string;
	created_at: Moment;
}

/** Workloads' tokens that were exchanged: SHA-256 of issuer and token id, hex; forgotten once the token is over. */
export interface UsedWorkloadTokensTable {
	digest: string;
	expires_at: Moment;
}

export interface CloudsTable {
	id: Id;
	account_id: number;
	slug: string;
	type: string;
	region: string | null;
	name: string;
	created_at: Moment;
	/** 1 = it only came with an import, and the account does not have it: its settings answer nothing. */
	is_dormant: Generated<number>;
}

export interface ImagesTable {
	id: Id;
	account_id: number;
	cloud_id: number;
	kind: string;
	uid: string;
	/** Empty for none: a unique index would not see two nulls as equal. */
	checksum: string;
	name: string | null;
	os: string | null;
	os_version: string | null;
	architecture: string | null;
	published_architecture: string | null;
	variant: string | null;
	owner: string | null;
	visibility: string | null;
	state: string;
	release: string | null;
	/** Empty when unknown, so that keyset pages can order by it. */
	created_at: string;
	deprecated_at: Moment | null;
	deleted_at: Moment | null;
	end_of_life_at: Moment | null;
	replacement: string | null;
	url: string | null;
	/** Lower-cased name, uid, OS and release: what text search looks at. */
	search_text: string;
}

/** What has revisions: an MCI, a ServerTemplate or a script. */
export interface ComponentsTable {
	id: Id;
	account_id: number;
	kind: string;
	lineage: string;
	name: string;
	description_id: number;
	/** JSON array of text. */
	tags: string;
	/** HEAD's content as JSON, of kinds whose content is a document; an MCI's is in `settings`. */
	document_id: number | null;
	/** Grows with every change of HEAD: what If-Match compares. */
	head_version: number;
	/** Number of the newest commit; 0 = none. */
	latest_number: number;
	/** `<format>:<key>` of the upstream's product line. */
	origin_key: string | null;
	/** The revision that the upstream's newest imported release became. */
	origin_number: number | null;
	/** What it was cloned from: the lineage, the newest commit that the copy held (0 = none), and the name then. */
	parent_lineage: string | null;
	parent_number: number | null;
	parent_name: string | null;
	os: string | null;
	os_version: string | null;
	architecture: string | null;
	search_text: string;
	/** Who published what this is an import of; null = the account's own. */
	publisher: string | null;
	created_at: Moment;
	updated_at: Moment;
}

export interface RevisionsTable {
	component_id: number;
	number: number;
	name: string;
	description_id: number;
	tags: string;
	document_id: number | null;
	digest: string;
	message: string;
	author: string;
	created_at: Moment;
	settings_count: number;
	changes_count: number;
	release_version: string | null;
	released_at: Moment | null;
	/** JSON object: part of the scope → digest of its map, to know the upstream's release again. */
	release_parts: string | null;
	/** JSON array: what was overridden when it was committed, for ever beside it. */
	notes: string | null;
}

/**
 * One value of one setting over the half-open range of revisions [from_number, to_number). HEAD is the number after the newest
 * commit, so a commit writes no setting at all, and an edit of HEAD ends one row and begins another.
 */
export interface SettingsTable {
	mci_id: number;
	cloud_id: number;
	from_number: number;
	to_number: number;
	image_id: number;
	instance_type: string | null;
	kernel: string | null;
	ramdisk: string | null;
	user_data_id: number | null;
}

/** A former name that still answers for what was renamed. */
export interface FormerNamesTable {
	account_id: number;
	kind: string;
	name: string;
	component_id: number;
	expires_at: Moment;
}

export interface ChannelsTable {
	id: Id;
	component_id: number;
	name: string;
	/** The revision it points to; 0 = HEAD. */
	number: number;
	/** JSON array of words. */
	guards: string;
	/** JSON array of who may move it; null = every writer. */
	movers: string | null;
	moves_count: number;
	created_at: Moment;
	updated_at: Moment;
}

export interface ChannelMovesTable {
	channel_id: number;
	/** 1, 2, 3 … within the channel. */
	seq: number;
	from_number: number | null;
	to_number: number;
	at: Moment;
	actor: string;
	/** How it came to be there: `set`, `promote` or `rollback`. */
	act: string;
	reason: string | null;
}

interface LifecycleColumns {
	deprecated_at: Moment | null;
	revoked_at: Moment | null;
	reason: string | null;
	replacement: string | null;
	updated_at: Moment;
}

/** Of a commit. No row = active. */
export interface LifecyclesTable extends LifecycleColumns {
	component_id: number;
	number: number;
}

/** This registry's own word on an image, beside what publishers say of it. */
export interface ImageLifecyclesTable extends LifecycleColumns {
	image_id: number;
}

/** That a template uses a revision of an MCI or script, over the half-open range of its own revisions, as in `settings`. */
export interface PinsTable {
	user_id: number;
	/** `mci`, or the sequence of a script. */
	part: string;
	component_id: number;
	/** 0 = HEAD. */
	number: number;
	from_number: number;
	to_number: number;
}

/** That revision `number` took in all of another revision: what the common ancestor is found by. */
export interface MergesTable {
	component_id: number;
	number: number;
	from_lineage: string;
	from_number: number;
}

/** Long texts, each stored once: descriptions and user data are mostly the same over many revisions. */
export interface TextsTable {
	id: Id;
	digest: string;
	body: string;
}

/** Servers that belong together, and the values of inputs that they share. */
export interface DeploymentsTable {
	id: Id;
	account_id: number;
	name: string;
	description: string;
	/** JSON object: input → value. */
	inputs: string;
	/** Grows with every change: what If-Match compares. */
	version: number;
	created_at: Moment;
	updated_at: Moment;
}

/** What a server is configured by, and the answer that was recorded when it was resolved. */
export interface ServersTable {
	id: Id;
	account_id: number;
	deployment_id: number;
	name: string;
	description: string;
	state: string;
	/** Grows with every change: what If-Match compares. */
	version: number;
	template_id: number;
	/** 0 = HEAD. */
	template_number: number;
	/** What stood behind the @ when the template was named: `12`, `latest`, `head`, or the channel that the server follows. */
	template_selector: string;
	template_digest: string;
	cloud_id: number;
	/** JSON object: what was wished for instead of what the template gives. */
	overrides: string;
	/** Null when the image was wished for and no MCI has a setting for the cloud. */
	mci_id: number | null;
	/** 0 = HEAD. */
	mci_number: number | null;
	mci_digest: string | null;
	image_id: number;
	instance_type: string | null;
	kernel: string | null;
	ramdisk: string | null;
	/** The setting's or the wished user data. */
	user_data_id: number | null;
	/** The same with the boot scripts: what the cloud is sent. */
	sent_user_data_id: number | null;
	/** JSON object: reasons, warnings, inputs, parts of the user data. */
	told: string;
	resolved_at: Moment;
	created_at: Moment;
	updated_at: Moment;
}

/** What others see of an account that publishes. */
export interface PublishersTable {
	account_id: number;
	name: string;
	/** The name as it is compared: no two may look alike. */
	name_key: string;
	email: string | null;
	url: string | null;
	description: string;
	created_at: Moment;
	updated_at: Moment;
}

/** Accounts to whom an account shares. */
export interface AccountGroupsTable {
	id: Id;
	account_id: number;
	name: string;
	description: string;
	created_at: Moment;
	updated_at: Moment;
}

export interface GroupMembersTable {
	group_id: number;
	account_id: number;
	joined_at: Moment;
}

export interface GroupInvitationsTable {
	id: Id;
	group_id: number;
	/** SHA-256 of the code, hex. */
	code_hash: string;
	/** For whom it is, as the inviter wrote it. */
	note: string;
	invited_by: string;
	created_at: Moment;
	expires_at: Moment;
	accepted_at: Moment | null;
	/** The account that it let in. */
	accepted_by: number | null;
	revoked_at: Moment | null;
}

/** A revision offered to others. */
export interface PublicationsTable {
	id: Id;
	account_id: number;
	kind: string;
	lineage: string;
	/** Null when it was retracted and its component deleted. */
	component_id: number | null;
	/** 0 = HEAD as it was when it was last published. */
	number: number;
	name: string;
	digest: string;
	short_description: string;
	description_id: number;
	notes_id: number;
	/** JSON array of text. */
	categories: string;
	/** `active`, `deprecated` or `retracted`. */
	state: string;
	/** 1 = offered to everyone. */
	is_public: number;
	/** 1 = what everyone sees of its lineage: the newest active one that is offered to everyone, and not only as a dependency. */
	is_front: number;
	/** 1 = published because a template needs it. */
	is_dependency: number;
	/** The packed revision of a shared HEAD. */
	snapshot_id: number | null;
	os: string | null;
	os_version: string | null;
	architecture: string | null;
	search_text: string;
	/** By how many accounts. */
	imports_count: number;
	published_by: string;
	published_at: Moment;
	updated_at: Moment;
}

export interface PublicationGroupsTable {
	publication_id: number;
	group_id: number;
}

export interface PublicationCloudsTable {
	publication_id: number;
	/** Slug. */
	cloud: string;
}

export interface PublicationCategoriesTable {
	publication_id: number;
	category: string;
}

/** A revision that an account took over from another. */
export interface ImportsTable {
	id: Id;
	account_id: number;
	component_id: number;
	/** 0 = a shared HEAD. */
	number: number;
	digest: string;
	/** Of this installation; null for what came in a bundle. */
	publication_id: number | null;
	publisher: string;
	/** Fingerprint of the key that signed the bundle. */
	publisher_key: string | null;
	/** `marketplace`, `bundle` or `feed`. */
	source: string;
	/** The bundle's digest, or the feed's URL. */
	source_ref: string | null;
	imported_by: string;
	imported_at: Moment;
}

/** An account follows a lineage that others publish. */
export interface SubscriptionsTable {
	id: Id;
	account_id: number;
	kind: string;
	lineage: string;
	/** Of what is followed, when it was subscribed to. */
	name: string;
	/** `auto` = new revisions are imported; `offer` = they are told. */
	mode: string;
	/** Null = a feed's. */
	publisher_account_id: number | null;
	created_by: string;
	created_at: Moment;
}

/** The key that an account signs bundles and feeds with. */
export interface SigningKeysTable {
	id: Id;
	account_id: number;
	/** `sha256:` and the hex digest of the public key. */
	fingerprint: string;
	/** Base64 of the 32 bytes of an Ed25519 key. */
	public_key: string;
	/** Sealed: the key to it is outside the database. */
	sealed_secret: string;
	/** Number of the feed index that was signed last. */
	feed_sequence: number;
	created_at: Moment;
}

/** A publisher's key that an account trusts. */
export interface PublisherKeysTable {
	account_id: number;
	fingerprint: string;
	publisher: string;
	url: string | null;
	trusted_by: string;
	trusted_at: Moment;
}

/** A publisher's feed that an account follows. */
export interface FeedsTable {
	id: Id;
	account_id: number;
	name: string;
	/** Of the index. */
	url: string;
	/** Of the one key that may sign it. */
	fingerprint: string;
	/** `offer` or `auto`. */
	mode: string;
	every_minutes: number | null;
	publisher: string | null;
	etag: string | null;
	last_modified: string | null;
	/** Of the last index that was taken: an older one is refused. */
	sequence: number;
	index_digest: string | null;
	expires_at: Moment | null;
	/** 0 = something of the last index could not be imported. */
	is_whole: number;
	created_by: string;
	created_at: Moment;
	checked_at: Moment | null;
	changed_at: Moment | null;
	outcome: string | null;
	/** Code of the fault that the last sync ended with. */
	problem: string | null;
}

/** What a feed lists. */
export interface FeedOffersTable {
	feed_id: number;
	lineage: string;
	number: number;
	kind: string;
	name: string;
	digest: string;
	/** `active`, `deprecated` or `retracted`. */
	state: string;
	short_description: string;
	published_at: Moment;
	/** SHA-256 of the bundle that holds it, hex; null for what is retracted. */
	bundle: string | null;
	bundle_size: number | null;
}

/** What a feed's publisher says of revisions' lives. */
export interface FeedLifecyclesTable {
	feed_id: number;
	lineage: string;
	number: number;
	deprecated_at: Moment | null;
	revoked_at: Moment | null;
	reason: string | null;
	replacement: string | null;
}

export interface UpstreamsTable {
	id: Id;
	account_id: number;
	name: string;
	url: string;
	format: string | null;
	/** JSON object of text. */
	options: string;
	etag: string | null;
	last_modified: string | null;
	content_digest: string | null;
	created_at: Moment;
	checked_at: Moment | null;
	changed_at: Moment | null;
	outcome: string | null;
}

/** One row: how far the audit has been read for what accounts are told. */
export interface EventCursorTable {
	id: number;
	/** Number of the newest audit entry that was dispatched. */
	seq: number;
}

/** What an account was told. */
export interface NotificationsTable {
	id: Id;
	account_id: number;
	/** `msg_…`: what receivers of webhooks know repetitions by. */
	message_id: string;
	at: Moment;
	event: string;
	/** The entry that it is from, when that is the account's own. */
	audit_seq: number | null;
	subject_kind: string;
	subject_id: number | null;
	subject_name: string;
	title: string;
	/** JSON object. */
	details: string;
	/** Empty = unread, so that one index finds them. */
	read_at: string;
}

export interface WebhooksTable {
	id: Id;
	account_id: number;
	/** UUID that its secret is sealed for. */
	uid: string;
	name: string;
	description: string;
	url: string;
	/** JSON array of patterns of events. */
	events: string;
	/** Sealed. */
	secret: string;
	/** The one before, sealed, which still signs until `previous_until`. */
	previous_secret: string | null;
	previous_until: Moment | null;
	/** 0 = paused. */
	is_active: number;
	/** Why the registry paused it itself. */
	paused_because: string | null;
	/** When the first delivery was given up since one was taken; null = all is well. */
	failing_since: Moment | null;
	last_try_at: Moment | null;
	created_at: Moment;
	updated_at: Moment;
}

/** A message to a webhook, and what came of it. */
export interface DeliveriesTable {
	id: Id;
	webhook_id: number;
	/** Null = a ping. */
	notification_id: number | null;
	message_id: string;
	event: string;
	/** `pending`, `delivered` or `failed`. */
	state: string;
	/** Made so far, the one under way included. */
	tries: number;
	next_at: Moment;
	/** Until then whoever took it is at it; empty = nobody. */
	lease_until: string;
	created_at: Moment;
	/** Of the last try, as what follows. */
	tried_at: Moment | null;
	took_ms: number | null;
	status: number | null;
	problem: string | null;
	/** The beginning of the receiver's answer. */
	answer: string | null;
}

/** Work that waits. */
export interface JobsTable {
	id: Id;
	kind: string;
	/** Names the work: there is one job of a key. */
	key: string;
	/** JSON. */
	payload: string;
	run_at: Moment;
	/** Failed in a row, the one under way included. */
	tries: number;
	/** Grows with every time that it is put. */
	puts: number;
	lease_until: string;
	problem: string | null;
	created_at: Moment;
}

export interface AuditEntriesTable {
	seq: number;
	account_id: number;
	at: Moment;
	actor: string;
	act: string;
	subject_kind: string;
	subject_id: number | null;
	subject_name: string;
	/** HEAD's version after the act, for acts on an MCI. */
	head_version: number | null;
	before: string | null;
	after: string | null;
	/** Of the entry before it, whatever account that is of. */
	previous_digest: string;
	/** SHA-256 of the entry's canonical form, hex. */
	digest: string;
}

/** One row: the counters that every write transaction moves as its last act. */
export interface RegistryStateTable {
	id: number;
	/** Changes with every committed write: what caches compare. */
	generation: number;
	audit_seq: number;
	/** Digest of the newest audit entry. */
	audit_digest: string;
}

export interface Tables {
	accounts: AccountsTable;
	users: UsersTable;
	memberships: MembershipsTable;
	sessions: SessionsTable;
	sign_in_attempts: SignInAttemptsTable;
	sign_in_providers: SignInProvidersTable;
	group_mappings: GroupMappingsTable;
	user_identities: UserIdentitiesTable;
	workload_rules: WorkloadRulesTable;
	used_workload_tokens: UsedWorkloadTokensTable;
	tokens: TokensTable;
	clouds: CloudsTable;
	images: ImagesTable;
	components: ComponentsTable;
	revisions: RevisionsTable;
	settings: SettingsTable;
	texts: TextsTable;
	former_names: FormerNamesTable;
	channels: ChannelsTable;
	channel_moves: ChannelMovesTable;
	lifecycles: LifecyclesTable;
	image_lifecycles: ImageLifecyclesTable;
	pins: PinsTable;
	merges: MergesTable;
	deployments: DeploymentsTable;
	servers: ServersTable;
	publishers: PublishersTable;
	account_groups: AccountGroupsTable;
	group_members: GroupMembersTable;
	group_invitations: GroupInvitationsTable;
	publications: PublicationsTable;
	publication_groups: PublicationGroupsTable;
	publication_clouds: PublicationCloudsTable;
	publication_categories: PublicationCategoriesTable;
	imports: ImportsTable;
	subscriptions: SubscriptionsTable;
	signing_keys: SigningKeysTable;
	publisher_keys: PublisherKeysTable;
	feeds: FeedsTable;
	feed_offers: FeedOffersTable;
	feed_lifecycles: FeedLifecyclesTable;
	upstreams: UpstreamsTable;
	event_cursor: EventCursorTable;
	notifications: NotificationsTable;
	webhooks: WebhooksTable;
	deliveries: DeliveriesTable;
	jobs: JobsTable;
	audit_entries: AuditEntriesTable;
	registry_state: RegistryStateTable;
}

export type ImageRow = Selectable<ImagesTable>;
export type NewImageRow = Insertable<ImagesTable>;
export type SettingRow = Selectable<SettingsTable>;

/** `to_number` of a setting that HEAD has: beyond every revision. */
export const openEnd = 2_147_483_647;
