import { providerSource } from "../../core/access/index.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { auditedProvider } from "./audited-provider.ts";
import { getSignInProvider } from "./list-sign-in-providers.ts";

/**
 * Removes a provider: no one can sign in with it, the roles from its groups are removed, and sessions started with it
 * end. Users stay, and are recognized if the same issuer is added again. Throws `sign-in-provider-not-found`.
 */
export async function removeSignInProvider(needs: Needs, actor: Actor, name: string): Promise<void> {
	assertMay(actor, "sign-in.manage");
	await needs.store.write(async (tx) => {
		const provider = await getSignInProvider(tx, name);
		const at = needs.now();
		const source = providerSource(name);
		for (const membership of await tx.users.listMembershipsOf(source)) {
			await tx.users.setMembership({ ...membership, roles: [], at });
			const user = { id: membership.userId, name: membership.user };
			tx.record(
				auditEntry({ accountId: membership.accountId, name: actor.name }, "member.remove", user, {
					at,
					before: { source, roles: membership.roles },
				}),
			);
		}
		await tx.sessions.removeByMethod(source);
		await tx.signInProviders.remove(provider.id);
		tx.record(
			auditEntry(actor, "sign-in-provider.remove", provider, { at, before: auditedProvider(provider), after: null }),
		);
	});
}
