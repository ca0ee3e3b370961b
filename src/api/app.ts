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
import type { OperationPermission } from "./permission-table.ts";

/** The HTTP application with Zod schemas as its types. */
export type App = FastifyInstance<
	RawServerDefault,
	RawRequestDefaultExpression,
	RawReplyDefaultExpression,
	FastifyBaseLogger,
	ZodTypeProvider
>;

/** `read` = a registry that is open for reading answers it to everyone. */
export type Access = "read";

declare module "fastify" {
	interface FastifyContextConfig {
		access?: Access;
		/** What the operation asks for, from the table of permissions. */
		permission?: OperationPermission;
		/** It is about one component, so that a token for that one may call it. */
		narrowed?: boolean;
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
