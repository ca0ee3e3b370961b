import { describe, expect, it } from "vitest";
import type { Pin } from "../component/pin.ts";
import type { MciChange, ScriptChange, TemplateChange } from "../diff/change.ts";
import { parseCloudSlug } from "../image/cloud.ts";
import { mciContent } from "../image/mci.ts";
import { plainSetting, type Setting } from "../image/setting.ts";
import { scriptContent } from "../script/script-content.ts";
import { type TemplateContent, templateContent } from "../template/template-content.ts";
import { patchContent } from "./patch-contents.ts";
import { patchScript } from "./patch-scripts.ts";
import { patchTemplate } from "./patch-templates.ts";

const elsewhere = "the current value is not the one that the change expects";

describe("a patch of a MultiCloud Image", () => {
	const image = (uid: string) => ({ kind: "id" as const, uid, checksum: null });
	const setting = (cloud: string, uid: string): Setting => plainSetting(parseCloudSlug(cloud), image(uid));
	const web = mciContent({ name: "web", tags: ["a"], settings: [setting("aws", "1"), setting("gcp", "1")] });

	it.each<{ what: string; change: MciChange; settings?: Setting[]; rejected?: unknown }>([
		{
			what: "changes a field that is what the change starts from",
			change: { kind: "setting-changed", cloud: "aws", field: "image", before: image("1"), after: image("2") },
			settings: [setting("aws", "2"), setting("gcp", "1")],
		},
		{
			what: "leaves a field that is there already",
			change: { kind: "setting-changed", cloud: "aws", field: "image", before: image("0"), after: image("1") },
		},
		{
			what: "rejects a field that is something else",
			change: { kind: "setting-changed", cloud: "aws", field: "image", before: image("0"), after: image("2") },
			rejected: { path: "aws.image", expected: image("0"), found: image("1"), problem: elsewhere },
		},
		{
			what: "rejects a field of a setting that is not there",
			change: { kind: "setting-changed", cloud: "azure", field: "kernel", before: null, after: "k" },
			rejected: { path: "azure.kernel", expected: null, found: null, problem: "there is no setting for azure" },
		},
		{
			what: "adds a setting",
			change: { kind: "setting-added", cloud: "azure", after: setting("azure", "1") },
			settings: [setting("aws", "1"), setting("azure", "1"), setting("gcp", "1")],
		},
		{
			what: "leaves a setting that is there already",
			change: { kind: "setting-added", cloud: "aws", after: setting("aws", "1") },
		},
		{
			what: "rejects a setting where another is",
			change: { kind: "setting-added", cloud: "aws", after: setting("aws", "2") },
			rejected: { path: "aws", expected: null, found: setting("aws", "1"), problem: elsewhere },
		},
		{
			what: "removes a setting",
			change: { kind: "setting-removed", cloud: "aws", before: setting("aws", "1") },
			settings: [setting("gcp", "1")],
		},
		{
			what: "need not remove a setting that is not there",
			change: { kind: "setting-removed", cloud: "azure", before: setting("azure", "1") },
		},
		{
			what: "does not remove a setting that was changed",
			change: { kind: "setting-removed", cloud: "aws", before: setting("aws", "2") },
			rejected: { path: "aws", expected: setting("aws", "2"), found: setting("aws", "1"), problem: elsewhere },
		},
		{
			what: "rejects another description than the one that was",
			change: { kind: "text-changed", field: "description", before: "x", after: "y" },
			rejected: { path: "description", expected: "x", found: "", problem: elsewhere },
		},
		{ what: "need not add a tag that is there", change: { kind: "tag-added", tag: "a" } },
		{ what: "need not remove a tag that is not there", change: { kind: "tag-removed", tag: "b" } },
	])("$what", ({ change, settings = web.settings, rejected }) => {
		expect(patchContent(web, [change])).toEqual({
			content: { ...web, settings },
			rejected: rejected === undefined ? [] : [rejected],
		});
	});

	it("makes the possible changes, in order", () => {
		const changes: MciChange[] = [
			{ kind: "setting-removed", cloud: "aws", before: setting("aws", "9") },
			{ kind: "setting-removed", cloud: "gcp", before: setting("gcp", "1") },
			{ kind: "setting-added", cloud: "gcp", after: setting("gcp", "2") },
		];
		const { content, rejected } = patchContent(web, changes);
		expect(content.settings).toEqual([setting("aws", "1"), setting("gcp", "2")]);
		expect(rejected.map(({ path }) => path)).toEqual(["aws"]);
	});

	it("throws for an invalid value", () => {
		const change: MciChange = {
			kind: "setting-changed",
			cloud: "aws",
			field: "image",
			before: image("1"),
			after: image(""),
		};
		expect(() => patchContent(web, [change])).toThrow("the image id is empty");
	});
});

