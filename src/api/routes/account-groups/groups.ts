import { createGroup, deleteGroup, describeGroup } from "../../../registry/account-groups/edit-group.ts";
import { getGroup } from "../../../registry/account-groups/get-group.ts";
import { listGroups } from "../../../registry/account-groups/list-groups.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { decodeCursor, pageFrom } from "../../cursor.ts";
import { Problem, pageOf, problems } from "../../schema.ts";
import { presentGroup } from "./present.ts";
import { AccountGroup, DeletedGroup, DryRun, GroupPatch, GroupPath, ListQuery, NewGroup, tags } from "./schema.ts";

export function addGroups(app: App, routeNeeds: RouteNeeds): void {
	addListAccountGroups(app, routeNeeds);
	addCreateAccountGroup(app, routeNeeds);
	addGetAccountGroup(app, routeNeeds);
	addDescribeAccountGroup(app, routeNeeds);
	addDeleteAccountGroup(app, routeNeeds);
}

function addListAccountGroups(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/account-groups",
		{
			config: { list: true },
			schema: {
				operationId: "listAccountGroups",
				tags,
				summary: "List the account's own groups",
				description: "Groups that you publish to. Sorted by name.",
				querystring: ListQuery,
				response: { 200: pageOf(AccountGroup), ...problems },
			},
		},
		async (request) => {
			const { cursor, limit } = request.query;
			const after = cursor === undefined ? undefined : decodeCursor(cursor)[0];
			const rows = await listGroups(needs, actorOf(request), { after, limit: limit + 1 });
			return pageFrom(rows, limit, presentGroup, (row) => [row.name, 0]);
		},
	);
}

function addCreateAccountGroup(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/account-groups",
		{
			schema: {
				operationId: "createAccountGroup",
				tags,
				summary: "Create a group",
				description:
					"The name must be unique in the account. The group starts without members; invite accounts " + "to it.",
				body: NewGroup,
				response: { 201: AccountGroup, ...problems, 409: Problem },
			},
		},
		async (request, reply) => {
			const made = await createGroup(needs, actorOf(request), request.body);
			reply.code(201).header("location", `/v1/account-groups/${encodeURIComponent(made.name)}`);
			return presentGroup(made);
		},
	);
}

function addGetAccountGroup(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/account-groups/:group",
		{
			schema: {
				operationId: "getAccountGroup",
				tags,
				summary: "Show a group",
				params: GroupPath,
				response: { 200: AccountGroup, ...problems },
			},
		},
		async (request) => presentGroup(await getGroup(needs.store.read, actorOf(request), request.params.group)),
	);
}

function addDescribeAccountGroup(app: App, { needs }: RouteNeeds): void {
	app.patch(
		"/v1/account-groups/:group",
		{
			schema: {
				operationId: "describeAccountGroup",
				tags,
				summary: "Edit a group's name or description",
				description: "Publications to the group stay, also under a new name.",
				params: GroupPath,
				body: GroupPatch,
				response: { 200: AccountGroup, ...problems, 409: Problem },
			},
		},
		async (request) =>
			presentGroup(await describeGroup(needs, actorOf(request), { ...request.params, ...request.body })),
	);
}

function addDeleteAccountGroup(app: App, { needs }: RouteNeeds): void {
	app.delete(
		"/v1/account-groups/:group",
		{
			schema: {
				operationId: "deleteAccountGroup",
				tags,
				summary: "Delete a group without members",
				description:
					"Refused while the group has members. Its open invitations are deleted. Publications to this " +
					"group only are no longer visible to any account.",
				params: GroupPath,
				querystring: DryRun,
				response: { 200: DeletedGroup, ...problems, 409: Problem },
			},
		},
		async (request) => {
			const { group, publications } = await deleteGroup(needs, actorOf(request), {
				...request.params,
				dryRun: request.query.dryRun === "true",
			});
			return { group: group.name, publications: [...publications] };
		},
	);
}
