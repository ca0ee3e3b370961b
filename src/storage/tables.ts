import type { Generated, Insertable, Selectable } from "kysely";

/** A time as UTC ISO 8601 text: sorts the same on both engines. */
type Timestamp = string;
type Id = Generated<number>;

export interface AccountsTable {
	id: Id;
	name: string;
	created_at: Timestamp;
	/** JSON object: the account's lint policy; null = only the rules themselves. */
	policy: string | null;
	description: Generated<string>;
}

export interface TokensTable {
	id: Id;
	account_id: number;
	name: string;
	/** For servers of the previous release: the nearest of reader, writer, admin. */
	role: string;
	/** JSON array of strings. */
	roles: Generated<string>;
	/** The user who owns it; null = a service's. */
	user_id: number | null;
	/** The one component that it is for; null = the whole account. */
	component_id: number | null;
	/** Its origin: `made`, or the workload rule that issued it. */
	source: Generated<string>;
	/** SHA-256 of the token, hex; the token itself is never stored. */
	hash: string;
	created_at: Timestamp;
	expires_at: Timestamp | null;
	revoked_at: Timestamp | null;
	last_used_at: Timestamp | null;
}

/** A user who signs in. */
export interface UsersTable {
	id: Id;
	/** Sign-in name, lower case. */
	name: string;
	display_name: string;
	email: string | null;
	/** PHC string of argon2id; null = no password. */
	password_hash: string | null;
	/** 1 = operates the installation. */
	is_operator: number;
	created_at: Timestamp;
	updated_at: Timestamp;
	disabled_at: Timestamp | null;
}

/** A user's roles in an account, by source. */
export interface MembershipsTable {
	account_id: number;
	user_id: number;
	/** `given` by an admin, or the sign-in provider whose groups give them. */
	source: string;
	/** JSON array of strings. */
	roles: string;
	created_at: Timestamp;
}

export interface SessionsTable {
	id: Id;
	user_id: number;
	/** SHA-256 of the cookie's secret, hex. */
	hash: string;
	/** `password`, or the sign-in provider. */
	method: string;
	/** The browser's User-Agent, to tell sessions apart. */
	agent: string | null;
	created_at: Timestamp;
	expires_at: Timestamp;
	/** To the minute. */
	last_used_at: Timestamp;
}

/** Failed sign-in attempts. */
export interface SignInAttemptsTable {
	/** `name:` or `address:` and its SHA-256, hex, because a name that someone typed may be a password. */
	subject: string;
	failures: number;
	last_at: Timestamp;
	/** Earliest time of the next attempt. */
	next_at: Timestamp;
}

/** An OpenID provider to sign in with. */
export interface SignInProvidersTable {
	id: Id;
	name: string;
	title: string;
	issuer: string;
	client_id: string;
	/** Sealed; null = a public client. */
	client_secret: string | null;
	/** JSON array of strings. */
	scopes: string;
	groups_claim: string | null;
	/** `mapped` or `everyone`. */
	admits: string;
	created_at: Timestamp;
	updated_at: Timestamp;
}

/** The roles that a provider's group gives in an account. */
export interface GroupMappingsTable {
	provider_id: number;
	group_name: string;
	account_id: number;
	/** JSON array of strings. */
	roles: string;
	created_at: Timestamp;
}

/** A user's identity at an OpenID issuer. */
export interface UserIdentitiesTable {
	issuer: string;
	subject: string;
	user_id: number;
	created_at: Timestamp;
}

export interface WorkloadRulesTable {
	id: Id;
	account_id: number;
	name: string;
	issuer: string;
	audience: string;
	/** JSON object: claim → array of patterns. */
	conditions: string;
	/** JSON array of strings. */
	roles: string;
	/** The component may be deleted: then the rule issues no tokens. */
	component_id: number | null;
	lifetime_seconds: number;
	created_by: string;
	created_at: Timestamp;
}

/** Workloads' tokens that were exchanged: SHA-256 of issuer and token id, hex; deleted once the token has expired. */
export interface UsedWorkloadTokensTable {
	digest: string;
	expires_at: Timestamp;
}

export interface CloudsTable {
	id: Id;
	account_id: number;
	slug: string;
	type: string;
	region: string | null;
	name: string;
	created_at: Timestamp;
	/** 1 = it only came with an import, and the account does not have it: its settings do not resolve. */
	is_dormant: Generated<number>;
}

