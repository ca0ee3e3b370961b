import { acceptInvitation } from "../../../registry/account-groups/accept-invitation.ts";
import { inviteAccount, revokeInvitation } from "../../../registry/account-groups/invite-account.ts";
import { listInvitations } from "../../../registry/account-groups/list-groups.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { decodeCursor, pageFrom } from "../../cursor.ts";
import { Problem, pageOf, problems } from "../../schema.ts";
import { presentInvitation, presentJoined } from "./present.ts";
import {
	DryRun,
	GroupPath,
	Invitation,
	InvitationCode,
	InvitationNote,
	InvitationPath,
	JoinedGroup,
	ListQuery,
	NewInvitation,
	tags,
} from "./schema.ts";

export function addInvitations(app: App, routeNeeds: RouteNeeds): void {
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
					dryRun: request.query.dryRun === "true",
				}),
			),
	);
}
