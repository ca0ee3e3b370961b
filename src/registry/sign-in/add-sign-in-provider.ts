import { type SignInProvider, signInProvider, usualScopes } from "../../core/access/index.ts";
import { fault } from "../../core/errors.ts";
import type { StoredSignInProvider } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { auditedProvider } from "./audited-provider.ts";
import { getSignInProvider } from "./list-sign-in-providers.ts";
import { sealClientSecret } from "./sign-in-provider-secret.ts";

export interface SignInProviderInput extends Pick<SignInProvider, "name" | "issuer" | "clientId"> {
	/** Null or omitted = a public client. */
	readonly clientSecret?: string | null | undefined;
	readonly title?: string | undefined;
	readonly scopes?: readonly string[] | undefined;
	readonly groupsClaim?: string | null | undefined;
	readonly admits?: SignInProvider["admits"] | undefined;
}

/**
 * Lets users sign in with an OpenID provider, after reading its configuration. Throws `sign-in-provider-invalid`,
 * `sign-in-provider-exists`, `openid-unavailable` or `fetch-refused`.
 */
export async function addSignInProvider(
	needs: Needs,
	actor: Actor,
	input: SignInProviderInput,
): Promise<StoredSignInProvider> {
	assertMay(actor, "sign-in.manage");
	const provider = signInProvider({
		name: input.name,
		title: input.title ?? "",
		issuer: input.issuer,
		clientId: input.clientId,
		scopes: input.scopes ?? usualScopes,
		groupsClaim: input.groupsClaim ?? null,
		admits: input.admits ?? "mapped",
	});
	await needs.openId.probe(provider.issuer);
	const clientSecret = sealClientSecret(needs, provider.name, input.clientSecret ?? null);
	return needs.store.write(async (tx) => {
		const { name } = provider;
		if (await tx.signInProviders.find(name)) throw fault("sign-in-provider-exists", { provider: name });
		const at = needs.now();
		const added = { ...provider, clientSecret, createdAt: at };
		const id = await tx.signInProviders.insert(added);
		tx.record(auditEntry(actor, "sign-in-provider.add", { id, name }, { at, after: auditedProvider(added) }));
		return getSignInProvider(tx, name);
	});
}
