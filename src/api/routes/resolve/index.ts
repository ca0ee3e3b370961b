import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { parseArchitecture } from "../../../core/image/index.ts";
import type { RequestedValues } from "../../../core/resolve/index.ts";
import type { Actor } from "../../../registry/actor.ts";
import { type ResolveAnswer, resolveImage } from "../../../registry/resolve/resolve-image.ts";
import { refusalFault, resolveTemplateHere, type TemplateAnswer } from "../../../registry/resolve/resolve-template.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { isFresh } from "../../conditional.ts";
import { problemOf } from "../../error-status.ts";
import { asFault } from "../../errors.ts";
import { Problem, problems } from "../../schema.ts";
import { answerCache, type KeptAnswer } from "./answer-cache.ts";
import { faultOf, presentAnswer, presentId } from "./present.ts";
import { presentTemplateAnswer } from "./present-template.ts";
import {
	ResolveBatch,
	Resolved,
	ResolvedServer,
	ResolveOutcome,
	ResolveQuery,
	type ResolveQuestion,
} from "./schema.ts";

export function addResolveRoutes(app: App, routeNeeds: RouteNeeds): void {
	addResolveImage(app, routeNeeds);
	addResolveImages(app, routeNeeds);
}

function addResolveImage(app: App, { needs }: RouteNeeds): void {
	const cache = cachedAnswers(needs);
	app.get(
		"/v1/resolve",
		{
			// No limit: machines call it when they start, a thousand at once, and an answer costs less than counting it.
			config: { access: "read", rateLimit: false },
			schema: {
				operationId: "resolveImage",
				tags: ["resolve"],
				summary: "Resolve the image for a cloud",
				description:
					"`Accept: text/plain` returns only the image id. If there is no image, the error says why " +
					"and what you can use instead. Needs exactly one of `ref` and `template`.",
				produces: ["application/json", "text/plain"],
				querystring: ResolveQuery,
				response: { 200: z.union([Resolved, ResolvedServer]), 304: z.null(), ...problems, 409: Problem },
			},
			preValidation: cache.sendCached,
		},
		async (request, reply) => {
			const answer = await answerOf(needs, actorOf(request), request.query);
			const isText = wantsText(request);
			const body = isText
				? presentId(answer)
				: JSON.stringify("facts" in answer ? presentTemplateAnswer(answer) : presentAnswer(answer));
			const contentType = isText ? "text/plain; charset=utf-8" : "application/json; charset=utf-8";
			return send(request, reply, cache.keep(request, { body, contentType, holdsUntil: answer.holdsUntil }));
		},
	);
}

/** The cache of answers to `GET /v1/resolve`. */
function cachedAnswers(needs: RouteNeeds["needs"]) {
	const answers = answerCache(needs);
	const missed = new WeakMap<FastifyRequest, { readonly key: string; readonly since: number }>();
	return {
		/** Sends a cached answer before the request is even validated. */
		sendCached: (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void => {
			const { accountId, only } = actorOf(request);
			const key = `${accountId} ${only?.id ?? ""} ${wantsText(request) ? "t" : "j"} ${request.raw.url}`;
			const use = (found: KeptAnswer | number) => {
				if (typeof found !== "number") {
					send(request, reply, found);
					return;
				}
				missed.set(request, { key, since: found });
				done();
			};
			const found = answers.find(key);
			if (found instanceof Promise) found.then(use, done);
			else use(found);
		},
		/** Caches the answer to a request that `sendCached` had none for. */
		keep: (request: FastifyRequest, answer: Parameters<typeof answers.keep>[2]): KeptAnswer => {
			const { key, since } = missed.get(request) ?? { key: "", since: Number.NaN };
			return answers.keep(key, since, answer);
		},
	};
}

function addResolveImages(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/resolve",
		{
			config: { access: "read" },
			schema: {
				operationId: "resolveImages",
				tags: ["resolve"],
				summary: "Resolve up to 1000 images at once",
				description:
					"Each question names an MCI or a template. Each item has an image or a problem, so that one failure " +
					"does not affect the others.",
				body: ResolveBatch,
				response: { 200: z.object({ items: z.array(ResolveOutcome) }), ...problems },
			},
		},
		async (request) => {
			const actor = actorOf(request);
			const items: z.infer<typeof ResolveOutcome>[] = [];
			for (const question of request.body.questions) {
				const { cloud } = question;
				const ref = question.template ?? question.ref ?? "";
				try {
					const answer = await answerOf(needs, actor, question);
					const resolved = "facts" in answer ? presentTemplateAnswer(answer) : presentAnswer(answer);
					items.push({ ref, cloud, resolved, problem: null });
				} catch (error) {
					const problem = problemOf(asFault(error, request));
					if (problem.status >= 500) throw error;
					items.push({ ref, cloud, resolved: null, problem });
				}
			}
			return { items };
		},
	);
}

async function answerOf(
	needs: RouteNeeds["needs"],
	actor: Actor,
	query: z.infer<typeof ResolveQuestion>,
): Promise<ResolveAnswer | TemplateAnswer> {
	const { ref, template, mci, cloud } = query;
	if (template === undefined) return ask(needs, actor, { ...query, ref: ref ?? "" });
	const outcome = await resolveTemplateHere(needs, actor, {
		template,
		cloud,
		mci,
		requestedValues: requestedValuesOf(query),
	});
	if (outcome.kind === "unresolved") throw refusalFault(outcome);
	return outcome;
}

async function ask(
	needs: RouteNeeds["needs"],
	actor: Actor,
	question: z.infer<typeof ResolveQuestion> & { readonly ref: string },
): Promise<ResolveAnswer> {
	const { ref, cloud } = question;
	const outcome = await resolveImage(needs, actor, { ref, cloud, requestedValues: requestedValuesOf(question) });
	if (outcome.kind === "unresolved") throw faultOf(outcome);
	return outcome;
}

/**
 * Sends an answer without the framework, whose steps after the handler cost as much as finding the answer; `headers`
 * contains what they would add. Only conditional and HEAD requests use the framework.
 */
function send(request: FastifyRequest, reply: FastifyReply, answer: KeptAnswer): FastifyReply {
	if (request.method === "GET" && request.headers["if-none-match"] === undefined) {
		reply.hijack();
		reply.raw.writeHead(200, answer.headers).end(answer.body);
		return reply;
	}
	if (isFresh(request, reply, answer.tag)) return reply;
	return reply.header("content-type", answer.contentType).send(answer.body);
}

function requestedValuesOf(
	question: Pick<z.infer<typeof ResolveQuestion>, "architecture" | "instanceType" | "image">,
): RequestedValues {
	const { architecture, instanceType, image } = question;
	return {
		...(architecture === undefined ? {} : { architecture: parseArchitecture(architecture) ?? architecture }),
		...(instanceType === undefined ? {} : { instanceType }),
		...(image === undefined ? {} : { image }),
	};
}

/** True if the client prefers plain text explicitly; the wildcard of browsers and curl gets JSON. */
function wantsText(request: FastifyRequest): boolean {
	const accept = request.headers.accept;
	return accept?.startsWith("text/plain") ?? false;
}
