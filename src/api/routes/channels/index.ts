import type { FastifyReply } from "fastify";
import { z } from "zod";
import { getChannel, listChannelMoves, listChannels } from "../../../registry/channels/list-channels.ts";
import { type MovedChannel as Moved, moveChannel, rollBackChannel } from "../../../registry/channels/move-channel.ts";
import { removeChannel, restrictChannel } from "../../../registry/channels/restrict-channel.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { channelTag, expectedMoves } from "../../conditional.ts";
import { decodeCursor, pageFrom } from "../../cursor.ts";
import { DryRun, PageQuery, Problem, pageOf, problems } from "../../schema.ts";
import { componentPath } from "../components/component-path.ts";
import type { Noun } from "../components/nouns.ts";
import { presentChannel, presentListed, presentMove, presentMoved } from "./present.ts";
import {
	Channel,
	ChannelMatch,
	ChannelMove,
	ChannelRules,
	channelPath,
	ListedChannel,
	MovedChannel,
	NewMove,
	Rollback,
} from "./schema.ts";

const tags = ["channels"];
/** Move numbers are 32-bit integers in the databases. */
const largestNumber = 2 ** 31 - 1;
const moveProblems = { ...problems, 409: Problem, 412: Problem } as const;

/** Adds the channel routes of a kind of component. */
export function addChannelRoutes(app: App, routeNeeds: RouteNeeds, noun: Noun): void {
	addReads(app, routeNeeds, noun);
	addMoves(app, routeNeeds, noun);
	addRules(app, routeNeeds, noun);
}

function addReads(app: App, routeNeeds: RouteNeeds, noun: Noun): void {
	addListChannels(app, routeNeeds, noun);
	addGetChannel(app, routeNeeds, noun);
	addListChannelMoves(app, routeNeeds, noun);
}

function addListChannels(app: App, { needs }: RouteNeeds, { kind, path, ids }: Noun): void {
	app.get(
		`${path}/:name/channels`,
		{
			config: { access: "read" },
			schema: {
				operationId: `list${ids}Channels`,
				tags,
				summary: "List the channels",
				params: componentPath(kind),
				response: { 200: z.object({ name: z.string(), items: z.array(ListedChannel) }), ...problems },
			},
		},
		async (request) => {
			const { component, channels } = await listChannels(needs, actorOf(request), { kind, name: request.params.name });
			return { name: component.name, items: channels.map(presentListed) };
		},
	);
}

function addGetChannel(app: App, { needs }: RouteNeeds, { kind, path, ids }: Noun): void {
	app.get(
		`${path}/:name/channels/:channel`,
		{
			config: { access: "read" },
			schema: {
				operationId: `get${ids}Channel`,
				tags,
				summary: "Show a channel",
				description: "Send its ETag as If-Match when you move the channel.",
				params: channelPath(kind),
				response: { 200: ListedChannel, ...problems },
			},
		},
		async (request, reply) => {
			const { channel } = await getChannel(needs, actorOf(request), { kind, ...request.params });
			reply.header("etag", channelTag(channel.movesCount));
			return presentListed(channel);
		},
	);
}

function addListChannelMoves(app: App, { needs }: RouteNeeds, { kind, path, ids }: Noun): void {
	app.get(
		`${path}/:name/channels/:channel/moves`,
		{
			config: { access: "read", list: true },
			schema: {
				operationId: `list${ids}ChannelMoves`,
				tags,
				summary: "List a channel's moves, newest first",
				description: "Each entry has the revision before and after, the user and the reason.",
				params: channelPath(kind),
				querystring: z.object(PageQuery),
				response: { 200: pageOf(ChannelMove), ...problems },
			},
		},
		async (request) => {
			const { cursor, limit } = request.query;
			const before = cursor === undefined ? undefined : Math.min(decodeCursor(cursor)[1], largestNumber);
			const { moves } = await listChannelMoves(needs, actorOf(request), {
				kind,
				...request.params,
				before,
				limit: limit + 1,
			});
			return pageFrom(moves, limit, presentMove, (move) => ["", move.seq]);
		},
	);
}

function addMoves(app: App, { needs }: RouteNeeds, { kind, path, ids }: Noun): void {
	app.put(
		`${path}/:name/channels/:channel`,
		{
			schema: {
				operationId: `move${ids}Channel`,
				tags,
				summary: "Point a channel to a revision",
				description:
					"Creates the channel if it does not exist. The answer lists what the move changes. Fails if " +
					"the revision does not pass the channel's guards, or you are not one of its movers.",
				params: channelPath(kind),
				headers: ChannelMatch,
				querystring: DryRun,
				body: NewMove,
				response: { 200: MovedChannel, ...moveProblems },
			},
		},
		async (request, reply) => {
			const asked = { kind, ...request.params, ...request.body, expectedMoves: expectedMoves(request) };
			return answerMove(
				reply,
				await moveChannel(needs, actorOf(request), { ...asked, dryRun: request.query.dryRun === "true" }),
			);
		},
	);
	app.post(
		`${path}/:name/channels/:channel/rollback`,
		{
			schema: {
				operationId: `rollBack${ids}Channel`,
				tags,
				summary: "Point a channel back to its previous revision",
				description: "Repeat it to go back further. Revoked revisions are refused.",
				params: channelPath(kind),
				headers: ChannelMatch,
				querystring: DryRun,
				body: Rollback,
				response: { 200: MovedChannel, ...moveProblems },
			},
		},
		async (request, reply) => {
			const asked = { kind, ...request.params, ...request.body, expectedMoves: expectedMoves(request) };
			return answerMove(
				reply,
				await rollBackChannel(needs, actorOf(request), { ...asked, dryRun: request.query.dryRun === "true" }),
			);
		},
	);
}

function addRules(app: App, { needs }: RouteNeeds, { kind, path, ids }: Noun): void {
	app.patch(
		`${path}/:name/channels/:channel`,
		{
			schema: {
				operationId: `restrict${ids}Channel`,
				tags,
				summary: "Set a channel's guards and movers",
				description: "Applies to later moves; the channel keeps its revision.",
				params: channelPath(kind),
				body: ChannelRules,
				response: { 200: Channel, ...problems },
			},
		},
		async (request) =>
			presentChannel(await restrictChannel(needs, actorOf(request), { kind, ...request.params, ...request.body })),
	);
	app.delete(
		`${path}/:name/channels/:channel`,
		{
			schema: {
				operationId: `remove${ids}Channel`,
				tags,
				summary: "Delete a channel with its history",
				description: "References to the channel stop working. Servers that follow it keep their recorded result.",
				params: channelPath(kind),
				response: { 204: z.null(), ...problems },
			},
		},
		async (request, reply) => {
			await removeChannel(needs, actorOf(request), { kind, ...request.params });
			return reply.code(204).send(null);
		},
	);
}

/** The ETag is that of the stored channel, also in a dry run, so that it can be used for the move. */
function answerMove(reply: FastifyReply, moved: Moved) {
	reply.header("etag", channelTag(moved.channel.movesCount));
	return presentMoved(moved);
}
