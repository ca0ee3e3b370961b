import type {
	FastifyBaseLogger,
	FastifyInstance,
	FastifyRequest,
	RawReplyDefaultExpression,
	RawRequestDefaultExpression,
	RawServerDefault,
} from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Actor } from "../registry/actor.ts";
import type { Needs } from "../registry/needs.ts";

/** The HTTP application with Zod schemas as its types. */
export type App = FastifyInstance<RawServerDefault, RawRequestDefaultExpression, RawReplyDefaultExpression, FastifyBaseLogger, ZodTypeProvider>;

/** Who may use a route: everyone, whoever may read, or only those with a token. Roles are checked by the use cases. */
export type Access = "public" | "read" | "token";

declare module "fastify" {
	interface FastifyContextConfig {
		access?: Access;
		/** The answer changes only when something is written: it is tagged with the store's generation. */
		list?: boolean;
	}
	interface FastifyRequest {
		actor: Actor | null;
	}
}

/** What routes are made with. */
export interface RouteNeeds {
	readonly needs: Needs;
	/** Of this program. */
	readonly version: string;
}

/** The request's actor; the access hook has set it on every route that is not public. */
export function actorOf(request: FastifyRequest): Actor {
	if (!request.actor) throw new Error("a route without access asked for its actor");
	return request.actor;
}
