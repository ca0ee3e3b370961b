import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyBaseLogger, InjectOptions, LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, expect } from "vitest";
import type { Anonymous } from "../../src/api/access.ts";
import type { App } from "../../src/api/app.ts";
import type { ConnectionLimits } from "../../src/api/connection-limits.ts";
import type { RateLimits } from "../../src/api/rate-limits.ts";
import { Problem } from "../../src/api/schema.ts";
import { createServer } from "../../src/api/server.ts";
import type { Role } from "../../src/core/access/index.ts";
import type { FaultCode } from "../../src/core/errors.ts";
import { assembleRegistry, type Registry } from "../../src/main/assemble.ts";
import { publicReader } from "../../src/main/server.ts";
import { actorWith } from "../../src/registry/actor.ts";
import type { Needs } from "../../src/registry/needs.ts";
import { insertToken } from "../../src/registry/tokens/create-token.ts";
import { createDatabase } from "../postgres.ts";
import { type RoleSet, roleSets } from "../role-sets.ts";
import { standIn } from "../stand-in.ts";

/** The engines that every API test runs on. */
export const engines = ["sqlite", "postgres"] as const;
export type EngineName = (typeof engines)[number];

export interface Question {
	readonly method?: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";
	readonly url: string;
	/** A role's token, null for none, or a secret. Defaults to the admin's. */
	readonly as?: RoleSet | null | (string & {});
	readonly headers?: Readonly<Record<string, string>>;
	/** Sent as JSON. */
	readonly body?: unknown;
	/** Sent unchanged. */
	readonly raw?: string | Buffer;
}

export interface Api {
	readonly app: App;
	readonly registry: Registry;
	readonly engine: EngineName;
	/** The location of its rows. */
	readonly place: Place;
	ask(question: Question): Promise<LightMyRequestResponse>;
	/** A token of the default account, or of another one, which is created. */
	newToken(roles: RoleSet | readonly Role[], account?: string): Promise<string>;
	/** Another process on the same rows: its own connections, caches and application. */
	second(options?: ApiOptions): Promise<Api>;
	close(): Promise<void>;
}

export interface ApiOptions {
	readonly publicRead?: boolean;
	readonly docsPage?: boolean;
	/** Replaces some needs, such as the clock or the way to fetch. */
	readonly needs?: (needs: Needs) => Partial<Needs>;
	readonly allowPrivateUpstreams?: boolean;
	readonly allowPrivateWebhooks?: boolean;
	/** None by default. */
	readonly rateLimits?: RateLimits;
	readonly trustProxy?: readonly string[];
	readonly connections?: Partial<ConnectionLimits>;
	readonly logger?: FastifyBaseLogger;
}

/** The application on a new and empty registry, called in process. Every answer is checked against its schema. */
export async function startApi(engine: EngineName, options: ApiOptions = {}): Promise<Api> {
	const data = mkdtempSync(join(tmpdir(), "mci-api-"));
	const database = engine === "postgres" ? await createDatabase() : undefined;
	const place: Place = { engine, data, databaseUrl: database?.url ?? null };
	const api = await open(place, options);
	return {
		...api,
		close: async () => {
			await api.close();
			await database?.drop();
			rmSync(data, { recursive: true });
		},
	};
}

/** A registry's API for all tests of a suite: started before the first test, closed after the last. */
export function useApi(engine: EngineName, options: ApiOptions = {}): Api {
	let started: Api | undefined;
	beforeAll(async () => {
		started = await startApi(engine, options);
	});
	afterAll(() => started?.close());
	return standIn(() => {
		if (!started) throw new Error("The API is not started yet: use it in a test or a hook.");
		return started;
	});
}

export interface Place {
	readonly engine: EngineName;
	readonly data: string;
	readonly databaseUrl: string | null;
}

