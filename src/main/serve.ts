import { existsSync } from "node:fs";
import { relative } from "node:path";
import type { App } from "../api/app.ts";
import { defaultRateLimits } from "../api/rate-limits.ts";
import type { ServeOptions } from "../cli/world.ts";
import { assembleRegistry, type Registry } from "./assemble.ts";
import { adminPasswordFile, adminTokenFile, isLoopback } from "./config.ts";
import { exampleServer, makeExample } from "./example.ts";
import { openLog } from "./logs.ts";
import { importSamples, sampleQuestion } from "./samples.ts";
import { applicationOf, publicReader } from "./server.ts";

const firstPort = 8080;
const portTries = 50;

/** Runs a server until SIGINT or SIGTERM. Tells where it is, where the token is, and what to try. */
export async function serve(options: ServeOptions): Promise<void> {
	const allowPrivateUpstreams = options.allowPrivateUpstreams ?? isLoopback(options.host);
	const registry = await assembleRegistry({ data: options.data, databaseUrl: options.databaseUrl, allowPrivateUpstreams });
	const logger = openLog(options.logLevel);
	const app = await applicationOf(registry, {
		anonymous: options.publicRead ? publicReader(registry) : null,
		logger,
		rateLimits: { ...defaultRateLimits, ...(options.rateLimit === null ? {} : { perActor: options.rateLimit }) },
		trustProxy: options.trustProxy,
		description: "page",
	});
	const stopped = stopOnSignal(app, registry);
	if (options.samples) {
		await importSamples(registry, tell);
		await makeExample(registry, tell);
	}
	// The greeting says where it is; Fastify's own line would say it again.
	logger.level = "warn";
	const port = await listen(app, options);
	logger.level = options.logLevel;
	await greet(options, registry, `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${port}`);
	await stopped;
}

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
			const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
			if (!isTaken || options.port !== null || port >= wanted + portTries) throw error;
		}
	}
}

async function greet(options: ServeOptions, registry: Registry, url: string): Promise<void> {
	const data = relative(process.cwd(), options.data) || ".";
	const token = adminTokenFile(data);
	tell(`\nMulticloud Images is at ${url} (API page: ${url}/docs)`);
	// Where nobody looks, what is written is kept: the journal of a service, the log of a container.
	const isWatched = process.stdout.isTTY === true;
	if (registry.adminPassword !== null) {
		const password = isWatched ? registry.adminPassword : "the password";
		tell(`Sign in at ${url}/sign-in as admin with ${password}${isWatched ? " (kept in" : " in"} ${adminPasswordFile(data)}${isWatched ? ")" : ""}`);
	}
	if (registry.adminSecret !== null && isWatched) tell(`Admin token: ${registry.adminSecret} (kept in ${token})`);
	else if (existsSync(adminTokenFile(options.data))) tell(`The admin token is kept in ${token}`);
	const question = await sampleQuestion(registry);
	if (!question) return;
	const target = options.databaseUrl === null ? `--data ${data}` : `--url ${url} --token "$(cat ${token})"`;
	tell("\nTry next, in another terminal:\n");
	tell(`  npx mci resolve ${question.name} --cloud ${question.cloud} ${target}`);
	tell(`  npx mci log ${question.name} ${target}`);
	const server = await exampleServer(registry);
	if (server !== undefined) tell(`  npx mci server show ${server} ${target}`);
	tell(`  curl -s -H "Authorization: Bearer $(cat ${token})" "${url}/v1/resolve?ref=${encodeURIComponent(question.name)}&cloud=${question.cloud}"\n`);
}

/** Ends when a signal comes and everything is closed: requests under way are answered first. */
function stopOnSignal(app: App, registry: Registry): Promise<void> {
	return new Promise((resolve) => {
		let stopping = false;
		const stop = () => {
			if (stopping) process.exit(130);
			stopping = true;
			app
				.close()
				.then(() => registry.close())
				.then(resolve, resolve);
		};
		process.on("SIGINT", stop);
		process.on("SIGTERM", stop);
	});
}

function tell(text: string): void {
	process.stdout.write(`${text}\n`);
}
