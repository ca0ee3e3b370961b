import type { FastifyReply, FastifyRequest } from "fastify";

/** Like the session cookie's name: `__Host-` binds it to this host over https. */
const names = { https: "__Host-mci-sign-in", http: "mci-sign-in" } as const;

/** The sealed state of a sign-in that the browser started. Scripts can't read it. */
export function pendingSignInOf(request: FastifyRequest): string | undefined {
	const prefix = `${names[request.protocol]}=`;
	const pair = request.headers.cookie?.split(";").find((part) => part.trim().startsWith(prefix));
	return pair === undefined ? undefined : /^[\w.-]{1,4000}$/.exec(pair.trim().slice(prefix.length))?.[0];
}

/**
 * Sets the cookie until `expiresAt` (UTC, ISO 8601). `Lax`, because the provider's page redirects the browser back
 * here.
 */
export function setPendingSignIn(
	request: FastifyRequest,
	reply: FastifyReply,
	pending: { readonly value: string; readonly expiresAt: string },
): void {
	addCookie(request, reply, `${pending.value}; Expires=${new Date(pending.expiresAt).toUTCString()}`);
}

/** Deletes the cookie: it can be used once, whether the sign-in succeeds or not. */
export function clearPendingSignIn(request: FastifyRequest, reply: FastifyReply): void {
	addCookie(request, reply, "; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
}

function addCookie(request: FastifyRequest, reply: FastifyReply, rest: string): void {
	const secure = request.protocol === "https" ? "; Secure" : "";
	reply.header("set-cookie", `${names[request.protocol]}=${rest}; Path=/; HttpOnly; SameSite=Lax${secure}`);
}
