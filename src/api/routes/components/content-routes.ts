import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { ContentOf } from "../../../core/component/index.ts";
import type { Actor } from "../../../registry/actor.ts";
import { createComponent } from "../../../registry/components/create-component.ts";
import { describeComponent } from "../../../registry/components/describe-component.ts";
import { getHead, getRevision } from "../../../registry/components/get-component.ts";
import { lineagesIn, namesOf } from "../../../registry/components/pinned-names.ts";
import { revisionStatus } from "../../../registry/components/revision-status.ts";
import { searchComponents } from "../../../registry/components/search-components.ts";
import { commitRevision } from "../../../registry/revisions/commit-revision.ts";
import { listRevisions } from "../../../registry/revisions/list-revisions.ts";
import type { StoredComponent, StoredRevision } from "../../../registry/stored.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { addTag, commitTag, expectedHead, headTag, isFresh } from "../../conditional.ts";
import { decodeCursor, encodeCursor, pageFrom } from "../../cursor.ts";
import { IfMatch, PageQuery, Problem, pageOf, presentChanges, problems, writeProblems } from "../../schema.ts";
import { presentRevisionStatus } from "../lifecycles/present.ts";
import { componentPath } from "./component-path.ts";
import type { ContentShapes } from "./content-shapes.ts";
import { addComponentRoutes } from "./index.ts";
import type { Verb } from "./kind-routes.ts";
import { plainName } from "./plain-name.ts";
import { presentCommit, presentCommitted, presentComponent, presentFormerNames } from "./present.ts";
import { headStatuses, withCommitStatuses, withStatuses } from "./statuses.ts";

/** Revision numbers are 32-bit integers in the databases. */
const largestNumber = 2 ** 31 - 1;

type Operation = Verb | "search" | "create" | "get" | "describe" | "listRevisions" | "getRevision" | "commit";

/** A kind of component whose content is a document. */
export interface DocumentKind<K extends "template" | "script"> {
	readonly kind: K;
	readonly path: string;
	readonly tag: string;
	readonly ids: Readonly<Record<Operation, string>>;
	/** The kind in a sentence, singular and plural: `a script`, `scripts`. */
	readonly one: string;
	readonly many: string;
	readonly shapes: ContentShapes;
	readonly newCommit: z.ZodObject<{ message: z.ZodString }>;
	/** False if the answer contains names of other components, which can change without a change of this one. */
	readonly standsAlone: boolean;
	presentContent(routeNeeds: RouteNeeds, actor: Actor, content: ContentOf<K>): Promise<object>;
}

/**
 * Adds the routes of a kind whose content is a document: search, create, show, describe, commit, and the verbs of
 * every kind.
 */
export function addContentRoutes<K extends "template" | "script">(
	app: App,
	routeNeeds: RouteNeeds,
	of: DocumentKind<K>,
): void {
	const { kind, path, shapes } = of;
	addReads(app, routeNeeds, of);
	addRevisions(app, routeNeeds, of);
	addComponentRoutes(app, routeNeeds, {
		kind,
		path,
		tag: of.tag,
		ids: of.ids,
		one: of.one,
		summary: shapes.summary,
		edited: shapes.edited,
		present: presentComponent,
	});
	addCreate(app, routeNeeds, of);
	addDescribe(app, routeNeeds, of);
}

function addCreate<K extends "template" | "script">(app: App, routeNeeds: RouteNeeds, of: DocumentKind<K>): void {
	const { needs } = routeNeeds;
	const { kind, path, shapes } = of;
	app.post(
		path,
		{
			schema: {
				operationId: of.ids.create,
				tags: [of.tag],
				summary: `Create ${of.one}`,
				description:
					"The name must be unique in the account. HEAD starts without content; commit it to create " +
					"the first revision.",
				body: shapes.creation,
				response: { 201: shapes.summary, ...problems, 409: Problem },
			},
		},
		async (request, reply) => {
			const actor = actorOf(request);
			const made = await createComponent(needs, actor, { kind, ...request.body });
			reply
				.code(201)
				.header("location", `${path}/${encodeURIComponent(made.name)}`)
				.header("etag", headTag(made.headVersion));
			return presentComponent(made, actor.account);
		},
	);
}

