import { z } from "zod";
import { addWorkloadRule } from "../../../registry/workloads/add-workload-rule.ts";
import { exchangeWorkloadToken } from "../../../registry/workloads/exchange-workload-token.ts";
import { getWorkloadRule, listWorkloadRules } from "../../../registry/workloads/list-workload-rules.ts";
import { removeWorkloadRule } from "../../../registry/workloads/remove-workload-rule.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { Problem, problems } from "../../schema.ts";
import { presentExchanged, presentRule } from "./present.ts";
import { ExchangedToken, NewWorkloadRule, TokenExchange, WorkloadRule, WorkloadRulePath } from "./schema.ts";

export function addWorkloadRoutes(app: App, routeNeeds: RouteNeeds): void {
	const { needs } = routeNeeds;
	addListWorkloadRules(app, routeNeeds);
	addGetWorkloadRule(app, routeNeeds);
	addAddWorkloadRule(app, routeNeeds);
	addRemoveWorkloadRule(app, routeNeeds);
	// In a scope of its own: no other route accepts forms, which any page can send.
	app.register(async (scope) => {
		const { default: formBody } = await import("@fastify/formbody");
		await scope.register(formBody, { bodyLimit: 64 * 1024 });
		addExchange(scope as App, { needs });
	});
}

function addListWorkloadRules(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/workload-rules",
		{
			schema: {
				operationId: "listWorkloadRules",
				tags: ["workloads"],
				summary: "List the account's workload rules",
				response: { 200: z.object({ items: z.array(WorkloadRule) }), ...problems },
			},
		},
		async (request) => ({ items: (await listWorkloadRules(needs, actorOf(request))).map(presentRule) }),
	);
}

function addGetWorkloadRule(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/workload-rules/:name",
		{
			schema: {
				operationId: "getWorkloadRule",
				tags: ["workloads"],
				summary: "Show a workload rule",
				params: WorkloadRulePath,
				response: { 200: WorkloadRule, ...problems },
			},
		},
		async (request) => presentRule(await getWorkloadRule(needs.store.read, actorOf(request), request.params.name)),
	);
}

function addAddWorkloadRule(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/workload-rules",
		{
			schema: {
				operationId: "addWorkloadRule",
				tags: ["workloads"],
				summary: "Add a workload rule",
				description: "Workloads whose identity tokens match can get tokens of the account.",
				body: NewWorkloadRule,
				response: { 201: WorkloadRule, ...problems, 409: Problem },
			},
		},
		async (request, reply) =>
			reply.code(201).send(presentRule(await addWorkloadRule(needs, actorOf(request), request.body))),
	);
}

function addRemoveWorkloadRule(app: App, { needs }: RouteNeeds): void {
	app.delete(
		"/v1/workload-rules/:name",
		{
			schema: {
				operationId: "removeWorkloadRule",
				tags: ["workloads"],
				summary: "Delete a workload rule",
				description: "Tokens that it issued stop working at once.",
				params: WorkloadRulePath,
				response: { 204: z.undefined(), ...problems },
			},
		},
		async (request, reply) => {
			await removeWorkloadRule(needs, actorOf(request), request.params.name);
			return reply.code(204).send(undefined);
		},
	);
}

function addExchange(app: App, { needs }: Pick<RouteNeeds, "needs">): void {
	app.post(
		"/v1/workload-tokens",
		{
			bodyLimit: 64 * 1024,
			config: { rateLimit: "exchange" },
			schema: {
				operationId: "exchangeWorkloadToken",
				tags: ["workloads"],
				summary: "Exchange a workload's identity token for a short-lived token",
				description:
					"OAuth 2.0 Token Exchange (RFC 8693), as a form or JSON. Needs no token of this registry. " +
					"Each identity token works once. Refusals do not say why; the audit does.",
				security: [],
				body: TokenExchange,
				response: { 200: ExchangedToken, ...problems, 409: Problem, 502: Problem },
			},
		},
		async (request, reply) => {
			const { subject_token: token, account, rule } = request.body;
			reply.header("cache-control", "no-store");
			return presentExchanged(await exchangeWorkloadToken(needs, { token, account, rule }));
		},
	);
}
