import type { FastifyReply, FastifyRequest } from "fastify";
import { fault } from "../core/errors.ts";

/**
 * Name of the cookie. `__Host-` binds it to this host over https (RFC 6265bis, section 4.1.3.2); plain http can't set
 * that prefix.
 */
const names = { https: "__Host-mci-session", http: "mci-session" } as const;

/** The session's secret in a request's cookies. */
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

/**
 * Sets the session cookie, valid until `expiresAt` (UTC, ISO 8601). Scripts can't read it, and other sites' pages
 * don't send it.
 */
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

/** Deletes the cookie. */
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
 * Refuses a change that is authenticated by cookie and comes from another site. Throws `cross-site`. Uses Fetch
 * Metadata (https://www.w3.org/TR/fetch-metadata/), or Origin (RFC 6454, section 7) for older browsers. Requests with
 * neither are refused.
 */
export function assertSameSite(request: FastifyRequest): void {
	if (request.method === "GET" || request.method === "HEAD") return;
	const { isOwn, from } = askingPage(request);
	if (isOwn !== true) throw fault("cross-site", { from });
}

/** Like `assertSameSite`, for requests without a cookie: a request that does not name its origin is allowed. */
export function assertNotCrossSite(request: FastifyRequest): void {
	const { isOwn, from } = askingPage(request);
	if (isOwn === false) throw fault("cross-site", { from });
}

/** True if the request comes from this site; undefined if it does not say. */
function askingPage(request: FastifyRequest): { readonly isOwn: boolean | undefined; readonly from: string } {
	const site = request.headers["sec-fetch-site"];
	if (site !== undefined) return { isOwn: site === "same-origin", from: String(site).slice(0, 100) };
	const { origin } = request.headers;
	if (origin === undefined) return { isOwn: undefined, from: "nowhere" };
	return { isOwn: origin === `${request.protocol}://${request.host}`, from: origin.slice(0, 100) };
}
