import { z } from "zod";
import { addSignInProvider } from "../../../registry/sign-in/add-sign-in-provider.ts";
import { changeSignInProvider } from "../../../registry/sign-in/change-sign-in-provider.ts";
import {
	listSignInOptions,
	listSignInProviders,
	withMappings,
} from "../../../registry/sign-in/list-sign-in-providers.ts";
import { mapSignInGroup } from "../../../registry/sign-in/map-sign-in-group.ts";
import { removeSignInProvider } from "../../../registry/sign-in/remove-sign-in-provider.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { Problem, problems } from "../../schema.ts";
import { addBrowserSignIn } from "./browser.ts";
import { presentOptions, presentProvider } from "./present.ts";
import {
	GroupMapping,
	NewSignInProvider,
	SignInOptions,
	SignInProvider,
	SignInProviderChange,
	SignInProviderPath,
} from "./schema.ts";

export function addSignInRoutes(app: App, { needs, version }: RouteNeeds): void {
	addBrowserSignIn(app, { needs, version });
	app.get(
		"/v1/sign-in-options",
		{
			schema: {
				operationId: "listSignInOptions",
				tags: ["sign-in"],
				summary: "List the providers that people can sign in with",
				security: [],
				response: { 200: SignInOptions, ...problems },
			},
		},
		async () => presentOptions(await listSignInOptions(needs)),
	);
	app.get(
		"/v1/sign-in-providers",
		{
			schema: {
				operationId: "listSignInProviders",
				tags: ["sign-in"],
				summary: "List the sign-in providers with what their groups give",
				response: { 200: z.object({ items: z.array(SignInProvider) }), ...problems },
			},
		},
		async (request) => ({ items: (await listSignInProviders(needs, actorOf(request))).map(presentProvider) }),
	);
	app.post(
		"/v1/sign-in-providers",
		{
			schema: {
				operationId: "addSignInProvider",
				tags: ["sign-in"],
				summary: "Let people sign in with an OpenID provider",
				body: NewSignInProvider,
				response: { 201: SignInProvider, ...problems, 409: Problem, 422: Problem, 502: Problem },
			},
		},
		async (request, reply) => {
			const provider = await addSignInProvider(needs, actorOf(request), request.body);
			return reply.code(201).send(presentProvider({ provider, mappings: [] }));
		},
	);
	app.patch(
		"/v1/sign-in-providers/:name",
		{
			schema: {
				operationId: "changeSignInProvider",
				tags: ["sign-in"],
				summary: "Change how people sign in with a provider",
				description: "The issuer stays: at another one the same subject is somebody else.",
				params: SignInProviderPath,
				body: SignInProviderChange,
				response: { 200: SignInProvider, ...problems },
			},
		},
		async (request) => {
			const provider = await changeSignInProvider(needs, actorOf(request), {
				...request.body,
				name: request.params.name,
			});
			return presentProvider(await withMappings(needs.store.read, provider));
		},
	);
	app.put(
		"/v1/sign-in-providers/:name/groups",
		{
			schema: {
				operationId: "mapSignInGroup",
				tags: ["sign-in"],
				summary: "Say what being in a group gives in an account",
				description: "No roles = nothing. Counts when each of the group's people signs in next.",
				params: SignInProviderPath,
				body: GroupMapping,
				response: { 200: SignInProvider, ...problems },
			},
		},
		async (request) =>
			presentProvider(
				await mapSignInGroup(needs, actorOf(request), { ...request.body, provider: request.params.name }),
			),
	);
	app.delete(
		"/v1/sign-in-providers/:name",
		{
			schema: {
				operationId: "removeSignInProvider",
				tags: ["sign-in"],
				summary: "Let nobody sign in with a provider any more",
				description: "What its groups gave is taken back, and sessions that were begun with it end. Users stay.",
				params: SignInProviderPath,
				response: { 204: z.undefined(), ...problems },
			},
		},
		async (request, reply) => {
			await removeSignInProvider(needs, actorOf(request), request.params.name);
			return reply.code(204).send(undefined);
		},
	);
}
