import { createComponent } from "../../../registry/components/create-component.ts";
import { describeComponent } from "../../../registry/components/describe-component.ts";
import type { EditedHead as Edited } from "../../../registry/components/edit-head.ts";
import { putSetting } from "../../../registry/mcis/put-setting.ts";
import { removeSetting } from "../../../registry/mcis/remove-setting.ts";
import { replaceHead } from "../../../registry/mcis/replace-head.ts";
import { commitRevision } from "../../../registry/revisions/commit-revision.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { expectedHead, headTag } from "../../conditional.ts";
import { DryRun, IfMatch, NamePath, Problem, presentChanges, problems, writeProblems } from "../../schema.ts";
import { presentCommitted } from "../components/present.ts";
import { NewCommit } from "../components/schema.ts";
import { presentMci, presentSummary } from "./present.ts";
import { Committed, EditedHead, HeadInput, Mci, MciPatch, NewMci, SettingInput, SettingPath } from "./schema.ts";

export function addCommitRevision(app: App, { needs }: RouteNeeds): void {
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

export function addEditing(app: App, routeNeeds: RouteNeeds): void {
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
			const dryRun = request.query.dryRun === "true";
			const edited = await replaceHead(needs, actor, {
				name,
				expected: expectedHead(request, name),
				head: request.body,
				dryRun,
			});
			if (!dryRun) reply.header("etag", headTag(edited.component.headVersion));
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
