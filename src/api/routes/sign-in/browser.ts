import type { FastifyReply } from "fastify";
import { z } from "zod";
import { beginOpenIdSignIn } from "../../../registry/sign-in/begin-openid-sign-in.ts";
import { finishOpenIdSignIn } from "../../../registry/sign-in/finish-openid-sign-in.ts";
import type { App, RouteNeeds } from "../../app.ts";
import { clearPendingSignIn, pendingSignInOf, setPendingSignIn } from "../../pending-sign-in-cookie.ts";
import { sessionOf, setSessionCookie } from "../../session-cookie.ts";
import { callbackPath } from "./present.ts";

const ProviderPath = z.object({ provider: z.string().max(100) });

/** Adds the two pages of a sign-in with a provider: the redirect to the provider, and the callback. */
export function addBrowserSignIn(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/sign-in/openid/:provider",
		{
			config: { permission: "everyone" },
			schema: { hide: true, params: ProviderPath, querystring: z.object({ to: z.string().max(1000).optional() }) },
		},
		async (request, reply) => {
			const { provider } = request.params;
			const redirectUri = new URL(callbackPath(provider), `${request.protocol}://${request.host}`).href;
			const { url, pending, expiresAt } = await beginOpenIdSignIn(needs, {
				provider,
				redirectUri,
				goTo: request.query.to,
			});
			setPendingSignIn(request, reply, { value: pending, expiresAt });
			return sendTo(reply, url);
		},
	);
	app.get(
		"/sign-in/openid/:provider/callback",
		{ config: { permission: "everyone" }, schema: { hide: true, params: ProviderPath } },
		async (request, reply) => {
			const pending = pendingSignInOf(request);
			clearPendingSignIn(request, reply);
			const query = request.raw.url?.split("?").slice(1).join("?") ?? "";
			const { session, secret, goTo } = await finishOpenIdSignIn(needs, {
				provider: request.params.provider,
				pending,
				query,
				agent: request.headers["user-agent"] ?? null,
				address: request.ip,
				replaces: sessionOf(request),
			});
			setSessionCookie(request, reply, { secret, expiresAt: session.expiresAt });
			return sendTo(reply, goTo);
		},
	);
}

/** Redirects without a referrer and without caching: the requested URL contains a code. */
function sendTo(reply: FastifyReply, url: string): FastifyReply {
	return reply
		.code(303)
		.header("location", url)
		.header("cache-control", "no-store")
		.header("referrer-policy", "no-referrer")
		.send();
}
