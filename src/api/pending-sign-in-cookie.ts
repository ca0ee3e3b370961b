import type { FastifyReply, FastifyRequest } from "fastify";

/** As of the session's cookie: `__Host-` binds it to this host over https. */
const names = { https: "__Host-mci-sign-in", http: "mci-sign-in" } as const;

/** What the browser was given when it began to sign in: sealed, and for no script to read. */
export function pendingSignInOf(request: FastifyRequest): string | undefined {
	const prefix = `${names[request.protocol]}=`;
	const pair = request.headers.cookie?.split(";").find((part) => part.trim().startsWith(prefix));
	return pair === undefined ? undefined : /^[\w.-]{1,4000}$/.exec(pair.trim().slice(prefix.length))?.[0];
}

/** Gives it to the browser until a moment (UTC ISO). `Lax`: the provider's page sends the browser back here. */
export function setPendingSignIn(
	request: FastifyRequest,
	reply: FastifyReply,
	pending: { readonly value: string; readonly expiresAt: string },
): void {
	addCookie(request, reply, `${pending.value}; Expires=${new Date(pending.expiresAt).toUTCString()}`);
}

/** Takes it away: it is used up, whatever came of it. */
export function clearPendingSignIn(request: FastifyRequest, reply: FastifyReply): void {
	addCookie(request, reply, "; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
}

function addCookie(request: FastifyRequest, reply: FastifyReply, rest: string): void {
	const secure = request.protocol === "https" ? "; Secure" : "";
	reply.header("set-cookie", `${names[request.protocol]}=${rest}; Path=/; HttpOnly; SameSite=Lax${secure}`);
}
