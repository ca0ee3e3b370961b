import type { App, RouteNeeds } from "../../app.ts";
import { addCreation, addEdits, addMany } from "./edit.ts";
import { addReading } from "./read.ts";

export function addServerRoutes(app: App, routeNeeds: RouteNeeds): void {
	addReading(app, routeNeeds);
	addCreation(app, routeNeeds);
	addEdits(app, routeNeeds);
	addMany(app, routeNeeds);
}
