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
	app.addHook("onRequest", async (request) => {
		const access = request.routeOptions.config.access ?? "token";
		if (access === "public" || request.is404) return;
		const secret = bearerOf(request);
		if (secret !== undefined) request.actor = await who.authenticator.actorOf(secret);
		else if (who.anonymous && (access === "read" || who.anonymous.may === "all")) request.actor = who.anonymous.actor;
		else throw fault("token-missing");
	});
}

/** The token of `Authorization: Bearer …` (RFC 6750, 2.1). Throws `token-invalid` for another scheme. */
function bearerOf(request: FastifyRequest): string | undefined {
	const header = request.headers.authorization;
	if (header === undefined) return undefined;
	const match = /^bearer +(\S{1,500})$/i.exec(header);
	if (!match?.[1]) throw fault("token-invalid");
	return match[1];
}
