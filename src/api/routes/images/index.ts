import { z } from "zod";
import { parseArchitecture } from "../../../core/image/index.ts";
import { lookUpImage } from "../../../registry/images/look-up-image.ts";
import { getImage, searchImages } from "../../../registry/images/search-images.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { decodeCursor, pageFrom } from "../../cursor.ts";
import { pageOf, problems } from "../../schema.ts";
import { presentImage, presentListedImage, presentUsage } from "./present.ts";
import { ListedImage, LookedUpImage, SearchImagesQuery } from "./schema.ts";

export function addImageRoutes(app: App, routeNeeds: RouteNeeds): void {
	addSearchImages(app, routeNeeds);
	addLookUpImage(app, routeNeeds);
	addGetImage(app, routeNeeds);
}

function addSearchImages(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/images",
		{
			config: { access: "read", list: true },
			schema: {
				operationId: "searchImages",
				tags: ["images"],
				summary: "Search images",
				description: "Sorted by the time of creation.",
				querystring: SearchImagesQuery,
				response: { 200: pageOf(ListedImage), ...problems },
			},
		},
		async (request) => {
			const { cursor, limit, architecture, ...filter } = request.query;
			const [createdAt, id] = cursor === undefined ? [] : decodeCursor(cursor);
			const after = createdAt === undefined || id === undefined ? undefined : { createdAt, id };
			const wanted = architecture === undefined ? undefined : (parseArchitecture(architecture) ?? architecture);
			const rows = await searchImages(needs, actorOf(request), {
				...filter,
				architecture: wanted,
				after,
				limit: limit + 1,
			});
			return pageFrom(rows, limit, presentListedImage, (row) => [row.createdAt ?? "", row.id]);
		},
	);
}

function addLookUpImage(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/images/lookup",
		{
			config: { access: "read", list: true },
			schema: {
				operationId: "lookUpImage",
				tags: ["images"],
				summary: "Show where an image is used",
				description: "Finds the images with this uid in all clouds, and all MCI revisions that use them.",
				querystring: z.object({ uid: z.string().min(1).max(2048).meta({ example: "ami-08031781c5f9097d1" }) }),
				response: { 200: z.object({ items: z.array(LookedUpImage) }), ...problems },
			},
		},
		async (request) => {
			const found = await lookUpImage(needs, actorOf(request), request.query.uid);
			return {
				items: found.map(({ image, usages }) => ({ image: presentImage(image), usages: usages.map(presentUsage) })),
			};
		},
	);
}

function addGetImage(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/images/:id",
		{
			config: { access: "read", list: true },
			schema: {
				operationId: "getImage",
				tags: ["images"],
				summary: "Show an image",
				params: z.object({
					id: z.coerce.number().int().min(1).meta({ example: 1 }),
				}),
				response: { 200: ListedImage, ...problems },
			},
		},
		async (request) => presentListedImage(await getImage(needs, actorOf(request), request.params.id)),
	);
}
