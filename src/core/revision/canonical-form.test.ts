import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contents, scriptContents, templateContents } from "../../../test/arbitraries.ts";
import { type CloudSlug, parseCloudSlug } from "../image/cloud.ts";
import { type MciContent, mciContent } from "../image/mci.ts";
import { plainSetting } from "../image/setting.ts";
import { type ScriptContent, scriptContent } from "../script/script-content.ts";
import { type TemplateContent, templateContent } from "../template/template-content.ts";
import { canonicalForm, contentDigest } from "./canonical-form.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const cloud = (slug: string): CloudSlug => parseCloudSlug(slug);
const image = (kind: "id" | "path" | "urn" | "artifact", uid: string, checksum: string | null = null) => ({
	kind,
	uid,
	checksum,
});

describe("the canonical form", () => {
	// The texts were written by hand and their digests computed with Python's hashlib. A digest that changes here changes
	// for every installation.
	it.each<readonly [string, MciContent, string, string]>([
		[
			"an empty content",
			mciContent({ name: "web" }),
			'{"description":"","format":"mci/1","name":"web","settings":[],"tags":[]}',
			"b414507315b90733128509449846d36e8ae71302ca5868b92a4614b078cc5379",
		],
		[
			"settings with everything and with nothing, out of order",
			mciContent({
				name: "Ubuntu 22.04",
				description: 'Wéb\n"x"',
				tags: ["os:name=ubuntu", "a", "a"],
				settings: [
					plainSetting(cloud("gcp"), image("path", "projects/p/global/images/i")),
					{
						cloud: cloud("aws-us-east-1"),
						image: image("id", "ami-0123"),
						instanceType: "t3.large",
						kernel: "aki-1",
						ramdisk: "ari-1",
						userData: "#!/bin/sh\n",
					},
				],
			}),
			'{"description":"Wéb\\n\\"x\\"","format":"mci/1","name":"Ubuntu 22.04","settings":[{"cloud":"aws-us-east-1","instanceType":"t3.large","kernel":"aki-1","kind":"id","ramdisk":"ari-1","uid":"ami-0123","userData":"#!/bin/sh\\n"},{"cloud":"gcp","kind":"path","uid":"projects/p/global/images/i"}],"tags":["a","os:name=ubuntu"]}',
			"76dec5a4dcb38cfbbe94683555320681a9ef7282262f46955b17ecaf57b995ee",
		],
		[
			"an artifact and a URN",
			mciContent({
				name: "coreos",
				description: "files",
				settings: [
					plainSetting(cloud("azure-westeurope"), image("urn", "Canonical:ubuntu:22_04:latest")),
					plainSetting(
						cloud("artifact-metal-iso"),
						image("artifact", "https://example.org/a.iso", `sha256:${"0".repeat(64)}`),
					),
				],
			}),
			`{"description":"files","format":"mci/1","name":"coreos","settings":[{"checksum":"sha256:${"0".repeat(64)}","cloud":"artifact-metal-iso","kind":"artifact","uid":"https://example.org/a.iso"},{"cloud":"azure-westeurope","kind":"urn","uid":"Canonical:ubuntu:22_04:latest"}],"tags":[]}`,
			"0ed0395205823f1ad479ed121f81f701bf2cf1087a4926382a6451394d6049ec",
		],
	])("of %s is the expected text, and has the expected digest", (_what, content, text, digest) => {
		expect(canonicalForm(content)).toBe(text);
		expect(contentDigest(content, sha256)).toBe(`sha256:${digest}`);
	});

	it.each<readonly [string, TemplateContent | ScriptContent, string, string]>([
		[
			"a template without anything",
			templateContent({ name: "web" }),
			'{"description":"","format":"template/1","inputs":{},"mcis":[],"name":"web","scripts":{"boot":[],"decommission":[],"operational":[]},"tags":[]}',
			"eca43cf94b0b7431e4314564fdcaea469f8cfb1b7efdeea30089dc0d4bcc5d4b",
		],
		[
			"a template with MCIs and scripts in its own order, and inputs by name",
			templateContent({
				name: "Web server",
				description: "Wéb",
				tags: ["b", "a"],
				mcis: [
					{ lineage: "0197-b", revision: 4, digest: "sha256:aa" },
					{ lineage: "0197-a", revision: 0, digest: null },
				],
				defaultMci: "0197-b",
				scripts: {
					boot: [
						{ lineage: "0197-s", revision: 1, digest: "sha256:cc" },
						{ lineage: "0197-s", revision: 1, digest: "sha256:cc" },
					],
					operational: [{ lineage: "0197-t", revision: 0, digest: null }],
				},
				inputs: { PORT: "80", HOST: "" },
			}),
			'{"default":"0197-b","description":"Wéb","format":"template/1","inputs":{"HOST":"","PORT":"80"},"mcis":[{"digest":"sha256:aa","lineage":"0197-b","revision":4},{"lineage":"0197-a","revision":0}],"name":"Web server","scripts":{"boot":[{"digest":"sha256:cc","lineage":"0197-s","revision":1},{"digest":"sha256:cc","lineage":"0197-s","revision":1}],"decommission":[],"operational":[{"lineage":"0197-t","revision":0}]},"tags":["a","b"]}',
			"6dd65771ab152a9136edd435d5bea92747e8a03cf686f96e52260f115021acbe",
		],
		[
			"a script without anything",
			scriptContent({ name: "boot" }),
			'{"description":"","format":"script/1","inputs":[],"name":"boot","source":"","tags":[]}',
			"12dab04cb4c3b28f5f8dc7180556a812c95dbcdde49ffae06727e14e228d7496",
		],
		[
			"a script with inputs",
			scriptContent({
				name: "start web",
				description: "starts it",
				tags: ["os:name=x"],
				source: '#!/bin/sh\necho "ünï"\n',
				inputs: [
					{ name: "PORT", description: "where it listens", default: "80", required: false },
					{ name: "HOST", description: "", default: null, required: true },
				],
			}),
			'{"description":"starts it","format":"script/1","inputs":[{"description":"","name":"HOST","required":true},{"default":"80","description":"where it listens","name":"PORT","required":false}],"name":"start web","source":"#!/bin/sh\\necho \\"ünï\\"\\n","tags":["os:name=x"]}',
			"cbe557128ab93541e789b93f176436c6ee5fafc4fcb03259612cd0b74f1c6a61",
		],
	])("of %s is unique too", (_what, content, text, digest) => {
		expect(canonicalForm(content)).toBe(text);
		expect(contentDigest(content, sha256)).toBe(`sha256:${digest}`);
	});

	it("does not depend on the order of tags and settings", () => {
		fc.assert(
			fc.property(contents, (content) => {
				const other = mciContent({
					...content,
					tags: content.tags.toReversed(),
					settings: content.settings.toReversed(),
				});
				expect(canonicalForm(other)).toBe(canonicalForm(content));
			}),
		);
	});

	it("differs for any two different contents, of any kinds", () => {
		const content = fc.oneof(contents, templateContents, scriptContents);
		fc.assert(
			fc.property(content, content, (a, b) => {
				expect(canonicalForm(a) === canonicalForm(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
			}),
		);
	});
});
