import { z } from "zod";
import type { StoredToken } from "../../../registry/stored.ts";
import { createToken } from "../../../registry/tokens/create-token.ts";
import { getToken, listTokens } from "../../../registry/tokens/list-tokens.ts";
import { revokeToken } from "../../../registry/tokens/revoke-token.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { Problem, problems } from "../../schema.ts";
import { ListTokensQuery, NewToken, Token, TokenPath, TokenWithSecret } from "./schema.ts";

export function addTokenRoutes(app: App, routeNeeds: RouteNeeds): void {
	addListTokens(app, routeNeeds);
	addGetToken(app, routeNeeds);
	addCreateToken(app, routeNeeds);
	addRevokeToken(app, routeNeeds);
}

function addListTokens(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/tokens",
		{
			schema: {
				operationId: "listTokens",
				tags: ["tokens"],
				summary: "List tokens",
				description:
					"All tokens of the account if you may manage tokens, else your own. Secrets are not " + "returned.",
				querystring: ListTokensQuery,
				response: { 200: z.object({ items: z.array(Token) }), ...problems },
			},
		},
		async (request) => {
			const { owner, source } = request.query;
			const tokens = await listTokens(needs, actorOf(request), { owner: owner === "-" ? null : owner, source });
			return { items: tokens.map((token) => presentToken(token, needs.now())) };
		},
	);
}

function addGetToken(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/tokens/:id",
		{
			schema: {
				operationId: "getToken",
				tags: ["tokens"],
				summary: "Show a token",
				description: "The secret is not returned.",
				params: TokenPath,
				response: { 200: Token, ...problems },
			},
		},
		async (request) => presentToken(await getToken(needs, actorOf(request), request.params.id), needs.now()),
	);
}

function addCreateToken(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/tokens",
		{
			schema: {
				operationId: "createToken",
				tags: ["tokens"],
				summary: "Create a token",
				description: "The secret is only in this response.",
				body: NewToken,
				response: { 201: TokenWithSecret, ...problems },
			},
		},
		async (request, reply) => {
			const { token, secret } = await createToken(needs, actorOf(request), request.body);
			reply.code(201).header("cache-control", "no-store");
			return { ...presentToken(token, needs.now()), secret };
		},
	);
}

function addRevokeToken(app: App, { needs }: RouteNeeds): void {
	app.delete(
		"/v1/tokens/:id",
		{
			schema: {
				operationId: "revokeToken",
				tags: ["tokens"],
				summary: "Revoke a token",
				description: "Takes effect at once and can't be undone.",
				params: TokenPath,
				response: { 200: Token, ...problems, 409: Problem },
			},
		},
		async (request) => presentToken(await revokeToken(needs, actorOf(request), request.params.id), needs.now()),
	);
}

function presentToken(token: StoredToken, now: string) {
	const { id, name, roles, owner, component, source, createdAt, expiresAt, revokedAt, lastUsedAt } = token;
	const only = component && { kind: component.kind, name: component.name };
	return {
		...{ id, name, roles: [...roles], owner: owner?.name ?? null, only, state: stateOf(token, now), source },
		...{ createdAt, expiresAt, revokedAt, lastUsedAt },
	};
}

function stateOf({ revokedAt, expiresAt, componentId, component }: StoredToken, now: string) {
	if (revokedAt !== null) return "revoked" as const;
	if (expiresAt !== null && expiresAt <= now) return "expired" as const;
	return componentId !== null && component === null ? ("void" as const) : ("active" as const);
}
