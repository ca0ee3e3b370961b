import { z } from "zod";
import type { ScriptContent } from "../../../core/index.ts";
import type { App, RouteNeeds } from "../../app.ts";
import { ScriptInput } from "../../schema.ts";
import { addContentRoutes } from "../components/content-routes.ts";
import { NewCommit } from "../components/schema.ts";

/** Scripts: found, made, shown, described, committed, merged and the rest; what edits their content is apart. */
export function addScriptRoutes(app: App, routeNeeds: RouteNeeds): void {
	addContentRoutes(app, routeNeeds, {
		kind: "script",
		path: "/v1/scripts",
		tag: "scripts",
		one: "a script",
		many: "scripts",
		word: "Script",
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
		content: scriptFields,
		newCommit: NewCommit,
		presentContent: async (_routeNeeds, _actor, content) => presentScriptContent(content),
	});
}

/** What a revision of a script says beside its words. */
const scriptFields = {
	source: z.string().meta({ description: "The program, as text; its first line tells what runs it.", example: "#!/bin/sh\n" }),
	inputs: z.array(ScriptInput),
};

function presentScriptContent({ source, inputs }: ScriptContent) {
	return { source, inputs: inputs.map((input) => ({ ...input })) };
}
