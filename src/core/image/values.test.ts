import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contents } from "../../../test/arbitraries.ts";
import { parseComponentName } from "../component/component-fields.ts";
import { type FaultCode, isFault } from "../errors.ts";
import { architectures, parseArchitecture } from "./architecture.ts";
import { artifactPlace, cloudOf, cloudType, isKnownCloudType, parseCloudSlug } from "./cloud.ts";
import { checkImageIdentity, type ImageIdentity, imageKindOf, sameImage } from "./image.ts";
import { findKnownCloud, knownCloudSlugs } from "./known-regions.ts";
import { findSetting, mciContent } from "./mci.ts";
import { checkSetting, plainSetting, type Setting, userDataLimit } from "./setting.ts";

function faultOf(act: () => unknown): { code: FaultCode; problem: unknown } {
	try {
		act();
	} catch (error) {
		if (isFault(error)) return { code: error.code, problem: error.details.problem };
		throw error;
	}
	throw new Error("no fault was thrown");
}

const id = (uid: string): ImageIdentity => ({ kind: "id", uid, checksum: null });
const gcp = parseCloudSlug("gcp");

describe("a cloud", () => {
	it.each([
		["aws", "us-east-1", "aws-us-east-1", "aws", "us-east-1", "AWS us-east-1"],
		["ec2", "US_East_1", "aws-us-east-1", "aws", "us-east-1", "AWS us-east-1"],
		["azure_rm", "West Europe", "azure-westeurope", "azure", "westeurope", "Azure westeurope"],
		["google", null, "gcp", "gcp", null, "Google Cloud"],
		["OpenStack", "Region One", "openstack-region-one", "openstack", "Region One", "OpenStack Region One"],
		["Nifty Cloud", "east", "nifty-cloud-east", "nifty-cloud", "east", "nifty-cloud east"],
		["constructor", "x", "constructor-x", "constructor", "x", "constructor x"],
		["aws", "eu-typo-1", "aws-eu-typo-1", "aws", "eu-typo-1", "AWS eu-typo-1"],
	])("of %s %s is %s", (type, region, slug, kind, place, name) => {
		expect(cloudOf(type, region)).toEqual({ slug, type: kind, region: place, name });
	});

	it.each(["gcp", "a", "aws-us-east-1", "acme_1.b-c", "0", "x".repeat(100)])("accepts the name %s", (slug) => {
		expect(parseCloudSlug(slug)).toBe(slug);
	});

	it.each([
		"",
		"GCP",
		" gcp",
		"gcp ",
		"-gcp",
		".gcp",
		"a/b",
		"a@b",
		"gcp\n",
		"gcp\u0000",
		"ä",
		"x".repeat(101),
		"'; --",
	])("refuses the name %j", (slug) => {
		expect(faultOf(() => parseCloudSlug(slug)).code).toBe("cloud-slug-invalid");
	});

	it.each(["", "日本", "--"])("has no slug without a letter: type %j", (type) => {
		expect(faultOf(() => cloudOf(type, null)).code).toBe("cloud-slug-invalid");
	});

	it("has one spelling for its type, known or not", () => {
		expect([" EC2 ", "alicloud", "mine", "__proto__"].map(cloudType)).toEqual(["aws", "alibaba", "mine", "__proto__"]);
		expect(["azure2", "toString", "mine"].map(isKnownCloudType)).toEqual([true, false, false]);
	});

	it("is an artifact place with its platform and format", () => {
		expect(artifactPlace("metal", "4k.raw.xz")).toEqual({
			slug: "artifact-metal-4k.raw.xz",
			type: "metal",
			region: null,
			name: "metal 4k.raw.xz artifact",
		});
	});

	it("is known by its slug when it is public, and every known one is valid", () => {
		for (const slug of knownCloudSlugs()) {
			const known = findKnownCloud(slug);
			expect(known && cloudOf(known.type, known.region)).toEqual(known);
		}
		expect(new Set(knownCloudSlugs()).size).toBe(knownCloudSlugs().length);
		expect(findKnownCloud("aws-us-east-1")?.region).toBe("us-east-1");
		expect(findKnownCloud("acme-r1")).toBeUndefined();
	});
});

describe("an architecture", () => {
	it.each([
		["amd64", "x86_64"],
		[" X86_64 ", "x86_64"],
		["aarch64-linux", "arm64"],
		["Arm64", "arm64"],
		["i686", "i386"],
		["ppc64el", "ppc64le"],
	])("is read from %j as %s", (text, architecture) => {
		expect(parseArchitecture(text)).toBe(architecture);
	});

	it.each(["", "sparc", "constructor", "x86_64x"])("is not %j", (text) => {
		expect(parseArchitecture(text)).toBeUndefined();
	});

	it("is read from its own spelling", () => {
		expect(architectures.map(parseArchitecture)).toEqual([...architectures]);
	});
});

