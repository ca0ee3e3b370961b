import type { Anonymous } from "../api/access.ts";
import type { App } from "../api/app.ts";
import { createServer, type ServerOptions } from "../api/server.ts";
import { systemActor } from "../registry/accounts/prepare-registry.ts";
import { actorWith } from "../registry/actor.ts";
import type { Registry } from "./assemble.ts";
import { version } from "./version.ts";

/** The application over a registry. */
export function applicationOf(
	registry: Registry,
	options: Pick<ServerOptions, "anonymous" | "logger" | "description" | "rateLimits" | "trustProxy">,
): Promise<App> {
	return createServer({ needs: registry.needs, version, ...options });
}

/** Whoever comes without a token to a public registry. */
export function publicReader(registry: Registry): Anonymous {
	return {
		actor: actorWith({ ...systemActor(registry.account), name: "public", kind: "public", roles: ["observer"] }),
		may: "read",
	};
}
