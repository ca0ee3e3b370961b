import { roles } from "../core/index.ts";
import type { StoredAccount } from "../storage/store.ts";
import { type Actor, actorWith } from "./actor.ts";
import { insertToken } from "./create-token.ts";
import type { Needs } from "./needs.ts";

/** The account that a registry begins with. */
export const defaultAccount = "default";

/** What the first start made. */
export interface PreparedRegistry {
	readonly account: StoredAccount;
	/** The admin token's secret when this start made it; null when the registry had one. */
	readonly adminSecret: string | null;
}

/** Makes the default account and its admin token unless they are there. Several servers that start at once make them once. */
export async function prepareRegistry(needs: Needs): Promise<PreparedRegistry> {
	const known = await needs.store.read.accounts.find(defaultAccount);
	if (known) return { account: known, adminSecret: null };
	return needs.store.write(async (tx) => {
		const at = needs.now();
		const { made, ...account } = await tx.accounts.ensure(defaultAccount, at);
		if (!made) return { account, adminSecret: null };
		const actor = systemActor(account);
		tx.record({
			accountId: account.id,
			at,
			actor: actor.name,
			act: "account.create",
			subjectKind: "account",
			subjectId: account.id,
			subjectName: account.name,
			headVersion: null,
			before: null,
			after: { name: account.name },
		});
		const { secret } = await insertToken(needs, tx, actor, { name: "admin", roles, expiresAt: null });
		return { account, adminSecret: secret };
	});
}

/** Who acts when nobody is signed in: the first start, and the command line on a data directory of its own. */
export function systemActor(account: StoredAccount): Actor {
	return actorWith({ accountId: account.id, account: account.name, name: "local", kind: "local", roles });
}