export interface ImagesTable {
	id: Id;
	account_id: number;
	cloud_id: number;
	kind: string;
	uid: string;
	/** Empty for none: a unique index would not treat two nulls as equal. */
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
	/** Empty if unknown, so that keyset pages can sort by it. */
	created_at: string;
	deprecated_at: Timestamp | null;
	deleted_at: Timestamp | null;
	end_of_life_at: Timestamp | null;
	replacement: string | null;
	url: string | null;
	/** Name, uid, OS and release in lower case: the text that searches read. */
	search_text: string;
}

/** A component: an MCI, a ServerTemplate or a script. */
export interface ComponentsTable {
	id: Id;
	account_id: number;
	kind: string;
	lineage: string;
	name: string;
	description_id: number;
	/** JSON array of text. */
	tags: string;
	/** HEAD's content as JSON, for kinds whose content is a document; an MCI's is in `settings`. */
	document_id: number | null;
	/** Grows with every change of HEAD: If-Match compares it. */
	head_version: number;
	/** Number of the newest commit; 0 = none. */
	latest_number: number;
	/** Number of the newest commit that is not held back; 0 = none. */
	current_number: Generated<number>;
	/** `<format>:<key>` of the upstream's product line. */
	origin_key: string | null;
	/** The revision of the upstream's newest imported release. */
	origin_number: number | null;
	/** The origin of a clone: the lineage, the newest commit that the copy contains (0 = none), and the name then. */
	parent_lineage: string | null;
	parent_number: number | null;
	parent_name: string | null;
	os: string | null;
	os_version: string | null;
	architecture: string | null;
	search_text: string;
	/** The publisher of an import; null = the account's own. */
	publisher: string | null;
	created_at: Timestamp;
	updated_at: Timestamp;
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
	created_at: Timestamp;
	settings_count: number;
	changes_count: number;
	release_version: string | null;
	released_at: Timestamp | null;
	/** The date of the list that the release came from. */
	listed_at: Timestamp | null;
	/** JSON object: part of the scope → digest of its map, to recognize the upstream's release. */
	release_parts: string | null;
	/** JSON array: what was overridden at its commit; permanent. */
	notes: string | null;
	/** Why its publisher holds it back; null = it does not. */
	held_back: string | null;
}

/**
 * One value of one setting over the half-open range of revisions [from_number, to_number). HEAD is the number after the
 * newest commit, so a commit writes no setting at all, and an edit of HEAD ends one row and begins another.
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

/** A former name that still answers for a renamed component. */
export interface FormerNamesTable {
	account_id: number;
	kind: string;
	name: string;
	component_id: number;
	expires_at: Timestamp;
}

export interface ChannelsTable {
	id: Id;
	component_id: number;
	name: string;
	/** The revision that it points to; 0 = HEAD. */
	number: number;
	/** JSON array of strings. */
	guards: string;
	/** JSON array of its movers; null = every writer. */
	movers: string | null;
	moves_count: number;
	created_at: Timestamp;
	updated_at: Timestamp;
}

export interface ChannelMovesTable {
	channel_id: number;
	/** 1, 2, 3 … within the channel. */
	seq: number;
	from_number: number | null;
	to_number: number;
	at: Timestamp;
	actor: string;
	/** The act that moved it: `set`, `promote` or `rollback`. */
	act: string;
	reason: string | null;
}

interface LifecycleColumns {
	deprecated_at: Timestamp | null;
	revoked_at: Timestamp | null;
	reason: string | null;
	replacement: string | null;
	updated_at: Timestamp;
}

/** A commit's lifecycle. No row = active. */
export interface LifecyclesTable extends LifecycleColumns {
	component_id: number;
	number: number;
}

/** This registry's own lifecycle of an image, in addition to its publisher's. */
export interface ImageLifecyclesTable extends LifecycleColumns {
	image_id: number;
}

/**
 * A template's use of a revision of an MCI or script, over the half-open range of its own revisions, as in `settings`.
 */
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

/** A merge of another revision into revision `number`, from which the common ancestor is found. */
export interface MergesTable {
	component_id: number;
	number: number;
	from_lineage: string;
	from_number: number;
}

/** Long texts, each stored once: descriptions and user data are mostly equal over many revisions. */
export interface TextsTable {
	id: Id;
	digest: string;
	body: string;
}

/** A group of servers, with the input values that they share. */
export interface DeploymentsTable {
	id: Id;
	account_id: number;
	name: string;
	description: string;
	/** JSON object: input → value. */
	inputs: string;
	/** Grows with every change: If-Match compares it. */
	version: number;
	created_at: Timestamp;
	updated_at: Timestamp;
}