describe("an image reference", () => {
	const checksum = `sha256:${"a".repeat(64)}`;

	it.each<readonly [string, ImageIdentity]>([
		["gcp", id("ami-0123")],
		["gcp", id("x".repeat(2048))],
		["gcp", { kind: "path", uid: "/subscriptions/1/…/versions/1.0", checksum: null }],
		["gcp", { kind: "id", uid: "with space inside", checksum }],
		["artifact-metal-iso", { kind: "artifact", uid: "https://example.org/a.iso", checksum }],
		["artifact-x-oci", { kind: "artifact", uid: "docker://quay.io/a@sha256:1", checksum: null }],
	])("is accepted in %s: %j", (cloud, image) => {
		expect(checkImageIdentity(cloud, image)).toEqual(image);
	});

	it.each<readonly [string, ImageIdentity, string]>([
		["gcp", id(""), "empty"],
		["gcp", id("x".repeat(2049)), "longer"],
		["gcp", id(" i"), "surrounding spaces"],
		["gcp", id("i\n"), "control"],
		["gcp", id("a\u0000b"), "control"],
		["gcp", id("a\u007fb"), "control"],
		["gcp", { ...id("i"), checksum: "abc" }, "checksum"],
		["gcp", { ...id("i"), checksum: `sha256:${"A".repeat(64)}` }, "checksum"],
		["gcp", { ...id("https://example.org/a"), kind: "artifact" }, "artifact place"],
		["artifact-metal-iso", id("ami-1"), "holds artifacts"],
		["artifact-metal-iso", { ...id("javascript:alert(1)"), kind: "artifact" }, "URL"],
		["artifact-metal-iso", { ...id("https://a b"), kind: "artifact" }, "URL"],
	])("is refused in %s: %j", (cloud, image, problem) => {
		expect(faultOf(() => checkImageIdentity(cloud, image))).toEqual({
			code: "image-invalid",
			problem: expect.stringContaining(problem),
		});
	});

	it.each([
		["ami-0123", "id"],
		["0a1b2c3d-0000-1111-2222-333344445555", "id"],
		["projects/p/global/images/i", "path"],
		["https://www.googleapis.com/compute/v1/projects/p/global/images/i", "path"],
		["/subscriptions/1/x", "path"],
		["https://bucket.example.org/i.vhd", "object"],
		["Canonical:ubuntu:22_04:latest", "urn"],
		["a:b:c", "id"],
	])("%s has by its form the kind %s", (uid, kind) => {
		expect(imageKindOf(uid)).toBe(kind);
	});

	it("differs by kind and checksum", () => {
		expect(sameImage(id("i"), id("i"))).toBe(true);
		expect(sameImage(id("i"), { ...id("i"), kind: "urn" })).toBe(false);
		expect(sameImage(id("i"), { ...id("i"), checksum })).toBe(false);
	});
});

describe("a setting", () => {
	const setting = (more: Partial<Setting>): Setting => ({ ...plainSetting(gcp, id("i")), ...more });

	it.each<Partial<Setting>>([
		{},
		{ instanceType: "n1-standard-1" },
		{ userData: "" },
		{ userData: "x".repeat(userDataLimit) },
		{ kernel: "a b" },
	])("is accepted with %j", (more) => {
		expect(checkSetting(setting(more))).toEqual(setting(more));
	});

	it.each<readonly [Partial<Setting>, FaultCode]>([
		[{ instanceType: "" }, "setting-invalid"],
		[{ instanceType: " large" }, "setting-invalid"],
		[{ kernel: "x".repeat(256) }, "setting-invalid"],
		[{ ramdisk: "\n" }, "setting-invalid"],
		[{ userData: "x".repeat(userDataLimit + 1) }, "setting-invalid"],
		[{ image: id("") }, "image-invalid"],
	])("is refused with %j", (more, code) => {
		expect(faultOf(() => checkSetting(setting(more))).code).toBe(code);
	});
});

describe("the content of an MCI", () => {
	it.each([
		"a",
		"Ubuntu 22.04 LTS",
		"日本語",
		"x".repeat(200),
		"42",
		"a:b",
		"<script>",
		"__proto__",
		"...",
		"%2F",
		"' or 1=1 --",
	])("accepts the name %s", (name) => {
		expect(parseComponentName(name)).toBe(name);
	});

	it.each(["", " ", ".", "..", " a", "a ", "a/b", "a@b", "a\tb", "a\u0000", "\u00a0a", "x".repeat(201)])(
		"refuses the name %j",
		(name) => {
			expect(faultOf(() => parseComponentName(name)).code).toBe("component-name-invalid");
		},
	);

	it.each(["", " t", "a\nb", "x".repeat(256)])("refuses the tag %j", (tag) => {
		expect(faultOf(() => mciContent({ name: "web", tags: [tag] })).code).toBe("component-invalid");
	});

	it("refuses a description over 16 KiB", () => {
		expect(mciContent({ name: "web", description: "x".repeat(16_384) }).description).toHaveLength(16_384);
		expect(faultOf(() => mciContent({ name: "web", description: "x".repeat(16_385) })).code).toBe("component-invalid");
	});

	it("has one setting per cloud, and refuses the second by the name of the first", () => {
		const settings = [plainSetting(gcp, id("first")), plainSetting(gcp, id("second"))];
		expect(() => mciContent({ name: "web", settings })).toThrow("“web” already maps gcp to first");
	});

	it("finds each of its settings, and no other", () => {
		fc.assert(
			fc.property(contents, (content) => {
				for (const setting of content.settings) expect(findSetting(content, setting.cloud)).toBe(setting);
				expect(findSetting(content, "zzz")).toBeUndefined();
				expect(findSetting(content, "")).toBeUndefined();
			}),
		);
	});
});
