import { z } from "zod";
import type { ComponentKind } from "../../../core/component/index.ts";
import type { Conflict } from "../../../core/merge/index.ts";
import type { Actor } from "../../../registry/actor.ts";
import { cloneComponent } from "../../../registry/components/clone-component.ts";
import type { EditedHead } from "../../../registry/components/edit-head.ts";
import { patchHead } from "../../../registry/components/patch-head.ts";
import { lineagesIn, namesOf } from "../../../registry/components/pinned-names.ts";
import { renameComponent } from "../../../registry/components/rename-component.ts";
import { deleteComponent } from "../../../registry/lifecycles/delete-component.ts";
import { mergeRevision } from "../../../registry/revisions/merge-revision.ts";
import { restoreHead } from "../../../registry/revisions/restore-head.ts";
import { undoEdit } from "../../../registry/revisions/undo-edit.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { expectedHead, headTag } from "../../conditional.ts";
import { DryRun, IfMatch, NamedRevision, Problem, presentChanges, problems, writeProblems } from "../../schema.ts";
import { patchInputs, readChanges } from "./change-input.ts";
import { componentPath } from "./component-path.ts";
import type { KindRoutes } from "./kind-routes.ts";
import { plainName } from "./plain-name.ts";
import { presentConflicts } from "./present.ts";
import { CloneInput, MergeInput, mergedFields, Names, RenameInput, RestoreInput } from "./schema.ts";

const largestPatch = 32 * 1024 * 1024;

/** Adds the verbs that every kind of component has: merge, patch, clone, rename, delete, restore and undo. */
export function addComponentRoutes(app: App, routeNeeds: RouteNeeds, of: KindRoutes): void {
	addMerge(app, routeNeeds, of);
	addPatch(app, routeNeeds, of);
	addRestore(app, routeNeeds, of);
	addUndo(app, routeNeeds, of);
	addClone(app, routeNeeds, of);
	addRename(app, routeNeeds, of);
	addDelete(app, routeNeeds, of);
}

function addMerge(app: App, { needs }: RouteNeeds, of: KindRoutes): void {
	const { kind, path } = of;
	app.post(
		`${path}/:name/merge`,
		{
			schema: {
				operationId: of.ids.merge,
				tags: [of.tag],
				summary: "Merge another revision into HEAD",
				description:
					"Three-way merge with the common ancestor, field by field; all or nothing. Unresolved " +
					"conflicts are refused with `merge-conflicts` and listed in its details. A dry run lists " +
					"them in `conflicts`.",
				params: componentPath(kind),
				headers: IfMatch,
				querystring: DryRun,
				body: MergeInput,
				response: { 200: of.edited.extend(mergedFields), ...writeProblems },
			},
		},
		async (request, reply) => {
			const actor = actorOf(request);
			const { name } = request.params;
			const { from, base, answers } = request.body;
			const dryRun = request.query.dryRun === "true";
			const merged = await mergeRevision(needs, actor, {
				kind,
				name,
				expected: expectedHead(request, name),
				from,
				base,
				answers: new Map(Object.entries(answers)),
				dryRun,
			});
			if (!dryRun) reply.header("etag", headTag(merged.component.headVersion));
			const { theirs, base: ancestor, conflicts } = merged;
			return {
				...(await present(merged, { needs, of, actor, conflicts })),
				theirs,
				base: ancestor,
				conflicts: presentConflicts(conflicts),
			};
		},
	);
}

function addPatch(app: App, { needs }: RouteNeeds, of: KindRoutes): void {
	const { kind, path } = of;
	app.post(
		`${path}/:name/patch`,
		{
			schema: {
				operationId: of.ids.patch,
				tags: [of.tag],
				summary: "Apply changes to HEAD, all or none",
				description:
					"Each change must match the current value, or be applied already; otherwise `patch-rejected` " +
					"lists the place, the expected and the current value of each mismatch. Changes of the name " +
					"are ignored: use rename.",
				params: componentPath(kind),
				headers: IfMatch,
				querystring: DryRun,
				body: patchInputs[kind],
				response: { 200: of.edited.extend({ names: Names }), ...writeProblems },
			},
			bodyLimit: largestPatch,
		},
		async (request, reply) => {
			const actor = actorOf(request);
			const { name } = request.params;
			const dryRun = request.query.dryRun === "true";
			const changes = readChanges(kind, request.body);
			const edited = await patchHead(needs, actor, {
				kind,
				name,
				expected: expectedHead(request, name),
				changes,
				dryRun,
			});
			if (!dryRun) reply.header("etag", headTag(edited.component.headVersion));
			return present(edited, { needs, of, actor });
		},
	);
}

function addRestore(app: App, { needs }: RouteNeeds, of: KindRoutes): void {
	const { kind, path } = of;
	app.post(
		`${path}/:name/restore`,
		{
			schema: {
				operationId: of.ids.restore,
				tags: [of.tag],
				summary: "Set HEAD to the content of a revision",
				description: "An edit like any other: commits stay, and undo reverts it. HEAD keeps its name.",
				params: componentPath(kind),
				headers: IfMatch,
				querystring: DryRun,
				body: RestoreInput,
				response: { 200: of.edited.extend({ from: NamedRevision, names: Names }), ...writeProblems },
			},
		},
		async (request, reply) => {
			const actor = actorOf(request);
			const { name } = request.params;
			const dryRun = request.query.dryRun === "true";
			const restored = await restoreHead(needs, actor, {
				kind,
				name,
				expected: expectedHead(request, name),
				to: request.body.to,
				dryRun,
			});
			if (!dryRun) reply.header("etag", headTag(restored.component.headVersion));
			return { ...(await present(restored, { needs, of, actor })), from: restored.from };
		},
	);
}