describe("a patch of a template", () => {
	const pin = (text: string): Pin => ({ lineage: text.slice(0, 1), revision: Number(text.slice(1, 2)), digest: null });
	const pins = (text: string) => text.split(" ").filter(Boolean).map(pin);
	const web = (mcis: string) =>
		templateContent({ name: "web", mcis: pins(mcis), defaultMci: mcis.match(/(\w)\d\*/)?.[1] ?? null });
	const shown = ({ mcis, defaultMci }: TemplateContent) =>
		mcis.map(({ lineage, revision }) => `${lineage}${revision}${lineage === defaultMci ? "*" : ""}`).join(" ");
	const gone = (text: string): TemplateChange => ({
		kind: "mci-removed",
		lineage: text.slice(0, 1),
		before: pin(text),
	});
	const come = (text: string): TemplateChange => ({ kind: "mci-added", lineage: text.slice(0, 1), after: pin(text) });
	const chosen = (before: string | null, after: string | null): TemplateChange => ({
		kind: "default-changed",
		before,
		after,
	});
	const ordered = (before: string, after: string): TemplateChange => ({
		kind: "mcis-reordered",
		before: [...before],
		after: [...after],
	});

	it.each<{ what: string; on: string; changes: TemplateChange[]; to: string; rejected?: string[] }>([
		{
			what: "swaps a revision",
			on: "A1* B1",
			changes: [{ kind: "mci-changed", lineage: "B", before: pin("B1"), after: pin("B2") }],
			to: "A1* B2",
		},
		{
			what: "rejects a swap from another revision",
			on: "A1* B3",
			changes: [{ kind: "mci-changed", lineage: "B", before: pin("B1"), after: pin("B2") }],
			to: "A1* B3",
			rejected: ["mcis.B: the current value"],
		},
		{
			what: "removes the default when it makes another one that",
			on: "A1* B1",
			changes: [gone("A1"), chosen("A", "B")],
			to: "B1*",
		},
		{
			what: "keeps the default where that is another one by now",
			on: "A1 C1* B1",
			changes: [chosen("A", "B")],
			to: "A1 C1* B1",
			rejected: ["default: the current value"],
		},
		{
			what: "makes nothing the default that is not there",
			on: "A1* C1",
			changes: [chosen("A", "B")],
			to: "A1* C1",
			rejected: ["default: B is not"],
		},
		{
			what: "makes nothing the default that is not there, and removes no default for it",
			on: "A1* C1",
			changes: [gone("A1"), chosen("A", "B")],
			to: "A1* C1",
			rejected: ["default: B is not", "mcis.A: it is still"],
		},
		{
			what: "takes no default away while there are others",
			on: "A1* C1",
			changes: [gone("A1"), chosen("A", null)],
			to: "A1* C1",
			rejected: ["default: a template", "mcis.A: it is still"],
		},
		{ what: "empties a template", on: "A1*", changes: [gone("A1"), chosen("A", null)], to: "" },
		{ what: "fills a template", on: "", changes: [come("A1"), come("B1"), chosen(null, "B")], to: "A1 B1*" },
		{
			what: "adds nothing to a template that would have no default",
			on: "",
			changes: [come("B1")],
			to: "",
			rejected: ["mcis.B: the template would"],
		},
		{
			what: "puts what it adds in its place",
			on: "A1* B1",
			changes: [come("C1"), ordered("AB", "ACB")],
			to: "A1* C1 B1",
		},
		{
			what: "orders those that it knows, and leaves the others in their places",
			on: "Z1 A1* Y1 B1",
			changes: [ordered("AB", "BA")],
			to: "Z1 B1 Y1 A1*",
		},
		{ what: "leaves an order that is so already", on: "B1 Z1 A1*", changes: [ordered("AB", "BA")], to: "B1 Z1 A1*" },
		{
			what: "rejects an order that starts from another one",
			on: "B1 A1* C1",
			changes: [ordered("ABC", "CAB")],
			to: "B1 A1* C1",
			rejected: ["mcis: the current value"],
		},
	])("$what", ({ on, changes, to, rejected = [] }) => {
		const patched = patchTemplate(web(on), changes);
		expect(shown(patched.content)).toBe(to);
		expect(patched.rejected.map(({ path, problem }) => `${path}: ${problem}`)).toEqual(
			rejected.map((start) => expect.stringMatching(`^${start}`)),
		);
	});

	it("rejects scripts and inputs that have changed", () => {
		const content = templateContent({
			name: "web",
			scripts: { boot: pins("s1 t1") },
			inputs: { PORT: "80", HOST: "a" },
		});
		const { content: patched, rejected } = patchTemplate(content, [
			{ kind: "scripts-changed", sequence: "boot", before: pins("s1"), after: pins("s2") },
			{ kind: "scripts-changed", sequence: "operational", before: [], after: pins("u1") },
			{ kind: "input-changed", name: "PORT", before: "81", after: null },
			{ kind: "input-changed", name: "HOST", before: "a", after: null },
			{ kind: "input-changed", name: "NEW", before: null, after: "" },
		]);
		expect(patched).toEqual(
			templateContent({
				name: "web",
				scripts: { boot: pins("s1 t1"), operational: pins("u1") },
				inputs: { PORT: "80", NEW: "" },
			}),
		);
		expect(rejected).toEqual([
			{ path: "scripts.boot", expected: pins("s1"), found: pins("s1 t1"), problem: elsewhere },
			{ path: "inputs.PORT", expected: "81", found: "80", problem: elsewhere },
		]);
	});
});

