import type { App } from "./app.ts";
import { permissionOf } from "./permission-table.ts";

/** Addresses that name one component: what a token for that component may call. */
const aboutOne = /^\/v1\/(mcis|templates|scripts)\/:name(\/|$)/;
const alsoNarrowed: ReadonlySet<string> = new Set(["resolveImage", "whoAmI"]);

/**
 * Gives every route the permission that the table has for its operation, as routes are added. A route without an operation, or with one
 * that the table does not know, stops the start unless it says itself that it is for everyone: none is open by being forgotten.
 */
export function addRoutePermissions(app: App): void {
	app.addHook("onRoute", (route) => {
		if (route.config?.permission === "everyone") return;
		const operation = (route.schema as { readonly operationId?: string } | undefined)?.operationId;
		const permission = operation === undefined ? undefined : permissionOf(operation);
		if (operation === undefined || permission === undefined) {
			throw new Error(
				`${String(route.method)} ${route.url} (${operation ?? "no operation"}) stands nowhere in the table of permissions`,
			);
		}
		route.config = { ...route.config, permission, narrowed: aboutOne.test(route.url) || alsoNarrowed.has(operation) };
	});
}
