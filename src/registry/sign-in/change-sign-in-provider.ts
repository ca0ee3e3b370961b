import { signInProvider } from "../../core/access/index.ts";
import type { StoredSignInProvider } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import type { SignInProviderInput } from "./add-sign-in-provider.ts";
import { auditedProvider } from "./audited-provider.ts";
import { getSignInProvider } from "./list-sign-in-providers.ts";
import { sealClientSecret } from "./sign-in-provider-secret.ts";

/**
 * Edits a sign-in provider; omitted fields keep their value. The issuer never changes: at another issuer, the same
 * subject is another person. Throws `sign-in-provider-not-found` or `sign-in-provider-invalid`.
 */
export async function changeSignInProvider(
	needs: Needs,
	actor: Actor,
	change: Omit<SignInProviderInput, "issuer" | "clientId"> & { readonly clientId?: string | undefined },
): Promise<StoredSignInProvider> {
	assertMay(actor, "sign-in.manage");
	const { name, clientSecret } = change;
	const sealed = clientSecret === undefined ? undefined : sealClientSecret(needs, name, clientSecret);
	return needs.store.write(async (tx) => {
		const before = await getSignInProvider(tx, name);
		const at = needs.now();
		const checked = signInProvider({
			name,
			issuer: before.issuer,
			title: change.title ?? before.title,
			clientId: change.clientId ?? before.clientId,
			scopes: change.scopes ?? before.scopes,
			groupsClaim: change.groupsClaim === undefined ? before.groupsClaim : change.groupsClaim,
			admits: change.admits ?? before.admits,
		});
		const after = {
			...before,
			...checked,
			clientSecret: sealed === undefined ? before.clientSecret : sealed,
			updatedAt: at,
		};
		await tx.signInProviders.update(after);
		const told = {
			before: auditedProvider(before),
			after: { ...auditedProvider(after), newSecret: sealed !== undefined },
		};
		tx.record(auditEntry(actor, "sign-in-provider.change", after, { at, ...told }));
		return after;
	});
}
