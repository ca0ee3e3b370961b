import { existsSync } from "node:fs";
import { relative } from "node:path";
import type { App } from "../api/app.ts";
import { defaultRateLimits } from "../api/rate-limits.ts";
import type { ServeOptions } from "../cli/world.ts";
import { fault } from "../core/errors.ts";
import { skipEvents } from "../registry/events/skip-events.ts";
import { assembleRegistry, type Registry } from "./assemble.ts";
import { type Background, startBackground } from "./background.ts";
import { adminPasswordFile, adminTokenFile, isLoopback } from "./config.ts";
import { exampleServer, makeExample } from "./example.ts";
import { openLog } from "./logs.ts";
import { importSamples, sampleQuestion } from "./samples.ts";
import { applicationOf, publicReader } from "./server.ts";

const firstPort = 8080;
const portTries = 50;

/**
 * Runs a server until SIGINT or SIGTERM. Prints its address, the token's place and example commands. Throws
 * `listen-failed`.
 */
export async function serve(options: ServeOptions): Promise<void> {
	const allowPrivateUpstreams = options.allowPrivateUpstreams ?? isLoopback(options.host);
	const registry = await assembleRegistry({
		data: options.data,
		databaseUrl: options.databaseUrl,
		allowPrivateUpstreams,
		allowPrivateWebhooks: options.allowPrivateWebhooks,
	});
	const logger = openLog(options.logLevel);
	const app = await applicationOf(registry, {
		anonymous: options.publicRead ? publicReader(registry) : null,
		logger,
		rateLimits: { ...defaultRateLimits, ...(options.rateLimit === null ? {} : { perActor: options.rateLimit }) },
		trustProxy: options.trustProxy,
		description: "page",
	});
	let background: Background | undefined;
	const stopped = stopOnSignal(async () => {
		await app.close();
		await background?.stop();
		await registry.close();
	});
	if (options.samples) {
		await importSamples(registry, tell);
		await makeExample(registry, tell);
		// The first state of a registry is not news.
		if (registry.adminSecret !== null) await skipEvents(registry.needs);
	}
	// The greeting says where it is; Fastify's own line would say it again.
	logger.level = "warn";
	const port = await listen(app, options).catch(async (error: unknown) => {
		await app.close();
		await registry.close();
		throw error;
	});
	logger.level = options.logLevel;
	if (options.background) background = startBackground(registry.needs, logger);
	await greet(options, registry, `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${port}`);
	await stopped;
}

/** System error codes of an address that can't be listened on, with their explanations. */
const listenProblems: ReadonlyMap<string, string> = new Map([
	["EADDRINUSE", "another program already listens there"],
	["EACCES", "the operating system does not allow it to this user"],
	["EADDRNOTAVAIL", "this machine does not have that address"],
	["ENOTFOUND", "there is no such host"],
	["EAI_AGAIN", "its name can't be looked up at present"],
]);

async function listen(app: App, options: ServeOptions): Promise<number> {
	const wanted = options.port ?? firstPort;
	for (let port = wanted; ; port++) {
		try {
			await app.listen({ host: options.host, port });
			const address = app.server.address();
			const bound = typeof address === "object" && address ? address.port : port;
			if (options.port === null && port !== wanted) tell(`Port ${wanted} is taken; using ${bound}.`);
			return bound;
		} catch (error) {
			const code = error instanceof Error && "code" in error ? String(error.code) : "";
			const problem = listenProblems.get(code);
			if (code === "EADDRINUSE" && options.port === null && port < wanted + portTries) continue;
			throw problem === undefined
				? error
				: fault("listen-failed", { address: `${options.host} port ${port}`, problem, code }, error);
		}
	}
}

async function greet(options: ServeOptions, registry: Registry, url: string): Promise<void> {
	const data = relative(process.cwd(), options.data) || ".";
	const token = adminTokenFile(data);
	tell(`\nMulticloud Images is at ${url} (API page: ${url}/docs)`);
	tellHowToEnter(options, registry, url);
	const question = await sampleQuestion(registry);
	if (!question) return;
	const target = options.databaseUrl === null ? `--data ${data}` : `--url ${url} --token "$(cat ${token})"`;
	tell("\nTry next, in another terminal:\n");
	tell(`  npx mci resolve ${question.name} --cloud ${question.cloud} ${target}`);
	tell(`  npx mci log ${question.name} ${target}`);
	const server = await exampleServer(registry);
	if (server !== undefined) tell(`  npx mci server show ${server} ${target}`);
	tell(
		`  curl -s -H "Authorization: Bearer $(cat ${token})" "${url}/v1/resolve?ref=${encodeURIComponent(question.name)}&cloud=${question.cloud}"\n`,
	);
}

/** Prints secrets only on a terminal: elsewhere the output is stored, in a service's journal or a container's log. */
function tellHowToEnter(options: ServeOptions, { adminPassword, adminSecret }: Registry, url: string): void {
	const data = relative(process.cwd(), options.data) || ".";
	const isWatched = process.stdout.isTTY === true;
	const [password, token] = [adminPasswordFile(data), adminTokenFile(data)];
	if (adminPassword !== null && isWatched)
		tell(`Sign in at ${url}/sign-in as admin with ${adminPassword} (kept in ${password})`);
	else if (existsSync(adminPasswordFile(options.data)))
		tell(`Sign in at ${url}/sign-in as admin; the first password is in ${password}`);
	if (adminSecret !== null && isWatched) tell(`Admin token: ${adminSecret} (kept in ${token})`);
	else if (existsSync(adminTokenFile(options.data))) tell(`The admin token is kept in ${token}`);
}

/** Resolves after a signal, once everything is closed; running requests are answered first. */
function stopOnSignal(close: () => Promise<void>): Promise<void> {
	return new Promise((resolve) => {
		let stopping = false;
		const stop = () => {
			if (stopping) process.exit(130);
			stopping = true;
			close().then(resolve, resolve);
		};
		process.on("SIGINT", stop);
		process.on("SIGTERM", stop);
	});
}

function tell(text: string): void {
	process.stdout.write(`${text}\n`);
}
