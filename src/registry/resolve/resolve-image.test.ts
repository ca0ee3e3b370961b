import { beforeAll, describe, expect, it } from "vitest";
import { engines, faultOf, useRegistry } from "../../../test/registries.ts";
import { cloudOf, type ImageFacts } from "../../core/image/index.ts";
import type { Actor } from "../actor.ts";
import { createComponent } from "../components/create-component.ts";
import { getRevision } from "../components/get-component.ts";
import { lookUpImage } from "../images/look-up-image.ts";
import { putSetting } from "../mcis/put-setting.ts";
import { removeSetting } from "../mcis/remove-setting.ts";
import { commitRevision } from "../revisions/commit-revision.ts";
import { type ResolveAnswer, type ResolveRefusal, resolveImage } from "./resolve-image.ts";

describe.each(engines)("resolving on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;

	/** web@1: gcp → i1, azure-eastus → a1 · web@2: gcp → i2 (large) · HEAD: gcp → i3, azure-westus2 → a3. */
	beforeAll(async () => {
		actor = await registry.newActor();
		await createComponent(needs, actor, { kind: "mci", name: "web" });
		await put("web", "gcp", "i1");
		await put("web", "azure-eastus", "a1");
		await commit("web");
		await put("web", "gcp", "i2", "large");
		await removeSetting(needs, actor, { name: "web", expected: null, cloud: "azure-eastus" });
		await commit("web");
		await put("web", "gcp", "i3");
		await put("web", "azure-westus2", "a3");
		await createComponent(needs, actor, { kind: "mci", name: "empty" });
	});

	function put(name: string, cloud: string, uid: string, instanceType: string | null = null) {
		return putSetting(needs, actor, { name, expected: null, cloud, setting: { image: { uid }, instanceType } });
	}
	function commit(name: string) {
		return commitRevision(needs, actor, { kind: "mci", name, expected: null, message: "m" });
	}
	function ask(ref: string, cloud: string, requestedValues = {}) {
		return resolveImage(needs, actor, { ref, cloud, requestedValues });
	}
	async function resolved(ref: string, cloud: string, requestedValues = {}): Promise<ResolveAnswer> {
		const answer = await ask(ref, cloud, requestedValues);
		if (answer.kind !== "resolved") throw new Error(JSON.stringify(answer));
		return answer;
	}
	async function refused(ref: string, cloud: string, requestedValues = {}): Promise<ResolveRefusal> {
		const answer = await ask(ref, cloud, requestedValues);
		if (answer.kind !== "unresolved") throw new Error(JSON.stringify(answer));
		return answer;
	}

	it.each<readonly [string, string, string, number, string]>([
		["web", "gcp", "i2", 2, "revision 2 is the newest commit"],
		["web@latest", "gcp", "i2", 2, "revision 2 is the newest commit"],
		["web@1", "gcp", "i1", 1, "revision 1 was asked for"],
		["web@2", "gcp", "i2", 2, "revision 2 was asked for"],
		["web@1", "azure-eastus", "a1", 1, "revision 1 was asked for"],
		["web@head", "gcp", "i3", 0, "HEAD was asked for; it can still change"],
		["web@0", "gcp", "i3", 0, "HEAD was asked for; it can still change"],
		["web@head", "azure-westus2", "a3", 0, "HEAD was asked for; it can still change"],
	])("%s in %s is %s of revision %d", async (ref, cloud, uid, revision, reason) => {
		const answer = await resolved(ref, cloud);
		expect(answer).toMatchObject({ ref, cloud, revision, image: { uid, kind: "id" }, warnings: [], holdsUntil: null });
		expect(answer.reasons[0]).toEqual({ property: "revision", text: reason });
		expect(answer.digest).toBe((await getRevision(needs, actor, { kind: "mci", ref: ref })).digest);
	});

	it("returns the setting's instance type, or the requested one, with the reason", async () => {
		expect(await resolved("web", "gcp")).toMatchObject({ instanceType: "large" });
		const requested = await resolved("web", "gcp", { instanceType: "tiny" });
		expect(requested.instanceType).toBe("tiny");
		expect(requested.reasons).toContainEqual({ property: "instanceType", text: "requested" });
		expect(await resolved("web@1", "gcp")).toMatchObject({ instanceType: null });
	});

	it("returns a requested image, and warns when the map does not have it", async () => {
		expect(await resolved("web", "gcp", { image: "mine" })).toMatchObject({
			image: { uid: "mine", facts: null },
			instanceType: "large",
			warnings: [{ code: "image-overridden" }],
		});
		expect((await resolved("web", "gcp", { image: "i2" })).warnings).toEqual([]);
		expect((await resolved("web", "azure-westeurope", { image: "mine" })).image.uid).toBe("mine");
	});

	it.each<readonly [string, string, object]>([
		["web", "azure-eastus", { clouds: ["gcp"], revisions: [1] }],
		["web@1", "azure-westus2", { clouds: ["azure-eastus", "gcp"], revisions: [] }],
		["web@head", "azure-eastus", { clouds: ["azure-westus2", "gcp"], revisions: [1] }],
		["web", "no-such-cloud", { clouds: ["gcp"], revisions: [] }],
	])("%s in %s is not found, with alternatives", async (ref, cloud, instead) => {
		const no = await refused(ref, cloud);
		expect(no).toMatchObject({
			verdict: "absent",
			because: [{ code: "no-setting" }],
			instead: { ...instead, replacement: null },
		});
		expect(no.because[0]?.text).toContain(cloud);
	});

	it.each<readonly [string, string, string, object]>([
		["wep", "gcp", "mci-not-found", { name: "wep", near: ["web"] }],
		["web@3", "gcp", "revision-not-found", { revision: 3, available: "1 to 2", latest: 2 }],
		["web@2147483648", "gcp", "revision-not-found", { available: "1 to 2" }],
		["web@9007199254740991", "gcp", "revision-not-found", { available: "1 to 2" }],
		["empty@1", "gcp", "revision-not-found", { available: "only HEAD" }],
		["empty", "gcp", "nothing-committed", { name: "empty" }],
		["web@production", "gcp", "channel-not-found", { channel: "production" }],
		["elsewhere/web", "gcp", "account-not-found", { account: "elsewhere" }],
		["web@", "gcp", "reference-invalid", {}],
		["web@-1", "gcp", "reference-invalid", {}],
		["", "gcp", "reference-invalid", {}],
		["web", "No Cloud", "cloud-slug-invalid", { cloud: "No Cloud" }],
		["web", "'; drop table mcis; --", "cloud-slug-invalid", {}],
		["web' or '1'='1", "gcp", "mci-not-found", {}],
	])("%s in %s is a fault: %s", async (ref, cloud, code, details) => {
		expect(await faultOf(() => ask(ref, cloud))).toMatchObject({ code, details });
		if (cloud === "gcp")
			expect(await faultOf(() => getRevision(needs, actor, { kind: "mci", ref: ref }))).toMatchObject({ code });
	});

	it("accepts its own account before the name", async () => {
		expect((await resolved(`${actor.account}/web@1`, "gcp")).image.uid).toBe("i1");
		const stranger = await registry.newActor();
		expect(
			await faultOf(() => resolveImage(needs, stranger, { ref: "web", cloud: "gcp", requestedValues: {} })),
		).toMatchObject({
			code: "mci-not-found",
		});
	});

	it("changes only with a commit", async () => {
		await createComponent(needs, actor, { kind: "mci", name: "live" });
		await put("live", "gcp", "first");
		await commit("live");
		await put("live", "gcp", "second");
		expect((await resolved("live", "gcp")).image.uid).toBe("first");
		await commit("live");
		expect((await resolved("live", "gcp")).image.uid).toBe("second");
		expect((await resolved("live@1", "gcp")).image.uid).toBe("first");
	});

	describe("an image's lifecycle", () => {
		async function learn(uid: string, facts: Partial<ImageFacts>): Promise<string> {
			await createComponent(needs, actor, { kind: "mci", name: uid });
			await put(uid, "gcp", uid);
			await commit(uid);
			await needs.store.write(async (tx) => {
				const clouds = await tx.clouds.ensure(actor.accountId, [cloudOf("gcp", null)], needs.now());
				await tx.images.ensure(actor.accountId, [
					{ cloudId: clouds.get("gcp") ?? 0, kind: "id", uid, checksum: null, facts },
				]);
				tx.record({
					accountId: actor.accountId,
					at: needs.now(),
					actor: "test",
					act: "image.learn",
					subjectKind: "image",
					subjectId: null,
					subjectName: uid,
					headVersion: null,
					before: null,
					after: null,
				});
			});
			return uid;
		}

		it("refuses a revoked image with its replacement, on every revision", async () => {
			await learn("gone", { state: "deleted", deletedAt: "2025-05-06T00:00:00.000Z", replacement: "next" });
			for (const ref of ["gone", "gone@1", "gone@head"]) {
				expect(await refused(ref, "gcp")).toMatchObject({
					verdict: "refused",
					because: [{ code: "image-deleted", text: "image gone was withdrawn on 2025-05-06" }],
					instead: { replacement: "next" },
				});
			}
			expect((await resolved("gone", "gcp", { image: "other" })).image.uid).toBe("other");
		});

		it.each<readonly [string, Partial<ImageFacts>, string]>([
			[
				"dep",
				{ state: "deprecated", replacement: "next" },
				"image-deprecated: image dep is deprecated; it is replaced by next",
			],
			["ina", { state: "inactive" }, "image-inactive: image ina is inactive: its publisher has a newer one"],
			["eol", { endOfLifeAt: "2020-01-01T00:00:00Z" }, "end-of-life: image eol reached its end of life on 2020-01-01"],
		])("resolves %s and warns", async (uid, facts, warning) => {
			await learn(uid, facts);
			const answer = await resolved(uid, "gcp");
			expect(answer.warnings.map(({ code, text }) => `${code}: ${text}`)).toEqual([warning]);
			expect(answer.image.facts).toMatchObject(facts);
		});

		it("follows the clock, and reports how long an answer is valid", async () => {
			const dates = {
				deprecatedAt: "2030-01-01T00:00:00.000Z",
				endOfLifeAt: "2031-01-01T00:00:00.000Z",
				deletedAt: "2032-01-01T00:00:00.000Z",
			};
			await learn("timed", { state: "active", ...dates });
			const codes = async () => (await resolved("timed", "gcp")).warnings.map((warning) => warning.code);
			registry.setClock("2029-12-31T23:59:59.999Z");
			expect(await codes()).toEqual([]);
			expect((await resolved("timed", "gcp")).holdsUntil).toBe(dates.deprecatedAt);
			registry.setClock("2030-01-01T00:00:00.000Z");
			expect(await codes()).toEqual(["image-deprecated"]);
			expect((await resolved("timed", "gcp")).holdsUntil).toBe(dates.endOfLifeAt);
			registry.setClock("2031-06-01T00:00:00.000Z");
			expect(await codes()).toEqual(["image-deprecated", "end-of-life"]);
			registry.setClock("2032-01-01T00:00:00.000Z");
			expect((await refused("timed", "gcp")).because[0]?.code).toBe("image-deleted");
			registry.setClock("2026-01-01T00:00:00.000Z");
		});

		it("refuses an architecture that does not match the image's", async () => {
			await learn("arch", { architecture: "arm64" });
			expect((await refused("arch", "gcp", { architecture: "x86_64" })).because[0]).toMatchObject({
				code: "architecture-differs",
			});
			expect((await resolved("arch", "gcp", { architecture: "arm64" })).image.uid).toBe("arch");
			expect((await resolved("web", "gcp", { architecture: "arm64" })).image.uid, "nobody said what i2 is for").toBe(
				"i2",
			);
		});
	});

	it("lists where an image is used, over all revisions", async () => {
		const stranger = await registry.newActor();
		const usages = async (uid: string) =>
			(await lookUpImage(needs, actor, uid)).flatMap(({ image, usages: list }) =>
				list.map(
					(usage) =>
						`${image.cloud} ${usage.mciName} ${usage.firstRevision}-${usage.lastRevision}${usage.head ? " head" : ""}`,
				),
			);
		expect(await usages("i1")).toEqual(["gcp web 1-1"]);
		expect(await usages("i2")).toEqual(["gcp web 2-2"]);
		expect(await usages("a3")).toEqual(["azure-westus2 web 0-0 head"]);
		expect(await faultOf(() => lookUpImage(needs, actor, "never"))).toMatchObject({
			code: "image-not-found",
			details: { uid: "never" },
		});
		expect(await faultOf(() => lookUpImage(needs, stranger, "i1"))).toMatchObject({ code: "image-not-found" });
	});
});
