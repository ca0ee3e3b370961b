import { createHash, createHmac, randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type FaultCode, isFault } from "../src/core/errors.ts";
import { openIdWith } from "../src/main/openid.ts";
import { outbound } from "../src/main/outbound.ts";
import { passwordsWith } from "../src/main/passwords.ts";
import { readLists } from "../src/main/read-lists.ts";
import { secretsWith } from "../src/main/secrets.ts";
import { signing } from "../src/main/signing.ts";
import { type Actor, actorWith } from "../src/registry/actor.ts";
import type { Needs } from "../src/registry/needs.ts";
import { openStore } from "../src/storage/open-store.ts";
import type { Store } from "../src/storage/store.ts";
import { sources } from "../src/upstreams/sources.gen.ts";
import { createDatabase } from "./postgres.ts";
import { type RoleSet, roleSets } from "./role-sets.ts";
import { standIn } from "./stand-in.ts";

/** The engines for every test that stores rows. */
export const engines = ["sqlite", "postgres"] as const;
export type EngineName = (typeof engines)[number];

/** The location of a registry's rows: the argument of `openStore`. */
export type Location = { readonly file: string } | { readonly url: string };

/** A new, empty location for rows. */
export async function newLocation(
	engine: EngineName,
): Promise<{ readonly location: Location; remove(): Promise<void> }> {
	if (engine === "postgres") {
		const database = await createDatabase();
		return { location: { url: database.url }, remove: () => database.drop() };
	}
	const folder = mkdtempSync(join(tmpdir(), "mci-store-"));
	return { location: { file: join(folder, "registry.db") }, remove: async () => rmSync(folder, { recursive: true }) };
}

/** A registry to test use cases on, with a clock that stands still. */
export interface TestRegistry {
	readonly needs: Needs;
	readonly location: Location;
	/** Sets the clock, or moves it on by seconds. */
	setClock(to: string | number): void;
	/** The admin of a new, empty account. */
	newActor(roles?: RoleSet): Promise<Actor>;
	/** The same rows through a store of its own, like another process; closed with this one. */
	second(): Promise<Needs>;
	close(): Promise<void>;
}

/** Opens an empty registry on an engine. */
export async function openRegistry(engine: EngineName): Promise<TestRegistry> {
	const { location, remove } = await newLocation(engine);
	const stores: Store[] = [];
	const clock = { now: "2026-01-01T00:00:00.000Z" };
	const open = async (): Promise<Needs> => {
		const store = await openStore(location);
		stores.push(store);
		return needsOn(store, () => clock.now);
	};
	const needs = await open();
	return {
		needs,
		location,
		setClock: (to) => {
			clock.now = typeof to === "string" ? to : new Date(Date.parse(clock.now) + to * 1000).toISOString();
		},
		newActor: (roles = "admin") => newActor(needs.store, roles),
		second: open,
		close: async () => {
			for (const store of stores) await store.close();
			await remove();
		},
	};
}

/**
 * A registry for all tests of a suite: opened before the first test, closed after the last. Its properties can be used
 * in tests and hooks; `needs` can be passed on at once.
 */
export function useRegistry(engine: EngineName): TestRegistry {
	let opened: TestRegistry | undefined;
	beforeAll(async () => {
		opened = await openRegistry(engine);
	});
	afterAll(() => opened?.close());
	const registry = (): TestRegistry => {
		if (!opened) throw new Error("The registry is not open yet: use it in a test or a hook.");
		return opened;
	};
	return standIn(registry, { needs: standIn(() => registry().needs) });
}

/** The needs of use cases, on a store: real digests, secrets and parsers, but no network. */
export function needsOn(store: Store, now: () => string): Needs {
	return {
		store,
		now,
		newLineage: () => randomUUID(),
		sha256: (text) => createHash("sha256").update(text).digest("hex"),
		newSecret: () => randomBytes(32).toString("base64url"),
		lists: {
			formats: async () => sources,
			read: (files, reading) => readLists(files, reading),
			fetch: async (url) => {
				throw new Error(`a test would have fetched ${url}`);
			},
		},
		signing,
		feeds: {
			fetch: async (url) => {
				throw new Error(`a test would have fetched ${url}`);
			},
		},
		secrets: secretsWith({
			file: join(tmpdir(), "mci-without-a-secret-key"),
			current: Buffer.alloc(32, 7).toString("base64"),
			previous: undefined,
		}),
		// Real hashes, made a hundred times faster.
		passwords: passwordsWith({ memory: 64, passes: 1 }),
		hmacSha256: (key, text) => createHmac("sha256", Buffer.from(key, "base64")).update(text).digest("base64"),
		outbound: {
			...outbound({ allowPrivate: false }),
			post: async (url) => {
				throw new Error(`a test would have sent to ${url}`);
			},
		},
		// The tests' providers run in this process and use the machine's clock.
		openId: openIdWith({ allowPrivate: true, now: () => new Date().toISOString() }),
	};
}

/** Creates an account and returns its actor. */
export async function newActor(store: Store, roles: RoleSet = "admin"): Promise<Actor> {
	const account = `test-${randomBytes(6).toString("hex")}`;
	const at = "2026-01-01T00:00:00.000Z";
	const { id } = await store.write(async (tx) => {
		const made = await tx.accounts.ensure(account, at);
		tx.record({
			accountId: made.id,
			at,
			actor: "test",
			act: "account.create",
			subjectKind: "account",
			subjectId: made.id,
			subjectName: account,
			headVersion: null,
			before: null,
			after: null,
		});
		return made;
	});
	return actorWith({ accountId: id, account, name: "test", kind: "token", roles: roleSets[roles] });
}

/** The actor with other roles. */
export function withRoles(actor: Actor, roles: RoleSet): Actor {
	return actorWith({ ...actor, roles: roleSets[roles] });
}

/** The code and details of the fault that a function throws; fails if it throws none. */
export async function faultOf(
	act: () => unknown,
): Promise<{ readonly code: FaultCode; readonly details: Readonly<Record<string, unknown>> }> {
	try {
		await act();
	} catch (error) {
		if (isFault(error)) return { code: error.code, details: error.details };
		throw error;
	}
	throw new Error("no fault was thrown");
}
