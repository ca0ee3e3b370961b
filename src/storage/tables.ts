import type { Generated, Insertable, Selectable } from "kysely";

/** A moment as UTC ISO 8601 text: sorts alike on both engines. */
type Moment = string;
type Id = Generated<number>;

export interface AccountsTable {
	id: Id;
	name: string;
	created_at: Moment;
}

export interface TokensTable {
	id: Id;
	account_id: number;
	name: string;
	role: string;
	/** SHA-256 of the token, hex; the token itself is never stored. */
	hash: string;
	created_at: Moment;
	expires_at: Moment | null;
	revoked_at: Moment | null;
	last_used_at: Moment | null;
}

export interface CloudsTable {
	id: Id;
	account_id: number;
	slug: string;
	type: string;
	region: string | null;
	name: string;
	created_at: Moment;
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

export interface McisTable {
	id: Id;
	account_id: number;
	lineage: string;
	name: string;
	description_id: number;
	/** JSON array of text. */
	tags: string;
	/** Grows with every change of HEAD: what If-Match compares. */
	head_version: number;
	/** Number of the newest commit; 0 = none. */
	latest_number: number;
	/** `<format>:<key>` of the upstream's product line. */
	origin_key: string | null;
	/** The revision that the upstream's newest imported release became. */
	origin_number: number | null;
	os: string | null;
	os_version: string | null;
	architecture: string | null;
	search_text: string;
	created_at: Moment;
	updated_at: Moment;
}

export interface RevisionsTable {
	mci_id: number;
	number: number;
	name: string;
	description_id: number;
	tags: string;
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

/** Long texts, each stored once: descriptions and user data are mostly the same over many revisions. */
export interface TextsTable {
	id: Id;
	digest: string;
	body: string;
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
	tokens: TokensTable;
	clouds: CloudsTable;
	images: ImagesTable;
	mcis: McisTable;
	revisions: RevisionsTable;
	settings: SettingsTable;
	texts: TextsTable;
	upstreams: UpstreamsTable;
	audit_entries: AuditEntriesTable;
	registry_state: RegistryStateTable;
}

export type ImageRow = Selectable<ImagesTable>;
export type NewImageRow = Insertable<ImagesTable>;
export type MciRow = Selectable<McisTable>;
export type RevisionRow = Selectable<RevisionsTable>;
export type SettingRow = Selectable<SettingsTable>;

/** `to_number` of a setting that HEAD has: beyond every revision. */
export const openEnd = 2_147_483_647;
