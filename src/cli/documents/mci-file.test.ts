import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { isFault } from "../../core/errors.ts";
import {
	artifactPrefix,
	imageKinds,
	type MciContent,
	mciContent,
	parseCloudSlug,
	plainSetting,
	type Setting,
} from "../../core/image/index.ts";
import { canonicalForm } from "../../core/revision/index.ts";
import { type ListedCloud, type MciFile, parseMciFile, renderMciFile } from "./mci-file.ts";

const from = { ref: "web@3", digest: "sha256:0" };

const awkward = [
	"yes", "null", "~", "", " ", "12.10", "0x1f", "1_000", "2026-01-31", "12:30", ".inf", "<<", "=", "- a", "# no comment", "a: b", "a #b", "&x", "*x", "!!int 5",
	"%YAML", "---", "...", "|", ">", "{}", "[]", "'", '"', "`", "@", " leading", "trailing ", "tab\t", "a\nb", "a\nb\n", "a\n\n\n", "\n", "\n\n a", "  a\n b\n", "a\r\nb",
	"\r", "\u0000", "\u0085", "\u2028", "\ufeff", "😀", "\ud800", "a\n--- \nb", "a\n...\nb", "#!/bin/sh\n\techo 'hi: there' # x\n\n", "  \n a\n", "a\n\t\n ",
]; // biome-ignore format: one line reads better

const anyText = fc.oneof(
	fc.constantFrom(...awkward),
	fc.string({ unit: "binary" }),
	fc.array(fc.constantFrom(...awkward, "\n", " ", ":", "#"), { maxLength: 6 }).map((parts) => parts.join("")),
);
const trimmed = anyText.map((text) => text.trim()).filter((text) => text.length > 0 && text.length < 250);
const oneLine = trimmed.map((text) => text.replace(/\p{Cc}/gu, "").trim()).filter((text) => text !== "");
const slug = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,12}$/).filter((text) => !text.startsWith(artifactPrefix));

const checksum = fc.option(fc.constant(`sha256:${"0f".repeat(32)}`));
const place: fc.Arbitrary<Pick<Setting, "cloud" | "image">> = fc.oneof(
	fc.record({
		cloud: slug.map(parseCloudSlug),
		image: fc.record({
			kind: fc.constantFrom(...imageKinds.filter((kind) => kind !== "artifact")),
			uid: oneLine,
			checksum,
		}),
	}),
	fc.record({
		cloud: slug.map((text) => parseCloudSlug(`${artifactPrefix}${text}`)),
		image: fc.record({
			kind: fc.constant("artifact" as const),
			uid: slug.map((text) => `https://h/${text}#${text}`),
			checksum,
		}),
	}),
);
const setting: fc.Arbitrary<Setting> = fc
	.record({
		place,
		instanceType: fc.option(trimmed),
		kernel: fc.option(trimmed),
		ramdisk: fc.option(trimmed),
		userData: fc.option(anyText),
	})
	.map(({ place, ...fields }) => ({ ...place, ...fields }));
const content: fc.Arbitrary<MciContent> = fc
	.record({
		name: oneLine.map((text) => text.replace(/[/@]/g, "").trim()).filter((text) => text !== ""),
		description: anyText,
		tags: fc.array(oneLine),
		settings: fc.uniqueArray(setting, { selector: (one) => one.cloud, maxLength: 5 }),
	})
	.map(mciContent);

const listed: fc.Arbitrary<ListedCloud> = fc.record({ slug, type: oneLine, region: fc.option(oneLine), name: oneLine });
const mciFile: fc.Arbitrary<MciFile> = fc.record({
	content,
	clouds: fc.uniqueArray(listed, { selector: (one) => one.slug, maxLength: 3 }),
});

