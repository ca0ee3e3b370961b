import type { FastifyRequest } from "fastify";
import { fault } from "../core/index.ts";
import type { Actor } from "../registry/actor.ts";
import type { Authenticator } from "../registry/authenticate.ts";
import type { App } from "./app.ts";

/** Who acts without a token, and on which routes. */
export interface Anonymous {
	readonly actor: Actor;
	/** `read` for a public registry; `all` for an application in its owner's own process. */
	readonly may: "read" | "all";
}

/** Sets the actor of every request, or refuses it. Without `anonymous`, nobody does anything without a token. */
export function addAccess(app: App, who: { readonly authenticator: Authenticator; readonly anonymous: Anonymous | null }): void {
	app.decorateRequest("actor", null);
	// With `done`, not a promise: nearly every token is known at once, and each promise of a hook costs as much as the rest of it.
	app.addHook("onRequest", (request, _reply, done) => {
		let actor: ReturnType<typeof find>;
		try {
			actor = find(request);
		} catch (error) {
			done(error as Error);
			return;
		}
		if (actor instanceof Promise) {
			actor.then((known) => {
				request.actor = known;
				done();
			}, done);
			return;
		}
		request.actor = actor;
		done();
	});

	function find(request: FastifyRequest): Actor | null | Promise<Actor> {
		const access = request.routeOptions.config.access ?? "token";
		if (access === "public" || request.is404) return null;
		const secret = bearerOf(request);
		if (secret !== undefined) return who.authenticator.actorOf(secret);
		if (who.anonymous && (access === "read" || who.anonymous.may === "all")) return who.anonymous.actor;
		throw fault("token-missing");
	}
}

/** The token of `Authorization: Bearer …` (RFC 6750, 2.1). Throws `token-invalid` for another scheme. */
function bearerOf(request: FastifyRequest): string | undefined {
	const header = request.headers.authorization;
	if (header === undefined) return undefined;
	const match = /^bearer +(\S{1,500})$/i.exec(header);
	if (!match?.[1]) throw fault("token-invalid");
	return match[1];
}
