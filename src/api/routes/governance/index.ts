import type { App, RouteNeeds } from "../../app.ts";
import { addChannelRoutes } from "../channels/index.ts";
import { addImageLifecycleRoutes } from "../lifecycles/images.ts";
import { addLifecycleRoutes } from "../lifecycles/index.ts";
import { addLintRoutes } from "../lint/index.ts";
import { addPolicyRoutes } from "../policy/index.ts";
import { addTakingRoutes, addUpdateRoutes } from "../updates/index.ts";
import { addWhereUsedRoutes } from "../where-used/index.ts";
import { type Noun, nouns } from "./noun.ts";

/** Channels, lifecycles, updates and lint of all kinds of components, and what goes over all of them. */
export function addGovernance(app: App, routeNeeds: RouteNeeds): void {
	for (const noun of nouns) addGovernanceRoutes(app, routeNeeds, noun);
	addTakingRoutes(app, routeNeeds);
	addImageLifecycleRoutes(app, routeNeeds);
	addWhereUsedRoutes(app, routeNeeds);
	addPolicyRoutes(app, routeNeeds);
}

/** The same routes for one kind. */
function addGovernanceRoutes(app: App, routeNeeds: RouteNeeds, noun: Noun): void {
	addChannelRoutes(app, routeNeeds, noun);
	addLifecycleRoutes(app, routeNeeds, noun);
	addUpdateRoutes(app, routeNeeds, noun);
	addLintRoutes(app, routeNeeds, noun);
}
