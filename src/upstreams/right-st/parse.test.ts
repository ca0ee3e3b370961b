import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDocument } from "../reading/read-document.ts";
import { sourceContract } from "../source.contract.ts";
import { source } from "./index.ts";

const path = new URL("./fixtures/web.yml", import.meta.url);

sourceContract(source, [{ file: path, lines: 1, images: 3, skipped: 3, names: ["acme_ubuntu_22.04_x64"] }]);

describe("a ServerTemplate file of right_st", () => {
	const { lines, skipped } = source.parse(readDocument("web.yml", readFileSync(path)), {});

	it("has the clouds, images, instance types and user data of its MultiCloud Images", () => {
		expect(lines.map(({ name }) => name)).toEqual(["acme_ubuntu_22.04_x64"]);
		expect(
			lines[0]?.releases[0]?.images.map(({ cloud, image, defaults }) => [cloud.slug, image.uid, defaults]),
		).toEqual([
			["aws-us-east-1", "ami-01111111111111111", { instanceType: "m5.large", userData: "#cloud-config" }],
			["gcp", "ubuntu-2204-jammy-v20240101", { instanceType: "n1-standard-1", userData: null }],
			[
				"azure-eastus",
				"Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2:22.04.202401010",
				{ instanceType: "Standard_D2s_v5", userData: null },
			],
		]);
	});

	it("skips what only refers to RightScale, with the reason", () => {
		expect(skipped.map(({ row }) => row)).toEqual([
			"MultiCloudImages[0].Settings[3]",
			"MultiCloudImages[1]",
			"MultiCloudImages[2]",
		]);
		expect(skipped[1]?.why).toBe("Ubuntu_14.04_x64 has no settings here: it only refers to one in RightScale");
	});
});
