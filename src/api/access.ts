import type { FastifyRequest } from "fastify";
import { fault, isFault } from "../core/errors.ts";
import { type Actor, assertMay } from "../registry/actor.ts";
import type { Authenticator, Credentials } from "../registry/sign-in/authenticate.ts";
import type { App } from "./app.ts";
import { assertSameSite, clearSessionCookie, sessionOf } from "./session-cookie.ts";

/** Who acts without credentials, and on which routes. */
export interface Anonymous {
	readonly actor: Actor;
	/** `read` for a public registry; `all` for an application in its owner's own process. */
	readonly may: "read" | "all";
	/** The same in another account, for whom every account is open. Rejects with `account-not-found`. */
	readonly inAccount?: (name: string) => Promise<Actor>;
}

/** Names the account that a session acts in; with a token, which is of one account, it can only agree. */
export const accountHeader = "mci-account";

/**
 * Sets the actor of every request, or refuses it; then refuses who may not do what the route is for. Without `anonymous`, nobody does
 * anything without a token or a session.
 */
export function addAccess(
	app: App,
	who: { readonly authenticator: Authenticator; readonly anonymous: Anonymous | null },
): void {
	app.decorateRequest("actor", null);
	// With `done`, not a promise: nearly every token is known at once, and each promise of a hook costs as much as the rest of it.
	app.addHook("onRequest", (request, reply, done) => {
		const refuse = (error: Error) => {
			// Else the browser would bring it along for ever, and be refused what is open to everybody.
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
		if (who.anonymous && (access === "read" || who.anonymous.may === "all")) {
			if (account === null || account === who.anonymous.actor.account) return who.anonymous.actor;
			if (!who.anonymous.inAccount) throw fault("account-not-found", { account });
			return who.anonymous.inAccount(account);
		}
		throw fault("token-missing");
	}
}

/** Checks what the route is for, before anything of the request is read. */
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

/** Accounts' names may have letters that no header carries: they are percent-encoded. */
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

/** The token of `Authorization: Bearer …` (RFC 6750, 2.1). Throws `token-invalid` for another scheme. */
function bearerOf(request: FastifyRequest): string | undefined {
	const header = request.headers.authorization;
	if (header === undefined) return undefined;
	const match = /^bearer +(\S{1,500})$/i.exec(header);
	if (!match?.[1]) throw fault("token-invalid");
	return match[1];
}
