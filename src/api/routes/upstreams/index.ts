import { z } from "zod";
import type { StoredUpstream } from "../../../registry/stored.ts";
import { addUpstream } from "../../../registry/upstreams/add-upstream.ts";
import { importLists } from "../../../registry/upstreams/import-files.ts";
import type { ImportReport as Report } from "../../../registry/upstreams/import-listing.ts";
import { getUpstream, listUpstreams } from "../../../registry/upstreams/list-upstreams.ts";
import { removeUpstream } from "../../../registry/upstreams/remove-upstream.ts";
import { syncUpstream } from "../../../registry/upstreams/sync-upstream.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { withProgress } from "../../progress.ts";
import { Problem, problems } from "../../schema.ts";
import { Format, Imported, NewImport, NewUpstream, Synced, Upstream, UpstreamPath } from "./schema.ts";

/** The largest import request: a quarter more than the largest list, for JSON escapes. */
const importLimit = 320 * 1024 * 1024;

export function addUpstreamRoutes(app: App, routeNeeds: RouteNeeds): void {
	addListFormats(app, routeNeeds);
	addListUpstreams(app, routeNeeds);
	addGetUpstream(app, routeNeeds);
	addAddUpstream(app, routeNeeds);
	addRemoveUpstream(app, routeNeeds);
	addSyncUpstream(app, routeNeeds);
	addImportLists(app, routeNeeds);
}

function addListFormats(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/upstreams/formats",
		{
			config: { access: "read" },
			schema: {
				operationId: "listFormats",
				tags: ["upstreams"],
				summary: "List the formats that can be imported",
				response: { 200: z.object({ items: z.array(Format) }), ...problems },
			},
		},
		async () => {
			const formats = await needs.lists.formats();
			return {
				items: formats.map(({ id, title, about, syntaxes, options }) => ({
					id,
					title,
					about,
					syntaxes: [...syntaxes],
					options: [...options],
				})),
			};
		},
	);
}

function addListUpstreams(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/upstreams",
		{
			config: { access: "read", list: true },
			schema: {
				operationId: "listUpstreams",
				tags: ["upstreams"],
				summary: "List upstreams",
				response: { 200: z.object({ items: z.array(Upstream) }), ...problems },
			},
		},
		async (request) => ({ items: (await listUpstreams(needs, actorOf(request))).map(presentUpstream) }),
	);
}

function addGetUpstream(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/upstreams/:name",
		{
			config: { access: "read", list: true },
			schema: {
				operationId: "getUpstream",
				tags: ["upstreams"],
				summary: "Show an upstream",
				params: UpstreamPath,
				response: { 200: Upstream, ...problems },
			},
		},
		async (request) => presentUpstream(await getUpstream(needs, actorOf(request), request.params.name)),
	);
}

function addAddUpstream(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/upstreams",
		{
			schema: {
				operationId: "addUpstream",
				tags: ["upstreams"],
				summary: "Add an upstream list by its URL",
				description: "Nothing is fetched before the first sync.",
				body: NewUpstream,
				response: { 201: Upstream, ...problems, 409: Problem },
			},
		},
		async (request, reply) => {
			const { name, url, format, options } = request.body;
			const upstream = await addUpstream(needs, actorOf(request), { name, url, format, options });
			return reply.code(201).header("location", `/v1/upstreams/${upstream.name}`).send(presentUpstream(upstream));
		},
	);
}

function addRemoveUpstream(app: App, { needs }: RouteNeeds): void {
	app.delete(
		"/v1/upstreams/:name",
		{
			schema: {
				operationId: "removeUpstream",
				tags: ["upstreams"],
				summary: "Delete an upstream",
				description: "Imported revisions stay.",
				params: UpstreamPath,
				response: { 204: z.undefined(), ...problems },
			},
		},
		async (request, reply) => {
			await removeUpstream(needs, actorOf(request), request.params.name);
			return reply.code(204).send(undefined);
		},
	);
}

function addSyncUpstream(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/upstreams/:name/sync",
		{
			schema: {
				operationId: "syncUpstream",
				tags: ["upstreams"],
				summary: "Fetch an upstream's list and import it",
				description: "With `Accept: application/x-ndjson`, lines of progress come before the result.",
				params: UpstreamPath,
				response: { 200: Synced, ...problems, 422: Problem, 502: Problem },
			},
		},
		(request, reply) =>
			withProgress(request, reply, async (onProgress) => {
				const { upstream, outcome, reports } = await syncUpstream(needs, actorOf(request), {
					name: request.params.name,
					onProgress,
				});
				return { upstream: presentUpstream(upstream), outcome, reports: reports.map(presentReport) };
			}) as Promise<z.infer<typeof Synced>>,
	);
}

function addImportLists(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/imports",
		{
			schema: {
				operationId: "importLists",
				tags: ["upstreams"],
				summary: "Import published lists",
				description:
					"Parses all files before anything is saved. With `Accept: application/x-ndjson`, lines of " +
					"progress come before the result. With `dryRun` in the body, only reports the result.",
				body: NewImport,
				response: { 200: Imported, ...problems, 413: Problem },
			},
			bodyLimit: importLimit,
		},
		(request, reply) =>
			withProgress(request, reply, async (onProgress) => {
				const { files, format, options, allowOlder, dryRun } = request.body;
				const decoded = files.map(({ path, content, encoding }) => ({
					path,
					bytes: Buffer.from(content, encoding === "base64" ? "base64" : "utf8"),
				}));
				const reports = await importLists(needs, actorOf(request), {
					files: decoded,
					format,
					options,
					allowOlder,
					dryRun: dryRun,
					onProgress,
				});
				return { reports: reports.map(presentReport) };
			}) as Promise<z.infer<typeof Imported>>,
	);
}

function presentUpstream({ name, url, format, options, createdAt, checkedAt, changedAt, outcome }: StoredUpstream) {
	return { name, url, format, options: { ...options }, createdAt, checkedAt, changedAt, outcome };
}

function presentReport({ format, from, unchanged, counts, lines, skipped, warnings }: Report) {
	return {
		format,
		from,
		unchanged,
		counts,
		lines: lines.map(({ name, made, note, releases }) => ({ name, made, note, releases: [...releases] })),
		skipped: [...skipped],
		warnings: [...warnings],
	};
}
