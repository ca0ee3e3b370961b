import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDocument } from "../reading/read-document.ts";
import { sourceContract } from "../source.contract.ts";
import type { Listing } from "../source.ts";
import { source } from "./index.ts";

const fixture = (name: string) => new URL(`./fixtures/${name}`, import.meta.url);

sourceContract(source, [
	{ file: fixture("stable-2020-01-11.json"), names: ["fedora-coreos-stable-x86_64"], lines: 1, images: 29, skipped: 0 },
	{
		file: fixture("next-2022-01-12.json"),
		names: ["fedora-coreos-next-arm64", "fedora-coreos-next-x86_64"],
		lines: 2,
		images: 73,
		skipped: 0,
	},
	{
		file: fixture("stable-2025-09-15.json"),
		names: [
			"fedora-coreos-stable-arm64",
			"fedora-coreos-stable-ppc64le",
			"fedora-coreos-stable-s390x",
			"fedora-coreos-stable-x86_64",
		],
		lines: 4,
		images: 132,
		skipped: 0,
	},
	{ file: fixture("rhcos.json"), names: ["rhcos-4.13-arm64", "rhcos-4.13-ppc64le"], lines: 4, images: 133, skipped: 0 },
	{ file: fixture("rhcos-amd64.json"), names: ["rhcos-4.7-x86_64"], lines: 1, images: 35, skipped: 1 },
]);

function read(name: string): Listing {
	return source.parse(readDocument(name, readFileSync(fixture(name))), {});
}

function parse(value: unknown): Listing {
	return source.parse(readDocument("stream.json", new TextEncoder().encode(JSON.stringify(value))), {});
}

function cell(listing: Listing, name: string, slug: string) {
	return listing.lines.find((line) => line.name === name)?.releases[0]?.images.find((one) => one.cloud.slug === slug);
}

describe("real files", () => {
	const stable = read("stable-2025-09-15.json");
	const rhcos = read("rhcos.json");
	const legacy = read("rhcos-amd64.json");
	it.each([
		[stable, "fedora-coreos-stable-x86_64", "aws-af-south-1", "id", "ami-0d9acf6413ac9b0a3"],
		[
			stable,
			"fedora-coreos-stable-arm64",
			"gcp",
			"path",
			"projects/fedora-coreos-cloud/global/images/fedora-coreos-42-20250901-3-0-gcp-aarch64",
		],
		[
			stable,
			"fedora-coreos-stable-s390x",
			"kubevirt",
			"object",
			"quay.io/fedora/fedora-coreos-kubevirt@sha256:acc4da5e5d63108c75b50e550d45b7da593768a61025b24eb35ab799dde01cb7",
		],
		[rhcos, "rhcos-4.13-x86_64", "alibaba-ap-northeast-1", "id", "m-6wehhhdtbj2jrp3ptn89"],
		[
			rhcos,
			"rhcos-4.13-arm64",
			"azure",
			"object",
			"https://rhcos.blob.core.windows.net/imagebucket/rhcos-413.86.202301191042-0-azure.aarch64.vhd",
		],
		[
			rhcos,
			"rhcos-4.13-ppc64le",
			"powervs-au-syd",
			"object",
			"https://s3.au-syd.cloud-object-storage.appdomain.cloud/rhcos-powervs-images-au-syd/rhcos-413-86-202301191042-0-ppc64le-powervs.ova.gz",
		],
		[legacy, "rhcos-4.7-x86_64", "aws-ap-east-1", "id", "ami-0cacf9b0f94d6febf"],
		[
			legacy,
			"rhcos-4.7-x86_64",
			"gcp",
			"path",
			"projects/rhcos-cloud/global/images/rhcos-47-82-202010211043-0-gcp-x86-64",
		],
		[
			legacy,
			"rhcos-4.7-x86_64",
			"azure",
			"object",
			"https://rhcos.blob.core.windows.net/imagebucket/rhcos-47.82.202010211043-0-azure.x86_64.vhd",
		],
	])("%# %s in %s", (listing, name, slug, kind, uid) => {
		expect(cell(listing, name, slug)?.image).toEqual({ kind, uid, checksum: null });
	});

	it("lists a legacy file below baseURI with its checksum", () => {
		expect(cell(legacy, "rhcos-4.7-x86_64", "artifact-metal-4k.raw.gz")?.image).toEqual({
			kind: "artifact",
			uid: "https://releases-art-rhcos.svc.ci.openshift.org/art/storage/releases/rhcos-4.7/47.82.202010211043-0/x86_64/rhcos-47.82.202010211043-0-metal4k.x86_64.raw.gz",
			checksum: "sha256:7a1afb30491c73211682322fa3eb29cfbc4e8ead94d59725957fca35d5a3f67d",
		});
	});
	it("lists kernel, initramfs and rootfs of pxe as artifacts of their own", () => {
		for (const part of ["kernel", "initramfs", "rootfs"]) {
			expect(cell(stable, "fedora-coreos-stable-x86_64", `artifact-metal-pxe.${part}`)?.image.checksum).toMatch(
				/^sha256:[0-9a-f]{64}$/,
			);
		}
	});
	it("reads the time of a legacy build from its id", () => {
		expect(legacy.lines[0]?.releases[0]).toMatchObject({
			version: "47.82.202010211043-0",
			releasedAt: "2020-10-21T10:43:00.000Z",
		});
	});
	it("has OS version and both spellings of the architecture", () => {
		expect(cell(rhcos, "rhcos-4.13-arm64", "aws-af-south-1")?.facts).toMatchObject({
			os: "rhcos",
			osVersion: "4.13",
			architecture: "arm64",
			publishedArchitecture: "aarch64",
			release: "413.86.202301191042-0",
		});
	});
	it("uses the release of most places and notes the others, each with its own", () => {
		const next = read("next-2022-01-12.json");
		const release = next.lines.find((line) => line.name === "fedora-coreos-next-arm64")?.releases[0];
		expect(release?.version).toBe("35.20211215.1.0");
		expect(release?.notes).toHaveLength(1);
		expect(release?.notes[0]).toMatch(/^9 places at 35\.20220103\.1\.0: .*aws-ap-southeast-3/);
		expect(cell(next, "fedora-coreos-next-arm64", "aws-ap-southeast-3")?.facts.release).toBe("35.20220103.1.0");
	});
});

