import { z } from "zod";
import { exportServer } from "../../../registry/servers/export-server.ts";
import { getServer } from "../../../registry/servers/get-server.ts";
import { listServers } from "../../../registry/servers/list-servers.ts";
import { previewServer } from "../../../registry/servers/preview-server.ts";
import { getServerOutlook } from "../../../registry/servers/server-updates.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { revalidate, versionTag } from "../../conditional.ts";
import { decodeCursor, encodeCursor } from "../../cursor.ts";
import { Problem, pageOf, problems } from "../../schema.ts";
import { presentFinding, presentPreview, presentServer, presentServerSummary, presentUpdate } from "./present.ts";
import {
	ExportQuery,
	ListServersQuery,
	PreviewedServer,
	Server,
	ServerOutlook,
	ServerPath,
	ServerPreview,
	ServerSummary,
} from "./schema.ts";

export const path = "/v1/deployments/:deployment/servers/:server";

export function addReading(app: App, routeNeeds: RouteNeeds): void {
	addListServers(app, routeNeeds);
	addGetServer(app, routeNeeds);
	addListServerUpdates(app, routeNeeds);
	addExportServer(app, routeNeeds);
}

function addListServers(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/servers",
		{
			config: { access: "read" },
			schema: {
				operationId: "listServers",
				tags: ["servers"],
				summary: "List servers",
				description: "Sorted by name. All filters must match.",
				querystring: ListServersQuery,
				response: { 200: pageOf(ServerSummary), ...problems },
			},
		},
		async (request) => {
			const { cursor, hasUpdate, ...filter } = request.query;
			const [name, id] = cursor === undefined ? [] : decodeCursor(cursor);
			const after = name === undefined || id === undefined ? undefined : { name, id };
			const wanted = hasUpdate === undefined ? undefined : hasUpdate === "true";
			const { items, next } = await listServers(needs, actorOf(request), { ...filter, after, hasUpdate: wanted });
			return {
				items: items.map(presentServerSummary),
				next: next && encodeCursor([next.name, next.id]),
			};
		},
	);
}

function addGetServer(app: App, { needs }: RouteNeeds): void {
	app.get(
		path,
		{
			config: { access: "read" },
			schema: {
				operationId: "getServer",
				tags: ["servers"],
				summary: "Show a server",
				description: "Returns the recorded result of resolving it. Send its ETag as If-Match when you change it.",
				params: ServerPath,
				response: { 200: Server, ...problems },
			},
		},
		async (request, reply) => {
			const server = await getServer(needs.store.read, actorOf(request), placeOf(request.params));
			reply.header("etag", versionTag("server", server.version)).header("cache-control", revalidate);
			return presentServer(server);
		},
	);
}

function addListServerUpdates(app: App, { needs }: RouteNeeds): void {
	app.get(
		`${path}/updates`,
		{
			config: { access: "read" },
			schema: {
				operationId: "listServerUpdates",
				tags: ["servers"],
				summary: "List a server's available updates and problems",
				params: ServerPath,
				response: { 200: ServerOutlook, ...problems },
			},
		},
		async (request) => {
			const { updates, findings } = await getServerOutlook(needs, actorOf(request), placeOf(request.params));
			return { updates: updates.map(presentUpdate), findings: findings.map(presentFinding) };
		},
	);
}

function addExportServer(app: App, { needs }: RouteNeeds): void {
	app.get(
		`${path}/export`,
		{
			config: { access: "read" },
			schema: {
				operationId: "exportServer",
				tags: ["servers"],
				summary: "Export a server for a launch tool",
				description:
					"As JSON, cloud-init user data, or a Terraform configuration. Refused if its image, MCI or template is " +
					"revoked or withdrawn, as resolving is.",
				produces: ["application/json", "text/plain"],
				params: ServerPath,
				querystring: ExportQuery,
				response: {
					200: z.string().meta({ example: '{"server":"demo/web","image":"ami-09ead7c0c20bbed7e"}' }),
					...problems,
					409: Problem,
					501: Problem,
				},
			},
		},
		async (request, reply) => {
			const { format, allowRevoked } = request.query;
			const { text, contentType, server } = await exportServer(needs, actorOf(request), {
				...placeOf(request.params),
				format,
				allowRevoked,
			});
			reply
				.header("content-type", contentType)
				.header("etag", `"server-${server.version}-${format}"`)
				.header("cache-control", revalidate);
			// Skips the serializer, which would make it a JSON string.
			reply.serializer((payload) => String(payload));
			return reply.send(text);
		},
	);
}

export function addPreviewServer(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/servers/preview",
		{
			config: { access: "read" },
			schema: {
				operationId: "previewServer",
				tags: ["servers"],
				summary: "Preview a server",
				description: "Returns the steps of adding it, with reasons. Saves nothing.",
				body: PreviewedServer,
				response: { 200: ServerPreview, ...problems },
			},
		},
		async (request) => presentPreview(await previewServer(needs, actorOf(request), request.body)),
	);
}

export type Path = z.infer<typeof ServerPath>;

export function placeOf({ deployment, server }: Path) {
	return { deployment, name: server };
}
