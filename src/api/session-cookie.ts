import type { FastifyReply, FastifyRequest } from "fastify";
import { fault } from "../core/errors.ts";

/**
 * The cookie's name by how the page was reached: `__Host-` binds it to this host over https (RFC 6265bis, 4.1.3.2), which plain http
 * can't set.
 */
const names = { https: "__Host-mci-session", http: "mci-session" } as const;

/** The secret of the session that a request's cookies bring. */
export function sessionOf(request: FastifyRequest): string | undefined {
	const header = request.headers.cookie;
	if (header === undefined) return undefined;
	const name = names[request.protocol];
	for (const part of header.split(";")) {
		const at = part.indexOf("=");
		if (at > 0 && part.slice(0, at).trim() === name) return /^[\w-]{1,200}$/.exec(part.slice(at + 1).trim())?.[0];
	}
	return undefined;
}

/** Gives the browser a session until a moment (UTC ISO): no script can read it, and no other site's page sends it along. */
export function setSessionCookie(
	request: FastifyRequest,
	reply: FastifyReply,
	session: { readonly secret: string; readonly expiresAt: string },
): void {
	addCookie(
		request,
		reply,
		`${names[request.protocol]}=${session.secret}; Expires=${new Date(session.expiresAt).toUTCString()}`,
	);
}

/** Takes it away. */
export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
	addCookie(request, reply, `${names[request.protocol]}=; Expires=Thu, 01 Jan 1970 00:00:00 GMT`);
}

function addCookie(request: FastifyRequest, reply: FastifyReply, cookie: string): void {
	reply.header(
		"set-cookie",
		`${cookie}; Path=/; HttpOnly; SameSite=Lax${request.protocol === "https" ? "; Secure" : ""}`,
	);
}

/**
 * Refuses a change that the browser's cookie would vouch for and another site's page asked for, `cross-site`. Browsers say where a
 * request comes from (Fetch Metadata, https://www.w3.org/TR/fetch-metadata/; older ones by Origin, RFC 6454, 7); what says neither is refused.
 */
export function assertSameSite(request: FastifyRequest): void {
	if (request.method === "GET" || request.method === "HEAD") return;
	const { isOwn, from } = askingPage(request);
	if (isOwn !== true) throw fault("cross-site", { from });
}

/** The same for what no cookie vouches for: a program that says nothing may ask, a page of another site may not. */
export function assertNotCrossSite(request: FastifyRequest): void {
	const { isOwn, from } = askingPage(request);
	if (isOwn === false) throw fault("cross-site", { from });
}

/** Whether a page of ours asks; undefined where the request does not say. */
function askingPage(request: FastifyRequest): { readonly isOwn: boolean | undefined; readonly from: string } {
	const site = request.headers["sec-fetch-site"];
	if (site !== undefined) return { isOwn: site === "same-origin", from: String(site).slice(0, 100) };
	const { origin } = request.headers;
	if (origin === undefined) return { isOwn: undefined, from: "nowhere" };
	return { isOwn: origin === `${request.protocol}://${request.host}`, from: origin.slice(0, 100) };
}
