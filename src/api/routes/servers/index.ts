import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { addServer } from "../../../registry/servers/add-server.ts";
import { deleteServer } from "../../../registry/servers/delete-server.ts";
import { editServer } from "../../../registry/servers/edit-server.ts";
import { exportServer } from "../../../registry/servers/export-server.ts";
import { getServer } from "../../../registry/servers/get-server.ts";
import { launchServer } from "../../../registry/servers/launch-server.ts";
import { listServers } from "../../../registry/servers/list-servers.ts";
import { previewServer } from "../../../registry/servers/preview-server.ts";
import { moveServer, reInheritServer, reInheritServers } from "../../../registry/servers/re-inherit-servers.ts";
import { getServerOutlook } from "../../../registry/servers/server-updates.ts";
import type { ChangedServer as Changed } from "../../../registry/servers/write-server.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { expectedVersion, revalidate, versionTag } from "../../conditional.ts";
import { decodeCursor, encodeCursor } from "../../cursor.ts";
import { DryRun, IfMatchVersion, Problem, pageOf, problems, writeProblems } from "../../schema.ts";
import {
	presentChanged,
	presentFinding,
	presentPreview,
	presentReInherited,
	presentServer,
	presentServerSummary,
	presentUpdate,
} from "./present.ts";
import {
	ChangedServer,
	ExportQuery,
	ListServersQuery,
	NewServer,
	PreviewedServer,
	ReInheritance,
	ReInherited,
	Server,
	ServerMove,
	ServerOutlook,
	ServerPatch,
	ServerPath,
	ServerPreview,
	ServerSummary,
} from "./schema.ts";

const path = "/v1/deployments/:deployment/servers/:server";

export function addServerRoutes(app: App, routeNeeds: RouteNeeds): void {
	addReading(app, routeNeeds);
	addMaking(app, routeNeeds);
	addChanging(app, routeNeeds);
	addMany(app, routeNeeds);
}

