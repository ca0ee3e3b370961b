import { existsSync } from "node:fs";
import { type Client, createClient } from "../../client/generated/registry.ts";
import type { Transport } from "../../client/request.ts";
import { fault } from "../../core/errors.ts";
import { type Output, openOutput } from "../output/output.ts";
import type { Connection, Target, World } from "../world.ts";
import type { GlobalOptions } from "./global-options.ts";
import { chooseTarget } from "./target.ts";

/** One run of a command: its process, its global options, and its connection to a registry. */
export interface Session {
	readonly world: World;
	readonly options: GlobalOptions;
	readonly output: Output;
	/** The operations of the connected registry. Throws before `connect`. */
	readonly client: Client;
	/**
	 * Connects to the registry that the options name, and returns which one it is. With `progress`, long requests show
	 * theirs; with `cookies`, requests after signing in use the session.
	 */
	connect(options?: { readonly progress?: boolean; readonly cookies?: boolean }): Promise<Target>;
	close(): Promise<void>;
}

/** The session of a command; opens nothing before `connect`. */
export function openSession(world: World, options: GlobalOptions): Session {
	const output = openOutput(world, options);
	let connection: Connection | undefined;
	let client: Client | undefined;
	return {
		world,
		options,
		output,
		get client() {
			if (!client) throw new Error("the session is not connected");
			return client;
		},
		connect: async ({ progress = false, cookies = false } = {}) => {
			const target = await chooseTarget(options, world);
			if (target.kind === "embedded" && target.databaseUrl === null && !existsSync(target.data))
				output.note(`Creating a new registry in ${target.data}.`);
			connection = await world.connect(target);
			const account = options.account ?? world.env.MCI_ACCOUNT ?? target.account ?? null;
			const way = target.kind === "server" ? overNetwork(connection.transport) : connection.transport;
			const transport = { ...way, account, ...(cookies ? { jar: { cookie: null } } : {}) };
			client = createClient(progress ? await shown(transport) : transport);
			return target;
		},
		close: async () => connection?.close(),
	};

	async function shown(transport: Transport): Promise<Transport> {
		const { openProgress, withProgress } = await import("../output/progress.ts");
		return withProgress(transport, () => openProgress(world, output));
	}
}

/**
 * Turns a network failure, and an answer that is not a registry's (but a proxy's, another program's), into
 * `server-unreachable`.
 */
export function overNetwork(transport: Transport): Transport {
	const unreachable = (problem: string, cause?: unknown) =>
		fault("server-unreachable", { url: transport.baseUrl, problem }, cause);
	return {
		...transport,
		fetch: async (url, init) => {
			const response = await transport.fetch(url, init).catch((error: unknown) => {
				throw unreachable(networkProblem(error), error);
			});
			const type = response.headers.get("content-type") ?? "";
			const text = isUserDataExport(url) && type.startsWith("text/plain");
			const ours = response.ok
				? response.status === 204 || /json/.test(type) || text
				: type.startsWith("application/problem+json");
			if (!ours) throw unreachable(`it answered with status ${response.status} and is not a registry`);
			return response;
		},
	};
}

/** A server's user data is the only answer of a registry that is text. */
function isUserDataExport(url: string): boolean {
	return /\/export\?(.*&)?format=cloud-init(&|$)/.test(url);
}

/** Node's fetch says only “fetch failed”; its cause, or the first of several, says why. */
function networkProblem(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	if (error instanceof AggregateError && error.errors.length > 0) return networkProblem(error.errors[0]);
	return error.cause instanceof Error ? networkProblem(error.cause) : error.message || error.name;
}
