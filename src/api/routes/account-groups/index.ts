import { acceptInvitation } from "../../../registry/account-groups/accept-invitation.ts";
import { createGroup, deleteGroup, describeGroup } from "../../../registry/account-groups/edit-group.ts";
import { leaveGroup, removeMember } from "../../../registry/account-groups/end-membership.ts";
import { getGroup } from "../../../registry/account-groups/get-group.ts";
import { inviteAccount, revokeInvitation } from "../../../registry/account-groups/invite-account.ts";
import {
	listGroups,
	listInvitations,
	listJoinedGroups,
	listMembers,
} from "../../../registry/account-groups/list-groups.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { decodeCursor, pageFrom } from "../../cursor.ts";
import { Problem, pageOf, problems } from "../../schema.ts";
import { presentEnded, presentGroup, presentInvitation, presentJoined } from "./present.ts";
import {
	AccountGroup,
	DeletedGroup,
	DryRun,
	EndedMembership,
	GroupMember,
	GroupPatch,
	GroupPath,
	Invitation,
	InvitationCode,
	InvitationNote,
	InvitationPath,
	JoinedGroup,
	JoinedPath,
	ListQuery,
	MemberPath,
	NewGroup,
	NewInvitation,
} from "./schema.ts";

const tags = ["account groups"];

export function addAccountGroupRoutes(app: App, needs: RouteNeeds): void {
	addGroups(app, needs);
	addMembers(app, needs);
	addInvitations(app, needs);
	addJoined(app, needs);
}

function addGroups(app: App, routeNeeds: RouteNeeds): void {
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
				rehearsal: request.query.dryRun === "true",
			});
			return { group: group.name, publications: [...publications] };
		},
	);
}

function addMembers(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/account-groups/:group/members",
		{
			config: { list: true },
			schema: {
				operationId: "listGroupMembers",
				tags,
				summary: "List the accounts in a group",
				description: "Sorted by account.",
				params: GroupPath,
				querystring: ListQuery,
				response: { 200: pageOf(GroupMember), ...problems },
			},
		},
		async (request) => {
			const { cursor, limit } = request.query;
			const after = cursor === undefined ? undefined : decodeCursor(cursor)[0];
			const rows = await listMembers(needs, actorOf(request), { ...request.params, after, limit: limit + 1 });
			return pageFrom(
				rows,
				limit,
				({ account, joinedAt }) => ({ account, joinedAt }),
				(row) => [row.account, 0],
			);
		},
	);
	app.delete(
		"/v1/account-groups/:group/members/:account",
		{
			schema: {
				operationId: "removeGroupMember",
				tags,
				summary: "Remove an account from a group",
				description:
					"The account keeps what it imported, and gets nothing new. Its subscriptions to the group's " +
					"publications end.",
				params: MemberPath,
				querystring: DryRun,
				response: { 200: EndedMembership, ...problems },
			},
		},
		async (request) =>
			presentEnded(
				await removeMember(needs, actorOf(request), { ...request.params, rehearsal: request.query.dryRun === "true" }),
			),
	);
}

function addInvitations(app: App, routeNeeds: RouteNeeds): void {
	addListGroupInvitations(app, routeNeeds);
	addInviteToGroup(app, routeNeeds);
	addRevokeGroupInvitation(app, routeNeeds);
	addAcceptInvitation(app, routeNeeds);
}

function addListGroupInvitations(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/account-groups/:group/invitations",
		{
			schema: {
				operationId: "listGroupInvitations",
				tags,
				summary: "List the invitations to a group, newest first",
				description: "Includes accepted, revoked and expired invitations.",
				params: GroupPath,
				querystring: ListQuery,
				response: { 200: pageOf(Invitation), ...problems },
			},
		},
		async (request) => {
			const { cursor, limit } = request.query;
			const after = cursor === undefined ? undefined : decodeCursor(cursor)[1];
			const rows = await listInvitations(needs, actorOf(request), { ...request.params, after, limit: limit + 1 });
			return pageFrom(rows, limit, presentInvitation, (row) => ["", row.id]);
		},
	);
}

function addInviteToGroup(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/account-groups/:group/invitations",
		{
			schema: {
				operationId: "inviteToGroup",
				tags,
				summary: "Invite an account to a group",
				description:
					"Returns a code that an admin of any account can accept, once, within six days. The code is " + "not stored.",
				params: GroupPath,
				body: InvitationNote,
				response: { 201: NewInvitation, ...problems },
			},
		},
		async (request, reply) => {
			const { group, invitation, code } = await inviteAccount(needs, actorOf(request), {
				...request.params,
				...request.body,
			});
			reply.code(201);
			return { group: group.name, invitation: presentInvitation({ ...invitation, state: "open" }), code };
		},
	);
}

function addRevokeGroupInvitation(app: App, { needs }: RouteNeeds): void {
	app.delete(
		"/v1/account-groups/:group/invitations/:invitation",
		{
			schema: {
				operationId: "revokeGroupInvitation",
				tags,
				summary: "Revoke an open invitation",
				description:
					"The code stops working at once. Accepted invitations can't be revoked; remove the member " + "instead.",
				params: InvitationPath,
				response: { 200: Invitation, ...problems },
			},
		},
		async (request) => {
			const { invitation } = await revokeInvitation(needs, actorOf(request), request.params);
			return presentInvitation({ ...invitation, state: "revoked" });
		},
	);
}

function addAcceptInvitation(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/invitations/accept",
		{
			config: { rateLimit: "code" },
			schema: {
				operationId: "acceptInvitation",
				tags,
				summary: "Join a group with an invitation code",
				description:
					"Wrong, used, revoked and expired codes get the same error. A dry run shows the group and " +
					"does not use up the code.",
				querystring: DryRun,
				body: InvitationCode,
				response: { 200: JoinedGroup, ...problems, 409: Problem, 429: Problem },
			},
		},
		async (request) =>
			presentJoined(
				await acceptInvitation(needs, actorOf(request), {
					...request.body,
					rehearsal: request.query.dryRun === "true",
				}),
			),
	);
}

function addJoined(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/joined-groups",
		{
			config: { list: true },
			schema: {
				operationId: "listJoinedGroups",
				tags,
				summary: "List the other accounts' groups that the account belongs to",
				description: "Sorted by number.",
				querystring: ListQuery,
				response: { 200: pageOf(JoinedGroup), ...problems },
			},
		},
		async (request) => {
			const { cursor, limit } = request.query;
			const after = cursor === undefined ? undefined : decodeCursor(cursor)[1];
			const rows = await listJoinedGroups(needs, actorOf(request), { after, limit: limit + 1 });
			return pageFrom(rows, limit, presentJoined, (row) => ["", row.id]);
		},
	);
	app.delete(
		"/v1/joined-groups/:id",
		{
			schema: {
				operationId: "leaveGroup",
				tags,
				summary: "Leave another account's group",
				description:
					"The account keeps what it imported, and gets nothing new. Its subscriptions to the group's " +
					"publications end.",
				params: JoinedPath,
				querystring: DryRun,
				response: { 200: EndedMembership, ...problems },
			},
		},
		async (request) =>
			presentEnded(
				await leaveGroup(needs, actorOf(request), {
					group: request.params.id,
					rehearsal: request.query.dryRun === "true",
				}),
			),
	);
}
