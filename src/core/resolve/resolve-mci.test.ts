import { describe, expect, it } from "vitest";
import type { Lifecycle } from "../component/lifecycle.ts";
import { parseCloudSlug } from "../image/cloud.ts";
import { type Image, type ImageFacts, noFacts } from "../image/image.ts";
import { plainSetting, type Setting } from "../image/setting.ts";
import { cloudsInstead } from "./clouds-instead.ts";
import type { RequestedValues } from "./resolution.ts";
import { type MciCandidate, resolveMci } from "./resolve-mci.ts";

const now = "2026-06-01T00:00:00.000Z";
const gcp = parseCloudSlug("gcp");
const identity = { kind: "id", uid: "i", checksum: null } as const;

function candidate(setting: Partial<Setting> | null = {}, facts: Partial<ImageFacts> | null = {}): MciCandidate {
	const image: Image | null =
		facts === null || setting === null ? null : { cloud: gcp, ...(setting.image ?? identity), ...noFacts, ...facts };
	return {
		ref: "web@4",
		revisionReason: "revision 4 is the newest commit",
		cloud: "gcp",
		lifecycle: null,
		heldBack: null,
		setting: setting === null ? null : { ...plainSetting(gcp, identity), ...setting },
		image,
		imageLifecycle: null,
		requestedImage: null,
		clouds: () => ["aws-us-east-1", "gcp-2", "artifact-metal-iso"],
		otherRevisions: () => [3, 1],
	};
}

