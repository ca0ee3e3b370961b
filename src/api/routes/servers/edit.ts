import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { addServer } from "../../../registry/servers/add-server.ts";
import { deleteServer } from "../../../registry/servers/delete-server.ts";
import { editServer } from "../../../registry/servers/edit-server.ts";
import { launchServer } from "../../../registry/servers/launch-server.ts";
import { moveServer, reInheritServer, reInheritServers } from "../../../registry/servers/re-inherit-servers.ts";
import type { ChangedServer as Changed } from "../../../registry/servers/write-server.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { expectedVersion, versionTag } from "../../conditional.ts";
import { DryRun, IfMatchVersion, Problem, problems, writeProblems } from "../../schema.ts";
import { presentChanged, presentReInherited, presentServer } from "./present.ts";
import { addPreviewServer, type Path, path, placeOf } from "./read.ts";
import {
	ChangedServer,
	NewServer,
	ReInheritance,
	ReInherited,
	Server,
	ServerMove,
	ServerPatch,
	ServerPath,
} from "./schema.ts";

export function addCreation(app: App, routeNeeds: RouteNeeds): void {
	addPreviewServer(app, routeNeeds);
	addAddServer(app, routeNeeds);
	addDeleteServer(app, routeNeeds);
	addLaunchServer(app, routeNeeds);
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

export function addEdits(app: App, routeNeeds: RouteNeeds): void {
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
			const dryRun = request.query.dryRun === "true";
			const changed = await editServer(needs, actorOf(request), {
				...edit,
				rename,
				...serverOf(request, request.params),
				dryRun,
			});
			return answer(reply, changed, dryRun);
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
			const dryRun = request.query.dryRun === "true";
			const changed = await reInheritServer(needs, actorOf(request), {
				...serverOf(request, request.params),
				dryRun,
			});
			return answer(reply, changed, dryRun);
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
			const dryRun = request.query.dryRun === "true";
			const changed = await moveServer(needs, actorOf(request), {
				...request.body,
				...serverOf(request, request.params),
				dryRun,
			});
			return answer(reply, changed, dryRun);
		},
	);
}

export function addMany(app: App, { needs }: RouteNeeds): void {
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
			const dryRun = request.query.dryRun === "true";
			const outcomes = await reInheritServers(needs, actorOf(request), { servers, filter, dryRun });
			return { items: outcomes.map(presentReInherited) };
		},
	);
}

function serverOf(request: FastifyRequest, params: Path) {
	return {
		...placeOf(params),
		expected: expectedVersion(request, "server", `Server ${params.deployment}/${params.server}`),
	};
}

function answer(reply: FastifyReply, changed: Changed, dryRun: boolean) {
	if (!dryRun) reply.header("etag", versionTag("server", changed.server.version));
	return presentChanged(changed);
}
