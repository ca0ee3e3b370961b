import { z } from "zod";
import { referenceTo } from "../../../registry/components/get-component.ts";
import { getImpact } from "../../../registry/lifecycles/list-impact.ts";
import { listLifecycles } from "../../../registry/lifecycles/list-lifecycles.ts";
import { setLifecycle } from "../../../registry/lifecycles/set-lifecycle.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { DryRun, Problem, problems } from "../../schema.ts";
import { componentPath } from "../components/component-path.ts";
import { commitPath, type Noun } from "../components/nouns.ts";
import { presentCommit, presentImpact, presentOutcome } from "./present.ts";
import { CommitLifecycle, ImpactOf, LifecycleOutcome, NewLifecycle } from "./schema.ts";

const tags = ["lifecycles"];

/** Adds the lifecycle routes of a kind of component. */
export function addLifecycleRoutes(app: App, routeNeeds: RouteNeeds, noun: Noun): void {
	addListLifecycles(app, routeNeeds, noun);
	addGetImpact(app, routeNeeds, noun);
	addSetLifecycle(app, routeNeeds, noun);
}

function addListLifecycles(app: App, { needs }: RouteNeeds, { kind, path, ids }: Noun): void {
	app.get(
		`${path}/:name/lifecycles`,
		{
			config: { access: "read" },
			schema: {
				operationId: `list${ids}Lifecycles`,
				tags,
				summary: "List the lifecycles of commits, newest first",
				description: "Commits that are not listed are active.",
				params: componentPath(kind),
				response: { 200: z.object({ name: z.string(), items: z.array(CommitLifecycle) }), ...problems },
			},
		},
		async (request) => {
			const { component, lifecycles } = await listLifecycles(needs, actorOf(request), {
				kind,
				name: request.params.name,
			});
			return { name: component.name, items: lifecycles.map(presentCommit) };
		},
	);
}

function addGetImpact(app: App, { needs }: RouteNeeds, { kind, path, ids }: Noun): void {
	app.get(
		`${path}/:name/revisions/:revision/impact`,
		{
			config: { access: "read" },
			schema: {
				operationId: `get${ids}Impact`,
				tags,
				summary: "Show what withdrawing a commit affects",
				params: commitPath(kind),
				response: { 200: ImpactOf, ...problems },
			},
		},
		async (request) => {
			const actor = actorOf(request);
			const { name, number, impact } = await getImpact(needs, actor, {
				kind,
				ref: referenceTo(actor, { kind, ...request.params }),
			});
			return { name, number, impact: presentImpact(impact) };
		},
	);
}

function addSetLifecycle(app: App, { needs }: RouteNeeds, { kind, path, ids }: Noun): void {
	app.put(
		`${path}/:name/revisions/:revision/lifecycle`,
		{
			schema: {
				operationId: `set${ids}Lifecycle`,
				tags,
				summary: "Deprecate, revoke or reactivate a commit",
				description:
					"The answer contains the impact. A cascade that affects other commits needs the digest of " +
					"the impact you read.",
				params: commitPath(kind),
				querystring: DryRun,
				body: NewLifecycle,
				response: { 200: LifecycleOutcome, ...problems, 412: Problem },
			},
		},
		async (request) => {
			const actor = actorOf(request);
			const { impact: seen, ...words } = request.body;
			const ref = referenceTo(actor, { kind, ...request.params });
			return presentOutcome(
				await setLifecycle(needs, actor, { kind, ref, ...words, seen, dryRun: request.query.dryRun === "true" }),
			);
		},
	);
}
