import { beforeAll, describe, expect, it } from "vitest";
import { engines, useRegistry } from "../../../test/registries.ts";
import { type AwsPartition, cloudOf } from "../../core/image/index.ts";
import type { ListedImage, Release, Scope } from "../../upstreams/source.ts";
import type { Actor } from "../actor.ts";
import { resolveImage } from "../resolve/resolve-image.ts";
import { importUpstream } from "../upstreams/import-listing.ts";
import { partIncludes, partsBehind, placesBehind } from "./place-releases.ts";

it.each([
	["all", "gcp", true],
	["type gcp", "gcp", true],
	["type azure", "azure-westeurope", true],
	["type azure", "aws-us-east-1", false],
	["aws commercial", "aws-us-east-1", true],
	["aws commercial", "aws-us-iso-east-1", false],
	["aws us-gov", "aws-us-gov-west-1", true],
	["aws-eu-west-1 aws-us-east-1", "aws-us-east-1", true],
	["aws-eu-west-1", "aws-eu-west-2", false],
])("the part “%s” includes %s: %s", (part, cloud, expected) => expect(partIncludes(part, cloud)).toBe(expected));

describe.each(engines)("a map whose partitions have their own timelines on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;

	const image = (region: string, uid: string): ListedImage => ({
		cloud: cloudOf("aws", region),
		image: { kind: "id", uid, checksum: null },
		facts: {},
	});
	const scopeOf = (...partitions: AwsPartition[]): Scope => ({
		kind: "any-of",
		scopes: partitions.map((partition) => ({ kind: "aws-partition", partition })),
	});

	beforeAll(async () => {
		actor = await registry.newActor();
		const bring = (version: string, day: string, scope: Scope, images: ListedImage[]) => {
			const release: Release = { version, releasedAt: `${day}T00:00:00.000Z`, images, notes: [] };
			const line = { key: "web", name: "web", description: "", tags: [], scope, releases: [release] };
			const listing = { lines: [line], skipped: [] };
			return importUpstream(needs, actor, { format: "test", from: "list", listing });
		};
		await bring("14.1.4.2", "2026-01-01", scopeOf("commercial", "us-gov"), [
			image("us-east-1", "ami-00000001"),
			image("us-gov-west-1", "ami-00000002"),
		]);
		await bring("14.1.5.3", "2026-02-01", scopeOf("commercial"), [image("us-east-1", "ami-00000003")]);
	});

	const resolve = (cloud: string, ref = "web") => resolveImage(needs, actor, { ref, cloud, requestedValues: {} });

	it("answers with the release that the place really has, and warns", async () => {
		expect(await resolve("aws-us-east-1")).toMatchObject({ release: "14.1.5.3", warnings: [] });
		const behind = await resolve("aws-us-gov-west-1");
		expect(behind).toMatchObject({
			release: "14.1.4.2",
			image: { uid: "ami-00000002" },
			warnings: [{ code: "release-behind", text: expect.stringContaining("is still at release 14.1.4.2") }],
		});
		expect(await resolve("aws-us-gov-west-1", "web@1")).toMatchObject({ release: "14.1.4.2", warnings: [] });
	});

	it("lists the places and parts that are behind", async () => {
		const web = await needs.store.read.components.find(actor.accountId, "mci", "web");
		const releases = await needs.store.read.revisions.listReleases(web?.id ?? 0);
		const commit = await needs.store.read.revisions.find(web?.id ?? 0, 2);
		if (!commit) throw new Error("there is no second commit");
		expect(placesBehind(releases, commit, ["aws-us-east-1", "aws-us-gov-west-1"])).toEqual([
			{ cloud: "aws-us-gov-west-1", release: "14.1.4.2" },
		]);
		expect(partsBehind(releases, commit)).toEqual([{ part: "aws us-gov", release: "14.1.4.2" }]);
	});
});
