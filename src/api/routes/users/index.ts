import { z } from "zod";
import { resetPassword, setOwnPassword } from "../../../registry/sign-in/set-password.ts";
import type { StoredUser } from "../../../registry/stored.ts";
import { createUser } from "../../../registry/users/create-user.ts";
import { editUser } from "../../../registry/users/edit-user.ts";
import { getUser, listUsers } from "../../../registry/users/list-users.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { clientNetwork } from "../../client-network.ts";
import { decodeCursor, pageFrom } from "../../cursor.ts";
import { Problem, pageOf, problems } from "../../schema.ts";
import {
	ListUsersQuery,
	MadeUser,
	NewUser,
	PasswordChange,
	PasswordReset,
	User,
	UserPatch,
	UserPath,
	UserWithAccounts,
} from "./schema.ts";

export function addUserRoutes(app: App, routeNeeds: RouteNeeds): void {
	addListUsers(app, routeNeeds);
	addGetUser(app, routeNeeds);
	addCreateUser(app, routeNeeds);
	addEditUser(app, routeNeeds);
	addResetPassword(app, routeNeeds);
	addSetOwnPassword(app, routeNeeds);
}

function addListUsers(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/users",
		{
			config: { list: true },
			schema: {
				operationId: "listUsers",
				tags: ["users"],
				summary: "List users",
				description: "Operators only. Sorted by name.",
				querystring: ListUsersQuery,
				response: { 200: pageOf(User), ...problems },
			},
		},
		async (request) => {
			const { cursor, limit, text } = request.query;
			const after = cursor === undefined ? undefined : decodeCursor(cursor)[0];
			const rows = await listUsers(needs, actorOf(request), { text, after, limit: limit + 1 });
			return pageFrom(rows, limit, presentUser, (row) => [row.name, 0]);
		},
	);
}

function addGetUser(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/users/:user",
		{
			config: { list: true },
			schema: {
				operationId: "getUser",
				tags: ["users"],
				summary: "Show a user with their accounts and roles",
				description: "Operators only.",
				params: UserPath,
				response: { 200: UserWithAccounts, ...problems },
			},
		},
		async (request) => {
			const { user, memberships } = await getUser(needs, actorOf(request), request.params.user);
			const accounts = memberships.map(({ account, roles, source }) => ({ name: account, roles: [...roles], source }));
			return { ...presentUser(user), accounts };
		},
	);
}

function addCreateUser(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/users",
		{
			schema: {
				operationId: "createUser",
				tags: ["users"],
				summary: "Create a user",
				description: "Operators only. Admins then add the user to their accounts.",
				body: NewUser,
				response: { 201: MadeUser, ...problems, 409: Problem },
			},
		},
		async (request, reply) => {
			const { user, password } = await createUser(needs, actorOf(request), request.body);
			reply
				.code(201)
				.header("location", `/v1/users/${encodeURIComponent(user.name)}`)
				.header("cache-control", "no-store");
			return { ...presentUser(user), password };
		},
	);
}

function addEditUser(app: App, { needs }: RouteNeeds): void {
	app.patch(
		"/v1/users/:user",
		{
			schema: {
				operationId: "editUser",
				tags: ["users"],
				summary: "Edit, disable or enable a user",
				description: "Operators only. The last operator who can sign in can't be disabled or demoted.",
				params: UserPath,
				body: UserPatch,
				response: { 200: User, ...problems, 409: Problem },
			},
		},
		async (request) =>
			presentUser(await editUser(needs, actorOf(request), { ...request.body, name: request.params.user })),
	);
}

function addResetPassword(app: App, { needs }: RouteNeeds): void {
	app.put(
		"/v1/users/:user/password",
		{
			schema: {
				operationId: "resetPassword",
				tags: ["users"],
				summary: "Reset a user's password",
				description: "Operators only. Ends all sessions of the user; tokens stay.",
				params: UserPath,
				body: PasswordReset,
				response: { 200: MadeUser, ...problems },
			},
		},
		async (request, reply) => {
			const { user, password } = await resetPassword(needs, actorOf(request), {
				user: request.params.user,
				...request.body,
			});
			reply.header("cache-control", "no-store");
			return { ...presentUser(user), password };
		},
	);
}

function addSetOwnPassword(app: App, { needs }: RouteNeeds): void {
	app.put(
		"/v1/password",
		{
			config: { rateLimit: "sign-in" },
			schema: {
				operationId: "setOwnPassword",
				tags: ["users"],
				summary: "Change your password",
				description: "Needs your current password, and ends your other sessions.",
				body: PasswordChange,
				response: { 204: z.null(), ...problems, 429: Problem },
			},
		},
		async (request, reply) => {
			await setOwnPassword(needs, actorOf(request), { ...request.body, network: clientNetwork(request.ip) });
			return reply.code(204).send(null);
		},
	);
}

function presentUser({
	name,
	displayName,
	email,
	isOperator,
	passwordHash,
	createdAt,
	updatedAt,
	disabledAt,
}: StoredUser) {
	return { name, displayName, email, isOperator, hasPassword: passwordHash !== null, createdAt, updatedAt, disabledAt };
}
