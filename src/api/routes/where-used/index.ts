import { z } from "zod";
import { type WhereUsedQuestion, whereUsed } from "../../../registry/where-used/where-used.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { problems } from "../../schema.ts";
import { presentImage } from "../images/present.ts";
import { RevisionStatus } from "../lifecycles/lifecycle.ts";
import { presentLifecycle, presentRevisionStatus } from "../lifecycles/present.ts";
import { ImageLifecycle } from "../lifecycles/schema.ts";
import { presentWhereUsed } from "./present.ts";
import { WhereUsed, WhereUsedQuery } from "./schema.ts";

export function addWhereUsedRoutes(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/where-used",
		{
			config: { access: "read" },
			schema: {
				operationId: "whereUsed",
				tags: ["lifecycles"],
				summary: "Show everything that uses an image or component",
				description: "Needs exactly one of `image`, `mci`, `template` and `script`.",
				querystring: WhereUsedQuery,
				response: {
					200: WhereUsed.extend({
						status: RevisionStatus.nullable().meta({
							description: "Status of the revision in the question; null for an image or for any revision.",
						}),
						images: z.array(ImageLifecycle),
					}).meta({ id: "FoundWhereUsed" }),
					...problems,
				},
			},
		},
		async (request) => {
			const found = await whereUsed(needs, actorOf(request), questionOf(request.query));
			return {
				...presentWhereUsed(found),
				status: found.status && presentRevisionStatus(found.status),
				images: found.images.map(({ image, lifecycle, state }) => ({
					image: presentImage(image),
					state,
					lifecycle: presentLifecycle(lifecycle),
				})),
			};
		},
	);
}

/** The schema accepts exactly one of them. */
function questionOf({ image, mci, template, script }: z.infer<typeof WhereUsedQuery>): WhereUsedQuestion {
	if (image !== undefined) return { image };
	if (mci !== undefined) return { kind: "mci", ref: mci };
	return template === undefined ? { kind: "script", ref: script ?? "" } : { kind: "template", ref: template };
}
