import { diffUpdate } from "../../../registry/imports/diff-update.ts";
import { importPublication } from "../../../registry/imports/import-publication.ts";
import { getImport, listImports } from "../../../registry/imports/list-imports.ts";
import { listSubscriptions, subscribe, unsubscribe } from "../../../registry/imports/subscribe.ts";
import { updateImport } from "../../../registry/imports/update-import.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { decodeCursor, pageFrom } from "../../cursor.ts";
import { DryRun, Problem, pageOf, problems } from "../../schema.ts";
import { presentImport, presentImportDiff, presentReport, presentSubscription, presentTaken } from "./present.ts";
import {
	ImportDiff,
	ImportDiffQuery,
	ImportedComponent,
	ImportPath,
	ImportReport,
	ImportsQuery,
	Subscribed,
	Subscription,
	SubscriptionsQuery,
	UpdatedImport,
	WantedImport,
	WantedSubscription,
	WantedUpdate,
} from "./schema.ts";

const tags = ["imports"];
const conflicts = { ...problems, 409: Problem } as const;

/** Adds the routes of imports and subscriptions. */
export function addImportRoutes(app: App, routeNeeds: RouteNeeds): void {
	addImporting(app, routeNeeds);
	addImports(app, routeNeeds);
	addSubscriptions(app, routeNeeds);
}

function addImporting(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/marketplace/imports",
		{
			schema: {
				operationId: "importPublication",
				tags,
				summary: "Import a publication with its dependencies",
				description:
					"Creates read-only copies with the same lineage, number, name and digest, in one " +
					"transaction. Existing revisions stay unchanged, so the request can be repeated.",
				querystring: DryRun,
				body: WantedImport,
				response: { 200: ImportReport, ...conflicts },
			},
		},
		async (request) => {
			const { publication, kind, names } = request.body;
			const dryRun = request.query.dryRun === "true";
			return presentReport(
				await importPublication(needs, actorOf(request), { ref: publication, kind, names: mapOf(names), dryRun }),
			);
		},
	);
	app.post(
		"/v1/imported/:kind/:name/take",
		{
			schema: {
				operationId: "takeImported",
				tags,
				summary: "Import a newer publication of an import",
				description: "With `swap`, also puts it into templates in the same transaction.",
				params: ImportPath,
				querystring: DryRun,
				body: WantedUpdate,
				response: { 200: UpdatedImport, ...conflicts },
			},
		},
		async (request) => {
			const { to: number, names, swap } = request.body;
			const dryRun = request.query.dryRun === "true";
			return presentTaken(
				await updateImport(needs, actorOf(request), { ...request.params, number, names: mapOf(names), swap, dryRun }),
			);
		},
	);
}

function addImports(app: App, routeNeeds: RouteNeeds): void {
	addListImported(app, routeNeeds);
	addGetImported(app, routeNeeds);
	addDiffImported(app, routeNeeds);
}

function addListImported(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/imported",
		{
			schema: {
				operationId: "listImported",
				tags,
				summary: "List imported components",
				description: "Sorted by name.",
				querystring: ImportsQuery,
				response: { 200: pageOf(ImportedComponent), ...problems },
			},
		},
		async (request) => {
			const { kind, text, updates, limit, cursor } = request.query;
			const rows = await listImports(needs, actorOf(request), {
				kind,
				text,
				updates: updates === "true",
				after: afterOf(cursor),
				limit: limit + 1,
			});
			return pageFrom(rows, limit, presentImport, ({ component }) => [component.name, component.id]);
		},
	);
}

function addGetImported(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/imported/:kind/:name",
		{
			schema: {
				operationId: "getImported",
				tags,
				summary: "Show an import with its revisions, publisher status and updates",
				params: ImportPath,
				response: { 200: ImportedComponent, ...conflicts },
			},
		},
		async (request) => presentImport(await getImport(needs, needs.store.read, actorOf(request), request.params)),
	);
}

function addDiffImported(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/imported/:kind/:name/diff",
		{
			schema: {
				operationId: "diffImported",
				tags,
				summary: "Compare a publication with the imported revision",
				description: "Imports nothing.",
				params: ImportPath,
				querystring: ImportDiffQuery,
				response: { 200: ImportDiff, ...conflicts },
			},
		},
		async (request) =>
			presentImportDiff(await diffUpdate(needs, actorOf(request), { ...request.params, number: request.query.to })),
	);
}

function addSubscriptions(app: App, routeNeeds: RouteNeeds): void {
	addSubscribe(app, routeNeeds);
	addListSubscriptions(app, routeNeeds);
	addUnsubscribe(app, routeNeeds);
}

function addSubscribe(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/subscriptions",
		{
			schema: {
				operationId: "subscribe",
				tags,
				summary: "Follow a publication",
				description:
					"Mode `auto` imports it now and later revisions automatically; mode `offer` only reports " +
					"them. Subscribe again to change the mode.",
				body: WantedSubscription,
				response: { 200: Subscribed, ...conflicts },
			},
		},
		async (request) => {
			const { publication, kind, mode, names } = request.body;
			const { subscription, imported } = await subscribe(needs, actorOf(request), {
				ref: publication,
				kind,
				mode,
				names: mapOf(names),
			});
			return { subscription: presentSubscription(subscription), imported: imported && presentReport(imported) };
		},
	);
}

function addListSubscriptions(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/subscriptions",
		{
			schema: {
				operationId: "listSubscriptions",
				tags,
				summary: "List subscriptions",
				description: "Sorted by name.",
				querystring: SubscriptionsQuery,
				response: { 200: pageOf(Subscription), ...problems },
			},
		},
		async (request) => {
			const { limit, cursor } = request.query;
			const rows = await listSubscriptions(needs, actorOf(request), { after: afterOf(cursor), limit: limit + 1 });
			return pageFrom(rows, limit, presentSubscription, ({ name, id }) => [name, id]);
		},
	);
}

function addUnsubscribe(app: App, { needs }: RouteNeeds): void {
	app.delete(
		"/v1/subscriptions/:kind/:name",
		{
			schema: {
				operationId: "unsubscribe",
				tags,
				summary: "Stop following a publication",
				description: "Imported revisions stay.",
				params: ImportPath,
				response: { 200: Subscription, ...problems },
			},
		},
		async (request) => presentSubscription(await unsubscribe(needs, actorOf(request), request.params)),
	);
}

function mapOf(names: Readonly<Record<string, string>> | undefined): ReadonlyMap<string, string> | undefined {
	return names && new Map(Object.entries(names));
}

function afterOf(cursor: string | undefined): { readonly name: string; readonly id: number } | undefined {
	if (cursor === undefined) return undefined;
	const [name, id] = decodeCursor(cursor);
	return { name, id };
}
