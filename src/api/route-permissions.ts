import type { App } from "./app.ts";
import { permissionOf } from "./permission-table.ts";

/** Paths of one component, which a token for that component may call. */
const aboutOne = /^\/v1\/(mcis|templates|scripts)\/:name(\/|$)/;
const alsoNarrowed: ReadonlySet<string> = new Set(["resolveImage", "whoAmI"]);

/**
 * Sets every route's permission from the table when it is added. Throws for a route without an operation or with an
 * unknown one, unless it is marked as public, so that no route is open by accident.
 */
export function addRoutePermissions(app: App): void {
	app.addHook("onRoute", (route) => {
		if (route.config?.permission === "everyone") return;
		const operation = (route.schema as { readonly operationId?: string } | undefined)?.operationId;
		const permission = operation === undefined ? undefined : permissionOf(operation);
		if (operation === undefined || permission === undefined) {
			const name = `${String(route.method)} ${route.url} (${operation ?? "no operation"})`;
			throw new Error(`${name} is missing from the table of permissions`);
		}
		route.config = { ...route.config, permission, narrowed: aboutOne.test(route.url) || alsoNarrowed.has(operation) };
	});
}
