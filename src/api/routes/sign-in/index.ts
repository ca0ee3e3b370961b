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

export function addSignInRoutes(app: App, routeNeeds: RouteNeeds): void {
	const { needs, version } = routeNeeds;
	addBrowserSignIn(app, { needs, version });
	addListSignInOptions(app, routeNeeds);
	addListSignInProviders(app, routeNeeds);
	addAddSignInProvider(app, routeNeeds);
	addChangeSignInProvider(app, routeNeeds);
	addMapSignInGroup(app, routeNeeds);
	addRemoveSignInProvider(app, routeNeeds);
}

function addListSignInOptions(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/sign-in-options",
		{
			schema: {
				operationId: "listSignInOptions",
				tags: ["sign-in"],
				summary: "List the providers to sign in with",
				description: "Needs no token.",
				security: [],
				response: { 200: SignInOptions, ...problems },
			},
		},
		async () => presentOptions(await listSignInOptions(needs)),
	);
}

function addListSignInProviders(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/sign-in-providers",
		{
			schema: {
				operationId: "listSignInProviders",
				tags: ["sign-in"],
				summary: "List the sign-in providers with their group roles",
				response: { 200: z.object({ items: z.array(SignInProvider) }), ...problems },
			},
		},
		async (request) => ({ items: (await listSignInProviders(needs, actorOf(request))).map(presentProvider) }),
	);
}

function addAddSignInProvider(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/sign-in-providers",
		{
			schema: {
				operationId: "addSignInProvider",
				tags: ["sign-in"],
				summary: "Add an OpenID sign-in provider",
				description: "Reads the provider's configuration to verify the issuer.",
				body: NewSignInProvider,
				response: { 201: SignInProvider, ...problems, 409: Problem, 422: Problem, 502: Problem },
			},
		},
		async (request, reply) => {
			const provider = await addSignInProvider(needs, actorOf(request), request.body);
			return reply.code(201).send(presentProvider({ provider, mappings: [] }));
		},
	);
}

function addChangeSignInProvider(app: App, { needs }: RouteNeeds): void {
	app.patch(
		"/v1/sign-in-providers/:name",
		{
			schema: {
				operationId: "changeSignInProvider",
				tags: ["sign-in"],
				summary: "Edit a sign-in provider",
				description: "The issuer can't be changed, because subjects are unique per issuer only.",
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
}

function addMapSignInGroup(app: App, { needs }: RouteNeeds): void {
	app.put(
		"/v1/sign-in-providers/:name/groups",
		{
			schema: {
				operationId: "mapSignInGroup",
				tags: ["sign-in"],
				summary: "Set the roles of a provider's group in an account",
				description: "An empty list removes the mapping. Takes effect at each user's next sign-in.",
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
}

function addRemoveSignInProvider(app: App, { needs }: RouteNeeds): void {
	app.delete(
		"/v1/sign-in-providers/:name",
		{
			schema: {
				operationId: "removeSignInProvider",
				tags: ["sign-in"],
				summary: "Delete a sign-in provider",
				description: "Roles from its groups are removed, and sessions started with it end. Users stay.",
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