function addDescribe<K extends "template" | "script">(app: App, routeNeeds: RouteNeeds, of: DocumentKind<K>): void {
	const { needs } = routeNeeds;
	const { kind, path, shapes } = of;
	app.patch(
		`${path}/:name`,
		{
			schema: {
				operationId: of.ids.describe,
				tags: [of.tag],
				summary: "Edit HEAD's description and tags",
				description: "Changes HEAD only; commits keep their text.",
				params: componentPath(kind),
				headers: IfMatch,
				body: shapes.words,
				response: { 200: shapes.edited, ...writeProblems },
			},
		},
		async (request, reply) => {
			const actor = actorOf(request);
			const { name } = request.params;
			const edited = await describeComponent(needs, actor, {
				kind,
				name,
				expected: expectedHead(request, name),
				...request.body,
			});
			reply.header("etag", headTag(edited.component.headVersion));
			return { [kind]: presentComponent(edited.component, actor.account), changes: presentChanges(edited.changes) };
		},
	);
}

/** Sends a 304 and returns true if the client has the current answer. */
function isKnown(
	request: FastifyRequest,
	reply: FastifyReply,
	{ standsAlone }: Pick<DocumentKind<"script">, "standsAlone">,
	tag: string,
): boolean {
	if (standsAlone) return isFresh(request, reply, tag);
	addTag(reply, tag);
	return false;
}

function addReads<K extends "template" | "script">(app: App, routeNeeds: RouteNeeds, of: DocumentKind<K>): void {
	addSearch(app, routeNeeds, of);
	addGet(app, routeNeeds, of);
}

function addSearch<K extends "template" | "script">(app: App, routeNeeds: RouteNeeds, of: DocumentKind<K>): void {
	const { needs } = routeNeeds;
	const { kind, path, shapes } = of;
	app.get(
		path,
		{
			config: { access: "read", list: true },
			schema: {
				operationId: of.ids.search,
				tags: [of.tag],
				summary: `Search ${of.many}`,
				description: "Sorted by name, or most recently updated first.",
				querystring: z.object({
					text: z.string().max(200).optional().meta({ description: "Words in the name, description or tags." }),
					sort: z.enum(["name", "updated"]).default("name"),
					...PageQuery,
				}),
				response: { 200: pageOf(shapes.listed), ...problems },
			},
		},
		async (request) => {
			const actor = actorOf(request);
			const { cursor, limit, text, sort } = request.query;
			const [key, id] = cursor === undefined ? [] : decodeCursor(cursor);
			const after = key === undefined || id === undefined ? undefined : { key, id };
			const rows = await searchComponents(needs, actor, { kind, text, sort, after, limit: limit + 1 });
			return pageFrom(
				await withStatuses(needs, rows),
				limit,
				(row) => ({ ...presentComponent(row, actor.account), status: presentRevisionStatus(row.status) }),
				(row) => [sort === "name" ? row.name : row.updatedAt, row.id],
			);
		},
	);
}

function addGet<K extends "template" | "script">(app: App, routeNeeds: RouteNeeds, of: DocumentKind<K>): void {
	const { needs } = routeNeeds;
	const { kind, path, shapes } = of;
	app.get(
		`${path}/:name`,
		{
			config: { access: "read" },
			schema: {
				operationId: of.ids.get,
				tags: [of.tag],
				summary: `Show ${of.one} and its HEAD`,
				description: "Send its ETag as If-Match when you change HEAD.",
				params: componentPath(kind),
				response: { 200: shapes.head, 304: z.null(), ...problems },
			},
		},
		async (request, reply) => {
			const actor = actorOf(request);
			const head = await getHead(needs, actor, { kind, name: plainName(kind, actor, request.params.name) });
			const { component, digest, content, changes } = head;
			const { newest } = await headStatuses(needs, component);
			if (isKnown(request, reply, of, headTag(component.headVersion, newest))) return reply;
			return {
				[kind]: { ...presentComponent(component, actor.account), status: presentRevisionStatus(newest) },
				formerNames: presentFormerNames(await needs.store.read.components.listFormerNames(component.id, needs.now())),
				digest,
				...(await of.presentContent(routeNeeds, actor, content)),
				changes: presentChanges(changes),
				names: await namesOf(needs.store.read, actor, lineagesIn(changes)),
			};
		},
	);
}

function addRevisions<K extends "template" | "script">(app: App, routeNeeds: RouteNeeds, of: DocumentKind<K>): void {
	addListRevisions(app, routeNeeds, of);
	addGetRevision(app, routeNeeds, of);
	addCommit(app, routeNeeds, of);
}

