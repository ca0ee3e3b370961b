import { type RawBuilder, sql } from "kysely";

/**
 * The one condition for an account to see a publication: it is not retracted, and it is for everyone, for a group that
 * the account is in, or the account's own. Used wherever publications of others are read: browsing, lineage pages,
 * imports, feeds. `publication` names the table or its alias.
 */
export function visibleTo(accountId: number, publication = "publications"): RawBuilder<boolean> {
	const column = (name: string) => sql.ref(`${publication}.${name}`);
	return sql<boolean>`(${column("state")} <> 'retracted'
		and (${column("is_public")} = 1 or ${column("account_id")} = ${accountId} or ${isSharedWith(accountId, publication)}))`;
}

/** The condition that a publication is for a group that the account is in. */
export function isSharedWith(accountId: number, publication = "publications"): RawBuilder<boolean> {
	return sql<boolean>`exists (select 1 from publication_groups inner join group_members on group_members.group_id = publication_groups.group_id
		where publication_groups.publication_id = ${sql.ref(`${publication}.id`)} and group_members.account_id = ${accountId})`;
}
