import { z } from "zod";
import { getMember, listMembers, type Member as StoredMember } from "../../../registry/accounts/list-members.ts";
import { removeMember } from "../../../registry/accounts/remove-member.ts";
import { setMember } from "../../../registry/accounts/set-member.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { Problem, problems } from "../../schema.ts";
import { Member, MemberPath, MemberRoles } from "./member-schema.ts";

export function addMemberRoutes(app: App, routeNeeds: RouteNeeds): void {
	addListMembers(app, routeNeeds);
	addGetMember(app, routeNeeds);
	addSetMember(app, routeNeeds);
	addRemoveMember(app, routeNeeds);
}

function addListMembers(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/members",
		{
			config: { list: true },
			schema: {
				operationId: "listMembers",
				tags: ["members"],
				summary: "List the account's members",
				response: { 200: z.object({ items: z.array(Member) }), ...problems },
			},
		},
		async (request) => ({ items: (await listMembers(needs, actorOf(request))).map(presentMember) }),
	);
}

function addGetMember(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/members/:user",
		{
			config: { list: true },
			schema: {
				operationId: "getMember",
				tags: ["members"],
				summary: "Show a user's roles in the account",
				params: MemberPath,
				response: { 200: Member, ...problems },
			},
		},
		async (request) => presentMember(await getMember(needs, actorOf(request), request.params.user)),
	);
}

function addSetMember(app: App, { needs }: RouteNeeds): void {
	app.put(
		"/v1/members/:user",
		{
			schema: {
				operationId: "setMember",
				tags: ["members"],
				summary: "Add a member, or set a member's roles",
				description: "Admins only. The last admin can't lose the role.",
				params: MemberPath,
				body: MemberRoles,
				response: { 200: Member, 201: Member, ...problems, 409: Problem },
			},
		},
		async (request, reply) => {
			const { isNew, ...member } = await setMember(needs, actorOf(request), {
				user: request.params.user,
				roles: request.body.roles,
			});
			reply.code(isNew ? 201 : 200);
			return presentMember(member);
		},
	);
}

function addRemoveMember(app: App, { needs }: RouteNeeds): void {
	app.delete(
		"/v1/members/:user",
		{
			schema: {
				operationId: "removeMember",
				tags: ["members"],
				summary: "Remove a member from the account",
				description:
					"Admins only. The last admin can't be removed. The user's tokens for this account stop " + "working.",
				params: MemberPath,
				response: { 204: z.null(), ...problems, 409: Problem },
			},
		},
		async (request, reply) => {
			await removeMember(needs, actorOf(request), request.params.user);
			return reply.code(204).send(null);
		},
	);
}

function presentMember({ user, displayName, roles, sources, disabledAt }: StoredMember) {
	return {
		user,
		displayName,
		roles: [...roles],
		sources: sources.map((one) => ({ source: one.source, roles: [...one.roles] })),
		disabledAt,
	};
}
