import type { AuditEntry, StoredSignInProvider } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";

/** An audit entry about a sign-in provider, in the account in which the operator works. */
export function signInProviderEntry(
	actor: Pick<Actor, "accountId" | "name">,
	entry: {
		readonly provider: Pick<StoredSignInProvider, "id" | "name">;
		readonly at: string;
		readonly act: string;
		before?: unknown;
		after: unknown;
	},
): AuditEntry {
	return {
		accountId: actor.accountId,
		at: entry.at,
		actor: actor.name,
		act: entry.act,
		subjectKind: "sign-in-provider",
		subjectId: entry.provider.id,
		subjectName: entry.provider.name,
		headVersion: null,
		before: entry.before ?? null,
		after: entry.after,
	};
}

/** What the audit tells of a provider: whether it has a secret, never which. */
export function toldProvider({
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
