import { z } from "zod";
import { parseArchitecture } from "../../../core/image/index.ts";
import { createComponent } from "../../../registry/components/create-component.ts";
import { describeComponent } from "../../../registry/components/describe-component.ts";
import type { EditedHead as Edited } from "../../../registry/components/edit-head.ts";
import { getHead, getRevision } from "../../../registry/components/get-component.ts";
import { searchComponents } from "../../../registry/components/search-components.ts";
import { putSetting } from "../../../registry/mcis/put-setting.ts";
import { removeSetting } from "../../../registry/mcis/remove-setting.ts";
import { replaceHead } from "../../../registry/mcis/replace-head.ts";
import { commitRevision } from "../../../registry/revisions/commit-revision.ts";
import { listRevisions } from "../../../registry/revisions/list-revisions.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { commitTag, expectedHead, headTag, isFresh } from "../../conditional.ts";
import { decodeCursor, encodeCursor, pageFrom } from "../../cursor.ts";
import {
	DryRun,
	IfMatch,
	NamePath,
	PageQuery,
	Problem,
	pageOf,
	presentChanges,
	problems,
	Setting,
	writeProblems,
} from "../../schema.ts";
import { addComponentRoutes } from "../components/index.ts";
import { plainName } from "../components/plain-name.ts";
import { presentCommitted, presentFormerNames } from "../components/present.ts";
import { NewCommit } from "../components/schema.ts";
import { presentMci, presentRevision, presentSummary } from "./present.ts";
import {
	Committed,
	EditedHead,
	Head,
	HeadInput,
	Mci,
	MciPatch,
	NewMci,
	Revision,
	RevisionPath,
	RevisionSummary,
	SearchMcisQuery,
	SettingInput,
	SettingPath,
} from "./schema.ts";

/** Revision numbers are 32-bit integers in the databases. */
const largestNumber = 2 ** 31 - 1;

export function addMciRoutes(app: App, routeNeeds: RouteNeeds): void {
	addReading(app, routeNeeds);
	addRevisions(app, routeNeeds);
	addEditing(app, routeNeeds);
	addComponentRoutes(app, routeNeeds, {
		kind: "mci",
		path: "/v1/mcis",
		tag: "mcis",
		one: "a MultiCloud Image",
		ids: {
			merge: "mergeMci",
			patch: "patchMci",
			clone: "cloneMci",
			rename: "renameMci",
			delete: "deleteMci",
			restore: "restoreMci",
			undo: "undoMci",
		},
		summary: Mci,
		edited: EditedHead,
		present: presentMci,
	});
}

function addReading(app: App, routeNeeds: RouteNeeds): void {
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
				response: { 200: pageOf(Mci), ...problems },
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
			return pageFrom(
				rows,
				limit,
				(row) => presentMci(row, actor.account),
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
			if (isFresh(request, reply, headTag(head.component.headVersion))) return reply;
			return {
				mci: presentMci(head.component, actor.account),
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

function addRevisions(app: App, routeNeeds: RouteNeeds): void {
	addListRevisions(app, routeNeeds);
	addGetRevision(app, routeNeeds);
	addCommitRevision(app, routeNeeds);
}

function addListRevisions(app: App, { needs }: RouteNeeds): void {
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
				response: { 200: pageOf(RevisionSummary), ...problems },
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
			return {
				items: page.map((revision) => presentSummary(component.name, revision)),
				next: revisions.length > limit && last ? encodeCursor(["", last.number]) : null,
			};
		},
	);
}

function addGetRevision(app: App, { needs }: RouteNeeds): void {
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
			const tag = found.revision ? commitTag(found.component, found.revision) : headTag(found.component.headVersion);
			if (isFresh(request, reply, tag)) return reply;
			return presentRevision(found);
		},
	);
}

function addCommitRevision(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/mcis/:name/revisions",
		{
			schema: {
				operationId: "commitRevision",
				tags: ["revisions"],
				summary: "Commit HEAD",
				description:
					"Creates the next revision from HEAD. Lint errors refuse it unless `overrideLint` gives a " +
					"reason. Refused if HEAD has no changes.",
				params: NamePath,
				headers: IfMatch,
				body: NewCommit,
				response: { 201: Committed, ...writeProblems },
			},
		},
		async (request, reply) => {
			const { name } = request.params;
			const committed = await commitRevision(needs, actorOf(request), {
				kind: "mci",
				name,
				expected: expectedHead(request, name),
				...request.body,
			});
			const { revision } = committed;
			reply.code(201).header("location", `/v1/mcis/${encodeURIComponent(revision.name)}/revisions/${revision.number}`);
			return { revision: presentSummary(revision.name, revision), ...presentCommitted(committed) };
		},
	);
}

