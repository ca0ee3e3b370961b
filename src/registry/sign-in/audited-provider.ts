import type { AuditEntry, StoredSignInProvider } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";

/** A sign-in provider's settings as the audit shows them: whether it has a secret, never which. */
export function auditedProvider({
	title,
	issuer,
	clientId,
	clientSecret,
	scopes,
	groupsClaim,
	admits,
}: Omit<StoredSignInProvider, "id" | "updatedAt">) {
	return { title, issuer, clientId, hasSecret: clientSecret !== null, scopes, groupsClaim, admits };
}
