import { swapPins } from "../../../registry/templates/swap-pins.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { DryRun, Problem, problems } from "../../schema.ts";
import { componentPath } from "../components/component-path.ts";
import { presentSwap } from "./present.ts";
import { SwapReport, WantedSwap } from "./schema.ts";

const nouns = [
	{ kind: "mci", path: "/v1/mcis", ids: "Mci" },
	{ kind: "script", path: "/v1/scripts", ids: "Script" },
] as const;

/** Putting one revision into all templates. */
export function addSwapRoutes(app: App, { needs }: RouteNeeds): void {
	for (const { kind, path, ids } of nouns) {
		app.post(
			`${path}/:name/swap`,
			{
				schema: {
					operationId: `swap${ids}`,
					tags: ["updates"],
					summary: "Put one revision into all templates that use another",
					description:
						"One transaction over the HEADs of all those templates, or nothing. Servers change nothing by themselves.",
					params: componentPath(kind),
					querystring: DryRun,
					body: WantedSwap,
					response: { 200: SwapReport, ...problems, 409: Problem },
				},
			},
			async (request) => {
				const dryRun = request.query.dryRun === "true";
				return presentSwap(
					await swapPins(needs, actorOf(request), { kind, name: request.params.name, ...request.body, dryRun }),
				);
			},
		);
	}
}
