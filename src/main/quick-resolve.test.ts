import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { componentsOf } from "../../test/components.ts";
import { systemActor } from "../registry/accounts/prepare-registry.ts";
import { setLifecycle } from "../registry/lifecycles/set-lifecycle.ts";
import { assembleRegistry } from "./assemble.ts";
import { resolveQuickly } from "./quick-resolve.ts";

/** The quick answer is taken, or the question goes to the whole application: these tests fail if it is not taken. */
describe("the quick answer to a resolve question", () => {
	const data = mkdtempSync(join(tmpdir(), "mci-quick-"));
	const ask = (query: string) =>
		resolveQuickly(data, `/v1/resolve?${query}`, { method: "GET", headers: { accept: "text/plain" } });

	beforeAll(async () => {
		const { needs, account, close } = await assembleRegistry({ data, databaseUrl: null, allowPrivateUpstreams: false });
		const actor = systemActor(account);
		await componentsOf(needs, actor).history("web", "i1", "i2");
		await setLifecycle(needs, actor, { kind: "mci", ref: "web@1", state: "revoked", reason: "bad" });
		await close();
	});
	afterAll(() => rmSync(data, { recursive: true }));

	it.each([
		["ref=web&cloud=gcp", "i2\n"],
		["ref=web@2&cloud=gcp", "i2\n"],
		["ref=web@latest&cloud=gcp&instanceType=e2-small", "i2\n"],
	])("is taken for %s", async (query, uid) => {
		expect(await (await ask(query))?.text()).toBe(uid);
	});

	it.each(["ref=web@1&cloud=gcp", "ref=web&cloud=azure", "ref=web@head&cloud=gcp", "ref=none&cloud=gcp"])(
		"is left to the application for %s",
		async (query) => expect(await ask(query)).toBeUndefined(),
	);
});
