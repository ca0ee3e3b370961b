import { z } from "zod";
import { cloneDeployment } from "../../../registry/servers/clone-deployment.ts";
import { createDeployment } from "../../../registry/servers/create-deployment.ts";
import { deleteDeployment } from "../../../registry/servers/delete-deployment.ts";
import { describeDeployment } from "../../../registry/servers/describe-deployment.ts";
import { getDeployment } from "../../../registry/servers/get-server.ts";
import { listDeployments } from "../../../registry/servers/list-deployments.ts";
import type { StoredDeployment } from "../../../registry/stored.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { expectedVersion, isFresh, versionTag } from "../../conditional.ts";
import { decodeCursor, pageFrom } from "../../cursor.ts";
import { IfMatchVersion, Problem, pageOf, problems, writeProblems } from "../../schema.ts";
import { presentDeployment } from "./deployment-present.ts";
import {
	Deployment,
	DeploymentClone,
	DeploymentPatch,
	DeploymentPath,
	ListDeploymentsQuery,
	NewDeployment,
} from "./deployment-schema.ts";

export function addDeploymentRoutes(app: App, routeNeeds: RouteNeeds): void {
	addListDeployments(app, routeNeeds);
	addGetDeployment(app, routeNeeds);
	addCreateDeployment(app, routeNeeds);
	addDescribeDeployment(app, routeNeeds);
	addCloneDeployment(app, routeNeeds);
	addDeleteDeployment(app, routeNeeds);
}

function addListDeployments(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/deployments",
		{
			config: { access: "read", list: true },
			schema: {
				operationId: "listDeployments",
				tags: ["deployments"],
				summary: "List deployments",
				description: "Sorted by name.",
				querystring: ListDeploymentsQuery,
				response: { 200: pageOf(Deployment), ...problems },
			},
		},
		async (request) => {
			const { cursor, limit, text } = request.query;
			const after = cursor === undefined ? undefined : decodeCursor(cursor)[0];
			const rows = await listDeployments(needs, actorOf(request), { text, after, limit: limit + 1 });
			return pageFrom(rows, limit, presentDeployment, (row) => [row.name, 0]);
		},
	);
}

function addGetDeployment(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/deployments/:deployment",
		{
			config: { access: "read" },
			schema: {
				operationId: "getDeployment",
				tags: ["deployments"],
				summary: "Show a deployment",
				description:
					"List its servers with `/v1/servers?deployment=…`. Send its ETag as If-Match when you change " + "it.",
				params: DeploymentPath,
				response: { 200: Deployment, 304: z.null(), ...problems },
			},
		},
		async (request, reply) => {
			const deployment = await getDeployment(needs.store.read, actorOf(request), request.params.deployment);
			if (isFresh(request, reply, versionTag("deployment", deployment.version))) return reply;
			return presentDeployment(deployment);
		},
	);
}

function addCreateDeployment(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/deployments",
		{
			schema: {
				operationId: "createDeployment",
				tags: ["deployments"],
				summary: "Create a deployment",
				description: "The name must be unique in the account.",
				body: NewDeployment,
				response: { 201: Deployment, ...problems, 409: Problem },
			},
		},
		async (request, reply) => {
			const made = await createDeployment(needs, actorOf(request), request.body);
			reply.code(201).header("location", deploymentPath(made));
			return answer(reply, made);
		},
	);
}

function addDescribeDeployment(app: App, { needs }: RouteNeeds): void {
	app.patch(
		"/v1/deployments/:deployment",
		{
			schema: {
				operationId: "describeDeployment",
				tags: ["deployments"],
				summary: "Edit a deployment's name, description or inputs",
				description:
					"Its servers keep their recorded results. After a change of inputs they have an update " + "available.",
				params: DeploymentPath,
				headers: IfMatchVersion,
				body: DeploymentPatch,
				response: { 200: Deployment, ...writeProblems },
			},
		},
		async (request, reply) => {
			const { deployment } = request.params;
			const expected = expectedVersion(request, "deployment", `Deployment ${deployment}`);
			return answer(
				reply,
				await describeDeployment(needs, actorOf(request), { deployment, expected, ...request.body }),
			);
		},
	);
}

function addCloneDeployment(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/deployments/:deployment/clone",
		{
			schema: {
				operationId: "cloneDeployment",
				tags: ["deployments"],
				summary: "Clone a deployment with all its servers",
				description:
					"The new servers have the same configuration and recorded results. Running instances are not " + "cloned.",
				params: DeploymentPath,
				body: DeploymentClone,
				response: { 201: Deployment, ...problems, 409: Problem },
			},
		},
		async (request, reply) => {
			const made = await cloneDeployment(needs, actorOf(request), { ...request.params, ...request.body });
			reply.code(201).header("location", deploymentPath(made));
			return answer(reply, made);
		},
	);
}

function addDeleteDeployment(app: App, { needs }: RouteNeeds): void {
	app.delete(
		"/v1/deployments/:deployment",
		{
			schema: {
				operationId: "deleteDeployment",
				tags: ["deployments"],
				summary: "Delete a deployment without servers",
				description: "Refused while it has servers.",
				params: DeploymentPath,
				headers: IfMatchVersion,
				response: { 204: z.undefined(), ...writeProblems },
			},
		},
		async (request, reply) => {
			const { deployment } = request.params;
			await deleteDeployment(needs, actorOf(request), {
				deployment,
				expected: expectedVersion(request, "deployment", `Deployment ${deployment}`),
			});
			return reply.code(204).send(undefined);
		},
	);
}

function deploymentPath({ name }: StoredDeployment): string {
	return `/v1/deployments/${encodeURIComponent(name)}`;
}

function answer(reply: { header(name: string, value: string): unknown }, deployment: StoredDeployment) {
	reply.header("etag", versionTag("deployment", deployment.version));
	return presentDeployment(deployment);
}
