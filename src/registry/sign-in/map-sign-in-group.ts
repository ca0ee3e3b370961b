import { type AccountRole, groupMapping } from "../../core/access/index.ts";
import { fault } from "../../core/errors.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { getSignInProvider, type MappedProvider, withMappings } from "./list-sign-in-providers.ts";

/**
 * Sets the roles that a provider's group gives in an account; an empty list removes the mapping. Applies when its users
 * sign in next. Throws `sign-in-provider-not-found`, `account-not-found` or `group-mapping-invalid`.
 */
export async function mapSignInGroup(
	needs: Needs,
	actor: Actor,
	input: {
		readonly provider: string;
		readonly group: string;
		readonly account: string;
		readonly roles: readonly AccountRole[];
	},
): Promise<MappedProvider> {
	assertMay(actor, "sign-in.manage");
	const { group, account } = input;
	const roles = input.roles.length === 0 ? [] : groupMapping(input).roles;
	return needs.store.write(async (tx) => {
		const provider = await getSignInProvider(tx, input.provider);
		const found = await tx.accounts.find(account);
		if (!found) throw fault("account-not-found", { account });
		const at = needs.now();
		const before = (await tx.signInProviders.listMappings(provider.id)).find(
			(one) => one.group === group && one.accountId === found.id,
		);
		await tx.signInProviders.setMapping(provider.id, { group, accountId: found.id, roles, at });
		const told = { before: { group, account, roles: before?.roles ?? [] }, after: { group, account, roles } };
		const entry = auditEntry(actor, "sign-in-provider.map", provider, { at, ...told });
		tx.record(entry);
		// The account's admins see who else gives roles in it.
		if (found.id !== actor.accountId) tx.record({ ...entry, accountId: found.id });
		return withMappings(tx, provider);
	});
}
