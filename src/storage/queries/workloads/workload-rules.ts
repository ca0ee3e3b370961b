import type { Kysely } from "kysely";
import type { AccountRole, ClaimConditions } from "../../../core/access/index.ts";
import type { Tables } from "../../tables.ts";

/** A rule for which workloads get a token of an account. */
export interface StoredWorkloadRule {
	readonly id: number;
	readonly accountId: number;
	readonly account: string;
	readonly name: string;
	readonly issuer: string;
	readonly audience: string;
	readonly conditions: ClaimConditions;
	readonly roles: readonly AccountRole[];
	/** The one component that its tokens are for; null = the whole account. */
	readonly componentId: number | null;
	readonly lifetimeSeconds: number;
	readonly createdBy: string;
	readonly createdAt: string;
}

export function workloadRuleReads(db: Kysely<Tables>) {
	const rows = () =>
		db
			.selectFrom("workload_rules")
			.innerJoin("accounts", "accounts.id", "workload_rules.account_id")
			.selectAll("workload_rules")
			.select("accounts.name as account");
	return {
		find: async (accountId: number, name: string): Promise<StoredWorkloadRule | undefined> => {
			const row = await rows()
				.where("account_id", "=", accountId)
				.where("workload_rules.name", "=", name)
				.executeTakeFirst();
			return row && ruleOf(row);
		},
		/** The account's rules, by name. */
		list: async (accountId: number): Promise<StoredWorkloadRule[]> =>
			(await rows().where("account_id", "=", accountId).orderBy("workload_rules.name").execute()).map(ruleOf),
		/** The audiences that any account's rules accept from an issuer; empty = no one trusts it. */
		audiencesOf: async (issuer: string): Promise<string[]> =>
			(
				await db
					.selectFrom("workload_rules")
					.select("audience")
					.distinct()
					.where("issuer", "=", issuer)
					.orderBy("audience")
					.execute()
			).map(({ audience }) => audience),
		/** The rules of all accounts that could match a token, by account and name. */
		listFor: async (issuer: string, audience: string): Promise<StoredWorkloadRule[]> =>
			(
				await rows()
					.where("issuer", "=", issuer)
					.where("audience", "=", audience)
					.orderBy("accounts.name")
					.orderBy("workload_rules.name")
					.execute()
			).map(ruleOf),
	};
}

export function workloadRuleWrites(db: Kysely<Tables>) {
	return {
		insert: async (rule: Omit<StoredWorkloadRule, "id" | "account">): Promise<number> => {
			const row = await db
				.insertInto("workload_rules")
				.values({
					account_id: rule.accountId,
					name: rule.name,
					issuer: rule.issuer,
					audience: rule.audience,
					conditions: JSON.stringify(rule.conditions),
					roles: JSON.stringify(rule.roles),
					component_id: rule.componentId,
					lifetime_seconds: rule.lifetimeSeconds,
					created_by: rule.createdBy,
					created_at: rule.createdAt,
				})
				.returning("id")
				.executeTakeFirstOrThrow();
			return row.id;
		},
		remove: async (id: number): Promise<void> => {
			await db.deleteFrom("workload_rules").where("id", "=", id).execute();
		},
		/**
		 * Records a workload's token as used until a time, and deletes expired records. False if it was used before: of two
		 * that come at once, only one gets true.
		 */
		useToken: async (digest: string, until: { readonly expiresAt: string; readonly now: string }): Promise<boolean> => {
			await db.deleteFrom("used_workload_tokens").where("expires_at", "<", until.now).execute();
			const row = await db
				.insertInto("used_workload_tokens")
				.values({ digest, expires_at: until.expiresAt })
				.onConflict((conflict) => conflict.column("digest").doNothing())
				.returning("digest")
				.executeTakeFirst();
			return row !== undefined;
		},
	};
}

function ruleOf(row: {
	id: number;
	account_id: number;
	account: string;
	name: string;
	issuer: string;
	audience: string;
	conditions: string;
	roles: string;
	component_id: number | null;
	lifetime_seconds: number;
	created_by: string;
	created_at: string;
}): StoredWorkloadRule {
	return {
		id: row.id,
		accountId: row.account_id,
		account: row.account,
		name: row.name,
		issuer: row.issuer,
		audience: row.audience,
		conditions: JSON.parse(row.conditions) as ClaimConditions,
		roles: JSON.parse(row.roles) as AccountRole[],
		componentId: row.component_id,
		lifetimeSeconds: row.lifetime_seconds,
		createdBy: row.created_by,
		createdAt: row.created_at,
	};
}
