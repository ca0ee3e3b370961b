import type { App, RouteNeeds } from "../../app.ts";
import { addChannelRoutes } from "../channels/index.ts";
import { addImageLifecycleRoutes } from "../lifecycles/images.ts";
import { addLifecycleRoutes } from "../lifecycles/index.ts";
import { addLintRoutes } from "../lint/index.ts";
import { addPolicyRoutes } from "../lint/policy.ts";
import { addTemplateUpdateRoutes, addUpdateRoutes } from "../updates/index.ts";
import { addWhereUsedRoutes } from "../where-used/index.ts";
import { type Noun, nouns } from "./nouns.ts";

/** Adds channels, lifecycles, updates and lint for every kind of component, and the operations across kinds. */
export function addPerKindRoutes(app: App, routeNeeds: RouteNeeds): void {
	for (const noun of nouns) addRoutesOf(app, routeNeeds, noun);
	addTemplateUpdateRoutes(app, routeNeeds);
	addImageLifecycleRoutes(app, routeNeeds);
	addWhereUsedRoutes(app, routeNeeds);
	addPolicyRoutes(app, routeNeeds);
}

function addRoutesOf(app: App, routeNeeds: RouteNeeds, noun: Noun): void {
	addChannelRoutes(app, routeNeeds, noun);
	addLifecycleRoutes(app, routeNeeds, noun);
	addUpdateRoutes(app, routeNeeds, noun);
	addLintRoutes(app, routeNeeds, noun);
}
