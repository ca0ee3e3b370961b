import { setImageLifecycle } from "../../../registry/images/set-image-lifecycle.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { DryRun, problems } from "../../schema.ts";
import { presentImage } from "../images/present.ts";
import { presentWhereUsed } from "../where-used/present.ts";
import { presentLifecycle } from "./present.ts";
import { ImageLifecycleOutcome, NewImageLifecycle } from "./schema.ts";

/** Adds the route that sets the account's own lifecycle of an image. */
export function addImageLifecycleRoutes(app: App, { needs }: RouteNeeds): void {
	app.put(
		"/v1/images/lifecycle",
		{
			schema: {
				operationId: "setImageLifecycle",
				tags: ["lifecycles"],
				summary: "Deprecate, revoke or reactivate an image",
				description:
					"Applies to this account. A revoked image is refused at once in every revision that uses it. " +
					"Reactivating needs no reason.",
				querystring: DryRun,
				body: NewImageLifecycle,
				response: { 200: ImageLifecycleOutcome, ...problems },
			},
		},
		async (request) => {
			const { images, used } = await setImageLifecycle(needs, actorOf(request), {
				...request.body,
				dryRun: request.query.dryRun === "true",
			});
			return {
				images: images.map(({ image, lifecycle, state }) => ({
					image: presentImage(image),
					state,
					lifecycle: presentLifecycle(lifecycle),
				})),
				used: presentWhereUsed(used),
			};
		},
	);
}