describe("resolving one cloud of one revision", () => {
	it("returns the whole setting, with the reason of each value", () => {
		const setting = { instanceType: "large", kernel: "k", ramdisk: "r", userData: "u" };
		expect(resolveMci(candidate(setting), {}, now)).toEqual({
			kind: "resolved",
			image: identity,
			...setting,
			reasons: [
				{ property: "revision", text: "revision 4 is the newest commit" },
				{ property: "image", text: "setting of web@4 for gcp" },
				{ property: "instanceType", text: "setting of web@4 for gcp" },
				{ property: "kernel", text: "setting of web@4 for gcp" },
				{ property: "ramdisk", text: "setting of web@4 for gcp" },
				{ property: "userData", text: "setting of web@4 for gcp" },
			],
			warnings: [],
		});
	});

	it.each<{
		what: string;
		requestedValues: RequestedValues;
		uid: string;
		instanceType: string | null;
		warnings: string[];
	}>([
		{
			what: "an instance type",
			requestedValues: { instanceType: "xlarge" },
			uid: "i",
			instanceType: "xlarge",
			warnings: [],
		},
		{
			what: "an image that the map does not have",
			requestedValues: { image: "mine" },
			uid: "mine",
			instanceType: "large",
			warnings: ["image-overridden"],
		},
		{
			what: "the image that the map has",
			requestedValues: { image: "i" },
			uid: "i",
			instanceType: "large",
			warnings: [],
		},
		{
			what: "image and type",
			requestedValues: { image: "mine", instanceType: "s" },
			uid: "mine",
			instanceType: "s",
			warnings: ["image-overridden"],
		},
		{
			what: "the architecture that it is",
			requestedValues: { architecture: "arm64" },
			uid: "i",
			instanceType: "large",
			warnings: [],
		},
	])("honors the request: $what", ({ requestedValues, uid, instanceType, warnings }) => {
		const answer = resolveMci(candidate({ instanceType: "large" }, { architecture: "arm64" }), requestedValues, now);
		expect(answer).toMatchObject({ kind: "resolved", image: { uid }, instanceType });
		expect(answer.kind === "resolved" && answer.warnings.map((warning) => warning.code)).toEqual(warnings);
	});

	it("returns a requested image although the map has none", () => {
		expect(resolveMci(candidate(null), { image: "mine", instanceType: "s" }, now)).toMatchObject({
			kind: "resolved",
			image: { kind: "id", uid: "mine", checksum: null },
			instanceType: "s",
			kernel: null,
			warnings: [{ code: "image-overridden" }],
		});
	});

	it.each<{ what: string; facts: Partial<ImageFacts> | null; warnings: string[] }>([
		{ what: "active", facts: { state: "active" }, warnings: [] },
		{ what: "of which nothing is known", facts: null, warnings: [] },
		{ what: "deprecated", facts: { state: "deprecated" }, warnings: ["image-deprecated"] },
		{
			what: "past its date of deprecation",
			facts: { state: "active", deprecatedAt: "2026-05-31T00:00:00Z" },
			warnings: ["image-deprecated"],
		},
		{ what: "deprecated from this time", facts: { deprecatedAt: now }, warnings: ["image-deprecated"] },
		{ what: "to be deprecated", facts: { deprecatedAt: "2026-06-01T00:00:00.001Z" }, warnings: [] },
		{ what: "inactive", facts: { state: "inactive" }, warnings: ["image-inactive"] },
		{
			what: "inactive and past its date",
			facts: { state: "inactive", deprecatedAt: "2020-01-01T00:00:00Z" },
			warnings: ["image-inactive"],
		},
		{ what: "past its end of life", facts: { endOfLifeAt: "2026-01-01T00:00:00Z" }, warnings: ["end-of-life"] },
		{
			what: "deprecated and past its end",
			facts: { state: "deprecated", endOfLifeAt: "2026-01-01T00:00:00Z" },
			warnings: ["image-deprecated", "end-of-life"],
		},
		{ what: "to be deleted", facts: { state: "active", deletedAt: "2027-01-01T00:00:00Z" }, warnings: [] },
	])("answers for an image that is $what", ({ facts, warnings }) => {
		const answer = resolveMci(candidate({}, facts), {}, now);
		expect(answer.kind === "resolved" && answer.warnings.map((warning) => warning.code)).toEqual(warnings);
	});

	it("names the replacement in a warning", () => {
		const answer = resolveMci(
			candidate({}, { state: "deprecated", deprecatedAt: "2026-05-31T00:00:00Z", replacement: "j" }),
			{},
			now,
		);
		expect(answer).toMatchObject({
			warnings: [{ text: "image i is deprecated since 2026-05-31; it is replaced by j" }],
		});
	});

	it("warns that an artifact must be uploaded", () => {
		const artifact = { kind: "artifact", uid: "https://example.org/a", checksum: null } as const;
		expect(resolveMci(candidate({ image: artifact }), {}, now)).toMatchObject({
			kind: "resolved",
			warnings: [{ code: "artifact-needs-upload" }],
		});
	});

	it.each<{
		what: string;
		of: MciCandidate;
		requestedValues?: RequestedValues;
		verdict: string;
		code: string;
		replacement?: string;
	}>([
		{ what: "the map has nothing", of: candidate(null), verdict: "absent", code: "no-setting" },
		{
			what: "the image was deleted",
			of: candidate({}, { state: "deleted", replacement: "j" }),
			verdict: "refused",
			code: "image-deleted",
			replacement: "j",
		},
		{
			what: "its date of deletion has come",
			of: candidate({}, { state: "active", deletedAt: now }),
			verdict: "refused",
			code: "image-deleted",
		},
		{
			what: "the deleted image of the map is requested by its id",
			of: candidate({}, { state: "deleted" }),
			requestedValues: { image: "i" },
			verdict: "refused",
			code: "image-deleted",
		},
		{
			what: "it is for another architecture",
			of: candidate({}, { architecture: "arm64" }),
			requestedValues: { architecture: "x86_64" },
			verdict: "refused",
			code: "architecture-differs",
		},
	])(
		"finds no image when $what, and lists alternatives",
		({ of, requestedValues = {}, verdict, code, replacement = null }) => {
			expect(resolveMci(of, requestedValues, now)).toMatchObject({
				kind: "unresolved",
				verdict,
				because: [{ code }],
				instead: { clouds: ["gcp-2", "aws-us-east-1", "artifact-metal-iso"], revisions: [3, 1], replacement },
			});
		},
	);

	const revoked: Lifecycle = { deprecatedAt: null, revokedAt: now, reason: "CVE-1", replacement: "j" };
	const deprecated: Lifecycle = { ...revoked, deprecatedAt: now, revokedAt: null };
	const ahead: Lifecycle = {
		...revoked,
		deprecatedAt: "2026-06-01T00:00:00.001Z",
		revokedAt: "2026-07-01T00:00:00.000Z",
	};

	it.each<{ what: string; of: Partial<MciCandidate>; requestedValues?: RequestedValues; code: string; text: string }>([
		{
			what: "the revision",
			of: { lifecycle: revoked },
			code: "revision-revoked",
			text: "web@4 is revoked since 2026-06-01: CVE-1; it is replaced by j",
		},
		{
			what: "the revision, though an image is requested",
			of: { lifecycle: revoked },
			requestedValues: { image: "x" },
			code: "revision-revoked",
			text: "web@4",
		},
		{
			what: "the revision, though it lacks the cloud",
			of: { lifecycle: revoked, setting: null },
			code: "revision-revoked",
			text: "web@4",
		},
		{
			what: "its image",
			of: { imageLifecycle: revoked },
			code: "image-revoked",
			text: "image i is revoked since 2026-06-01: CVE-1; it is replaced by j",
		},
		{
			what: "its image, requested by id",
			of: { imageLifecycle: revoked },
			requestedValues: { image: "i" },
			code: "image-revoked",
			text: "image i",
		},
		{
			what: "an image that is requested",
			of: { requestedImage: { image: { cloud: gcp, ...identity, uid: "x", ...noFacts }, lifecycle: revoked } },
			requestedValues: { image: "x" },
			code: "image-revoked",
			text: "image x",
		},
		{
			what: "an image that is requested, of which nothing else is known",
			of: { requestedImage: { image: null, lifecycle: revoked } },
			requestedValues: { image: "x" },
			code: "image-revoked",
			text: "image x",
		},
	])("refuses when $what is revoked", ({ of, requestedValues = {}, code, text }) => {
		const answer = resolveMci({ ...candidate(), ...of }, requestedValues, now);
		expect(answer).toMatchObject({
			kind: "unresolved",
			verdict: "refused",
			because: [{ code }],
			instead: { replacement: "j" },
		});
		expect(answer.kind === "unresolved" && answer.because[0]?.text).toContain(text);
	});

	it("refuses a requested image that its cloud has deleted, or that is for another architecture", () => {
		const requested = (facts: Partial<ImageFacts>) => ({
			image: { cloud: gcp, ...identity, uid: "x", ...noFacts, ...facts },
			lifecycle: null,
			heldBack: null,
		});
		const deleted = { ...candidate(), requestedImage: requested({ state: "deleted", replacement: "y" }) };
		expect(resolveMci(deleted, { image: "x" }, now)).toMatchObject({
			because: [{ code: "image-deleted" }],
			instead: { replacement: "y" },
		});
		const other = { ...candidate(), requestedImage: requested({ architecture: "arm64" }) };
		expect(resolveMci(other, { image: "x", architecture: "x86_64" }, now)).toMatchObject({
			because: [{ code: "architecture-differs" }],
		});
	});

	it.each<{ what: string; of: Partial<MciCandidate>; warnings: { code: string; text: string }[] }>([
		{
			what: "the revision is deprecated",
			of: { lifecycle: deprecated },
			warnings: [
				{ code: "revision-deprecated", text: "web@4 is deprecated since 2026-06-01: CVE-1; it is replaced by j" },
			],
		},
		{
			what: "its image is deprecated here and by its publisher",
			of: { imageLifecycle: deprecated, image: { cloud: gcp, ...identity, ...noFacts, state: "deprecated" } },
			warnings: [
				{ code: "image-deprecated", text: "image i is deprecated since 2026-06-01: CVE-1; it is replaced by j" },
			],
		},
		{
			what: "its image is deprecated here without a replacement, of which the publisher knows",
			of: {
				imageLifecycle: { ...deprecated, reason: null, replacement: null },
				image: { cloud: gcp, ...identity, ...noFacts, replacement: "k" },
			},
			warnings: [{ code: "image-deprecated", text: "image i is deprecated since 2026-06-01; it is replaced by k" }],
		},
		{ what: "the days of its end lie ahead", of: { lifecycle: ahead, imageLifecycle: ahead }, warnings: [] },
	])("only warns when $what", ({ of, warnings }) => {
		expect(resolveMci({ ...candidate(), ...of }, {}, now)).toMatchObject({ kind: "resolved", warnings });
	});

	it("returns the requested kernel, ramdisk and user data", () => {
		const requestedValues = { kernel: "k2", ramdisk: "r2", userData: "" };
		const answer = resolveMci(candidate({ kernel: "k", userData: "u" }), requestedValues, now);
		expect(answer).toMatchObject({ kind: "resolved", ...requestedValues });
		expect(answer.kind === "resolved" && answer.reasons.slice(2)).toEqual(
			(["kernel", "ramdisk", "userData"] as const).map((property) => ({ property, text: "requested" })),
		);
	});

	it("returns a requested image with its facts from the catalogue", () => {
		const known = { cloud: gcp, kind: "path", uid: "x", checksum: null, ...noFacts, state: "deprecated" } as const;
		expect(
			resolveMci({ ...candidate(), requestedImage: { image: known, lifecycle: null } }, { image: "x" }, now),
		).toMatchObject({
			image: { kind: "path", uid: "x" },
			warnings: [{ code: "image-overridden" }, { code: "image-deprecated" }],
		});
	});

	it("warns when the architecture of the image is unknown", () => {
		expect(resolveMci(candidate(), { architecture: "arm64" }, now)).toMatchObject({
			kind: "resolved",
			warnings: [{ code: "architecture-unknown" }],
		});
	});

	it("ignores facts about another image", () => {
		const of = {
			...candidate(),
			image: { cloud: gcp, ...identity, uid: "other", ...noFacts, state: "deleted" as const },
		};
		expect(resolveMci(of, {}, now).kind).toBe("resolved");
		const requested = { ...candidate(), requestedImage: { image: of.image, lifecycle: revoked } };
		expect(resolveMci(requested, { image: "x" }, now)).toMatchObject({
			kind: "resolved",
			warnings: [{ code: "image-overridden" }],
		});
		expect(resolveMci(requested, {}, now).kind).toBe("resolved");
	});

	it("lists at most the requested number of clouds, artifact places last", () => {
		const clouds = ["artifact-a-raw", ...Array.from({ length: 60 }, (_, i) => `cloud-${i}`)];
		expect(cloudsInstead("zzz", clouds)).toHaveLength(50);
		expect(cloudsInstead("zzz", ["artifact-a-raw", "b"], 2)).toEqual(["b", "artifact-a-raw"]);
	});
});