describe("a patch of a script", () => {
	const port = { name: "PORT", description: "", default: "80", required: false };
	const boot = scriptContent({ name: "boot", source: "1", inputs: [port] });

	it.each<{ what: string; change: ScriptChange; rejected: unknown }>([
		{
			what: "another source",
			change: { kind: "text-changed", field: "source", before: "0", after: "2" },
			rejected: { path: "source", expected: "0", found: "1" },
		},
		{
			what: "an input that is there otherwise",
			change: { kind: "script-input-added", name: "PORT", after: { ...port, default: null } },
			rejected: { path: "inputs.PORT", expected: null, found: port },
		},
		{
			what: "the end of an input that was changed",
			change: { kind: "script-input-removed", name: "PORT", before: { ...port, required: true } },
			rejected: { path: "inputs.PORT", expected: { ...port, required: true }, found: port },
		},
		{
			what: "the change of an input that is not there",
			change: {
				kind: "script-input-changed",
				name: "HOST",
				before: { ...port, name: "HOST" },
				after: { ...port, name: "HOST", required: true },
			},
			rejected: { path: "inputs.HOST", expected: { ...port, name: "HOST" }, found: null },
		},
	])("rejects $what", ({ change, rejected }) => {
		expect(patchScript(boot, [change])).toEqual({
			content: boot,
			rejected: [{ ...(rejected as object), problem: elsewhere }],
		});
	});
});
