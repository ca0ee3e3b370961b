import type { ScriptContent } from "../../../core/script/index.ts";
import type { App, RouteNeeds } from "../../app.ts";
import { addContentRoutes } from "../components/content-routes.ts";
import { NewCommit } from "../components/schema.ts";
import { scriptShapes } from "./schema.ts";

/** Adds the routes of scripts, except edits of their content. */
export function addScriptRoutes(app: App, routeNeeds: RouteNeeds): void {
	addContentRoutes(app, routeNeeds, {
		kind: "script",
		path: "/v1/scripts",
		tag: "scripts",
		one: "a script",
		many: "scripts",
		ids: {
			search: "searchScripts",
			create: "createScript",
			get: "getScript",
			describe: "describeScript",
			listRevisions: "listScriptRevisions",
			getRevision: "getScriptRevision",
			commit: "commitScript",
			merge: "mergeScript",
			patch: "patchScript",
			clone: "cloneScript",
			rename: "renameScript",
			delete: "deleteScript",
			restore: "restoreScript",
			undo: "undoScript",
		},
		shapes: scriptShapes,
		newCommit: NewCommit,
		standsAlone: true,
		presentContent: async (_routeNeeds, _actor, content) => presentScriptContent(content),
	});
}

function presentScriptContent({ source, inputs }: ScriptContent) {
	return { source, inputs: inputs.map((input) => ({ ...input })) };
}