/** A server's configuration, and the answer recorded when it was resolved. */
export interface ServersTable {
	id: Id;
	account_id: number;
	deployment_id: number;
	name: string;
	description: string;
	state: string;
	/** Grows with every change: If-Match compares it. */
	version: number;
	template_id: number;
	/** 0 = HEAD. */
	template_number: number;
	/**
	 * The part after the @ when the template was chosen: `12`, `latest`, `head`, or the channel that the server follows.
	 */
	template_selector: string;
	template_digest: string;
	cloud_id: number;
	/** JSON object: the server's overrides of its template. */
	overrides: string;
	/** Null if the image was requested and no MCI has a setting for the cloud. */
	mci_id: number | null;
	/** 0 = HEAD. */
	mci_number: number | null;
	mci_digest: string | null;
	image_id: number;
	instance_type: string | null;
	kernel: string | null;
	ramdisk: string | null;
	/** The setting's or the requested user data. */
	user_data_id: number | null;
	/** The user data with the boot scripts, as the cloud gets it. */
	sent_user_data_id: number | null;
	/** JSON object: reasons, warnings, inputs, parts of the user data. */
	told: string;
	resolved_at: Timestamp;
	created_at: Timestamp;
	updated_at: Timestamp;
}

/** The public profile of an account that publishes. */
export interface PublishersTable {
	account_id: number;
	name: string;
	/** The name in its form for comparison: no two may look alike. */
	name_key: string;
	email: string | null;
	url: string | null;
	description: string;
	created_at: Timestamp;
	updated_at: Timestamp;
}

/** An account's group of accounts to share with. */
export interface AccountGroupsTable {
	id: Id;
	account_id: number;
	name: string;
	description: string;
	created_at: Timestamp;
	updated_at: Timestamp;
}

export interface GroupMembersTable {
	group_id: number;
	account_id: number;
	joined_at: Timestamp;
}

export interface GroupInvitationsTable {
	id: Id;
	group_id: number;
	/** SHA-256 of the code, hex. */
	code_hash: string;
	/** Whom it is for, in the inviter's words. */
	note: string;
	invited_by: string;
	created_at: Timestamp;
	expires_at: Timestamp;
	accepted_at: Timestamp | null;
	/** The account that joined by it. */
	accepted_by: number | null;
	revoked_at: Timestamp | null;
}

/** A published revision. */
export interface PublicationsTable {
	id: Id;
	account_id: number;
	kind: string;
	lineage: string;
	/** Null if it was retracted and its component deleted. */
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
	/** 1 = published to everyone. */
	is_public: number;
	/** 1 = what everyone sees of its lineage: the newest active publication for everyone, except dependencies. */
	is_front: number;
	/** 1 = published as a template's dependency. */
	is_dependency: number;
	/** The packed revision of a shared HEAD. */
	snapshot_id: number | null;
	os: string | null;
	os_version: string | null;
	architecture: string | null;
	search_text: string;
	/** Number of accounts. */
	imports_count: number;
	published_by: string;
	published_at: Timestamp;
	updated_at: Timestamp;
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

/** A revision that an account imported. */
export interface ImportsTable {
	id: Id;
	account_id: number;
	component_id: number;
	/** 0 = a shared HEAD. */
	number: number;
	digest: string;
	/** Id in this installation; null for a bundle. */
	publication_id: number | null;
	publisher: string;
	/** Fingerprint of the key that signed the bundle. */
	publisher_key: string | null;
	/** `marketplace`, `bundle` or `feed`. */
	source: string;
	/** The bundle's digest, or the feed's URL. */
	source_ref: string | null;
	imported_by: string;
	imported_at: Timestamp;
}

/** An account's subscription to a lineage of another publisher. */
export interface SubscriptionsTable {
	id: Id;
	account_id: number;
	kind: string;
	lineage: string;
	/** The lineage's name when it was subscribed to. */
	name: string;
	/** `auto` = new revisions are imported; `offer` = they are reported. */
	mode: string;
	/** Null = a feed's. */
	publisher_account_id: number | null;
	created_by: string;
	created_at: Timestamp;
}

/** The key that an account signs bundles and feeds with. */
export interface SigningKeysTable {
	id: Id;
	account_id: number;
	/** `sha256:` and the hex digest of the public key. */
	fingerprint: string;
	/** Base64 of the 32 bytes of an Ed25519 key. */
	public_key: string;
	/** Sealed: its key is outside the database. */
	sealed_secret: string;
	/** Number of the last signed feed index. */
	feed_sequence: number;
	created_at: Timestamp;
}

/** A publisher's key that an account trusts. */
export interface PublisherKeysTable {
	account_id: number;
	fingerprint: string;
	publisher: string;
	url: string | null;
	trusted_by: string;
	trusted_at: Timestamp;
}

/** A publisher's feed that an account follows. */
export interface FeedsTable {
	id: Id;
	account_id: number;
	name: string;
	/** Address of the index. */
	url: string;
	/** Of the only key that may sign it. */
	fingerprint: string;
	/** `offer` or `auto`. */
	mode: string;
	every_minutes: number | null;
	publisher: string | null;
	etag: string | null;
	last_modified: string | null;
	/** Sequence number of the last accepted index: an older one is refused. */
	sequence: number;
	index_digest: string | null;
	expires_at: Timestamp | null;
	/** 0 = something of the last index could not be imported. */
	is_whole: number;
	created_by: string;
	created_at: Timestamp;
	checked_at: Timestamp | null;
	changed_at: Timestamp | null;
	outcome: string | null;
	/** Code of the fault that ended the last sync. */
	problem: string | null;
}

/** A publication that a feed lists. */
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
	published_at: Timestamp;
	/** SHA-256 of its bundle, hex; null for a retracted one. */
	bundle: string | null;
	bundle_size: number | null;
}

