import { removeMember } from "../../../registry/account-groups/end-membership.ts";
import { listMembers } from "../../../registry/account-groups/list-groups.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { decodeCursor, pageFrom } from "../../cursor.ts";
import { pageOf, problems } from "../../schema.ts";
import { presentEnded } from "./present.ts";
import { DryRun, EndedMembership, GroupMember, GroupPath, ListQuery, MemberPath, tags } from "./schema.ts";

export function addMembers(app: App, { needs }: RouteNeeds): void {
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
				await removeMember(needs, actorOf(request), { ...request.params, dryRun: request.query.dryRun === "true" }),
			),
	);
}
