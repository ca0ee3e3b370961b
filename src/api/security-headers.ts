import type { FastifyReply, FastifyRequest } from "fastify";
import type { App } from "./app.ts";

/** What a page may load: the files of this installation. No `upgrade-insecure-requests`: a registry on plain http has no https. */
export const pagePolicy =
	"default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; img-src 'self' data:; object-src 'none'; script-src 'self'; script-src-attr 'none'; style-src 'self' 'unsafe-inline'";

/**
 * What every answer carries, whatever it is: the headers that Helmet sets (`security-headers.test.ts` compares them), with its policy for
 * pages replaced by one for data, which may load nothing, and be in no frame. A page says `pagePolicy` itself. Written out because
 * Helmet makes them anew for each answer: an answer of `GET /v1/resolve` then costs 1.6 times as much.
 */
export const securityHeaders: readonly (readonly [name: string, value: string])[] = [
	["content-security-policy", "default-src 'none'; frame-ancestors 'none'"],
	["cross-origin-opener-policy", "same-origin"],
	["cross-origin-resource-policy", "same-origin"],
	["origin-agent-cluster", "?1"],
	// With Helmet's `no-referrer` a form's POST says `Origin: null`, and could not be told from one of another site.
	["referrer-policy", "same-origin"],
	["x-content-type-options", "nosniff"],
	["x-dns-prefetch-control", "off"],
	["x-frame-options", "DENY"],
	["x-permitted-cross-domain-policies", "none"],
	["x-xss-protection", "0"],
];

/** Those that matter to data: the others are for what a browser shows. Of kept answers of `GET /v1/resolve`, where each header costs. */
export const dataHeaders = securityHeaders.filter(([name]) =>
	["content-security-policy", "cross-origin-resource-policy", "x-content-type-options"].includes(name),
);

/** Of answers over https (RFC 6797, 7.2 forbids it on others): browsers come by https for a year. Of this host; others are not ours. */
const strictTransport = "max-age=31536000";

/** Sets them on every answer that passes the framework; what a route has set stays. */
export function addSecurityHeaders(app: App): void {
	app.addHook("onSend", (request, reply, payload, done) => {
		setSecurityHeaders(request, reply);
		done(null, payload);
	});
}

/** Sets them on an answer that passes no hook. */
export function setSecurityHeaders(request: FastifyRequest, reply: FastifyReply): void {
	for (const [name, value] of securityHeaders) if (!reply.hasHeader(name)) reply.header(name, value);
	if (request.protocol === "https") reply.header("strict-transport-security", strictTransport);
}