const stream = (x86_64: unknown, name = "rhcos-4.18") => ({
	stream: name,
	metadata: { "last-modified": "2025-01-02T03:04:05Z" },
	architectures: { x86_64 },
});

describe("forms without a fixture", () => {
	it("creates separate lines for marketplace plans and Windows images", () => {
		const image = (sku: string) => ({
			release: "418.1",
			publisher: "redhat",
			offer: "rh-ocp-worker",
			sku,
			version: "4.18.2025031114",
		});
		const listing = parse(
			stream({
				images: { aws: { regions: { "us-east-1": { release: "418.1", image: "ami-00000001" } } } },
				"rhel-coreos-extensions": {
					"aws-winli": { regions: { "us-east-1": { release: "418.1", image: "ami-00000002" } } },
					marketplace: {
						azure: { ocp: { hyperVGen1: image("rh-ocp-worker-gen1"), hyperVGen2: image("rh-ocp-worker") } },
					},
				},
			}),
		);
		expect(listing.lines.map((line) => [line.name, line.releases[0]?.images.map((one) => one.image.uid)])).toEqual([
			["rhcos-4.18-x86_64", ["ami-00000001"]],
			["rhcos-4.18-aws-winli-x86_64", ["ami-00000002"]],
			["rhcos-4.18-azure-ocp-hypervgen1-x86_64", ["redhat:rh-ocp-worker:rh-ocp-worker-gen1:4.18.2025031114"]],
			["rhcos-4.18-azure-ocp-hypervgen2-x86_64", ["redhat:rh-ocp-worker:rh-ocp-worker:4.18.2025031114"]],
		]);
	});
	it("reads objects of ibmcloud as places of IBM", () => {
		const listing = parse(
			stream({
				images: {
					ibmcloud: { regions: { "eu-de": { release: "1", object: "o", bucket: "b", url: "https://s3.example/b/o" } } },
				},
			}),
		);
		expect(cell(listing, "rhcos-4.18-x86_64", "ibm-eu-de")).toMatchObject({
			image: { kind: "object", uid: "https://s3.example/b/o" },
			facts: { name: "o" },
		});
	});
	it.each([
		["stable", "fedora-coreos-stable-x86_64"],
		["rhcos-4.9", "rhcos-4.9-x86_64"],
		["rhel-9.6", "rhcos-rhel-9.6-x86_64"],
		["c9s", "scos-c9s-x86_64"],
		["scos-4.20", "scos-4.20-x86_64"],
	])("names the product of stream %s %s", (name, expected) => {
		const listing = parse(stream({ images: { gcp: { release: "1", project: "p", name: "n" } } }, name));
		expect(listing.lines.map((line) => line.name)).toEqual([expected]);
	});
	it("skips entries that are not images, with the reason", () => {
		const listing = parse(
			stream({
				artifacts: { qemu: { release: "1", formats: { qcow2: { disk: {} } } } },
				images: { aws: { regions: { "us-east-1": { release: "1", image: "UNSUPPORTED" } } }, gcp: {} },
			}),
		);
		expect(listing).toEqual({
			lines: [],
			skipped: [
				{ row: "architectures.x86_64.artifacts.qemu.formats.qcow2.disk", why: "an artifact without a location" },
				{
					row: "architectures.x86_64.images.aws.regions.us-east-1",
					why: 'the publisher says "UNSUPPORTED" here: no image',
				},
				{ row: "architectures.x86_64.images.gcp", why: "a Google image without a name" },
			],
		});
	});
	it("refuses artifacts that are not an object, with the place in the file", () => {
		expect(() => parse(stream({ artifacts: [] }))).toThrow(/architectures\.x86_64\.artifacts is not an object/);
	});
});