/** A lifecycle that a feed lists. */
export interface FeedLifecyclesTable {
	feed_id: number;
	lineage: string;
	number: number;
	deprecated_at: Timestamp | null;
	revoked_at: Timestamp | null;
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
	created_at: Timestamp;
	checked_at: Timestamp | null;
	changed_at: Timestamp | null;
	outcome: string | null;
}

/** One row: the audit entry up to which events were dispatched. */
export interface EventCursorTable {
	id: number;
	/** Number of the newest dispatched audit entry. */
	seq: number;
}

/** A notification of an account. */
export interface NotificationsTable {
	id: Id;
	account_id: number;
	/** `msg_…`: receivers of webhooks recognize repetitions by it. */
	message_id: string;
	at: Timestamp;
	event: string;
	/** The audit entry behind it, if that belongs to the same account. */
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
	/** The previous one, sealed, which still signs until `previous_until`. */
	previous_secret: string | null;
	previous_until: Timestamp | null;
	/** 0 = paused. */
	is_active: number;
	/** The reason if the registry paused it. */
	paused_because: string | null;
	/** When the first delivery was given up since the last accepted one; null = it works. */
	failing_since: Timestamp | null;
	last_try_at: Timestamp | null;
	created_at: Timestamp;
	updated_at: Timestamp;
}

/** A message to a webhook, with its state. */
export interface DeliveriesTable {
	id: Id;
	webhook_id: number;
	/** Null = a ping. */
	notification_id: number | null;
	message_id: string;
	event: string;
	/** `pending`, `delivered` or `failed`. */
	state: string;
	/** Number of attempts, including one in progress. */
	tries: number;
	next_at: Timestamp;
	/** End of the lease of an attempt in progress; empty = none. */
	lease_until: string;
	created_at: Timestamp;
	/** Of the last attempt, like the following columns. */
	tried_at: Timestamp | null;
	took_ms: number | null;
	status: number | null;
	problem: string | null;
	/** The beginning of the receiver's answer. */
	answer: string | null;
}

/** Work to do at a time. */
export interface JobsTable {
	id: Id;
	kind: string;
	/** Identifies the work: there is one job of a key. */
	key: string;
	/** JSON. */
	payload: string;
	run_at: Timestamp;
	/** Failures in a row, including a run in progress. */
	tries: number;
	/** Grows each time that it is added. */
	puts: number;
	lease_until: string;
	problem: string | null;
	created_at: Timestamp;
}

export interface AuditEntriesTable {
	seq: number;
	account_id: number;
	at: Timestamp;
	actor: string;
	act: string;
	subject_kind: string;
	subject_id: number | null;
	subject_name: string;
	/** HEAD's version after the act, for acts on an MCI. */
	head_version: number | null;
	before: string | null;
	after: string | null;
	/** Digest of the previous entry, whichever account that belongs to. */
	previous_digest: string;
	/** SHA-256 of the entry's canonical form, hex. */
	digest: string;
}

/** One row: the counters that every write transaction moves as its last act. */
export interface RegistryStateTable {
	id: number;
	/** Changes with every committed write: caches compare it. */
	generation: number;
	audit_seq: number;
	/** Digest of the newest audit entry. */
	audit_digest: string;
	/** The latest time that a write recorded, UTC ISO 8601; "" before the first. */
	clock: string;
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
