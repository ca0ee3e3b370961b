import { createHash, randomBytes, randomUUID } from "node:crypto";
import { openIdWith } from "../src/main/openid.ts";
import { passwordsWith } from "../src/main/passwords.ts";
import { signing } from "../src/main/signing.ts";
import { prepareRegistry, systemActor } from "../src/registry/accounts/prepare-registry.ts";
import type { Actor } from "../src/registry/actor.ts";
import type { Needs } from "../src/registry/needs.ts";
import type { Store } from "../src/storage/store.ts";

/** The dependencies of the use cases on a store, with its first account prepared. They read no lists. */
export async function needsOn(store: Store): Promise<{ readonly needs: Needs; readonly actor: Actor }> {
	const unread = () => Promise.reject(new Error("benchmarks read no lists"));
	const unsent = () => Promise.reject(new Error("benchmarks send nothing"));
	const unsealed = () => {
		throw new Error("benchmarks keep no secrets");
	};
	const needs: Needs = {
		store,
		now: () => new Date().toISOString(),
		newLineage: () => randomUUID(),
		sha256: (text) => createHash("sha256").update(text).digest("hex"),
		newSecret: () => randomBytes(32).toString("base64url"),
		lists: { formats: unread, read: unread, fetch: unread },
		signing,
		feeds: { fetch: unread },
		secrets: { seal: unsealed, open: unsealed },
		passwords: passwordsWith(),
		hmacSha256: unsealed,
		outbound: { refusalOf: async () => null, post: unsent },
		openId: openIdWith({ now: () => new Date().toISOString() }),
	};
	const { account } = await prepareRegistry(needs);
	return { needs, actor: systemActor(account) };
}