describe("the file of an MCI", () => {
	it("reads back as the same content, with any text in it", () => {
		fc.assert(
			fc.property(mciFile, (one) => {
				const [read, ...more] = parseMciFile(
					"f",
					renderMciFile(one, { ref: `${one.content.name}@1`, digest: "sha256:0" }),
				);
				expect(read && canonicalForm(read.content)).toBe(canonicalForm(one.content));
				expect(read?.clouds).toEqual(one.clouds);
				expect(more).toEqual([]);
			}),
			{ numRuns: 400 },
		);
	});

	it("reads back when several are in one file", () => {
		fc.assert(
			fc.property(fc.array(mciFile, { maxLength: 4 }), (many) => {
				const text = many.map((one) => renderMciFile(one, from)).join("---\n");
				expect(parseMciFile("f", text)).toEqual(many);
			}),
			{ numRuns: 50 },
		);
	});

	it("has only strings for every other YAML reader too", () => {
		fc.assert(
			fc.property(fc.constantFrom(...awkward.filter((text) => !/\ud800/.test(text))), (description) => {
				const text = renderMciFile({ content: mciContent({ name: "n", description }), clouds: [] }, from);
				expect(parse(text, { version: "1.1" })).toMatchObject({ description });
				expect(parse(text)).toMatchObject({ description });
			}),
		);
	});

	it("is easy to read", () => {
		const settings = [
			{
				...plainSetting(parseCloudSlug("aws-us-east-1"), { kind: "id", uid: "ami-1", checksum: null }),
				instanceType: "t3.small",
				userData: "#!/bin/sh\necho hi\n",
			},
			plainSetting(parseCloudSlug("artifact-metal-iso"), {
				kind: "artifact",
				uid: "https://h/i.iso",
				checksum: `sha256:${"0".repeat(64)}`,
			}),
			plainSetting(parseCloudSlug("acme"), { kind: "name", uid: "owner/img", checksum: null }),
		] as const;
		const content = mciContent({
			name: "web",
			description: "What web servers start from",
			tags: ["b", "12.10"],
			settings,
		});
		const clouds = [{ slug: "acme", type: "openstack", region: "RegionOne", name: "ACME" }];
		expect(renderMciFile({ content, clouds }, from)).toBe(`# web@3
# sha256:0

mci: web
description: What web servers start from
tags:
  - "12.10"
  - b
clouds:
  acme:
    type: openstack
    region: RegionOne
    name: ACME
settings:
  acme:
    image:
      uid: owner/img
      kind: name
  artifact-metal-iso:
    image:
      uid: https://h/i.iso
      kind: artifact
      checksum: sha256:${"0".repeat(64)}
  aws-us-east-1:
    image: ami-1
    instanceType: t3.small
    userData: |
      #!/bin/sh
      echo hi
`);
	});

	it("accepts the short form of an artifact, and omitted fields", () => {
		const [read] = parseMciFile("f", "mci: web\nsettings:\n  artifact-metal-iso: {image: 'https://h/i.iso'}\n");
		expect(read?.content).toEqual(
			mciContent({
				name: "web",
				settings: [
					plainSetting(parseCloudSlug("artifact-metal-iso"), {
						kind: "artifact",
						uid: "https://h/i.iso",
						checksum: null,
					}),
				],
			}),
		);
	});

	it("keeps numbers, dates and truth values as they were written", () => {
		const [read] = parseMciFile("f", "mci: 12.10\ndescription: yes\ntags: [1.0, 2026-01-31, null]\nsettings: {}\n");
		expect(read?.content).toEqual(
			mciContent({ name: "12.10", description: "yes", tags: ["1.0", "2026-01-31", "null"] }),
		);
	});

	it.each([
		["settings: {}", "1:1", "“mci”, its name, is missing"],
		["mci: web", "1:1", "“settings” is missing"],
		["mci: web\nsetings: {}", "2:1", "“setings” is unknown; use one of mci, description, tags, clouds, settings"],
		["mci: web\nsettings:\n  gcp: {image: a}\n  gcp: {image: b}", "4:3", "Map keys must be unique"],
		["mci: web\nmci: other\nsettings: {}", "2:1", "Map keys must be unique"],
		["mci: web\nsettings: [gcp]", "2:11", "settings is a map"],
		["mci: web\nsettings:\n  gcp: ami-1", "3:8", "the setting of gcp is a map"],
		["mci: web\nsettings:\n  gcp: {kernel: k}", "3:3", "gcp has no image"],
		["mci: web\nsettings:\n  gcp: {image: [a]}", "3:16", "image is text"],
		["mci: web\nsettings:\n  gcp: {image: a, imag: b}", "3:19", "“imag” is unknown"],
		["mci: web\nsettings:\n  gcp: {image: {kind: id}}", "3:16", "the image has no uid"],
		["mci: web\nsettings:\n  gcp: {image: {uid: a, kind: ami}}", "3:31", "“ami” is not a kind of image"],
		["mci: web\nsettings:\n  gcp: {image: {uid: a, checksum: x}}", "3:16", "the checksum is not"],
		[
			"mci: web\nsettings:\n  gcp: {image: {uid: a, kind: artifact}}",
			"3:16",
			"an artifact belongs to an artifact place",
		],
		["mci: web\nsettings:\n  GCP: {image: a}", "3:3", "is not a valid cloud name"],
		[
			"mci: web\nsettings:\n  gcp: {image: a, instanceType: ''}",
			"3:3",
			"Field instanceType of the setting for gcp is not valid: it must have 1 to 255 characters",
		],
		["mci: web\nclouds: {acme: {region: x}}\nsettings: {}", "2:10", "cloud acme has no type"],
		["mci: web\nclouds: {ACME: {type: x}}\nsettings: {}", "2:10", "is not a valid cloud name"],
		["mci: a/b\nsettings: {}", "1:6", "contains / or @"],
		["mci: web\ntags: x\nsettings: {}", "2:7", "tags is a list"],
		["mci: web\ntags: [[x]]\nsettings: {}", "2:8", "a tag is text"],
		["mci: web\ndescription: {a: b}\nsettings: {}", "2:14", "description is text"],
		["mci: &a web\ndescription: *a\nsettings: {}", "2:14", "aliases are not supported"],
		["mci: !!int 5\nsettings: {}", "1:6", "Unresolved tag"],
		["mci: web\nsettings: {", "2:12", ""],
		["- web", "1:1", "a MultiCloud Image is a map"],
		["mci: web\nsettings: {}\n---\nmci: other", "4:1", "“settings” is missing"],
	])("refuses %j at %s", (text, place, problem) => {
		const thrown = thrownBy(() => parseMciFile("web.yaml", text));
		expect(thrown.code).toBe("document-invalid");
		expect(thrown.message).toContain(`web.yaml:${place}: `);
		expect(thrown.message).toContain(problem);
	});

	it.each(["", "\n", "# nothing\n", "---\n---\n"])("contains no MCI when it is %j", (text) => {
		expect(parseMciFile("f", text)).toEqual([]);
	});
});

function thrownBy(act: () => unknown) {
	try {
		act();
	} catch (error) {
		if (isFault(error)) return error;
		throw error;
	}
	throw new Error("nothing was refused");
}
