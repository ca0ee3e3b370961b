import type { Anonymous } from "../api/access.ts";
import type { App } from "../api/app.ts";
import { trimEndCharacters } from "../base/trim-characters.ts";
import type { Connection, Target } from "../cli/world.ts";
import type { TransportRequest, TransportResponse } from "../client/request.ts";
import { fault } from "../core/errors.ts";
import { systemActor } from "../registry/accounts/prepare-registry.ts";
import type { Registry } from "./assemble.ts";
import { resolveQuickly } from "./quick-resolve.ts";

/**
 * The way to a registry: over the network, or, for a data directory, the application itself in this process. The
 * embedded one acts as the directory's owner: whoever may read its files needs no token.
 */
export async function connectTo(target: Target): Promise<Connection> {
	if (target.kind === "server") {
		return {
			transport: {
				baseUrl: trimEndCharacters(target.url, "/"),
				token: target.token,
				fetch: (url, init) => fetch(url, init),
			},
			close: async () => undefined,
		};
	}
	let opened: Promise<Embedded> | undefined;
	const open = () => {
		opened ??= openEmbedded(target);
		return opened;
	};
	return {
		transport: {
			baseUrl: "",
			token: null,
			fetch: async (url, init) => {
				const quick =
					opened === undefined && target.databaseUrl === null
						? await resolveQuickly(target.data, url, init)
						: undefined;
				return quick ?? inject((await open()).app, url, init);
			},
		},
		close: async () => {
			// One that could not be opened has been told already, and there is nothing to close.
			const embedded = await opened?.catch(() => undefined);
			await embedded?.app.close();
			await embedded?.settle();
			await embedded?.registry.close();
		},
	};
}

interface Embedded {
	readonly registry: Registry;
	readonly app: App;
	/** Does what follows from what was written, if anything was. */
	settle(): Promise<void>;
}

async function openEmbedded(target: Extract<Target, { kind: "embedded" }>): Promise<Embedded> {
	const [{ assembleRegistry }, { applicationOf }, { openLog }] = await Promise.all([
		import("./assemble.ts"),
		import("./server.ts"),
		import("./logs.ts"),
	]);
	// Whoever runs this is the registry's operator too: what nobody foresaw is told here, since there is no server's log.
	const logger = openLog("error");
	const registry = await assembleRegistry({
		data: target.data,
		databaseUrl: target.databaseUrl,
		allowPrivateUpstreams: true,
		allowPrivateWebhooks: true,
	});
	const app = await applicationOf(registry, { anonymous: localOwner(registry), logger, description: "none" });
	await app.ready();
	const { store } = registry.needs;
	const begun = await store.generation();
	const settle = async () => {
		if ((await store.generation()) === begun) return;
		const { settleLocally } = await import("./settle-locally.ts");
		await settleLocally(registry.needs, logger);
	};
	return { registry, app, settle };
}

/** Whoever may read the data directory's files may act in every account of it. */
function localOwner({ needs, account }: Registry): Anonymous {
	return {
		actor: systemActor(account),
		may: "all",
		inAccount: async (name) => {
			const found = await needs.store.read.accounts.find(name);
			if (!found) throw fault("account-not-found", { account: name });
			return systemActor(found);
		},
	};
}

async function inject(
	app: App,
	url: string,
	init: TransportRequest,
): Promise<TransportResponse & { readonly body?: AsyncIterable<Uint8Array> }> {
	const isStream = init.headers.accept?.includes("application/x-ndjson") ?? false;
	const answer = await app.inject({
		method: init.method as "GET",
		url,
		headers: init.headers,
		payloadAsStream: isStream,
		...(init.body === undefined ? {} : { payload: init.body }),
	});
	return {
		ok: answer.statusCode < 300,
		status: answer.statusCode,
		headers: { get: (name) => headerOf(answer.headers[name.toLowerCase()]) },
		// Progress is read as it comes; everything else is there at once.
		...(isStream ? { body: answer.stream() } : {}),
		text: async () => (isStream ? textOf(answer.stream()) : answer.body),
	};
}

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of stream) chunks.push(chunk);
	return Buffer.concat(chunks).toString("utf8");
}

function headerOf(value: unknown): string | null {
	return value === undefined ? null : String(value);
}
