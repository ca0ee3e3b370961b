import { z } from "zod";
import { endSession, listSessions, signOut } from "../../../registry/sign-in/end-session.ts";
import { signIn } from "../../../registry/sign-in/sign-in.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { clientNetwork } from "../../client-network.ts";
import { Problem, problems } from "../../schema.ts";
import { assertNotCrossSite, clearSessionCookie, sessionOf, setSessionCookie } from "../../session-cookie.ts";
import { BegunSession, Session, SessionPath, SignIn } from "./session-schema.ts";

export function addSessionRoutes(app: App, routeNeeds: RouteNeeds): void {
	addSignIn(app, routeNeeds);
	addSignOut(app, routeNeeds);
	addListSessions(app, routeNeeds);
	addEndSession(app, routeNeeds);
}

function addSignIn(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/session",
		{
			config: { rateLimit: "sign-in" },
			schema: {
				operationId: "signIn",
				tags: ["sessions"],
				summary: "Sign in with a name and password",
				description:
					"Sets an HttpOnly cookie that lasts 12 hours, or one hour without use. The header " +
					"`MCI-Account` selects the account of a request; the default is the user's first. Programs " +
					"use tokens instead.",
				body: SignIn,
				response: { 201: BegunSession, ...problems, 429: Problem },
			},
		},
		async (request, reply) => {
			assertNotCrossSite(request);
			const { session, user, secret } = await signIn(needs, {
				...request.body,
				address: request.ip,
				network: clientNetwork(request.ip),
				agent: request.headers["user-agent"] ?? null,
				replaces: sessionOf(request),
			});
			setSessionCookie(request, reply, { secret, expiresAt: session.expiresAt });
			reply.code(201).header("cache-control", "no-store");
			return { user: user.name, displayName: user.displayName, expiresAt: session.expiresAt };
		},
	);
}

function addSignOut(app: App, { needs }: RouteNeeds): void {
	app.delete(
		"/v1/session",
		{
			schema: {
				operationId: "signOut",
				tags: ["sessions"],
				summary: "Sign out",
				description: "Ends the session of the request. Does nothing with a token.",
				response: { 204: z.null(), ...problems },
			},
		},
		async (request, reply) => {
			await signOut(needs, actorOf(request));
			clearSessionCookie(request, reply);
			return reply.code(204).send(null);
		},
	);
}

function addListSessions(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/sessions",
		{
			schema: {
				operationId: "listSessions",
				tags: ["sessions"],
				summary: "List your sessions",
				response: { 200: z.object({ items: z.array(Session) }), ...problems },
			},
		},
		async (request, reply) => {
			const actor = actorOf(request);
			reply.header("cache-control", "no-store");
			const sessions = await listSessions(needs, actor);
			return {
				items: sessions.map(({ userId: _, ...session }) => ({
					...session,
					isThis: actor.kind === "user" && session.id === actor.credentialId,
				})),
			};
		},
	);
}

function addEndSession(app: App, { needs }: RouteNeeds): void {
	app.delete(
		"/v1/sessions/:id",
		{
			schema: {
				operationId: "endSession",
				tags: ["sessions"],
				summary: "End one of your sessions",
				description: "Takes effect at once.",
				params: SessionPath,
				response: { 204: z.null(), ...problems },
			},
		},
		async (request, reply) => {
			await endSession(needs, actorOf(request), request.params.id);
			return reply.code(204).send(null);
		},
	);
}
