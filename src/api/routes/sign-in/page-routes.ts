import formbody from "@fastify/formbody";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { type Fault, isFault } from "../../../core/errors.ts";
import type { Actor } from "../../../registry/actor.ts";
import type { Needs } from "../../../registry/needs.ts";
import type { Authenticator } from "../../../registry/sign-in/authenticate.ts";
import { signOut } from "../../../registry/sign-in/end-session.ts";
import { listSignInOptions } from "../../../registry/sign-in/list-sign-in-providers.ts";
import { signIn } from "../../../registry/sign-in/sign-in.ts";
import type { App } from "../../app.ts";
import { clientNetwork } from "../../client-network.ts";
import { statusOf } from "../../error-status.ts";
import { asFault } from "../../errors.ts";
import { assertSameSite, clearSessionCookie, sessionOf, setSessionCookie } from "../../session-cookie.ts";
import { localTarget, usualTarget } from "./local-target.ts";
import { presentOptions } from "./present.ts";
import { renderSignInPage, type SignInLink, type SignInPage, signInStyle } from "./render-page.ts";

/** Dependencies of the pages. */
export interface SignInNeeds {
	readonly needs: Needs;
	readonly authenticator: Authenticator;
}

/**
 * The page's content security policy: it may load its style. It has no scripts, and its forms only post to this site.
 */
const policy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const Query = z.object({ to: z.string().max(4000).optional(), done: z.string().max(100).optional() });
const Form = z.object({
	name: z.string().max(1000),
	password: z.string().max(2000),
	to: z.string().max(4000).optional(),
});

/** Adds the pages to sign in and out: plain forms that work without scripts. */
export async function addSignInPages(app: App, { needs, authenticator }: SignInNeeds): Promise<void> {
	await app.register(async (pages: App) => {
		await pages.register(formbody, { bodyLimit: 16 * 1024 });
		pages.setErrorHandler((error: FastifyError | Fault, request, reply) =>
			showError(reply, request, asFault(error, request)),
		);
		const config = { permission: "everyone" } as const;
		const hidden = { hide: true };

		pages.get("/sign-in.css", { config, schema: hidden }, (_request, reply) =>
			reply.type("text/css; charset=utf-8").header("cache-control", "public, max-age=3600").send(signInStyle),
		);
		pages.get("/sign-in", { config, schema: { ...hidden, querystring: Query } }, async (request, reply) => {
			const { to, done } = request.query;
			const notice = done === "sign-out" ? ({ kind: "done", text: "You are signed out." } as const) : null;
			const actor = await actorOf(request);
			return show(reply, { user: actor?.name ?? null, notice, name: "", to: localTarget(to) });
		});
		pages.post(
			"/sign-in",
			{ config: { ...config, rateLimit: "sign-in" }, schema: { ...hidden, body: Form } },
			async (request, reply) => {
				assertSameSite(request);
				const { name, password, to } = request.body;
				const { session, secret } = await signIn(needs, {
					...{ name, password, address: request.ip, network: clientNetwork(request.ip) },
					agent: request.headers["user-agent"] ?? null,
					replaces: sessionOf(request),
				});
				setSessionCookie(request, reply, { secret, expiresAt: session.expiresAt });
				return reply.header("cache-control", "no-store").redirect(localTarget(to), 303);
			},
		);
		pages.post("/sign-out", { config, schema: hidden }, async (request, reply) => {
			assertSameSite(request);
			const actor = await actorOf(request);
			if (actor) await signOut(needs, actor);
			clearSessionCookie(request, reply);
			return reply.header("cache-control", "no-store").redirect("/sign-in?done=sign-out", 303);
		});
	});

	/** The signed-in user; null if there is none any more. */
	async function actorOf(request: FastifyRequest): Promise<Actor | null> {
		const secret = sessionOf(request);
		if (secret === undefined) return null;
		return Promise.resolve()
			.then(() => authenticator.actorOf({ kind: "session", secret, account: null }))
			.catch((error: unknown) => {
				if (isFault(error)) return null;
				throw error;
			});
	}

	/** Links to the sign-in providers. */
	async function linksTo(target: string): Promise<SignInLink[]> {
		const options = presentOptions(await listSignInOptions(needs)).items;
		return options.map(({ title, path }) => ({ name: title, href: `${path}?to=${encodeURIComponent(target)}` }));
	}

	async function showError(reply: FastifyReply, request: FastifyRequest, error: Fault): Promise<FastifyReply> {
		const { data } = Form.partial().safeParse(request.body ?? {});
		const text = error.kind === "internal" ? error.message : `${error.message} ${error.help}`;
		reply.code(statusOf(error.code));
		return show(reply, {
			user: null,
			notice: { kind: "error", text },
			name: data?.name?.slice(0, 100) ?? "",
			to: localTarget(data?.to ?? usualTarget),
		});
	}

	async function show(reply: FastifyReply, page: Omit<SignInPage, "links">): Promise<FastifyReply> {
		reply
			.header("content-security-policy", policy)
			.header("cache-control", "no-store")
			.type("text/html; charset=utf-8");
		return reply.send(renderSignInPage({ ...page, links: await linksTo(page.to) }));
	}
}
