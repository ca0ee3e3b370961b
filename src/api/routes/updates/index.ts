import { z } from "zod";
import { listAllUpdates, listUpdates } from "../../../registry/updates/list-updates.ts";
import { takeUpdates } from "../../../registry/updates/take-updates.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { expectedHead, headTag } from "../../conditional.ts";
import { decodeCursor, encodeCursor } from "../../cursor.ts";
import { DryRun, IfMatch, PageQuery, pageOf, presentChanges, problems, writeProblems } from "../../schema.ts";
import { componentPath } from "../components/component-path.ts";
import { Kind } from "../components/kind.ts";
import type { Noun } from "../components/nouns.ts";
import { presentUpdate } from "./present.ts";
import { TakenUpdates, Update, WantedUpdates } from "./schema.ts";

const tags = ["updates"];

/** Adds the update routes of a kind of component. */
export function addUpdateRoutes(app: App, { needs }: RouteNeeds, { kind, path, ids }: Noun): void {
	app.get(
		`${path}/:name/updates`,
		{
			config: { access: "read" },
			schema: {
				operationId: `list${ids}Updates`,
				tags,
				summary: "List updates of a component's origin and pins",
				params: componentPath(kind),
				response: { 200: z.object({ items: z.array(Update) }), ...problems },
			},
		},
		async (request) => ({
			items: (await listUpdates(needs, actorOf(request), { kind, name: request.params.name })).map(presentUpdate),
		}),
	);
}

/** Adds the routes that list updates of all components, and apply them to a template. */
export function addTemplateUpdateRoutes(app: App, routeNeeds: RouteNeeds): void {
	addListUpdates(app, routeNeeds);
	addUpdateTemplate(app, routeNeeds);
}

function addListUpdates(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/updates",
		{
			config: { access: "read" },
			schema: {
				operationId: "listUpdates",
				tags,
				summary: "List updates of all components of a kind",
				description: "`limit` counts components, sorted by name, so that a page can be empty and not be the last.",
				querystring: z.object({ kind: Kind.meta({ example: "template" }), ...PageQuery }),
				response: { 200: pageOf(Update), ...problems },
			},
		},
		async (request) => {
			const { kind, cursor, limit } = request.query;
			const from = cursor === undefined ? undefined : decodeCursor(cursor)[0];
			const { updates, after } = await listAllUpdates(needs, actorOf(request), { kind, after: from, limit });
			return { items: updates.map(presentUpdate), next: after === null ? null : encodeCursor([after, 0]) };
		},
	);
}

function addUpdateTemplate(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/templates/:name/update",
		{
			schema: {
				operationId: "updateTemplate",
				tags,
				summary: "Update a template's pins to the newest commits",
				description: "One edit of HEAD. Revoked commits are skipped; pins of a HEAD stay.",
				params: componentPath("template"),
				headers: IfMatch,
				querystring: DryRun,
				body: WantedUpdates,
				response: { 200: TakenUpdates, ...writeProblems },
			},
		},
		async (request, reply) => {
			const { name } = request.params;
			const dryRun = request.query.dryRun === "true";
			const asked = { name, expected: expectedHead(request, name), ...request.body, dryRun };
			const { component, changes, updates } = await takeUpdates(needs, actorOf(request), asked);
			if (!dryRun) reply.header("etag", headTag(component.headVersion));
			return {
				name: component.name,
				headVersion: component.headVersion,
				changes: presentChanges(changes),
				updates: updates.map(presentUpdate),
			};
		},
	);
}
