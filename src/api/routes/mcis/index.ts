import type { App, RouteNeeds } from "../../app.ts";
import { addComponentRoutes } from "../components/index.ts";
import { addCommitRevision, addEditing } from "./edit.ts";
import { presentMci } from "./present.ts";
import { addGetRevision, addListRevisions, addReading } from "./read.ts";
import { EditedHead, Mci } from "./schema.ts";

export function addMciRoutes(app: App, routeNeeds: RouteNeeds): void {
	addReading(app, routeNeeds);
	addRevisions(app, routeNeeds);
	addEditing(app, routeNeeds);
	addComponentRoutes(app, routeNeeds, {
		kind: "mci",
		path: "/v1/mcis",
		tag: "mcis",
		one: "a MultiCloud Image",
		ids: {
			merge: "mergeMci",
			patch: "patchMci",
			clone: "cloneMci",
			rename: "renameMci",
			delete: "deleteMci",
			restore: "restoreMci",
			undo: "undoMci",
		},
		summary: Mci,
		edited: EditedHead,
		present: presentMci,
	});
}

function addRevisions(app: App, routeNeeds: RouteNeeds): void {
	addListRevisions(app, routeNeeds);
	addGetRevision(app, routeNeeds);
	addCommitRevision(app, routeNeeds);
}