function addListRevisions<K extends "template" | "script">(
	app: App,
	routeNeeds: RouteNeeds,
	of: DocumentKind<K>,
): void {
	const { needs } = routeNeeds;
	const { kind, path, shapes } = of;
	const summaryOf = (component: Pick<StoredComponent, "name">, revision: StoredRevision) => ({
		[kind]: component.name,
		...presentCommit(revision),
	});
	app.get(
		`${path}/:name/revisions`,
		{
			config: { access: "read", list: true },
			schema: {
				operationId: of.ids.listRevisions,
				tags: [of.tag],
				summary: "List commits, newest first",
				description: "HEAD is not listed.",
				params: componentPath(kind),
				querystring: z.object(PageQuery),
				response: { 200: pageOf(shapes.listedCommit), ...problems },
			},
		},
		async (request) => {
			const { cursor, limit } = request.query;
			const before = cursor === undefined ? undefined : Math.min(decodeCursor(cursor)[1], largestNumber);
			const { component, revisions } = await listRevisions(needs, actorOf(request), {
				kind,
				name: request.params.name,
				before,
				limit: limit + 1,
			});
			const page = revisions.slice(0, limit);
			const last = page.at(-1);
			return {
				items: (await withCommitStatuses(needs, component, page)).map(({ revision, status }) => ({
					...summaryOf(component, revision),
					status: presentRevisionStatus(status),
				})),
				next: revisions.length > limit && last ? encodeCursor(["", last.number]) : null,
			};
		},
	);
}

function addGetRevision<K extends "template" | "script">(app: App, routeNeeds: RouteNeeds, of: DocumentKind<K>): void {
	const { needs } = routeNeeds;
	const { kind, path, shapes } = of;
	const summaryOf = (component: Pick<StoredComponent, "name">, revision: StoredRevision) => ({
		[kind]: component.name,
		...presentCommit(revision),
	});
	app.get(
		`${path}/:name/revisions/:revision`,
		{
			config: { access: "read" },
			schema: {
				operationId: of.ids.getRevision,
				tags: [of.tag],
				summary: "Show a revision with its content",
				description: "A number, `latest`, `head` or a channel. Commits are immutable.",
				params: componentPath(kind).extend({
					revision: z.string().meta({ example: "latest" }),
				}),
				response: { 200: shapes.revision, 304: z.null(), ...problems },
			},
		},
		async (request, reply) => {
			const actor = actorOf(request);
			const { name, revision: asked } = request.params;
			const found = await getRevision(needs, actor, { kind, ref: `${plainName(kind, actor, name)}@${asked}` });
			const { component, revision, content, digest, number } = found;
			const status = await revisionStatus(needs, needs.store.read, found);
			const tag = revision ? commitTag(component, revision, status) : headTag(component.headVersion, status);
			if (isKnown(request, reply, of, tag)) return reply;
			return {
				[kind]: component.name,
				number,
				digest,
				description: content.description,
				tags: [...content.tags],
				...(await of.presentContent(routeNeeds, actor, content)),
				status: presentRevisionStatus(status),
				commit: revision && summaryOf(component, revision),
			};
		},
	);
}

function addCommit<K extends "template" | "script">(app: App, routeNeeds: RouteNeeds, of: DocumentKind<K>): void {
	const { needs } = routeNeeds;
	const { kind, path, shapes } = of;
	const summaryOf = (component: Pick<StoredComponent, "name">, revision: StoredRevision) => ({
		[kind]: component.name,
		...presentCommit(revision),
	});
	app.post(
		`${path}/:name/revisions`,
		{
			schema: {
				operationId: of.ids.commit,
				tags: [of.tag],
				summary: "Commit HEAD",
				description:
					"Creates the next revision from HEAD. Lint errors refuse it unless `overrideLint` gives a " +
					"reason. Refused if HEAD has no changes.",
				params: componentPath(kind),
				headers: IfMatch,
				body: of.newCommit,
				response: { 201: shapes.committed, ...writeProblems },
			},
		},
		async (request, reply) => {
			const { name } = request.params;
			const committed = await commitRevision(needs, actorOf(request), {
				kind,
				name,
				expected: expectedHead(request, name),
				...request.body,
			});
			const { revision } = committed;
			reply.code(201).header("location", `${path}/${encodeURIComponent(revision.name)}/revisions/${revision.number}`);
			return { revision: summaryOf(revision, revision), ...presentCommitted(committed) };
		},
	);
}
