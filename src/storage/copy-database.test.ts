import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines, faultOf, newLocation, openRegistry, type TestRegistry } from "../../test/registries.ts";
import { commitRevision } from "../registry/commit-revision.ts";
import { createComponent } from "../registry/create-component.ts";
import { putSetting } from "../registry/put-setting.ts";
import { verifyAudit } from "../registry/verify-audit.ts";
import { copyDatabase } from "./copy-database.ts";
import { openStore } from "./open-store.ts";

describe.each(engines)("a registry copied from %s", (from) => {
	let source: TestRegistry;

	beforeAll(async () => {
		source = await openRegistry(from);
	});
	afterAll(() => source.close());

	it.each(engines)("to %s has everything, and goes on", async (to) => {
		const actor = await source.newActor();
		await createComponent(source.needs, actor, { kind: "mci", name: "web" });
		await putSetting(source.needs, actor, { name: "web", expected: null, cloud: "gcp", setting: { image: { uid: "ami-ä" } } });
		await commitRevision(source.needs, actor, { kind: "mci", name: "web", expected: null, message: "first" });
		const { location, remove } = await newLocation(to);
		await copyDatabase(source.location, location, () => undefined);
		const copy = await openStore(location);
		try {
			const cell = (store: typeof copy) => store.findCell(actor.accountId, { name: "web", revision: 1, cloud: "gcp" });
			expect(await cell(copy)).toEqual(await cell(source.needs.store));
			expect(await copy.read.audit.list(actor.accountId, { limit: 100 })).toEqual(
				await source.needs.store.read.audit.list(actor.accountId, { limit: 100 }),
			);
			expect(await verifyAudit({ ...source.needs, store: copy }, actor, {})).toEqual(await verifyAudit(source.needs, actor, {}));
			expect(await copy.generation()).toBe(await source.needs.store.generation());
			expect(await copy.read.images.search({ accountId: actor.accountId, text: "ami-ä", sort: "newest", limit: 5 })).toHaveLength(1);
			const needs = { ...source.needs, store: copy };
			await putSetting(needs, actor, { name: "web", expected: null, cloud: "aws", setting: { image: { uid: "ami-new" } } });
			expect((await commitRevision(needs, actor, { kind: "mci", name: "web", expected: null, message: "second" })).revision.number).toBe(2);
			expect(await verifyAudit(needs, actor, {})).toMatchObject({ broken: null });
			expect(await faultOf(() => copyDatabase(source.location, location, () => undefined))).toMatchObject({ code: "database-not-empty" });
		} finally {
			await copy.close();
			await remove();
		}
	});
});