function addReading(app: App, routeNeeds: RouteNeeds): void {
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
				items: items.map(({ server, updates }) => presentServerSummary(server, updates)),
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
				description: "As JSON, cloud-init user data, or a Terraform configuration.",
				produces: ["application/json", "text/plain"],
				params: ServerPath,
				querystring: ExportQuery,
				response: {
					200: z.string().meta({ example: '{"server":"demo/web","image":"ami-09ead7c0c20bbed7e"}' }),
					...problems,
					501: Problem,
				},
			},
		},
		async (request, reply) => {
			const { format } = request.query;
			const { text, contentType, server } = await exportServer(needs, actorOf(request), {
				...placeOf(request.params),
				format,
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

function addMaking(app: App, routeNeeds: RouteNeeds): void {
	addPreviewServer(app, routeNeeds);
	addAddServer(app, routeNeeds);
	addDeleteServer(app, routeNeeds);
	addLaunchServer(app, routeNeeds);
}

function addPreviewServer(app: App, { needs }: RouteNeeds): void {
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

function addAddServer(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/servers",
		{
			schema: {
				operationId: "addServer",
				tags: ["servers"],
				summary: "Add a server to a deployment",
				description:
					"Resolves the server and records the result. Later commits, channel moves and edits of HEAD " +
					"do not change it.",
				body: NewServer,
				response: { 201: Server, ...problems, 409: Problem },
			},
		},
		async (request, reply) => {
			const server = await addServer(needs, actorOf(request), request.body);
			const [deployment, name] = [server.deployment.name, server.name].map(encodeURIComponent);
			const place = `/v1/deployments/${deployment}/servers/${name}`;
			reply.code(201).header("location", place).header("etag", versionTag("server", server.version));
			return presentServer(server);
		},
	);
}

function addDeleteServer(app: App, { needs }: RouteNeeds): void {
	app.delete(
		path,
		{
			schema: {
				operationId: "deleteServer",
				tags: ["servers"],
				summary: "Delete a server",
				description: "Refused while it has an instance.",
				params: ServerPath,
				headers: IfMatchVersion,
				response: { 204: z.undefined(), ...writeProblems },
			},
		},
		async (request, reply) => {
			await deleteServer(needs, actorOf(request), serverOf(request, request.params));
			return reply.code(204).send(undefined);
		},
	);
}

function addLaunchServer(app: App, { needs }: RouteNeeds): void {
	app.post(
		`${path}/launch`,
		{
			schema: {
				operationId: "launchServer",
				tags: ["servers"],
				summary: "Launch a server",
				description: "Returns an error if its image can't be used, or if there is no connection to its cloud.",
				params: ServerPath,
				response: { 202: z.undefined(), ...problems, 409: Problem, 501: Problem },
			},
		},
		async (request) => launchServer(needs, actorOf(request), placeOf(request.params)),
	);
}

function addChanging(app: App, routeNeeds: RouteNeeds): void {
	addEditServer(app, routeNeeds);
	addReInheritServer(app, routeNeeds);
	addMoveServer(app, routeNeeds);
}

function addEditServer(app: App, { needs }: RouteNeeds): void {
	app.patch(
		path,
		{
			schema: {
				operationId: "editServer",
				tags: ["servers"],
				summary: "Edit a server's overrides",
				description:
					"The given values change; all others keep their recorded values. If the edit selects another " +
					"MCI, all of its values apply.",
				params: ServerPath,
				headers: IfMatchVersion,
				querystring: DryRun,
				body: ServerPatch,
				response: { 200: ChangedServer, ...writeProblems },
			},
		},
		async (request, reply) => {
			const { name: rename, ...edit } = request.body;
			const rehearsal = request.query.dryRun === "true";
			const changed = await editServer(needs, actorOf(request), {
				...edit,
				rename,
				...serverOf(request, request.params),
				rehearsal,
			});
			return answer(reply, changed, rehearsal);
		},
	);
}

function addReInheritServer(app: App, { needs }: RouteNeeds): void {
	app.post(
		`${path}/re-inherit`,
		{
			schema: {
				operationId: "reInheritServer",
				tags: ["servers"],
				summary: "Update a server from its template",
				description: "Resolves its template reference again and keeps its overrides.",
				params: ServerPath,
				headers: IfMatchVersion,
				querystring: DryRun,
				response: { 200: ChangedServer, ...writeProblems },
			},
		},
		async (request, reply) => {
			const rehearsal = request.query.dryRun === "true";
			const changed = await reInheritServer(needs, actorOf(request), {
				...serverOf(request, request.params),
				rehearsal,
			});
			return answer(reply, changed, rehearsal);
		},
	);
}

function addMoveServer(app: App, { needs }: RouteNeeds): void {
	app.post(
		`${path}/move`,
		{
			schema: {
				operationId: "moveServer",
				tags: ["servers"],
				summary: "Move a server to another template or revision",
				description: "Keeps its overrides.",
				params: ServerPath,
				headers: IfMatchVersion,
				querystring: DryRun,
				body: ServerMove,
				response: { 200: ChangedServer, ...writeProblems },
			},
		},
		async (request, reply) => {
			const rehearsal = request.query.dryRun === "true";
			const changed = await moveServer(needs, actorOf(request), {
				...request.body,
				...serverOf(request, request.params),
				rehearsal,
			});
			return answer(reply, changed, rehearsal);
		},
	);
}

function addMany(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/servers/re-inherit",
		{
			schema: {
				operationId: "reInheritServers",
				tags: ["servers"],
				summary: "Update many servers from their templates",
				description:
					"Each server is updated independently: refused servers stay unchanged, and the others " + "continue.",
				querystring: DryRun,
				body: ReInheritance,
				response: { 200: z.object({ items: z.array(ReInherited) }), ...problems },
			},
		},
		async (request) => {
			const { servers, ...filter } = request.body;
			const rehearsal = request.query.dryRun === "true";
			const outcomes = await reInheritServers(needs, actorOf(request), { servers, filter, rehearsal });
			return { items: outcomes.map(presentReInherited) };
		},
	);
}

type Path = z.infer<typeof ServerPath>;

function placeOf({ deployment, server }: Path) {
	return { deployment, name: server };
}

function serverOf(request: FastifyRequest, params: Path) {
	return {
		...placeOf(params),
		expected: expectedVersion(request, "server", `Server ${params.deployment}/${params.server}`),
	};
}

function answer(reply: FastifyReply, changed: Changed, rehearsal: boolean) {
	if (!rehearsal) reply.header("etag", versionTag("server", changed.server.version));
	return presentChanged(changed);
}
