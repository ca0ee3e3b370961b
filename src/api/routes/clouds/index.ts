import { z } from "zod";
import { addCloud } from "../../../registry/clouds/add-cloud.ts";
import { getCloud, listClouds } from "../../../registry/clouds/list-clouds.ts";
import type { StoredCloud } from "../../../registry/stored.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { decodeCursor, pageFrom } from "../../cursor.ts";
import { Problem, pageOf, problems } from "../../schema.ts";
import { Cloud, ListCloudsQuery, NewCloud } from "./schema.ts";

export function addCloudRoutes(app: App, routeNeeds: RouteNeeds): void {
	addListClouds(app, routeNeeds);
	addGetCloud(app, routeNeeds);
	addAddCloud(app, routeNeeds);
}

function addListClouds(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/clouds",
		{
			config: { access: "read", list: true },
			schema: {
				operationId: "listClouds",
				tags: ["clouds"],
				summary: "List clouds",
				description: "The clouds of the account. Sorted by slug.",
				querystring: ListCloudsQuery,
				response: { 200: pageOf(Cloud), ...problems },
			},
		},
		async (request) => {
			const { type, text, limit, cursor } = request.query;
			const after = cursor === undefined ? undefined : decodeCursor(cursor)[0];
			const rows = await listClouds(needs, actorOf(request), { type, text, after, limit: limit + 1 });
			return pageFrom(rows, limit, presentCloud, (row) => [row.slug, 0]);
		},
	);
}

function addGetCloud(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/clouds/:cloud",
		{
			config: { access: "read", list: true },
			schema: {
				operationId: "getCloud",
				tags: ["clouds"],
				summary: "Show a cloud",
				params: z.object({ cloud: z.string().meta({ example: "aws-us-east-1" }) }),
				response: { 200: Cloud, ...problems },
			},
		},
		async (request) => presentCloud(await getCloud(needs, actorOf(request), request.params.cloud)),
	);
}

function addAddCloud(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/clouds",
		{
			schema: {
				operationId: "addCloud",
				tags: ["clouds"],
				summary: "Add a cloud",
				description:
					"For private clouds and new regions; public regions are added automatically with their first " +
					"image. Adding a dormant cloud activates its settings.",
				body: NewCloud,
				response: { 201: Cloud, ...problems, 409: Problem },
			},
		},
		async (request, reply) => {
			const cloud = await addCloud(needs, actorOf(request), request.body);
			return reply.code(201).header("location", `/v1/clouds/${cloud.slug}`).send(presentCloud(cloud));
		},
	);
}

function presentCloud({ slug, type, region, name, isDormant, ...rest }: StoredCloud & { images?: number }) {
	return {
		slug,
		type,
		region,
		name,
		dormant: isDormant,
		...(rest.images === undefined ? {} : { images: rest.images }),
	};
}
