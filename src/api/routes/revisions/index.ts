import { diffRevisions } from "../../../registry/revisions/diff-revisions.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { presentChanges, problems } from "../../schema.ts";
import { presentNamed } from "../components/present.ts";
import { DiffQuery, RevisionDiff } from "../components/schema.ts";

/** Adds the route that compares two revisions of a component, or of two components of a kind. */
export function addDiffRoutes(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/diff",
		{
			config: { access: "read", list: true },
			schema: {
				operationId: "diffRevisions",
				tags: ["revisions"],
				summary: "Compare two revisions",
				description:
					"Compares content, not numbers. Without `from`, compares with the newest commit (for a HEAD) " +
					"or the previous commit.",
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