function addEditing(app: App, routeNeeds: RouteNeeds): void {
	addCreateMci(app, routeNeeds);
	addDescribeMci(app, routeNeeds);
	addReplaceHead(app, routeNeeds);
	addPutSetting(app, routeNeeds);
	addRemoveSetting(app, routeNeeds);
}

function addCreateMci(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/mcis",
		{
			schema: {
				operationId: "createMci",
				tags: ["mcis"],
				summary: "Create a MultiCloud Image",
				description:
					"The name must be unique in the account. HEAD starts without settings; commit it to create " +
					"the first revision.",
				body: NewMci,
				response: { 201: Mci, ...problems, 409: Problem },
			},
		},
		async (request, reply) => {
			const actor = actorOf(request);
			const mci = await createComponent(needs, actor, { kind: "mci", ...request.body });
			reply
				.code(201)
				.header("location", `/v1/mcis/${encodeURIComponent(mci.name)}`)
				.header("etag", headTag(mci.headVersion));
			return presentMci(mci, actor.account);
		},
	);
}

function addDescribeMci(app: App, { needs }: RouteNeeds): void {
	app.patch(
		"/v1/mcis/:name",
		{
			schema: {
				operationId: "describeMci",
				tags: ["mcis"],
				summary: "Edit HEAD's description and tags",
				description: "Changes HEAD only; commits keep their text.",
				params: NamePath,
				headers: IfMatch,
				body: MciPatch,
				response: { 200: EditedHead, ...writeProblems },
			},
		},
		async (request, reply) => {
			const actor = actorOf(request);
			const { name } = request.params;
			const edited = await describeComponent(needs, actor, {
				kind: "mci",
				name,
				expected: expectedHead(request, name),
				...request.body,
			});
			reply.header("etag", headTag(edited.component.headVersion));
			return presentEdited(edited, actor.account);
		},
	);
}

function addReplaceHead(app: App, { needs }: RouteNeeds): void {
	app.put(
		"/v1/mcis/:name/head",
		{
			schema: {
				operationId: "replaceHead",
				tags: ["mcis"],
				summary: "Replace the content of HEAD",
				description: "Settings that are not listed are removed.",
				params: NamePath,
				headers: IfMatch,
				querystring: DryRun,
				body: HeadInput,
				response: { 200: EditedHead, ...writeProblems },
			},
			bodyLimit: 32 * 1024 * 1024,
		},
		async (request, reply) => {
			const actor = actorOf(request);
			const { name } = request.params;
			const rehearsal = request.query.dryRun === "true";
			const edited = await replaceHead(needs, actor, {
				name,
				expected: expectedHead(request, name),
				head: request.body,
				rehearsal,
			});
			if (!rehearsal) reply.header("etag", headTag(edited.component.headVersion));
			return presentEdited(edited, actor.account);
		},
	);
}

function addPutSetting(app: App, { needs }: RouteNeeds): void {
	app.put(
		"/v1/mcis/:name/settings/:cloud",
		{
			schema: {
				operationId: "putSetting",
				tags: ["mcis"],
				summary: "Set the image of a cloud in HEAD",
				description: "Creates the setting, or changes the given fields of it.",
				params: SettingPath,
				headers: IfMatch,
				body: SettingInput,
				response: { 200: EditedHead, ...writeProblems },
			},
		},
		async (request, reply) => {
			const actor = actorOf(request);
			const { name, cloud } = request.params;
			const edited = await putSetting(needs, actor, {
				name,
				cloud,
				expected: expectedHead(request, name),
				setting: request.body,
			});
			reply.header("etag", headTag(edited.component.headVersion));
			return presentEdited(edited, actor.account);
		},
	);
}

function addRemoveSetting(app: App, { needs }: RouteNeeds): void {
	app.delete(
		"/v1/mcis/:name/settings/:cloud",
		{
			schema: {
				operationId: "removeSetting",
				tags: ["mcis"],
				summary: "Remove a cloud from HEAD",
				description: "Commits keep the setting.",
				params: SettingPath,
				headers: IfMatch,
				response: { 200: EditedHead, ...writeProblems },
			},
		},
		async (request, reply) => {
			const actor = actorOf(request);
			const { name, cloud } = request.params;
			const edited = await removeSetting(needs, actor, { name, cloud, expected: expectedHead(request, name) });
			reply.header("etag", headTag(edited.component.headVersion));
			return presentEdited(edited, actor.account);
		},
	);
}

function presentEdited(edited: Edited<"mci">, account: string) {
	return { mci: presentMci(edited.component, account), changes: presentChanges(edited.changes) };
}
