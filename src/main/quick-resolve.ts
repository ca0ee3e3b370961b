import { existsSync } from "node:fs";
import { presentAnswer, presentId } from "../api/routes/resolve/present.ts";
import type { TransportRequest, TransportResponse } from "../client/request.ts";
import { parseArchitecture } from "../core/image/index.ts";
import { systemActor } from "../registry/accounts/prepare-registry.ts";
import { defaultAccount } from "../registry/default-account.ts";
import { registryTime } from "../registry/registry-time.ts";
import { resolveImage } from "../registry/resolve/resolve-image.ts";
import { openSqliteConnection, type SqliteConnection } from "../storage/dialects/sqlite-connection.ts";
import { newestMigration } from "../storage/migrations/newest.ts";
import { findCell } from "../storage/queries/resolve/resolve-cell.ts";
import { databaseFile } from "./config.ts";

/**
 * Answers `GET /v1/resolve` from the embedded database without loading the application: one query on one connection.
 * The same use case and presenter as the route; whatever is not a plain success (a “no”, HEAD's digest, an older
 * schema) is undefined, and the application answers.
 */
export async function resolveQuickly(
	data: string,
	url: string,
	init: TransportRequest,
): Promise<TransportResponse | undefined> {
	if (init.method !== "GET" || !url.startsWith("/v1/resolve?") || !existsSync(databaseFile(data))) return undefined;
	const asked = new URLSearchParams(url.slice(url.indexOf("?") + 1));
	const [ref, cloud] = [asked.get("ref"), asked.get("cloud")];
	// The owner of the data directory may act in every account; the quick answer is only for the default one.
	if (ref === null || cloud === null || init.headers["mci-account"] !== undefined) return undefined;
	let connection: SqliteConnection | undefined;
	try {
		connection = openSqliteConnection(databaseFile(data), "read");
		const body = await answer(connection, {
			ref,
			cloud,
			asked,
			isText: init.headers.accept?.startsWith("text/plain") ?? false,
		});
		const type = init.headers.accept?.startsWith("text/plain") ? "text/plain" : "application/json";
		return {
			ok: true,
			status: 200,
			headers: { get: (name) => (name === "content-type" ? type : null) },
			text: async () => body,
		};
	} catch {
		// Not a failure to hide: the application meets the same one and tells it in full.
		return undefined;
	} finally {
		connection?.close();
	}
}

interface Question {
	readonly ref: string;
	readonly cloud: string;
	readonly asked: URLSearchParams;
	readonly isText: boolean;
}

async function answer(connection: SqliteConnection, { ref, cloud, asked, isText }: Question): Promise<string> {
	if (connection.all("select 1 as there from schema_migrations where name = ?", [newestMigration]).length === 0)
		throw new NotQuick();
	const account = connection.all(
		"select a.id, s.clock from accounts a, registry_state s where a.name = ? and s.id = 1",
		[defaultAccount],
	)[0];
	if (!account) throw new NotQuick();
	const store = {
		time: { machine: Date.now, recorded: () => String(account.clock) },
		findCell: (accountId: number, question: Parameters<typeof findCell>[2]) =>
			findCell({ query: connection.all }, accountId, question),
		get read(): never {
			throw new NotQuick();
		},
	};
	const sha256 = (): never => {
		throw new NotQuick();
	};
	const [architecture, instanceType, image] = [
		asked.get("architecture"),
		asked.get("instanceType"),
		asked.get("image"),
	];
	const requestedValues = {
		...(architecture === null ? {} : { architecture: parseArchitecture(architecture) ?? architecture }),
		...(instanceType === null ? {} : { instanceType }),
		...(image === null ? {} : { image }),
	};
	const actor = systemActor({ id: Number(account.id), name: defaultAccount });
	const outcome = await resolveImage({ store, sha256, now: registryTime(store) }, actor, {
		ref,
		cloud,
		requestedValues,
	});
	if (outcome.kind === "unresolved") throw new NotQuick();
	return isText ? presentId(outcome) : JSON.stringify(presentAnswer(outcome));
}

class NotQuick extends Error {}
