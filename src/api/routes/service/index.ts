import { z } from "zod";
import { componentKinds } from "../../../core/component/index.ts";
import { catalogue, type FaultCode, fault } from "../../../core/errors.ts";
import { listOwnAccounts } from "../../../registry/accounts/list-own-accounts.ts";
import { personNameOf } from "../../../registry/actor.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { statusOf } from "../../error-status.ts";
import { problems, Role, Timestamp } from "../../schema.ts";

const ErrorEntry = z
	.object({
		code: z.string().meta({ example: "mci-not-found" }),
		kind: z.string().meta({ example: "not-found" }),
		status: z.int().meta({ example: 404 }),
		text: z.string().meta({ example: "There is no MultiCloud Image “{name}” in account {account}." }),
		help: z.string(),
	})
	.meta({ id: "ErrorEntry", description: "The meaning of an error code." });

const WhoAmI = z
	.object({
		account: z.string(),
		name: z.string().meta({ example: "ada" }),
		kind: z.enum(["user", "token", "local", "public"]),
		roles: z.array(Role),
		only: z
			.object({ kind: z.enum(componentKinds), name: z.string() })
			.nullable()
			.meta({ description: "The only component the token can access." }),
		endsAt: Timestamp.nullable().meta({ description: "When the token expires; null if it does not." }),
		user: z.string().nullable().meta({ description: "The user, also behind a user's token." }),
		tokenId: z.int().nullable().meta({ description: "Number of the token; null without one." }),
		accounts: z
			.array(z.object({ name: z.string().meta({ example: "default" }), roles: z.array(Role) }))
			.meta({ description: "Your accounts and roles." }),
	})
	.meta({ id: "WhoAmI" });

/** Adds the routes about the service itself. */
export function addServiceRoutes(app: App, routeNeeds: RouteNeeds): void {
	app.get("/", { config: { permission: "everyone" }, schema: { hide: true } }, (_request, reply) =>
		reply.redirect("/docs"),
	);
	addGetHealth(app, routeNeeds);
	addWhoAmI(app, routeNeeds);
	addGetError(app);
}

function addGetHealth(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/healthz",
		{
			config: { permission: "everyone" },
			schema: {
				operationId: "getHealth",
				tags: ["service"],
				summary: "Check that the registry and its database respond",
				response: { 200: z.object({ status: z.literal("ok"), engine: z.string() }), ...problems },
			},
		},
		async () => {
			await needs.store.generation();
			return { status: "ok" as const, engine: needs.store.engine };
		},
	);
}

function addWhoAmI(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/whoami",
		{
			schema: {
				operationId: "whoAmI",
				tags: ["service"],
				summary: "Show who you are, and your account and roles",
				response: { 200: WhoAmI, ...problems },
			},
		},
		async (request) => {
			const actor = actorOf(request);
			const { account, name, kind, roles, only, endsAt, credentialId } = actor;
			const accounts = await listOwnAccounts(needs, actor);
			return {
				...{ account, name, kind, roles: [...roles], only: only && { kind: only.kind, name: only.name }, endsAt },
				user: personNameOf(actor),
				tokenId: kind === "token" ? credentialId : null,
				accounts: accounts.map((one) => ({ name: one.name, roles: [...one.roles] })),
			};
		},
	);
}

function addGetError(app: App): void {
	app.get(
		"/v1/errors/:code",
		{
			config: { permission: "everyone" },
			schema: {
				operationId: "getError",
				tags: ["service"],
				summary: "Show the meaning of an error code",
				params: z.object({ code: z.string().meta({ example: "head-stale" }) }),
				response: { 200: ErrorEntry, ...problems },
			},
		},
		async (request) => {
			const { code } = request.params;
			if (!Object.hasOwn(catalogue, code)) throw fault("route-not-found", { path: `/v1/errors/${code.slice(0, 100)}` });
			const { kind, text, help } = catalogue[code as FaultCode];
			return { code, kind, status: statusOf(code as FaultCode), text, help };
		},
	);
}