async function open(place: Place, options: ApiOptions): Promise<Api> {
	const registry = await assembleRegistry({
		...place,
		allowPrivateUpstreams: options.allowPrivateUpstreams ?? false,
		allowPrivateWebhooks: options.allowPrivateWebhooks ?? false,
	});
	const needs = { ...registry.needs, ...options.needs?.(registry.needs) };
	const anonymous: Anonymous | null = options.publicRead ? publicReader(registry) : null;
	const app = await createServer({
		needs,
		version: "1",
		anonymous,
		logger: options.logger ?? false,
		checkAnswers: true,
		...(options.rateLimits === undefined ? {} : { rateLimits: options.rateLimits }),
		...(options.trustProxy === undefined ? {} : { trustProxy: options.trustProxy }),
		...(options.connections === undefined ? {} : { connections: options.connections }),
		description: options.docsPage ? "page" : "document",
	});
	await app.ready();
	const secrets = new Map<string, string>();
	const newToken: Api["newToken"] = async (set, account) => {
		const made = await needs.store.write(async (tx) => {
			const at = needs.now();
			const { id, name } = account === undefined ? registry.account : await tx.accounts.ensure(account, at);
			return insertToken(
				needs,
				tx,
				actorWith({ accountId: id, account: name, name: "test", kind: "local", roles: roleSets.admin }),
				{
					name: `${typeof set === "string" ? set : set.join("-")} of the tests`,
					roles: typeof set === "string" ? roleSets[set] : set,
					expiresAt: null,
				},
			);
		});
		return made.secret;
	};
	for (const role of ["reader", "writer", "admin"] as const) secrets.set(role, await newToken(role));
	return {
		app,
		registry,
		engine: place.engine,
		place,
		newToken,
		ask: (question) => {
			const as = question.as === undefined ? "admin" : question.as;
			const headers: Record<string, string> = { ...question.headers };
			if (as !== null) headers["authorization"] ??= `Bearer ${secrets.get(as) ?? as}`;
			const payload = question.raw ?? (question.body === undefined ? undefined : JSON.stringify(question.body));
			if (question.body !== undefined) headers["content-type"] ??= "application/json";
			const sent: InjectOptions = {
				method: question.method ?? "GET",
				url: question.url,
				headers,
				...(payload === undefined ? {} : { payload }),
			};
			return app.inject(sent);
		},
		second: (more = {}) => open(place, more),
		close: async () => {
			await app.close();
			await registry.close();
		},
	};
}

/** The body of a successful answer. */
export function bodyOf<T = Body>(response: LightMyRequestResponse, status = 200): T {
	expect(`${response.statusCode} ${response.statusCode < 400 ? "" : response.body}`).toBe(`${status} `);
	return response.json() as T;
}

/** A body of which a test names the fields it checks. */
// biome-ignore lint/suspicious/noExplicitAny: JSON of an answer; the application has checked it against its schema
export type Body = any;

/** The problem of an error answer, checked for everything that all problems promise. */
export function problemIn(response: LightMyRequestResponse, status: number, code: FaultCode) {
	expect(`${response.statusCode} ${response.body}`).toContain(`${status} `);
	expect(response.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
	const problem = Problem.strict().parse(response.json());
	expect(problem).toMatchObject({ status, code, type: `/v1/errors/${code}` });
	expect(`${problem.detail} ${problem.help}`, "a placeholder was not filled").not.toMatch(/\{\w+\}/);
	expect(response.body, "shows our insides").not.toMatch(
		/\bat \S+ \(|node:internal|node_modules|\.ts:\d|select .* from |insert into|SQLITE|sqlstate|ZodError/i,
	);
	expect(response.headers["cache-control"]).toBe("no-store");
	expect(response.headers["x-content-type-options"]).toBe("nosniff");
	expect(response.headers).not.toHaveProperty("etag");
	expect(response.headers["www-authenticate"]).toBe(status === 401 ? 'Bearer realm="multicloud-images"' : undefined);
	return problem;
}

/** Creates an MCI with these images (cloud → uid) in its HEAD. */
export async function makeMci(
	api: Pick<Api, "ask">,
	name: string,
	images: Readonly<Record<string, string>> = {},
): Promise<void> {
	bodyOf(await api.ask({ method: "POST", url: "/v1/mcis", body: { name } }), 201);
	const settings = Object.entries(images).map(([cloud, uid]) => ({ cloud, image: { uid } }));
	if (settings.length > 0)
		bodyOf(
			await api.ask({ method: "PUT", url: `${mciPath(name)}/head`, headers: { "if-match": "*" }, body: { settings } }),
		);
}

/** Puts an image into HEAD. */
export async function putImage(api: Pick<Api, "ask">, name: string, cloud: string, uid: string): Promise<void> {
	bodyOf(
		await api.ask({
			method: "PUT",
			url: `${mciPath(name)}/settings/${cloud}`,
			headers: { "if-match": "*" },
			body: { image: { uid } },
		}),
	);
}

/** Commits HEAD. */
export async function commit(api: Pick<Api, "ask">, name: string, message = "for the test"): Promise<void> {
	bodyOf(
		await api.ask({
			method: "POST",
			url: `${mciPath(name)}/revisions`,
			headers: { "if-match": "*" },
			body: { message },
		}),
		201,
	);
}

/** The address of an MCI. */
export function mciPath(name: string): string {
	return `/v1/mcis/${encodeURIComponent(name)}`;
}
