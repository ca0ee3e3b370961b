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

/** `read`: a public registry answers it without a token. */
export type Access = "read";

declare module "fastify" {
	interface FastifyContextConfig {
		access?: Access;
		/** The permission the operation requires, from the table of permissions. */
		permission?: OperationPermission;
		/** True if it is about one component, so that a token for that component may call it. */
		narrowed?: boolean;
		/** True if the answer changes only with a write: its ETag is the store's generation. */
		list?: boolean;
	}
	interface FastifyRequest {
		actor: Actor | null;
	}
}

/** Dependencies of the routes. */
export interface RouteNeeds {
	readonly needs: Needs;
	/** Version of this program. */
	readonly version: string;
}

/** The request's actor, which the access hook sets on every route that is not public. */
export function actorOf(request: FastifyRequest): Actor {
	if (!request.actor) throw new Error("a route without access asked for its actor");
	return request.actor;
}
