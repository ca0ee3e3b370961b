import { z } from "zod";
import { createToken } from "../../../registry/create-token.ts";
import { listTokens } from "../../../registry/list-tokens.ts";
import { revokeToken } from "../../../registry/revoke-token.ts";
import type { StoredToken } from "../../../registry/stored.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { Problem, problems } from "../../schema.ts";
import { NewToken, Token, TokenWithSecret } from "./schema.ts";

export function addTokenRoutes(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/tokens",
		{
			schema: {
				operationId: "listTokens",
				tags: ["tokens"],
				summary: "List tokens",
				response: { 200: z.object({ items: z.array(Token) }), ...problems },
			},
		},
		async (request) => ({ items: (await listTokens(needs, actorOf(request))).map(presentToken) }),
	);
	app.post(
		"/v1/tokens",
		{
			schema: {
				operationId: "createToken",
				tags: ["tokens"],
				summary: "Make a token",
				description: "Its secret is in this answer and nowhere else.",
				body: NewToken,
				response: { 201: TokenWithSecret, ...problems },
			},
		},
		async (request, reply) => {
			const { token, secret } = await createToken(needs, actorOf(request), request.body);
			reply.code(201).header("cache-control", "no-store");
			return { ...presentToken(token), secret };
		},
	);
	app.delete(
		"/v1/tokens/:id",
		{
			schema: {
				operationId: "revokeToken",
				tags: ["tokens"],
				summary: "Revoke a token at once",
				params: z.object({ id: z.coerce.number().int().min(1).meta({ description: "Number of the token, as the list shows it.", example: 2 }) }),
				response: { 200: Token, ...problems, 409: Problem },
			},
		},
		async (request) => presentToken(await revokeToken(needs, actorOf(request), request.params.id)),
	);
}

function presentToken({ id, name, roles, owner, componentId, source, createdAt, expiresAt, revokedAt, lastUsedAt }: StoredToken) {
	return {
		id,
		name,
		roles: [...roles],
		owner: owner?.name ?? null,
		isNarrowed: componentId !== null,
		source,
		createdAt,
		expiresAt,
		revokedAt,
		lastUsedAt,
	};
}
