import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDocument } from "../reading/read-document.ts";
import { sourceContract } from "../source.contract.ts";
import { source } from "./index.ts";

const fixture = (name: string) => new URL(`./fixtures/${name}`, import.meta.url);
const listingOf = (name: string) => source.parse(readDocument(name, readFileSync(fixture(name))), {});
const read = (value: unknown) => source.parse(readDocument("images.json", Buffer.from(JSON.stringify(value))), {});
const row = (version: string, more: object = {}) => ({
	publisher: "Acme",
	offer: "Web",
	sku: "1-gen2",
	version,
	urn: `Acme:Web:1-gen2:${version}`,
	...more,
});

sourceContract(source, [
	{
		file: fixture("azure_list_images.json"),
		names: ["redhat-rhel-7.5-x86_64", "redhat-rhel-9-lvm-gen2-x86_64"],
		lines: 5,
		images: 18,
		skipped: 0,
	},
	{ file: fixture("image-list.json"), names: ["web-base"], lines: 1, images: 2, skipped: 1 },
	{ file: fixture("image-versions.json"), names: ["ubuntu-22.04-arm64"], lines: 1, images: 3, skipped: 0 },
]);

describe("the marketplace's list", () => {
	const line = (name: string) => listingOf("azure_list_images.json").lines.find((one) => one.name === name);

	it("becomes one line per publisher, offer and SKU, one release per version", () => {
		expect(line("redhat-rhel-9-lvm-gen2-x86_64")).toMatchObject({
			key: "redhat:rhel:9-lvm-gen2/x86_64",
			scope: { kind: "cloud-type", type: "azure" },
		});
		expect(line("redhat-rhel-9-lvm-gen2-x86_64")?.releases.map((release) => release.version)).toEqual([
			"9.0.2022053014",
			"9.0.2022062014",
			"9.0.2022062414",
			"9.0.2022081801",
			"9.0.2022090601",
			"9.1.2022112101",
		]);
		expect(line("redhat-rhel-9-lvm-gen2-x86_64")?.releases[5]).toMatchObject({
			releasedAt: null,
			images: [
				{
					cloud: { slug: "azure" },
					image: { kind: "urn", uid: "RedHat:RHEL:9-lvm-gen2:9.1.2022112101", checksum: null },
					facts: {
						os: "rhel",
						osVersion: "9.1",
						architecture: "x86_64",
						publishedArchitecture: "x64",
						variant: "gen2",
						owner: "RedHat",
						release: "9.1.2022112101",
					},
				},
			],
		});
	});

	it("names arm64 once, in its one spelling", () => {
		const arm = listingOf("azure_list_images.json").lines.find((one) => one.key.endsWith("/arm64"));
		expect(arm?.name).toBe("redhat-rhel-8_6-arm64");
		expect(arm?.releases[0]?.images[0]?.facts.publishedArchitecture).toBe("Arm64");
	});

	it("orders versions by number", () => {
		expect(
			read([row("1.10.0"), row("1.9.0"), row("1.2.20240101")]).lines[0]?.releases.map((release) => release.version),
		).toEqual(["1.2.20240101", "1.9.0", "1.10.0"]);
	});

	it("ignores case", () => {
		const listing = read([row("1.0.0"), row("1.0.1", { publisher: "ACME", urn: "ACME:Web:1-gen2:1.0.1" })]);
		expect(listing.lines.map((one) => one.releases.map((release) => release.images[0]?.image.uid))).toEqual([
			["Acme:Web:1-gen2:1.0.0", "ACME:Web:1-gen2:1.0.1"],
		]);
	});

	it("has no image where the version only points to the latest", () => {
		expect(read([row("latest", { urnAlias: "Web" })])).toEqual({
			lines: [],
			skipped: [{ row: "[0]", why: "the version “latest” points to another one; az vm image list --all shows that" }],
		});
	});
});

describe("a subscription's images", () => {
	it("are paths in their region", () => {
		const [line] = listingOf("image-list.json").lines;
		expect(
			line?.releases.map((release) => [release.version, release.releasedAt, release.images[0]?.cloud.slug]),
		).toEqual([
			["20240301", "2024-03-01T00:00:00.000Z", "azure-westeurope"],
			["20240401", "2024-04-01T00:00:00.000Z", "azure-westeurope"],
		]);
		expect(line?.releases[0]?.images[0]).toMatchObject({
			image: {
				kind: "path",
				uid: "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/golden/providers/Microsoft.Compute/images/web-base-20240301",
			},
			facts: { variant: "gen2", state: "active", visibility: "private" },
		});
	});

	it("that failed are reported", () => {
		expect(listingOf("image-list.json").skipped).toEqual([
			{ row: "[2]", why: "the image's provisioning state is Failed" },
		]);
	});
});

describe("a gallery's versions", () => {
	const [line] = listingOf("image-versions.json").lines;

	it("are in all regions that they are copied to", () => {
		expect(
			line?.releases.map((release) => [
				release.version,
				release.releasedAt,
				release.images.map((listed) => listed.cloud.slug),
			]),
		).toEqual([
			["1.0.9", "2024-03-01T10:20:30.123Z", ["azure-westeurope", "azure-eastus"]],
			["1.0.10", "2024-04-01T10:20:30.123Z", ["azure-westeurope"]],
		]);
	});

	it("have their end of life, and whether they are excluded from latest", () => {
		expect(line?.releases[0]?.images[0]?.facts).toMatchObject({
			endOfLifeAt: "2025-03-01T00:00:00.000Z",
			state: "active",
			architecture: "arm64",
			osVersion: "22.04",
		});
		expect(line?.releases[1]?.images[0]?.facts.state).toBe("held");
	});
});
