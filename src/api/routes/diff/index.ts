import { diffRevisions } from "../../../registry/revisions/diff-revisions.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { presentChanges, problems } from "../../schema.ts";
import { presentNamed } from "../components/present.ts";
import { DiffQuery, RevisionDiff } from "../components/schema.ts";

/** How two revisions differ, of one component or of two of a kind. */
export function addDiffRoutes(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/diff",
		{
			config: { access: "read", list: true },
			schema: {
				operationId: "diffRevisions",
				tags: ["revisions"],
				summary: "Tell how two revisions differ",
				description:
					"By content, whatever the numbers are. Without `from` it is what stands before: the newest commit for a HEAD, the commit before for a commit.",
				querystring: DiffQuery,
				response: { 200: RevisionDiff, ...problems },
			},
		},
		async (request) => {
			const { kind, from, to } = request.query;
			const diff = await diffRevisions(needs, actorOf(request), { kind, from, to });
			return {
				from: diff.from && presentNamed(diff.from),
				to: presentNamed(diff.to),
				changes: presentChanges(diff.changes),
				names: { ...diff.names },
			};
		},
	);
}
