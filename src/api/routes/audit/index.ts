import { z } from "zod";
import { parseChainLink, renderChainLink } from "../../../core/audit/index.ts";
import { getAuditEntry, pagesOfAudit, searchAudit } from "../../../registry/audit/search-audit.ts";
import { verifyAudit } from "../../../registry/audit/verify-audit.ts";
import type { StoredAuditEntry } from "../../../registry/stored.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { decodeCursor, pageFrom } from "../../cursor.ts";
import { sendLines, wantsLines } from "../../json-lines.ts";
import { withProgress } from "../../progress.ts";
import { pageOf, problems } from "../../schema.ts";
import { AuditEntry, AuditVerdict, SearchAuditQuery, VerifyAuditQuery } from "./schema.ts";

const usualLimit = 50;

export function addAuditRoutes(app: App, routeNeeds: RouteNeeds): void {
	addSearchAudit(app, routeNeeds);
	addVerifyAudit(app, routeNeeds);
	addGetAuditEntry(app, routeNeeds);
}

function addSearchAudit(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/audit",
		{
			config: { list: true },
			schema: {
				operationId: "searchAudit",
				tags: ["audit"],
				summary: "Search the account's audit",
				description:
					"Needs more than the role observer. With `Accept: application/x-ndjson`, returns one line " +
					"per entry, without pages.",
				querystring: SearchAuditQuery,
				response: { 200: pageOf(AuditEntry), ...problems },
			},
		},
		async (request, reply) => {
			const { cursor, limit, kind: subjectKind, name: subjectName, ...rest } = request.query;
			const after = cursor === undefined ? undefined : decodeCursor(cursor)[1];
			const filter = { ...rest, subjectKind, subjectName, after };
			const actor = actorOf(request);
			if (wantsLines(request)) {
				const pages = pagesOfAudit(needs, actor, { ...filter, limit: limit ?? null });
				return sendLines(request, reply, { pages, present: presentEntry });
			}
			const size = limit ?? usualLimit;
			const rows = await searchAudit(needs, actor, { ...filter, limit: size + 1 });
			return pageFrom(rows, size, presentEntry, (row) => ["", row.seq]);
		},
	);
}

function addVerifyAudit(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/audit/verify",
		{
			schema: {
				operationId: "verifyAudit",
				tags: ["audit"],
				summary: "Check the audit for changed or missing entries",
				description:
					"Admins only. Reads the entries of all accounts, which form one chain. With `Accept: " +
					"application/x-ndjson`, lines of progress come before the result.",
				querystring: VerifyAuditQuery,
				response: { 200: AuditVerdict, ...problems },
			},
		},
		(request, reply) =>
			withProgress(request, reply.header("cache-control", "no-store"), async (onProgress) => {
				const noted = parseChainLink(request.query.expect ?? "");
				const { entries, seal, broken } = await verifyAudit(needs, actorOf(request), { noted, onProgress });
				return { ok: broken === null, entries, seal: renderChainLink(seal), broken };
			}) as Promise<z.infer<typeof AuditVerdict>>,
	);
}

function addGetAuditEntry(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/audit/:seq",
		{
			schema: {
				operationId: "getAuditEntry",
				tags: ["audit"],
				summary: "Show an audit entry",
				params: z.object({
					seq: z.coerce.number().int().min(1).meta({ example: 1 }),
				}),
				response: { 200: AuditEntry, ...problems },
			},
		},
		async (request) => presentEntry(await getAuditEntry(needs, actorOf(request), request.params.seq)),
	);
}

function presentEntry(entry: StoredAuditEntry): StoredAuditEntry {
	return entry;
}
