import { beforeEach, describe, expect, it } from "vitest";
import { type Components, componentsOf } from "../../../test/components.ts";
import { engines, faultOf, useRegistry, withRoles } from "../../../test/registries.ts";
import type { Actor } from "../actor.ts";
import { resolveImage } from "../resolve/resolve-image.ts";
import { type ImageLifecycleInput, setImageLifecycle } from "./set-image-lifecycle.ts";

describe.each(engines)("the lifecycle of an image on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;
	let make: Components;

	beforeEach(async () => {
		registry.setClock("2026-01-01T00:00:00.000Z");
		actor = await registry.newActor("writer");
		make = componentsOf(needs, actor);
		await make.history("web", "bad", "good");
		await make.history("db", "bad");
		await make.mci("cache", "bad");
		await make.put("cache", "bad", "azure-eastus");
	});

	const say = (more: Partial<ImageLifecycleInput> = {}) =>
		setImageLifecycle(needs, actor, { uid: "bad", state: "revoked", reason: "CVE-1", ...more });
	const resolve = (ref: string, cloud = "gcp") => resolveImage(needs, actor, { ref, cloud, requestedValues: {} });

	it("refuses a revoked image through every MCI that maps it, immediately, and also when requested", async () => {
		const { images, used } = await say({ cloud: "gcp", replacement: "good" });
		expect(images).toMatchObject([{ image: { uid: "bad", cloud: "gcp" }, state: "revoked" }]);
		expect(used.mcis.map(({ mciName }) => mciName)).toEqual(["cache", "db", "web"]);
		for (const ref of ["web@1", "db", "cache@head"]) {
			expect(await resolve(ref)).toMatchObject({
				kind: "unresolved",
				because: [{ code: "image-revoked" }],
				instead: { replacement: "good" },
			});
		}
		expect(await resolve("web@2")).toMatchObject({ kind: "resolved", image: { uid: "good" } });
		expect(await resolve("cache@head", "azure-eastus"), "of the same id in another cloud").toMatchObject({
			kind: "resolved",
		});
		expect(
			await resolveImage(needs, actor, { ref: "web@2", cloud: "gcp", requestedValues: { image: "bad" } }),
		).toMatchObject({
			because: [{ code: "image-revoked" }],
		});
	});

	it("applies to every cloud when none is named, and is reactivated the same way", async () => {
		expect((await say()).images).toHaveLength(2);
		expect(await resolve("cache@head", "azure-eastus")).toMatchObject({ kind: "unresolved" });
		await say({ state: "active" });
		expect(await resolve("cache@head", "azure-eastus")).toMatchObject({ kind: "resolved", warnings: [] });
	});

	it("warns of a deprecated image, and refuses it from the date of its revocation", async () => {
		await say({ state: "deprecated", replacement: "good" });
		await say({ at: "2026-02-01T00:00:00Z" });
		expect(await resolve("db")).toMatchObject({
			kind: "resolved",
			warnings: [{ code: "image-deprecated" }],
			holdsUntil: "2026-02-01T00:00:00.000Z",
		});
		registry.setClock("2026-02-01T00:00:00.000Z");
		expect(await resolve("db")).toMatchObject({
			because: [{ code: "image-revoked" }],
			instead: { replacement: "good" },
		});
	});

	it.each<readonly [Partial<ImageLifecycleInput>, string]>([
		[{ reason: "" }, "lifecycle-invalid"],
		[{ replacement: "bad" }, "lifecycle-invalid"],
		[{ replacement: " " }, "lifecycle-invalid"],
		[{ at: "soon" }, "lifecycle-invalid"],
		[{ uid: "none" }, "image-not-found"],
		[{ cloud: "azure-westeurope" }, "image-not-found"],
	])("is not set with %j: %s", async (more, code) => {
		expect(await faultOf(() => say(more))).toMatchObject({ code });
		expect(await resolve("db")).toMatchObject({ kind: "resolved", warnings: [] });
	});

	it("can't be set by a reader, and is separate per account", async () => {
		expect(
			await faultOf(() => setImageLifecycle(needs, withRoles(actor, "reader"), { uid: "bad", state: "active" })),
		).toMatchObject({
			code: "permission-denied",
		});
		const other = await registry.newActor("writer");
		await componentsOf(needs, other).history("web", "bad");
		await say();
		expect(await resolveImage(needs, other, { ref: "web", cloud: "gcp", requestedValues: {} })).toMatchObject({
			kind: "resolved",
		});
	});

	it("is not set by a dry run, and leaves one audit entry when set twice", async () => {
		await say({ dryRun: true, cloud: "gcp" });
		expect(await resolve("db")).toMatchObject({ kind: "resolved" });
		await say({ cloud: "gcp" });
		await say({ cloud: "gcp" });
		const entries = (await needs.store.read.audit.list(actor.accountId, { limit: 100 })).filter(
			({ subjectKind }) => subjectKind === "image",
		);
		expect(entries).toMatchObject([
			{
				act: "image.revoke",
				subjectName: "bad",
				before: { cloud: "gcp", revokedAt: null },
				after: { reason: "CVE-1" },
			},
		]);
	});
});
