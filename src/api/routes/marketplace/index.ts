import { browseMarketplace } from "../../../registry/marketplace/browse-marketplace.ts";
import { getLineagePage } from "../../../registry/marketplace/get-lineage-page.ts";
import type { LivingPublication } from "../../../registry/marketplace/get-publication.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { decodeCursor, pageFrom } from "../../cursor.ts";
import { pageOf, problems } from "../../schema.ts";
import { presentItem, presentLineage } from "./present.ts";
import { BrowseQuery, LineagePath, MarketplaceItem, MarketplaceLineage, PublicationIdPath } from "./schema.ts";

const tags = ["marketplace"];

export function addMarketplaceRoutes(app: App, routeNeeds: RouteNeeds): void {
	addBrowseMarketplace(app, routeNeeds);
	addGetMarketplaceLineage(app, routeNeeds);
	addGetMarketplacePublication(app, routeNeeds);
}

function addBrowseMarketplace(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/marketplace",
		{
			config: { access: "read", list: true },
			schema: {
				operationId: "browseMarketplace",
				tags,
				summary: "Search the marketplace",
				description:
					"One row per lineage: publications to everyone, to groups that the account belongs to, and " + "its own.",
				querystring: BrowseQuery,
				response: { 200: pageOf(MarketplaceItem), ...problems },
			},
		},
		async (request) => {
			const { cursor, limit, ...question } = request.query;
			const actor = actorOf(request);
			const place = cursor === undefined ? undefined : decodeCursor(cursor);
			const after = place && { key: place[0], id: place[1] };
			const rows = await browseMarketplace(needs, actor, { ...question, after, limit: limit + 1 });
			return pageFrom(
				rows,
				limit,
				(row) => presentItem(actor, row),
				(row) => [sortKey(row, question.sort), row.id],
			);
		},
	);
}

function addGetMarketplaceLineage(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/marketplace/:publisher/:kind/:name",
		{
			config: { access: "read" },
			schema: {
				operationId: "getMarketplaceLineage",
				tags,
				summary: "Show a lineage with all its publications",
				params: LineagePath,
				response: { 200: MarketplaceLineage, ...problems },
			},
		},
		async (request) => presentLineage(await getLineagePage(needs, actorOf(request), request.params)),
	);
}

function addGetMarketplacePublication(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/marketplace/publications/:publication",
		{
			config: { access: "read" },
			schema: {
				operationId: "getMarketplacePublication",
				tags,
				summary: "Show the lineage of a publication",
				params: PublicationIdPath,
				response: { 200: MarketplaceLineage, ...problems },
			},
		},
		async (request) => presentLineage(await getLineagePage(needs, actorOf(request), request.params)),
	);
}

function sortKey(row: LivingPublication, sort: "name" | "published" | "imports"): string {
	switch (sort) {
		case "name":
			return row.name;
		case "published":
			return row.publishedAt;
		case "imports":
			return String(row.importsCount);
	}
}
