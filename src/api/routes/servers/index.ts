import type { App, RouteNeeds } from "../../app.ts";
import { addChanging, addMaking, addMany } from "./edit.ts";
import { addReading } from "./read.ts";

export function addServerRoutes(app: App, routeNeeds: RouteNeeds): void {
	addReading(app, routeNeeds);
	addMaking(app, routeNeeds);
	addChanging(app, routeNeeds);
	addMany(app, routeNeeds);
}
