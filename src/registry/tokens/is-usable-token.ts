import type { StoredToken } from "../../storage/store.ts";

/** True if a token may be used now. */
export function isAlive(token: Pick<StoredToken, "expiresAt" | "revokedAt">, now: string): boolean {
	return token.revokedAt === null && (token.expiresAt === null || token.expiresAt > now);
}
