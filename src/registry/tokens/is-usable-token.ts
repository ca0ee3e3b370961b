import type { StoredToken } from "../../storage/store.ts";

/** True while a token may be used. */
export function isAlive(token: Pick<StoredToken, "expiresAt" | "revokedAt">, now: string): boolean {
	return token.revokedAt === null && (token.expiresAt === null || token.expiresAt > now);
}
