import { describe, expect, it } from "vitest";
import { parseCloudSlug } from "../image/cloud.ts";
import type { Image } from "../image/image.ts";
import { noFacts } from "../image/image.ts";
import { imageDoubts } from "./image-doubts.ts";
import { isPrivateHost } from "./private-host.ts";

const now = "2026-06-01T00:00:00.000Z";
const image = (facts: Partial<Image>): Image => ({
	...noFacts,
	cloud: parseCloudSlug("aws-us-east-1"),
	kind: "id",
	uid: "ami-1",
	checksum: null,
	...facts,
});
const artifact = (uid: string) => image({ cloud: parseCloudSlug("artifact-openstack-qcow2"), kind: "artifact", uid });

describe("the doubts about an image", () => {
	it.each<[string, Partial<Image>, readonly string[]]>([
		["that nobody has said anything of", {}, []],
		["that is public", { visibility: "public", owner: "acme" }, []],
		["that is private", { visibility: "private" }, ["image-private"]],
		["that is shared with some", { visibility: "shared", owner: "099720109477" }, ["image-private"]],
		["of a vendor", { owner: "099720109477" }, []],
		["of a vendor by name", { owner: "Canonical" }, []],
		["of another owner", { owner: "123456789012" }, ["image-unproven"]],
		["of the account itself", { owner: "Acme" }, ["image-unproven"]],
		["of the Azure marketplace", { kind: "urn", uid: "acme:web:gen2:1.0.0", owner: "acme" }, []],
		["that is deleted", { state: "deleted" }, ["image-gone"]],
		["that was deleted before", { deletedAt: "2026-05-31T00:00:00.000Z" }, ["image-gone"]],
		["that will be deleted", { deletedAt: "2026-06-02T00:00:00.000Z" }, []],
		[
			"that is deprecated and private",
			{ state: "deprecated", visibility: "private" },
			["image-deprecated", "image-private"],
		],
		["that was deprecated before", { deprecatedAt: now }, ["image-deprecated"]],
	])("%s", (_what, facts, codes) => {
		const doubts = imageDoubts(image(facts), { now, ownNames: ["acme"] });
		expect(doubts.map(({ code }) => code)).toEqual(codes);
		for (const { text, cloud, uid } of doubts)
			expect([text.startsWith(`image ${uid} in aws-us-east-1 `), cloud]).toEqual([true, "aws-us-east-1"]);
	});

	it("include a URL into a private network", () => {
		expect(imageDoubts(artifact("https://images.corp/web.qcow2"), { now, ownNames: [] })).toMatchObject([
			{ code: "image-unreachable" },
		]);
		expect(imageDoubts(artifact("https://images.example.com/web.qcow2"), { now, ownNames: [] })).toEqual([]);
	});
});

it.each([
	["https://10.1.2.3/a", true],
	["http://192.168.0.1:8080/a", true],
	["http://172.31.0.1/a", true],
	["http://172.32.0.1/a", false],
	["http://100.64.0.1/", true],
	["http://169.254.1.1/", true],
	["http://127.0.0.1", true],
	["http://8.8.8.8/a", false],
	["http://[::1]/a", true],
	["http://[fd00::1]/a", true],
	["http://[fe80::1]/a", true],
	["http://[2001:4860::1]/a", false],
	["https://build/a.qcow2", true],
	["https://user:secret@images.internal/a", true],
	["https://images.example.com./a", false],
	["https://IMAGES.LOCAL/a", true],
	["s3://bucket/a", false],
	["gs://bucket/a", false],
	["docker://registry.example.com/a", false],
	["projects/acme/global/images/web", false],
])("%s is in a private network: %s", (url, expected) => {
	expect(isPrivateHost(url)).toBe(expected);
});
