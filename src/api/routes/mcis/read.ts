import { z } from "zod";
import { parseArchitecture } from "../../../core/image/index.ts";
import { type ComponentRevision, getHead, getRevision } from "../../../registry/components/get-component.ts";
import { type PlaceBehind, partsBehind, placesBehind } from "../../../registry/components/place-releases.ts";
import { revisionStatus } from "../../../registry/components/revision-status.ts";
import { searchComponents } from "../../../registry/components/search-components.ts";
import { listRevisions } from "../../../registry/revisions/list-revisions.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { commitTag, headTag, isFresh } from "../../conditional.ts";
import { decodeCursor, encodeCursor, pageFrom } from "../../cursor.ts";
import { NamePath, PageQuery, pageOf, presentChanges, problems, Setting } from "../../schema.ts";
import { plainName } from "../components/plain-name.ts";
import { presentFormerNames } from "../components/present.ts";
import { headStatuses, withCommitStatuses, withStatuses } from "../components/statuses.ts";
import { presentRevisionStatus } from "../lifecycles/present.ts";
import { presentMci, presentRevision, presentSummary } from "./present.ts";
import { Head, ListedMci, ListedRevision, Revision, RevisionPath, SearchMcisQuery } from "./schema.ts";

/** Revision numbers are 32-bit integers in the databases. */
const largestNumber = 2 ** 31 - 1;

export function addReading(app: App, routeNeeds: RouteNeeds): void {
	addSearchMcis(app, routeNeeds);
	addGetMci(app, routeNeeds);
	addListSettings(app, routeNeeds);
}

function addSearchMcis(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/mcis",
		{
			config: { access: "read", list: true },
			schema: {
				operationId: "searchMcis",
				tags: ["mcis"],
				summary: "Search MultiCloud Images",
				description: "Sorted by name, or most recently updated first. All filters must match.",
				querystring: SearchMcisQuery,
				response: { 200: pageOf(ListedMci), ...problems },
			},
		},
		async (request) => {
			const actor = actorOf(request);
			const { cursor, limit, architecture, ...filter } = request.query;
			const [key, id] = cursor === undefined ? [] : decodeCursor(cursor);
			const after = key === undefined || id === undefined ? undefined : { key, id };
			const wanted = architecture === undefined ? undefined : (parseArchitecture(architecture) ?? architecture);
			const rows = await searchComponents(needs, actor, {
				kind: "mci",
				...filter,
				architecture: wanted,
				after,
				limit: limit + 1,
			});
			const listed = await withStatuses(needs, rows);
			return pageFrom(
				listed,
				limit,
				({ status, ...row }) => ({ ...presentMci(row, actor.account), status: presentRevisionStatus(status) }),
				(row) => [filter.sort === "name" ? row.name : row.updatedAt, row.id],
			);
		},
	);
}

function addGetMci(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/mcis/:name",
		{
			config: { access: "read" },
			schema: {
				operationId: "getMci",
				tags: ["mcis"],
				summary: "Show a MultiCloud Image and its HEAD",
				description: "Send its ETag as If-Match when you change HEAD.",
				params: NamePath,
				response: { 200: Head, 304: z.null(), ...problems },
			},
		},
		async (request, reply) => {
			const actor = actorOf(request);
			const head = await getHead(needs, actor, { kind: "mci", name: plainName("mci", actor, request.params.name) });
			const statuses = await headStatuses(needs, head.component);
			if (isFresh(request, reply, headTag(head.component.headVersion, statuses.newest, statuses.head))) return reply;
			return {
				mci: { ...presentMci(head.component, actor.account), status: presentRevisionStatus(statuses.newest) },
				status: presentRevisionStatus(statuses.head),
				formerNames: presentFormerNames(
					await needs.store.read.components.listFormerNames(head.component.id, needs.now()),
				),
				digest: head.digest,
				settings: [...head.content.settings],
				changes: presentChanges(head.changes),
			};
		},
	);
}

function addListSettings(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/mcis/:name/settings",
		{
			config: { access: "read" },
			schema: {
				operationId: "listSettings",
				tags: ["mcis"],
				summary: "List the settings of a revision",
				params: NamePath,
				querystring: z.object({
					revision: z.string().default("head").meta({ description: "A number, `latest`, `head` or a channel." }),
				}),
				response: { 200: z.object({ items: z.array(Setting) }), 304: z.null(), ...problems },
			},
		},
		async (request, reply) => {
			const actor = actorOf(request);
			const { content, digest } = await getRevision(needs, actor, {
				kind: "mci",
				ref: `${plainName("mci", actor, request.params.name)}@${request.query.revision}`,
			});
			if (isFresh(request, reply, `"${digest}"`)) return reply;
			return { items: [...content.settings] };
		},
	);
}

export function addListRevisions(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/mcis/:name/revisions",
		{
			config: { access: "read", list: true },
			schema: {
				operationId: "listRevisions",
				tags: ["revisions"],
				summary: "List commits, newest first",
				description: "HEAD is not listed.",
				params: NamePath,
				querystring: z.object(PageQuery),
				response: { 200: pageOf(ListedRevision), ...problems },
			},
		},
		async (request) => {
			const { cursor, limit } = request.query;
			const before = cursor === undefined ? undefined : Math.min(decodeCursor(cursor)[1], largestNumber);
			const { component, revisions } = await listRevisions(needs, actorOf(request), {
				kind: "mci",
				name: request.params.name,
				before,
				limit: limit + 1,
			});
			const page = revisions.slice(0, limit);
			const last = page.at(-1);
			const listed = await withCommitStatuses(needs, component, page);
			const releases = page.some(({ release }) => release !== null)
				? await needs.store.read.revisions.listReleases(component.id)
				: [];
			return {
				items: listed.map(({ revision, status }) => ({
					...presentSummary(component.name, revision),
					behind: partsBehind(releases, revision),
					status: presentRevisionStatus(status),
				})),
				next: revisions.length > limit && last ? encodeCursor(["", last.number]) : null,
			};
		},
	);
}

export function addGetRevision(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/mcis/:name/revisions/:revision",
		{
			config: { access: "read" },
			schema: {
				operationId: "getRevision",
				tags: ["revisions"],
				summary: "Show a revision with its content",
				description:
					"Revalidate cached copies with If-None-Match: commits are immutable, but their MultiCloud " +
					"Image can be renamed or deleted.",
				params: RevisionPath,
				response: { 200: Revision, 304: z.null(), ...problems },
			},
		},
		async (request, reply) => {
			const { name, revision } = request.params;
			const actor = actorOf(request);
			const found = await getRevision(needs, actor, {
				kind: "mci",
				ref: `${plainName("mci", actor, name)}@${revision}`,
			});
			const status = await revisionStatus(needs, needs.store.read, found);
			const tag = found.revision
				? commitTag(found.component, found.revision, status)
				: headTag(found.component.headVersion, status);
			if (isFresh(request, reply, tag)) return reply;
			return presentRevision(found, status, await listPlacesBehind(needs, found));
		},
	);
}

async function listPlacesBehind(
	{ store }: RouteNeeds["needs"],
	{ component, revision, content }: ComponentRevision<"mci">,
): Promise<PlaceBehind[]> {
	if (!revision?.release) return [];
	const clouds = content.settings.map(({ cloud }) => cloud as string);
	return placesBehind(await store.read.revisions.listReleases(component.id), revision, clouds);
}
