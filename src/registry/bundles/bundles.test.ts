import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Components, componentsOf } from "../../../test/components.ts";
import { type Publications, publicationsOf } from "../../../test/publications.ts";
import { faultOf, openRegistry, type TestRegistry } from "../../../test/registries.ts";
import type { ComponentKind } from "../../core/component/index.ts";
import { type Actor, actorWith } from "../actor.ts";
import { searchAudit } from "../audit/search-audit.ts";
import { getRevision } from "../components/get-component.ts";
import { setLifecycle } from "../lifecycles/set-lifecycle.ts";
import { resolveImage } from "../resolve/resolve-image.ts";
import { exportBundle } from "./export-bundle.ts";
import { type BundleImport, importBundle } from "./import-bundle.ts";
import { distrustKey, listPublisherKeys, replacePublisherKey } from "./publisher-keys.ts";
import { getSigningKey, rotateSigningKey } from "./signing-keys.ts";

describe.each([
	["sqlite", "postgres"],
	["postgres", "sqlite"],
] as const)("a bundle made on %s and imported on %s", (from, to) => {
	let there: TestRegistry;
	let here: TestRegistry;
	let acme: Actor;
	let us: Actor;
	let theirs: Components;
	let rows: Publications;
	let key: string;

	beforeAll(async () => {
		there = await openRegistry(from);
		here = await openRegistry(to);
	});
	afterAll(async () => {
		await there.close();
		await here.close();
	});
	beforeEach(async () => {
		[acme, us] = [await there.newActor(), await here.newActor()];
		theirs = componentsOf(there.needs, acme);
		rows = publicationsOf(there.needs, acme);
		await rows.name(`Acme ${acme.accountId}`);
		key = (await getSigningKey(there.needs, acme)).fingerprint;
		await theirs.history("web", "i1", "i2");
		await theirs.script("boot");
		await theirs.commit("script", "boot");
		await theirs.template("stack", { mcis: ["web@2"], boot: ["boot@1"] });
		await theirs.commit("template", "stack");
	});

	const bundleOf = async (kind: ComponentKind, name: string, number: number | null = null) =>
		(await exportBundle(there.needs, acme, [{ kind, name, number }])).text;
	const take = (text: string, more: Partial<BundleImport> = {}) => importBundle(here.needs, us, { text, key, ...more });
	const acts = async (actor: Actor, registry: TestRegistry) =>
		(await searchAudit(registry.needs, actor, { sort: "newest", limit: 50 })).map(({ act }) => act);

	it("imports a template with its MCIs and scripts, each with the same lineage, number and digest", async () => {
		await rows.publish("template", "stack@1");
		const done = await take(await bundleOf("template", "stack"));
		expect(done).toMatchObject({
			isNewKey: true,
			leftOut: [],
			lifecycles: [],
			publisher: { key },
			publications: [{ name: "stack", number: 1 }],
		});
		expect(done.report.imported.map(({ kind, name, number }) => `${kind} ${name}@${number}`).sort()).toEqual([
			"mci web@2",
			"script boot@1",
			"template stack@1",
		]);
		for (const [kind, ref] of [
			["mci", "web@2"],
			["script", "boot@1"],
			["template", "stack@1"],
		] as const) {
			const original = await getRevision(there.needs, acme, { kind, ref });
			const copy = await getRevision(here.needs, us, { kind, ref });
			expect(copy.content).toEqual(original.content);
			expect(copy.revision).toMatchObject({ digest: original.revision?.digest, message: "m", author: "test" });
			expect(copy.component).toMatchObject({
				lineage: original.component.lineage,
				publisher: `Acme ${acme.accountId}`,
			});
		}
		expect(await resolveImage(here.needs, us, { ref: "web@2", cloud: "gcp", requestedValues: {} })).toMatchObject({
			image: { uid: "i2" },
		});
	});

	it("changes nothing the second time, and differs only in its date when exported again", async () => {
		await rows.publish("mci", "web@1");
		const text = await bundleOf("mci", "web");
		await take(text);
		const before = await here.needs.store.generation();
		const again = await take(text);
		expect(again.report).toMatchObject({ imported: [], alreadyThere: [{ name: "web", number: 1 }] });
		expect(again.isNewKey).toBe(false);
		expect(await here.needs.store.generation()).toBe(before);
		expect(await bundleOf("mci", "web")).toBe(text);
	});

	it("is imported without naming its key while the key is trusted, and not before or after", async () => {
		await rows.publish("mci", "web@1");
		const text = await bundleOf("mci", "web");
		expect(await faultOf(() => take(text, { key: undefined }))).toMatchObject({
			code: "bundle-key-unknown",
			details: { key },
		});
		expect(await faultOf(() => take(text, { key: `sha256:${"0".repeat(64)}` }))).toMatchObject({
			code: "bundle-key-unknown",
			details: { key },
		});
		expect(await faultOf(() => take(text, { key: "acme" }))).toMatchObject({ code: "publisher-key-invalid" });
		expect(await listPublisherKeys(here.needs, us)).toEqual([]);
		await take(text, { key: key.toUpperCase().replace("SHA256:", "") });
		expect(await listPublisherKeys(here.needs, us)).toMatchObject([
			{ fingerprint: key, publisher: `Acme ${acme.accountId}`, trustedBy: us.name },
		]);
		await take(text, { key: undefined });
		await distrustKey(here.needs, us, key);
		expect(await faultOf(() => take(text, { key: undefined }))).toMatchObject({ code: "bundle-key-unknown" });
		expect(await faultOf(() => distrustKey(here.needs, us, key))).toMatchObject({ code: "publisher-key-not-found" });
	});

	it("continues the imports under its publisher's new key, once an admin says that it replaces the old", async () => {
		await rows.publish("mci", "web@1");
		const old = await bundleOf("mci", "web");
		await take(old);
		const keyless = await there.newActor();
		expect(await faultOf(() => rotateSigningKey(there.needs, keyless))).toMatchObject({ code: "signing-key-absent" });
		const { fingerprint: fresh, replaces } = await rotateSigningKey(there.needs, acme);
		expect(replaces).toBe(key);
		expect((await getSigningKey(there.needs, acme)).fingerprint).toBe(fresh);
		await rows.publish("mci", "web@2");
		await setLifecycle(there.needs, acme, { kind: "mci", ref: "web@1", state: "revoked", reason: "CVE-2026-1" });
		const text = await bundleOf("mci", "web", 2);
		expect(await faultOf(() => take(text))).toMatchObject({ code: "bundle-key-unknown", details: { key: fresh } });
		expect(await faultOf(() => take(text, { key: fresh }))).toMatchObject({ code: "import-publisher" });
		const replace = (from: string, to: string) => replacePublisherKey(here.needs, us, { from, to });
		expect(await replace(key, fresh)).toEqual({
			fingerprint: fresh,
			publisher: `Acme ${acme.accountId}`,
			revisions: 1,
			feeds: 0,
		});
		expect((await take(text, { key: undefined })).report.imported).toMatchObject([{ name: "web", number: 2 }]);
		expect(await faultOf(() => take(old, { key: undefined }))).toMatchObject({
			code: "bundle-key-unknown",
			details: { key },
		});
		expect((await listPublisherKeys(here.needs, us)).map(({ fingerprint }) => fingerprint)).toEqual([fresh]);
		expect((await acts(us, here)).includes("publisher-key.replace")).toBe(true);
		expect((await acts(acme, there)).includes("signing-key.rotate")).toBe(true);
		for (const [from, to, code] of [
			[key, fresh, "publisher-key-not-found"],
			[fresh, fresh, "publisher-key-same"],
			[fresh, "acme", "publisher-key-invalid"],
		] as const) {
			expect(await faultOf(() => replace(from, to))).toMatchObject({ code });
		}
		const stranger = await here.newActor();
		expect(await faultOf(() => replacePublisherKey(here.needs, stranger, { from: fresh, to: key }))).toMatchObject({
			code: "publisher-key-not-found",
		});
		const designer = actorWith({ ...us, roles: ["observer", "designer", "publisher", "admin"] });
		expect(await faultOf(() => replacePublisherKey(here.needs, designer, { from: fresh, to: key }))).toMatchObject({
			code: "permission-denied",
		});
		const reader = actorWith({ ...acme, roles: ["observer", "designer", "library", "admin"] });
		expect(await faultOf(() => rotateSigningKey(there.needs, reader))).toMatchObject({ code: "permission-denied" });
	});

	it("is not continued by a key that is trusted for another publisher", async () => {
		await rows.publish("mci", "web@1");
		await take(await bundleOf("mci", "web"));
		const globex = await there.newActor();
		await publicationsOf(there.needs, globex).name(`Globex ${globex.accountId}`);
		await componentsOf(there.needs, globex).history("db", "d1");
		await publicationsOf(there.needs, globex).publish("mci", "db@1");
		const { text, key: to } = await exportBundle(there.needs, globex, null);
		await take(text, { key: to });
		const replaced = await faultOf(() => replacePublisherKey(here.needs, us, { from: key, to }));
		expect(replaced).toMatchObject({ code: "publisher-key-other", details: { other: `Globex ${globex.accountId}` } });
		expect((await listPublisherKeys(here.needs, us)).map(({ fingerprint }) => fingerprint).sort()).toEqual(
			[key, to].sort(),
		);
	});

	it("is continued by a new key after the old one is no longer trusted", async () => {
		await rows.publish("mci", "web@1");
		await take(await bundleOf("mci", "web"));
		await distrustKey(here.needs, us, key);
		const { fingerprint } = await rotateSigningKey(there.needs, acme);
		await rows.publish("mci", "web@2");
		expect(await replacePublisherKey(here.needs, us, { from: key, to: fingerprint })).toMatchObject({
			publisher: `Acme ${acme.accountId}`,
			revisions: 1,
		});
		expect((await take(await bundleOf("mci", "web", 2), { key: undefined })).report.imported).toMatchObject([
			{ number: 2 },
		]);
	});

	it("is imported as a dry run without saving anything, not even the trust", async () => {
		await rows.publish("template", "stack@1");
		const before = await here.needs.store.generation();
		const tried = await take(await bundleOf("template", "stack"), { dryRun: true });
		expect(tried.report.imported).toHaveLength(3);
		expect(await here.needs.store.generation()).toBe(before);
		expect(await listPublisherKeys(here.needs, us)).toEqual([]);
		expect(await here.needs.store.read.components.find(us.accountId, "mci", "web")).toBeUndefined();
	});

	it("of everything published to everyone leaves out the rest of the account", async () => {
		await theirs.mci("secret", "i9");
		await theirs.commit("mci", "secret");
		await theirs.mci("shared", "i8");
		await theirs.commit("mci", "shared");
		await rows.publish("template", "stack@1");
		await rows.publish("mci", "shared@1", { groups: [await rows.group("partners")] });
		const { text, publications } = await exportBundle(there.needs, acme, null);
		expect(publications.map(({ name }) => name)).toEqual(["stack"]);
		expect(text).not.toMatch(/secret|shared/);
		expect((await take(text)).report.imported).toHaveLength(3);
		expect(
			(await exportBundle(there.needs, acme, [{ kind: "mci", name: "shared", number: 1 }])).publications,
		).toMatchObject([{ name: "shared" }]);
	});

	it("leaves out deprecated and retracted publications, unless an active one needs them", async () => {
		await rows.setState(await rows.publish("mci", "web@1"), "retracted");
		await rows.setState(await rows.publish("mci", "web@2"), "deprecated");
		await rows.setState(await rows.publish("script", "boot@1"), "deprecated");
		await rows.publish("template", "stack@1");
		const { text, publications } = await exportBundle(there.needs, acme, null);
		expect(publications).toHaveLength(4);
		const done = await take(text);
		expect(done.report.imported.map(({ name, number }) => `${name}@${number}`).sort()).toEqual([
			"boot@1",
			"stack@1",
			"web@2",
		]);
		expect(done.leftOut.map(({ name, number, why }) => `${name}@${number} ${why}`).sort()).toEqual([
			"boot@1 deprecated",
			"web@1 retracted",
			"web@2 deprecated",
		]);
	});

	it("carries a revocation: its own revisions are refused, existing ones only get a notice", async () => {
		await rows.publish("template", "stack@1");
		await rows.publish("mci", "web@1");
		await take(await bundleOf("mci", "web", 1));
		for (const ref of ["web@1", "web@2"])
			await setLifecycle(there.needs, acme, { kind: "mci", ref, state: "revoked", reason: "CVE-2026-1" });
		const done = await take((await exportBundle(there.needs, acme, null)).text);
		expect(done.leftOut).toEqual([{ name: "web", number: 1, why: "revoked", reason: "CVE-2026-1" }]);
		const news = done.lifecycles.map(({ name, number, state, applied }) => ({ name, number, state, applied }));
		expect(news.toSorted((a, b) => a.number - b.number)).toEqual([
			{ name: "web", number: 1, state: "revoked", applied: false },
			{ name: "web", number: 2, state: "revoked", applied: true },
		]);
		expect(await resolveImage(here.needs, us, { ref: "web@1", cloud: "gcp", requestedValues: {} })).toMatchObject({
			kind: "resolved",
		});
		expect(await resolveImage(here.needs, us, { ref: "web@2", cloud: "gcp", requestedValues: {} })).toMatchObject({
			kind: "unresolved",
		});
	});

	it("of a shared HEAD imports the HEAD as it was shared, and the next one its later state", async () => {
		await theirs.put("web", "h1");
		await rows.publish("mci", "web@head");
		const first = await bundleOf("mci", "web", 0);
		await theirs.put("web", "h2");
		expect((await exportBundle(there.needs, acme, [{ kind: "mci", name: "web", number: 0 }])).text).toBe(first);
		await take(first);
		const imageHere = async () =>
			await resolveImage(here.needs, us, { ref: "web@head", cloud: "gcp", requestedValues: {} });
		expect(await imageHere()).toMatchObject({ image: { uid: "h1" } });
		await rows.publish("mci", "web@head");
		await take(await bundleOf("mci", "web", 0));
		expect(await imageHere()).toMatchObject({ image: { uid: "h2" } });
	});

	it("is imported under other names if its own are in use", async () => {
		await componentsOf(here.needs, us).mci("web", "own");
		await rows.publish("template", "stack@1");
		const text = await bundleOf("template", "stack");
		expect(await faultOf(() => take(text))).toMatchObject({ code: "import-name-taken" });
		expect(await faultOf(() => take(text, { names: new Map([["wbe", "acme-web"]]) }))).toMatchObject({
			code: "input-invalid",
		});
		const done = await take(text, { names: new Map([["web", "acme-web"]]) });
		expect(done.report.renamed).toMatchObject([{ kind: "mci", name: "acme-web", publishedName: "web" }]);
	});

	it("of a publisher whose name another one uses later still belongs to the trusted key", async () => {
		await rows.publish("mci", "web@1");
		await take(await bundleOf("mci", "web"));
		await rows.name("Beta");
		await rows.publish("mci", "web@2");
		const done = await take(await bundleOf("mci", "web"));
		expect(done.publisher.name).toBe("Beta");
		expect(await getRevision(here.needs, us, { kind: "mci", ref: "web@2" })).toMatchObject({
			component: { publisher: `Acme ${acme.accountId}` },
		});
	});

	it("skips revisions that are already here from another publisher", async () => {
		const beta = await there.newActor();
		const betaKey = (await getSigningKey(there.needs, beta)).fingerprint;
		await componentsOf(there.needs, beta).history("base", "b1");
		await publicationsOf(there.needs, beta).name(`Beta ${beta.accountId}`);
		await publicationsOf(there.needs, beta).publish("mci", "base@1");
		const theirBase = (await exportBundle(there.needs, beta, null)).text;
		await importBundle(there.needs, acme, { text: theirBase, key: betaKey });
		await theirs.template("based", { mcis: ["base@1"] });
		await theirs.commit("template", "based");
		await rows.publish("template", "based@1");
		await take(theirBase, { key: betaKey });
		const done = await take(await bundleOf("template", "based"));
		expect(done.report.imported).toMatchObject([{ kind: "template", name: "based" }]);
		expect(await getRevision(here.needs, us, { kind: "mci", ref: "base@1" })).toMatchObject({
			component: { publisher: `Beta ${beta.accountId}` },
		});
	});

	it("is refused when anything in it was changed, and nothing of it is saved", async () => {
		await rows.publish("mci", "web@1");
		const text = await bundleOf("mci", "web");
		const before = await here.needs.store.generation();
		for (const changed of [text.slice(0, -1), text.replace('\\"i1\\"', '\\"i7\\"'), `${text} `, "", "PK\u0003\u0004"]) {
			expect((await faultOf(() => take(changed))).code).toBe("bundle-invalid");
		}
		const parts = JSON.parse(text);
		parts.envelope.signatures[0].sig = `${"A".repeat(86)}==`;
		const { canonicalJson } = await import("../../base/canonical-json.ts");
		expect((await faultOf(() => take(canonicalJson(parts)))).code).toBe("bundle-tampered");
		expect(await here.needs.store.generation()).toBe(before);
	});

	it("is created by publishers, imported by librarians, and recorded in the audits of both", async () => {
		await rows.publish("mci", "web@1");
		const text = await bundleOf("mci", "web");
		await take(text);
		expect(await acts(acme, there)).toEqual(expect.arrayContaining(["signing-key.create", "bundle.export"]));
		expect(await acts(us, here)).toEqual(expect.arrayContaining(["publisher-key.trust", "bundle.import"]));
		expect(
			await faultOf(() =>
				exportBundle(there.needs, actorWith({ ...acme, roles: ["library", "admin", "designer"] }), null),
			),
		).toMatchObject({
			code: "permission-denied",
		});
		expect(
			await faultOf(() =>
				importBundle(here.needs, actorWith({ ...us, roles: ["publisher", "admin", "designer"] }), { text, key }),
			),
		).toMatchObject({
			code: "permission-denied",
		});
		expect(await faultOf(() => getSigningKey(there.needs, actorWith({ ...acme, roles: ["observer"] })))).toMatchObject({
			code: "permission-denied",
		});
	});

	it("is empty when nothing is published", async () => {
		expect(await faultOf(() => exportBundle(there.needs, acme, null))).toMatchObject({
			code: "export-nothing",
			details: { account: acme.account },
		});
		expect(
			await faultOf(() => exportBundle(there.needs, acme, [{ kind: "mci", name: "web", number: 1 }])),
		).toMatchObject({
			details: { what: "web@1" },
		});
	});

	it("is signed with one key per account, whose secret is never shown", async () => {
		const keys = await Promise.all([1, 2, 3].map(() => getSigningKey(there.needs, acme)));
		expect(new Set(keys.map(({ fingerprint }) => fingerprint))).toEqual(new Set([key]));
		expect(Object.keys(keys[0] ?? {}).sort()).toEqual(["createdAt", "fingerprint", "publicKey"]);
		const stored = await there.needs.store.read.signingKeys.find(acme.accountId);
		expect(stored?.sealedSecret).toMatch(/^mci1\./);
	});
});
