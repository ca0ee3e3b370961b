import { z } from "zod";
import { addFeed } from "../../../registry/feeds/add-feed.ts";
import { editFeed } from "../../../registry/feeds/edit-feed.ts";
import { exportFeed } from "../../../registry/feeds/export-feed.ts";
import { importFromFeed } from "../../../registry/feeds/import-from-feed.ts";
import type { OfferOutcome } from "../../../registry/feeds/import-listed.ts";
import { getFeed, listFeeds } from "../../../registry/feeds/list-feeds.ts";
import { removeFeed } from "../../../registry/feeds/remove-feed.ts";
import { syncFeed } from "../../../registry/feeds/sync-feed.ts";
import type { StoredFeed } from "../../../registry/stored.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { Problem, problems } from "../../schema.ts";
import { presentNews, presentPublication, presentTaken } from "../bundles/present.ts";
import { TakenRevisions } from "../bundles/schema.ts";
import {
	Feed,
	FeedContents,
	FeedEdit,
	FeedExport,
	FeedImport,
	type FeedOutcome,
	FeedPath,
	FeedSynced,
	NewFeed,
	NewFeedExport,
} from "./schema.ts";

/** Enough for the digests of a large feed's bundles. */
const exportLimit = 2 * 1024 * 1024;

export function addFeedRoutes(app: App, routeNeeds: RouteNeeds): void {
	addListFeeds(app, routeNeeds);
	addAddFeed(app, routeNeeds);
	addGetFeed(app, routeNeeds);
	addEditFeed(app, routeNeeds);
	addRemoveFeed(app, routeNeeds);
	addSyncFeed(app, routeNeeds);
	addImportFromFeed(app, routeNeeds);
	addExportFeed(app, routeNeeds);
}

function addListFeeds(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/feeds",
		{
			config: { access: "read", list: true },
			schema: {
				operationId: "listFeeds",
				tags: ["bundles"],
				summary: "List the feeds that the account follows",
				response: { 200: z.object({ items: z.array(Feed) }), ...problems },
			},
		},
		async (request) => ({ items: (await listFeeds(needs, actorOf(request))).map(presentFeed) }),
	);
}

function addAddFeed(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/feeds",
		{
			schema: {
				operationId: "addFeed",
				tags: ["bundles"],
				summary: "Follow a publisher's feed",
				description:
					"Reads and verifies the index at once. Publications are imported by the first sync, which a " +
					"server runs automatically.",
				body: NewFeed,
				response: { 201: Feed, ...problems, 409: Problem, 422: Problem, 502: Problem },
			},
		},
		async (request, reply) => {
			const feed = await addFeed(needs, actorOf(request), request.body);
			return reply.code(201).header("location", `/v1/feeds/${feed.name}`).send(presentFeed(feed));
		},
	);
}

function addGetFeed(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/feeds/:name",
		{
			config: { access: "read", list: true },
			schema: {
				operationId: "getFeed",
				tags: ["bundles"],
				summary: "Show a feed with its publications",
				params: FeedPath,
				response: { 200: FeedContents, ...problems },
			},
		},
		async (request) => {
			const { feed, offers, lifecycles } = await getFeed(needs, actorOf(request), request.params.name);
			return {
				...presentFeed(feed),
				offers: offers.map((offer) => ({
					...presentPublication(offer),
					bundle: offer.bundle,
					isImported: offer.isImported,
				})),
				lifecycles: lifecycles.map(presentNews),
			};
		},
	);
}

function addEditFeed(app: App, { needs }: RouteNeeds): void {
	app.patch(
		"/v1/feeds/:name",
		{
			schema: {
				operationId: "editFeed",
				tags: ["bundles"],
				summary: "Edit how a feed is followed",
				description: "Changes the mode or the interval. A new interval syncs the feed at once.",
				params: FeedPath,
				body: FeedEdit,
				response: { 200: Feed, ...problems },
			},
		},
		async (request) => presentFeed(await editFeed(needs, actorOf(request), request.params.name, request.body)),
	);
}

function addRemoveFeed(app: App, { needs }: RouteNeeds): void {
	app.delete(
		"/v1/feeds/:name",
		{
			schema: {
				operationId: "removeFeed",
				tags: ["bundles"],
				summary: "Stop following a feed",
				description: "Imported revisions stay.",
				params: FeedPath,
				response: { 204: z.undefined(), ...problems },
			},
		},
		async (request, reply) => {
			await removeFeed(needs, actorOf(request), request.params.name);
			return reply.code(204).send(undefined);
		},
	);
}

function addSyncFeed(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/feeds/:name/sync",
		{
			schema: {
				operationId: "syncFeed",
				tags: ["bundles"],
				summary: "Read a feed again, and import or report new publications",
				description:
					"In mode `auto`, imports new publications and applies withdrawals; in mode `offer`, only " + "reports them.",
				params: FeedPath,
				response: { 200: FeedSynced, ...problems, 409: Problem, 422: Problem, 502: Problem },
			},
		},
		async (request) => {
			const { feed, outcome, imported, waiting, lifecycles } = await syncFeed(
				needs,
				actorOf(request),
				request.params.name,
			);
			return {
				feed: presentFeed(feed),
				outcome,
				imported: imported.map(presentOutcome),
				waiting,
				lifecycles: lifecycles.map(presentNews),
			};
		},
	);
}

function addImportFromFeed(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/feeds/:name/import",
		{
			schema: {
				operationId: "importFromFeed",
				tags: ["bundles"],
				summary: "Import a publication from a feed",
				description: "Imports it with its dependencies in one transaction, or nothing.",
				params: FeedPath,
				body: FeedImport,
				response: { 200: TakenRevisions, ...problems, 409: Problem, 422: Problem, 502: Problem },
			},
		},
		async (request) => {
			const { kind, name, number, as } = request.body;
			const { params } = request;
			return presentTaken(
				await importFromFeed(needs, actorOf(request), { feed: params.name, kind, name, number: number ?? null, as }),
			);
		},
	);
}

function addExportFeed(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/feed-exports",
		{
			schema: {
				operationId: "exportFeed",
				tags: ["bundles"],
				summary: "Export everything published to everyone as a signed feed",
				description:
					"Serve the files from a directory of any web server. Only files missing from the directory " +
					"are returned; repeat the request until none is.",
				body: NewFeedExport,
				response: { 200: FeedExport, ...problems, 413: Problem },
			},
			bodyLimit: exportLimit,
		},
		async (request) => {
			const { have, days } = request.body;
			const { bundles, missing, digests, index } = await exportFeed(needs, actorOf(request), {
				have: new Set(have),
				days,
			});
			return {
				bundles: bundles.map(({ digest, size, text }) => ({ digest, size, bundle: text })),
				missing,
				digests: [...digests],
				index: index && { text: index.text, digest: index.digest, sequence: index.sequence, expiresAt: index.expires },
			};
		},
	);
}

function presentFeed(feed: StoredFeed): z.infer<typeof Feed> {
	const {
		name,
		url,
		key,
		mode,
		everyMinutes,
		publisher,
		sequence,
		expiresAt,
		isWhole,
		createdAt,
		checkedAt,
		changedAt,
		outcome,
		problem,
	} = feed;
	return {
		name,
		url,
		key,
		mode,
		everyMinutes,
		publisher,
		sequence,
		expiresAt,
		isWhole,
		createdAt,
		checkedAt,
		changedAt,
		outcome,
		problem,
	};
}

function presentOutcome({ name, number, report, problem }: OfferOutcome): z.infer<typeof FeedOutcome> {
	return { name, number, report: report && presentTaken(report), problem };
}
