import { type PublicationAct, publicationActs } from "../../../core/marketplace/index.ts";
import { editPublication } from "../../../registry/marketplace/edit-publication.ts";
import { listPublications, showPublication } from "../../../registry/marketplace/get-publication.ts";
import { publishRevision } from "../../../registry/marketplace/publish-revision.ts";
import { republishHead } from "../../../registry/marketplace/republish-head.ts";
import { setPublicationState } from "../../../registry/marketplace/set-publication-state.ts";
import { getPublisher, setPublisher } from "../../../registry/marketplace/set-publisher.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { decodeCursor, pageFrom } from "../../cursor.ts";
import { Problem, pageOf, problems } from "../../schema.ts";
import { presentChanged, presentOwn, presentPublished, presentPublisher } from "./publication-present.ts";
import {
	ChangedPublication,
	DryRun,
	ListPublicationsQuery,
	NewPublication,
	Publication,
	PublicationPatch,
	PublicationPath,
	Published,
	Publisher,
	PublisherPatch,
	Republish,
	RepublishedPublication,
	ShownPublication,
} from "./publication-schema.ts";

const tags = ["publications"];

export function addPublicationRoutes(app: App, routeNeeds: RouteNeeds): void {
	const { needs } = routeNeeds;
	addListPublications(app, routeNeeds);
	addGetPublication(app, routeNeeds);
	addPublishRevision(app, routeNeeds);
	addEditPublication(app, routeNeeds);
	for (const act of publicationActs) addStateRoute(app, { needs, act });
	addRepublishPublication(app, routeNeeds);
	addGetPublisher(app, routeNeeds);
	addSetPublisher(app, routeNeeds);
}

function addListPublications(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/publications",
		{
			config: { list: true },
			schema: {
				operationId: "listPublications",
				tags,
				summary: "List the account's publications, newest first",
				description: "All filters must match.",
				querystring: ListPublicationsQuery,
				response: { 200: pageOf(Publication), ...problems },
			},
		},
		async (request) => {
			const { cursor, limit, ...filter } = request.query;
			const after = cursor === undefined ? undefined : decodeCursor(cursor)[1];
			const rows = await listPublications(needs, actorOf(request), { ...filter, after, limit: limit + 1 });
			return pageFrom(rows, limit, presentOwn, (row) => ["", row.id]);
		},
	);
}

function addGetPublication(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/publications/:publication",
		{
			schema: {
				operationId: "getPublication",
				tags,
				summary: "Show one of the account's publications",
				params: PublicationPath,
				response: { 200: ShownPublication, ...problems },
			},
		},
		async (request) => {
			const { neededBy, ...publication } = await showPublication(needs, actorOf(request), request.params.publication);
			return { ...presentOwn(publication), neededBy: [...neededBy] };
		},
	);
}

function addPublishRevision(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/publications",
		{
			schema: {
				operationId: "publishRevision",
				tags,
				summary: "Publish a revision to everyone or to account groups",
				description:
					"Also publishes the MCIs and scripts that a template pins, except imported ones. A dry run " +
					"also returns warnings and the audience.",
				querystring: DryRun,
				body: NewPublication,
				response: { 200: Published, 201: Published, ...problems, 409: Problem },
			},
		},
		async (request, reply) => {
			const dryRun = request.query.dryRun === "true";
			const published = await publishRevision(needs, actorOf(request), { ...request.body, dryRun });
			const { publication } = published;
			if (!dryRun) reply.code(201).header("location", `/v1/publications/${publication?.id}`);
			return presentPublished(published);
		},
	);
}

function addEditPublication(app: App, { needs }: RouteNeeds): void {
	app.patch(
		"/v1/publications/:publication",
		{
			schema: {
				operationId: "editPublication",
				tags,
				summary: "Edit a publication's texts or audience",
				description:
					"Dependencies get at least the audience of the template. Accounts that no longer see it keep " +
					"what they imported.",
				params: PublicationPath,
				querystring: DryRun,
				body: PublicationPatch,
				response: { 200: ChangedPublication, ...problems, 409: Problem },
			},
		},
		async (request) =>
			presentChanged(
				await editPublication(needs, actorOf(request), {
					...request.params,
					...request.body,
					dryRun: request.query.dryRun === "true",
				}),
			),
	);
}

function addRepublishPublication(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/publications/:publication/republish",
		{
			schema: {
				operationId: "republishPublication",
				tags,
				summary: "Publish the current content of a shared HEAD",
				description: "Accounts that follow it get the new content.",
				params: PublicationPath,
				querystring: DryRun,
				body: Republish,
				response: { 200: RepublishedPublication, ...problems, 409: Problem },
			},
		},
		async (request) => {
			const asked = { ...request.params, ...request.body, dryRun: request.query.dryRun === "true" };
			const { warnings, ...changed } = await republishHead(needs, actorOf(request), asked);
			return { ...presentChanged(changed), warnings: [...warnings] };
		},
	);
}

function addGetPublisher(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/publisher",
		{
			schema: {
				operationId: "getPublisher",
				tags,
				summary: "Show the account's publisher profile",
				response: { 200: Publisher, ...problems },
			},
		},
		async (request) => presentPublisher(await getPublisher(needs.store.read, actorOf(request))),
	);
}

function addSetPublisher(app: App, { needs }: RouteNeeds): void {
	app.patch(
		"/v1/publisher",
		{
			schema: {
				operationId: "setPublisher",
				tags,
				summary: "Create or edit the account's publisher profile",
				description: "The name must not look like another publisher's name.",
				body: PublisherPatch,
				response: { 200: Publisher, ...problems, 409: Problem },
			},
		},
		async (request) => presentPublisher(await setPublisher(needs, actorOf(request), request.body)),
	);
}

const summaries: Readonly<Record<PublicationAct, string>> = {
	deprecate: "Deprecate a publication",
	reactivate: "Publish a deprecated or retracted publication again",
	retract: "Retract a publication",
};

const descriptions: Readonly<Record<PublicationAct, string>> = {
	deprecate: "Hides it from the marketplace. Templates that need it can still be imported.",
	reactivate: "It is visible to its audience again.",
	retract: "Accounts that have not imported it lose access. Imported revisions stay.",
};

function addStateRoute(app: App, { needs, act }: Pick<RouteNeeds, "needs"> & { readonly act: PublicationAct }): void {
	app.post(
		`/v1/publications/:publication/${act}`,
		{
			schema: {
				operationId: `${act}Publication`,
				tags,
				summary: summaries[act],
				description: descriptions[act],
				params: PublicationPath,
				querystring: DryRun,
				response: { 200: ChangedPublication, ...problems, 409: Problem },
			},
		},
		async (request) =>
			presentChanged(
				await setPublicationState(needs, actorOf(request), {
					...request.params,
					act,
					dryRun: request.query.dryRun === "true",
				}),
			),
	);
}
