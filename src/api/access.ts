import type { FastifyRequest } from "fastify";
import { fault, isFault } from "../core/errors.ts";
import { type Actor, assertMay } from "../registry/actor.ts";
import type { Authenticator, Credentials } from "../registry/sign-in/authenticate.ts";
import type { App } from "./app.ts";
import { assertSameSite, clearSessionCookie, sessionOf } from "./session-cookie.ts";

/** The actor of requests without credentials, and the routes it may use. */
export interface Anonymous {
	readonly actor: Actor;
	/** `read` for a public registry; `all` for an application in its owner's own process. */
	readonly may: "read" | "all";
	/** The same actor in another account, if every account is open to it. Rejects with `account-not-found`. */
	readonly inAccount?: (name: string) => Promise<Actor>;
}

/**
 * Header that selects a session's account. A token belongs to one account, so with a token the header must match it.
 */
export const accountHeader = "mci-account";

/**
 * Sets the actor of every request or refuses it; then refuses actors without the route's permission. Without
 * `anonymous`, every request needs a token or a session.
 */
export function addAccess(
	app: App,
	who: { readonly authenticator: Authenticator; readonly anonymous: Anonymous | null },
): void {
	app.decorateRequest("actor", null);
	// With `done` instead of a promise: nearly every token is cached, and a promise per hook costs as much as the
	// rest of it.
	app.addHook("onRequest", (request, reply, done) => {
		const refuse = (error: Error) => {
			// Otherwise the browser would keep sending it, and be refused what is open to everyone.
			if (isFault(error) && error.code === "session-ended") clearSessionCookie(request, reply);
			done(error);
		};
		let actor: ReturnType<typeof find>;
		try {
			actor = find(request);
			if (!(actor instanceof Promise)) {
				settle(request, actor);
				done();
				return;
			}
		} catch (error) {
			refuse(error as Error);
			return;
		}
		actor.then((known) => settle(request, known)).then(() => done(), refuse);
	});

	function find(request: FastifyRequest): Actor | null | Promise<Actor> {
		const { permission, access } = request.routeOptions.config;
		if (permission === "everyone" || request.is404) return null;
		const account = accountOf(request);
		const credentials = credentialsOf(request, account);
		if (credentials !== undefined) {
			const actor = who.authenticator.actorOf(credentials);
			if (account === null) return actor;
			return actor instanceof Promise ? actor.then((known) => inAccount(known, account)) : inAccount(actor, account);
		}
		if (who.anonymous && (access === "read" || who.anonymous.may === "all"))
			return anonymousActor(who.anonymous, account);
		throw fault("token-missing");
	}
}

function anonymousActor({ actor, inAccount: actorIn }: Anonymous, account: string | null): Actor | Promise<Actor> {
	if (account === null || account === actor.account) return actor;
	if (!actorIn) throw fault("account-not-found", { account });
	return actorIn(account);
}

/** Checks the route's permission before the request's body is read. */
function settle(request: FastifyRequest, actor: Actor | null): void {
	request.actor = actor;
	const { permission, narrowed } = request.routeOptions.config;
	if (actor === null || permission === undefined || permission === "everyone") return;
	if (actor.accountId === 0 && permission !== "signed-in") throw fault("account-none", { user: actor.name });
	if (actor.only !== null && narrowed !== true) throw fault("token-narrowed", { name: actor.only.name });
	if (permission !== "signed-in") assertMay(actor, permission);
}

function accountOf(request: FastifyRequest): string | null {
	const named = request.headers[accountHeader];
	return typeof named === "string" && named !== "" ? decodeAccount(named) : null;
}

/** Account names can contain letters that headers can't: they are percent-encoded. */
function decodeAccount(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		throw fault("account-not-found", { account: text.slice(0, 100) });
	}
}

function inAccount(actor: Actor, account: string): Actor {
	if (actor.account !== account) throw fault("account-not-found", { account });
	return actor;
}

function credentialsOf(request: FastifyRequest, account: string | null): Credentials | undefined {
	const secret = bearerOf(request);
	if (secret !== undefined) return { kind: "token", secret };
	const session = sessionOf(request);
	if (session === undefined) return undefined;
	assertSameSite(request);
	return { kind: "session", secret: session, account };
}

/** The token of `Authorization: Bearer …` (RFC 6750, section 2.1). Throws `token-invalid` for another scheme. */
function bearerOf(request: FastifyRequest): string | undefined {
	const header = request.headers.authorization;
	if (header === undefined) return undefined;
	const match = /^bearer +(\S{1,500})$/i.exec(header);
	if (!match?.[1]) throw fault("token-invalid");
	return match[1];
}
