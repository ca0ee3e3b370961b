import type { FastifyReply, FastifyRequest } from "fastify";
import type { App } from "./app.ts";

/**
 * Content security policy of pages: they may load this installation's files. No `upgrade-insecure-requests`: a
 * registry on plain http has no https.
 */
export const pagePolicy =
	"default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; img-src 'self' data:; " +
	"object-src 'none'; script-src 'self'; script-src-attr 'none'; style-src 'self' 'unsafe-inline'";

/**
 * The headers of every answer: those that Helmet sets (`security-headers.test.ts` compares them),
 * with its policy for pages replaced by one for data, which may load nothing, and be in no frame. A page says
 * `pagePolicy` itself. Written out because Helmet creates them again for each answer: an answer of `GET /v1/resolve`
 * then costs 1.6 times as much.
 */
export const securityHeaders: readonly (readonly [name: string, value: string])[] = [
	["content-security-policy", "default-src 'none'; frame-ancestors 'none'"],
	["cross-origin-opener-policy", "same-origin"],
	["cross-origin-resource-policy", "same-origin"],
	["origin-agent-cluster", "?1"],
	// With Helmet's `no-referrer`, a form's POST has `Origin: null` and looks like one from another site.
	["referrer-policy", "same-origin"],
	["x-content-type-options", "nosniff"],
	["x-dns-prefetch-control", "off"],
	["x-frame-options", "DENY"],
	["x-permitted-cross-domain-policies", "none"],
	["x-xss-protection", "0"],
];

/**
 * The headers that matter for data; the others are for pages. Used for cached answers of `GET /v1/resolve`, where
 * each header costs time.
 */
export const dataHeaders = securityHeaders.filter(([name]) =>
	["content-security-policy", "cross-origin-resource-policy", "x-content-type-options"].includes(name),
);

/**
 * Only for answers over https (RFC 6797, section 7.2): browsers use https for a year. Only for this host; others are
 * not ours.
 */
const strictTransport = "max-age=31536000";

/** Sets the headers on every answer of the framework; a route's own headers stay. */
export function addSecurityHeaders(app: App): void {
	app.addHook("onSend", (request, reply, payload, done) => {
		setSecurityHeaders(request, reply);
		done(null, payload);
	});
}

/** Sets the headers on an answer that no hook sees. */
export function setSecurityHeaders(request: FastifyRequest, reply: FastifyReply): void {
	for (const [name, value] of securityHeaders) if (!reply.hasHeader(name)) reply.header(name, value);
	if (request.protocol === "https") reply.header("strict-transport-security", strictTransport);
}
