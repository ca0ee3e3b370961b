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
import { presentChanged, presentOwn, presentPublished, presentPublisher } from "./present.ts";
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
} from "./schema.ts";

const tags = ["publications"];

export function addPublicationRoutes(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/publications",
		{
			config: { list: true },
			schema: {
				operationId: "listPublications",
				tags,
				summary: "List what the account offers to others, newest first",
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
	app.post(
		"/v1/publications",
		{
			schema: {
				operationId: "publishRevision",
				tags,
				summary: "Offer a revision to everyone, or to account groups",
				description:
					"With a template, the MCIs and scripts that it pins are offered too, unless they are already; imported ones are not. A dry run tells all of it, with warnings, and who would see it.",
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
	app.patch(
		"/v1/publications/:publication",
		{
			schema: {
				operationId: "editPublication",
				tags,
				summary: "Change what is said of a publication, or who sees it",
				description: "What a template needs is offered to as many. Who no longer sees it keeps what was imported.",
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
	for (const act of publicationActs) addStateRoute(app, { needs, act });
	app.post(
		"/v1/publications/:publication/republish",
		{
			schema: {
				operationId: "republishPublication",
				tags,
				summary: "Give those to whom a HEAD is shared what HEAD says now",
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
	app.patch(
		"/v1/publisher",
		{
			schema: {
				operationId: "setPublisher",
				tags,
				summary: "Make or change the account's publisher profile",
				description: "No two publishers of an installation have names that look alike.",
				body: PublisherPatch,
				response: { 200: Publisher, ...problems, 409: Problem },
			},
		},
		async (request) => presentPublisher(await setPublisher(needs, actorOf(request), request.body)),
	);
}

const summaries: Readonly<Record<PublicationAct, string>> = {
	deprecate: "Hide a publication, and leave it to the templates that need it",
	reactivate: "Offer a deprecated or retracted publication again",
	retract: "Take a publication away from everyone who has not imported it",
};

function addStateRoute(app: App, { needs, act }: Pick<RouteNeeds, "needs"> & { readonly act: PublicationAct }): void {
	app.post(
		`/v1/publications/:publication/${act}`,
		{
			schema: {
				operationId: `${act}Publication`,
				tags,
				summary: summaries[act],
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