function addUndo(app: App, { needs }: RouteNeeds, of: KindRoutes): void {
	const { kind, path } = of;
	app.post(
		`${path}/:name/undo`,
		{
			schema: {
				operationId: of.ids.undo,
				tags: [of.tag],
				summary: "Undo the last edit of HEAD",
				description: "Undo it again to redo the edit. Commits are immutable and can't be undone.",
				params: componentPath(kind),
				headers: IfMatch,
				querystring: DryRun,
				response: {
					200: of.edited.extend({
						names: Names,
						undone: z.string().meta({ description: "The act that was taken back.", example: `${kind}.merge` }),
					}),
					...writeProblems,
				},
			},
		},
		async (request, reply) => {
			const actor = actorOf(request);
			const { name } = request.params;
			const dryRun = request.query.dryRun === "true";
			const edited = await undoEdit(needs, actor, { kind, name, expected: expectedHead(request, name), dryRun });
			if (!dryRun) reply.header("etag", headTag(edited.component.headVersion));
			return { ...(await present(edited, { needs, of, actor })), undone: edited.undone };
		},
	);
}

function addClone(app: App, { needs }: RouteNeeds, of: KindRoutes): void {
	const { kind, path } = of;
	app.post(
		`${path}/:name/clone`,
		{
			schema: {
				operationId: of.ids.clone,
				tags: [of.tag],
				summary: `Copy a revision as ${of.one} of its own`,
				description:
					"The copy is a new lineage that remembers its origin, so that later changes of the origin " +
					"can be merged into it.",
				params: componentPath(kind),
				body: CloneInput,
				response: { 201: of.summary, ...problems, 409: Problem },
			},
		},
		async (request, reply) => {
			const actor = actorOf(request);
			const { revision, name, description } = request.body;
			const ref = `${plainName(kind, actor, request.params.name)}@${revision}`;
			const clone = await cloneComponent(needs, actor, { kind, ref, name, description });
			reply
				.code(201)
				.header("location", `${path}/${encodeURIComponent(clone.name)}`)
				.header("etag", headTag(clone.headVersion));
			return of.present(clone, actor.account);
		},
	);
}

function addRename(app: App, { needs }: RouteNeeds, of: KindRoutes): void {
	const { kind, path } = of;
	app.post(
		`${path}/:name/rename`,
		{
			schema: {
				operationId: of.ids.rename,
				tags: [of.tag],
				summary: `Rename ${of.one}`,
				description:
					"The old name keeps working for 90 days and can't be used for anything else until then. " +
					"Commits keep the name they were made with.",
				params: componentPath(kind),
				headers: IfMatch,
				querystring: DryRun,
				body: RenameInput,
				response: { 200: of.summary, ...writeProblems },
			},
		},
		async (request, reply) => {
			const actor = actorOf(request);
			const { name } = request.params;
			const { name: to, forgetFormerNames: forget } = request.body;
			const dryRun = request.query.dryRun === "true";
			const renamed = await renameComponent(needs, actor, {
				kind,
				name,
				expected: expectedHead(request, name),
				to,
				forget,
				dryRun,
			});
			if (!dryRun)
				reply
					.header("etag", headTag(renamed.headVersion))
					.header("location", `${path}/${encodeURIComponent(renamed.name)}`);
			return of.present(renamed, actor.account);
		},
	);
}

function addDelete(app: App, { needs }: RouteNeeds, of: KindRoutes): void {
	const { kind, path } = of;
	app.delete(
		`${path}/:name`,
		{
			schema: {
				operationId: of.ids.delete,
				tags: [of.tag],
				summary: `Delete ${of.one} with all its revisions`,
				description: "Refused with `component-used`, and a list of the users of it, while any revision is used.",
				params: componentPath(kind),
				headers: IfMatch,
				querystring: DryRun,
				response: { 204: z.null(), ...writeProblems },
			},
		},
		async (request, reply) => {
			const { name } = request.params;
			const dryRun = request.query.dryRun === "true";
			await deleteComponent(needs, actorOf(request), { kind, name, expected: expectedHead(request, name), dryRun });
			return reply.code(204).send(null);
		},
	);
}

async function present<K extends ComponentKind>(
	edited: EditedHead<K>,
	by: Pick<RouteNeeds, "needs"> & {
		readonly of: KindRoutes;
		readonly actor: Actor;
		readonly conflicts?: readonly Conflict[];
	},
) {
	const { needs, of, actor, conflicts = [] } = by;
	return {
		[of.kind]: of.present(edited.component, actor.account),
		changes: presentChanges(edited.changes),
		names: await namesOf(needs.store.read, actor, lineagesIn([...edited.changes, ...conflicts])),
	};
}
