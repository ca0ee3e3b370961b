import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDocument } from "../reading/read-document.ts";
import { sourceContract } from "../source.contract.ts";
import { source } from "./index.ts";

const fixture = (name: string) => new URL(`./fixtures/${name}`, import.meta.url);

sourceContract(source, [
	{
		file: fixture("almalinux.yml"),
		names: ["almalinux-8-x86_64", "almalinux-9-x86_64"],
		lines: 2,
		images: 2,
		skipped: 0,
	},
	{ file: fixture("debian.yml"), names: ["debian-10-x86_64", "debian-12-x86_64"], lines: 3, images: 3, skipped: 0 },
	{
		file: fixture("ubuntu.yml"),
		names: ["ubuntu-14.04-x86_64", "ubuntu-24.04-minimal-x86_64"],
		lines: 11,
		images: 11,
		skipped: 0,
	},
]);

const read = (text: string) => source.parse(readDocument("images.yml", Buffer.from(text)), {});
const sha256 = "0123456789abcdef".repeat(4);

describe("OpenStack Image Manager definitions", () => {
	it("become artifacts with checksum, mirror and build date", () => {
		const listing = source.parse(readDocument("almalinux.yml", readFileSync(fixture("almalinux.yml"))), {});
		const [eight, nine] = listing.lines;
		expect(nine?.releases).toEqual([
			{
				version: "20241120",
				releasedAt: "2024-11-20T00:00:00.000Z",
				notes: [],
				images: [
					{
						cloud: expect.objectContaining({ slug: "artifact-openstack-qcow2" }),
						image: {
							kind: "artifact",
							uid: "https://repo.almalinux.org/almalinux/9/cloud/x86_64/images/AlmaLinux-9-GenericCloud-latest.x86_64.qcow2",
							checksum: "sha256:abddf01589d46c841f718cec239392924a03b34c4fe84929af5d543c50e37e37",
						},
						facts: expect.objectContaining({
							name: "AlmaLinux 9",
							os: "almalinux",
							osVersion: "9",
							architecture: "x86_64",
							release: "20241120",
							state: "active",
							visibility: "public",
							url: "https://swift.services.a.regiocloud.tech/swift/v1/AUTH_b182637428444b9aa302bb8d5a5a418c/openstack-images/almalinux-9/20241120-almalinux-9.qcow2",
						}),
					},
				],
			},
		]);
		expect(eight?.releases[0]?.images[0]?.facts.state, "enable: false").toBe("inactive");
		expect(eight?.releases[0]?.notes).toEqual(["the publisher has switched this image off (enable: false)"]);
	});

	it("keep Debian's sha512", () => {
		const listing = source.parse(readDocument("debian.yml", readFileSync(fixture("debian.yml"))), {});
		expect(listing.lines[0]?.releases[0]?.images[0]?.image.checksum).toBe(
			"sha512:416bca009f83884ceab49bf8ad944c9fe0091ac90cf80856fcb5d2a8300a949b3f19573b27c34d3e6d44224e716c122c4b884071d1f1634c5ce52c4dc109c5d1",
		);
	});

	it("are ordered by their numbers, whenever they were built, and a version stays the text it is", () => {
		const listing = read(`
images:
  - name: Garden Linux
    shortname: gardenlinux
    format: qcow2
    versions:
      - {version: '1312.10', url: 'https://example.org/1312.10.qcow2', checksum: 'sha256:${sha256}', build_date: 2024-03-01}
      - {version: '1312.2', url: 'https://example.org/1312.2.qcow2', checksum: 'sha256:${sha256}', build_date: 2023-11-16}
      - {version: '934.1', url: 'https://example.org/934.1.qcow2', checksum: 'sha256:${sha256}', build_date: 2023-12-01}
`);
		expect(listing.lines[0]?.name).toBe("gardenlinux");
		expect(listing.lines[0]?.releases.map((release) => release.version)).toEqual(["934.1", "1312.2", "1312.10"]);
	});

	it("are ordered by version if there is no build date", () => {
		const listing = read(`
images:
  - shortname: flatcar
    versions:
      - {version: '3510.10', url: 'https://example.org/b'}
      - {version: '3510.9', url: 'https://example.org/a'}
`);
		expect(listing.lines[0]?.releases.map((release) => [release.version, release.releasedAt])).toEqual([
			["3510.9", null],
			["3510.10", null],
		]);
	});

	it("with an arm64 image in raw.xz format name both in line and place", () => {
		const listing = read(
			"images: [{shortname: debian-12-arm64, format: raw.xz, meta: {architecture: aarch64}, versions: [{version: '1', url: 'https://example.org/a'}]}]",
		);
		expect(listing.lines[0]?.name).toBe("debian-12-arm64");
		expect(listing.lines[0]?.releases[0]?.images[0]?.cloud.slug).toBe("artifact-openstack-raw.xz");
		expect(listing.lines[0]?.releases[0]?.images[0]?.facts.publishedArchitecture).toBe("aarch64");
	});

	it.each([
		[
			"an image without versions",
			"{shortname: a, format: raw, versions: []}",
			"images[0]",
			"the image has no versions",
		],
		[
			"a version without url",
			"{shortname: a, versions: [{version: '1'}]}",
			"images[0].versions[0]",
			"the version has no url",
		],
		[
			"a checksum that is none",
			"{shortname: a, versions: [{version: '1', url: 'https://e.org/a', checksum: 'sha256:12'}]}",
			"images[0].versions[0]",
			"the checksum is not of the form sha256:<hex> or sha512:<hex>",
		],
	])("%s is skipped with its row", (_what, image, row, why) => {
		expect(read(`images: [${image}]`)).toEqual({ lines: [], skipped: [{ row, why }] });
	});

	it("with two urls for one version are refused", () => {
		expect(() =>
			read(
				"images:\n- shortname: a\n  versions:\n  - {version: '1', url: 'https://e.org/a'}\n  - {version: '1', url: 'https://e.org/b'}\n",
			),
		).toThrow(/images\.yml:5:5: .*two images for artifact-openstack-qcow2/);
	});

	it("whose images are not a list are refused", () => {
		expect(() => read("images: {a: b}")).toThrow(/images is not a list/);
	});
});
