import { beforeAll, describe, expect, it } from "vitest";
import { engines, faultOf, useRegistry } from "../../../test/registries.ts";
import { cloudOf } from "../../core/image/index.ts";
import type { Release } from "../../upstreams/source.ts";
import type { Actor } from "../actor.ts";
import { setLifecycle } from "../lifecycles/set-lifecycle.ts";
import { resolveImage } from "../resolve/resolve-image.ts";
import { importUpstream } from "../upstreams/import-listing.ts";
import { getRevision } from "./get-component.ts";

/** Versions of Gardener's OS images; 1877.0.0 is a preview, and 1592.11.0 is revoked below. */
const versions = ["1443.0", "1592.9.0", "1592.10.0", "1592.11.0", "15920.1", "1877.0.0"];

describe.each(engines)("a reference by the vendor's version on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;

	beforeAll(async () => {
		actor = await registry.newActor();
		const releases = versions.map(
			(version, i): Release => ({
				version,
				releasedAt: `2026-01-0${i + 1}T00:00:00.000Z`,
				images: [
					{ cloud: cloudOf("gcp", null), image: { kind: "id", uid: `web-${i + 1}`, checksum: null }, facts: {} },
				],
				notes: [],
				...(version === "1877.0.0" ? { heldBack: "preview" } : {}),
			}),
		);
		const line = { key: "web", name: "web", description: "", tags: [], scope: { kind: "all" } as const, releases };
		await importUpstream(needs, actor, { format: "test", from: "list", listing: { lines: [line], skipped: [] } });
		await setLifecycle(needs, actor, { kind: "mci", ref: "web@4", state: "revoked", reason: "bad" });
	});

	const resolve = (ref: string) => resolveImage(needs, actor, { ref, cloud: "gcp", requestedValues: {} });

	it.each([
		["web@release:1592.10.0", 3, "release 1592.10.0 is revision 3"],
		["web@~1592", 3, "revision 3 (1592.10.0) is the newest usable release of 1592"],
		["web@~1592.9", 2, "revision 2 (1592.9.0) is the newest usable release of 1592.9"],
		["web@~1443.0", 1, "revision 1 (1443.0) is the newest usable release of 1443.0"],
	])("%s is revision %i", async (ref, revision, reason) => {
		const answer = await resolve(ref);
		expect(answer).toMatchObject({ kind: "resolved", revision, image: { uid: `web-${revision}` } });
		expect(answer.kind === "resolved" && answer.reasons[0]).toEqual({ property: "revision", text: reason });
		expect((await getRevision(needs, actor, { kind: "mci", ref })).number).toBe(revision);
	});

	it("names a held-back release only exactly, with a warning, and a revoked one is refused", async () => {
		expect(await resolve("web@release:1877.0.0")).toMatchObject({
			revision: 6,
			warnings: [{ code: "revision-held-back" }],
		});
		expect((await faultOf(() => resolve("web@~1877"))).code).toBe("release-not-found");
		expect(await resolve("web@release:1592.11.0")).toMatchObject({ verdict: "refused" });
	});

	it.each(["web@release:1592.1", "web@~9", "web@release:1592.10"])(
		"%s is not there; what is there is named",
		async (ref) => {
			const { code, details } = await faultOf(() => resolve(ref));
			expect(code).toBe("release-not-found");
			expect(details["releases"]).toEqual(expect.arrayContaining(versions));
		},
	);
});
