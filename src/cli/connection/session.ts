import { existsSync } from "node:fs";
import { type Transport, useTransport } from "../../client/request.ts";
import { fault } from "../../core/errors.ts";
import { type Output, openOutput } from "../output/output.ts";
import type { Connection, Target, World } from "../world.ts";
import type { GlobalOptions } from "./global-options.ts";
import { chooseTarget } from "./target.ts";

/** One run of a command: the process around it, its global options, and its way to a registry. */
export interface Session {
	readonly world: World;
	readonly options: GlobalOptions;
	readonly output: Output;
	/** Opens the way to the registry that the options name; the generated functions work from then on. Gives which one it is; with `progress`, long tasks show theirs; with `cookies`, signing in makes those that follow the person's. */
	connect(options?: { readonly progress?: boolean; readonly cookies?: boolean }): Promise<Target>;
	close(): Promise<void>;
}

/** Makes the session of a command; nothing is opened until `connect`. */
export function openSession(world: World, options: GlobalOptions): Session {
	const output = openOutput(world, options);
	let connection: Connection | undefined;
	return {
		world,
		options,
		output,
		connect: async ({ progress = false, cookies = false } = {}) => {
			const target = await chooseTarget(options, world);
			if (target.kind === "embedded" && target.databaseUrl === null && !existsSync(target.data))
				output.note(`Making a new registry in ${target.data}.`);
			connection = await world.connect(target);
			const account = options.account ?? world.env.MCI_ACCOUNT ?? target.account ?? null;
			const way = target.kind === "server" ? overNetwork(connection.transport) : connection.transport;
			const transport = { ...way, account, ...(cookies ? { jar: { cookie: null } } : {}) };
			useTransport(progress ? await shown(transport) : transport);
			return target;
		},
		close: async () => connection?.close(),
	};

	async function shown(transport: Transport): Promise<Transport> {
		const { openProgress, withProgress } = await import("../output/progress.ts");
		return withProgress(transport, () => openProgress(world, output));
	}
}

/** Tells a network's failure, and an answer that no registry gave (a proxy's, another program's), as `server-unreachable`. */
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
			if (!ours) throw unreachable(`what answers there (status ${response.status}) is no registry`);
			return response;
		},
	};
}

/** A server's user data is the one answer of a registry that is text. */
function isUserDataExport(url: string): boolean {
	return /\/export\?(.*&)?format=cloud-init(&|$)/.test(url);
}

/** Node's fetch says only “fetch failed”; its cause, or the first of several, says why. */
function networkProblem(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	if (error instanceof AggregateError && error.errors.length > 0) return networkProblem(error.errors[0]);
	return error.cause instanceof Error ? networkProblem(error.cause) : error.message || error.name;
}
