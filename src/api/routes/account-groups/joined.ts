import { leaveGroup } from "../../../registry/account-groups/end-membership.ts";
import { listJoinedGroups } from "../../../registry/account-groups/list-groups.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { decodeCursor, pageFrom } from "../../cursor.ts";
import { pageOf, problems } from "../../schema.ts";
import { presentEnded, presentJoined } from "./present.ts";
import { DryRun, EndedMembership, JoinedGroup, JoinedPath, ListQuery, tags } from "./schema.ts";

export function addJoined(app: App, { needs }: RouteNeeds): void {
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
					dryRun: request.query.dryRun === "true",
				}),
			),
	);
}
