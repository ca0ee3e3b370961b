import { swapPins } from "../../../registry/templates/swap-pins.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { DryRun, Problem, problems } from "../../schema.ts";
import { componentPath } from "../components/component-path.ts";
import { presentSwap } from "./swap-present.ts";
import { SwapReport, WantedSwap } from "./swap-schema.ts";

const nouns = [
	{ kind: "mci", path: "/v1/mcis", ids: "Mci" },
	{ kind: "script", path: "/v1/scripts", ids: "Script" },
] as const;

/** Adds the routes that swap a revision in all templates. */
export function addSwapRoutes(app: App, { needs }: RouteNeeds): void {
	for (const { kind, path, ids } of nouns) {
		app.post(
			`${path}/:name/swap`,
			{
				schema: {
					operationId: `swap${ids}`,
					tags: ["updates"],
					summary: "Swap a revision in all templates that use another",
					description:
						"Changes the HEADs of all those templates in one transaction, or none. Servers do not " +
						"change automatically.",
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
