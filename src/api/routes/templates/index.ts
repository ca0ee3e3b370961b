import type { App, RouteNeeds } from "../../app.ts";
import { addContentRoutes } from "../components/content-routes.ts";
import { NewTemplateCommit } from "../components/schema.ts";
import { presentTemplateContent } from "./present.ts";
import { templateShapes } from "./schema.ts";

/** Adds the routes of ServerTemplates, except edits of their content. */
export function addTemplateRoutes(app: App, routeNeeds: RouteNeeds): void {
	addContentRoutes(app, routeNeeds, {
		kind: "template",
		path: "/v1/templates",
		tag: "templates",
		one: "a ServerTemplate",
		many: "ServerTemplates",
		ids: {
			search: "searchTemplates",
			create: "createTemplate",
			get: "getTemplate",
			describe: "describeTemplate",
			listRevisions: "listTemplateRevisions",
			getRevision: "getTemplateRevision",
			commit: "commitTemplate",
			merge: "mergeTemplate",
			patch: "patchTemplate",
			clone: "cloneTemplate",
			rename: "renameTemplate",
			delete: "deleteTemplate",
			restore: "restoreTemplate",
			undo: "undoTemplate",
		},
		shapes: templateShapes,
		newCommit: NewTemplateCommit,
		standsAlone: false,
		presentContent: presentTemplateContent,
	});
}
