import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { faultCaught } from "../../../test/fault-caught.ts";
import { lineageOf, packedOf, packedRevisions, sha256Hex } from "../../../test/packed-revisions.ts";
import { cloudOf, parseCloudSlug } from "../image/cloud.ts";
import { mciContent } from "../image/mci.ts";
import { plainSetting } from "../image/setting.ts";
import { scriptContent } from "../script/script-content.ts";
import { templateContent } from "../template/template-content.ts";
import { isWholePacked, packedForm, parsePackedRevision } from "./packed-revision.ts";

const gcp = parseCloudSlug("gcp");
const aws = parseCloudSlug("aws-us-east-1");
const web = packedOf(
	mciContent({
		name: "web",
		settings: [
			plainSetting(aws, { kind: "id", uid: "ami-1", checksum: null }),
			plainSetting(gcp, { kind: "path", uid: "projects/p/global/images/i", checksum: null }),
		],
	}),
	lineageOf("web"),
	3,
);
const boot = packedOf(scriptContent({ name: "boot", source: "#!/bin/sh\n", inputs: [] }), lineageOf("boot"), 1);
const template = packedOf(
	templateContent({
		name: "t",
		mcis: [{ lineage: lineageOf("web"), revision: 3, digest: web.digest }],
		defaultMci: lineageOf("web"),
	}),
	lineageOf("t"),
	1,
);

/** The value of a packed form with one place replaced or removed. */
function withPlace(text: string, path: string, value: unknown): unknown {
	const root: unknown = JSON.parse(text);
	const steps = path.split(".");
	const last = steps.pop() ?? "";
	const holder = steps.reduce((at, step) => (at as Record<string, unknown>)[step], root) as Record<string, unknown>;
	if (value === undefined) delete holder[last];
	else holder[last] = value;
	return root;
}

describe("a packed revision", () => {
	it("reads back from its text unchanged, with any content", () => {
		fc.assert(
			fc.property(packedRevisions, (packed) => {
				const text = packedForm(packed);
				const back = parsePackedRevision(JSON.parse(text));
				expect(back).toEqual(packed);
				expect(packedForm(back)).toBe(text);
				expect(isWholePacked(back, sha256Hex)).toBe(true);
			}),
		);
	});

	it("has one text, independent of other data on its clouds and images", () => {
		const rows = {
			...web,
			clouds: web.clouds.map((cloud) => ({ id: 7, ...cloud })),
			images: web.images.map((image) => ({ ...image, id: 9 })),
		};
		expect(packedForm(rows)).toBe(packedForm(web));
	});

	it("is refused when its content does not match its digest", () => {
		expect(isWholePacked({ ...web, content: mciContent({ ...web.content, description: "x" }) }, sha256Hex)).toBe(false);
	});

	it.each<readonly [string, string, unknown, string]>([
		["an unknown form", "format", "packed-revision/2", "format"],
		["an unknown kind", "kind", "picture", "kind"],
		["a number below HEAD", "number", -1, "number"],
		["half a number", "number", 1.5, "number"],
		["a number as text", "number", "3", "number"],
		["a commit of HEAD", "number", 0, "commit"],
		["a commit without its message", "commit", null, "commit"],
		["a lineage that is not a UUID", "lineage", "../../etc/passwd", "lineage"],
		["a digest of another hash", "digest", "md5:00", "digest"],
		["a missing member", "images", undefined, "it"],
		["an unknown member", "account", "acme", "it"],
		["a member of JavaScript's own", "content.constructor", 1, "content"],
		["a name that no component can have", "content.name", "a/b", "content"],
		["a name with NUL", "content.name", "a\u0000b", "content.name"],
		["half of a surrogate pair", "content.description", "\ud800", "content.description"],
		["tags that are not a list", "content.tags", {}, "content.tags"],
		["an image id with a line break", "content.settings.0.image.uid", "ami-1\n", "content.settings[0].image"],
		["a second setting of a cloud", "content.settings.1.cloud", "aws-us-east-1", "content"],
		["a cloud's slug that is a path", "content.settings.0.cloud", "../x", "content.settings[0].cloud"],
		["a cloud that is not told", "clouds", [cloudOf("aws", "us-east-1")], "clouds"],
		["a cloud of no setting", "clouds.0.slug", "aws-us-east-2", "clouds"],
		["more clouds than settings", "clouds.2", cloudOf("aws", "us-east-2"), "clouds"],
		["an image of no setting", "images.0.uid", "ami-2", "images[0]"],
		["an image told twice", "images.1", web.images[0], "images[1]"],
		["a date that no calendar has", "images.0.createdAt", "2026-02-30T00:00:00.000Z", "images[0].createdAt"],
		["a date in another form", "images.0.createdAt", "2026-02-01", "images[0].createdAt"],
		["an architecture in another spelling", "images.0.architecture", "amd64", "images[0].architecture"],
	])("is refused with %s", (_what, path, value, place) => {
		const fault = faultCaught(() => parsePackedRevision(withPlace(packedForm(web), path, value)));
		expect(fault).toMatchObject({ code: "bundle-invalid", details: { place } });
	});

	it.each<readonly [string, string, unknown, string]>([
		["a pinned commit without a digest", "content.mcis.0.digest", null, "content.mcis[0]"],
		["a pinned HEAD with a digest", "content.mcis.0.revision", 0, "content.mcis[0]"],
		["a default that is not one of its MCIs", "content.defaultMci", lineageOf("other"), "content"],
		["no default", "content.defaultMci", null, "content"],
		["the input __proto__", "content.inputs", JSON.parse('{"__proto__":"x"}'), "content"],
		["an input that is not text", "content.inputs", { PORT: 80 }, "content.inputs"],
		["a sequence that is unknown", "content.scripts.shutdown", [], "content.scripts"],
		["clouds without settings", "clouds", [cloudOf("gcp", null)], "clouds"],
	])("of a template is refused with %s", (_what, path, value, place) => {
		const fault = faultCaught(() => parsePackedRevision(withPlace(packedForm(template), path, value)));
		expect(fault).toMatchObject({ code: "bundle-invalid", details: { place } });
	});

	it.each<readonly [string, string, unknown, string]>([
		["a source beyond the limit", "content.source", "x".repeat(256 * 1024 + 1), "content.source"],
		["inputs that are not a list", "content.inputs", { PORT: "" }, "content.inputs"],
	])("of a script is refused with %s", (_what, path, value, place) => {
		const fault = faultCaught(() => parsePackedRevision(withPlace(packedForm(boot), path, value)));
		expect(fault).toMatchObject({ code: "bundle-invalid", details: { place } });
	});

	it.each([[null], [[]], ["text"], [3], [{}]])("is refused as %j", (value) => {
		expect(faultCaught(() => parsePackedRevision(value, "object 1"))).toMatchObject({
			code: "bundle-invalid",
			details: { place: "object 1" },
		});
	});
});
