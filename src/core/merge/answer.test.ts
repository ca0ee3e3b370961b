import { describe, expect, it } from "vitest";
import { parseCloudSlug } from "../image/cloud.ts";
import type { ImageIdentity } from "../image/image.ts";
import { mciContent } from "../image/mci.ts";
import { plainSetting, type Setting } from "../image/setting.ts";
import { type ScriptInput, scriptContent } from "../script/script-content.ts";
import { templateContent } from "../template/template-content.ts";
import type { AnswerValue, ConflictAnswer } from "./answer.ts";
import { answerContents } from "./answer-contents.ts";
import { answerScripts } from "./answer-scripts.ts";
import { answerTemplates } from "./answer-templates.ts";
import { mergeContents } from "./merge-contents.ts";
import { mergeScripts } from "./merge-scripts.ts";
import { mergeTemplates } from "./merge-templates.ts";

const artifact = "artifact-metal-iso";
const url = (file: string): ImageIdentity => ({ kind: "artifact", uid: `https://example.org/${file}`, checksum: null });
const id = (uid: string): ImageIdentity => ({ kind: "id", uid, checksum: null });
const setting = (cloud: string, image: ImageIdentity, more: Partial<Setting> = {}) => ({
	...plainSetting(parseCloudSlug(cloud), image),
	...more,
});
const side = (name: string, settings: Setting[]) => mciContent({ name, description: name, settings });

/** In conflict: name, description, aws.image, aws.instanceType, the artifact's image, and gcp as a whole. */
const mci = mergeContents(
	side("base", [setting("aws", id("ami-1")), setting(artifact, url("1")), setting("gcp", id("1"))]),
	side("ours", [setting("aws", id("ami-2"), { instanceType: "small" }), setting(artifact, url("2"))]),
	side("theirs", [
		setting("aws", id("ami-3"), { instanceType: "large" }),
		setting(artifact, url("3")),
		setting("gcp", id("3")),
	]),
);
const value = (given: AnswerValue): ConflictAnswer => ({ take: "value", value: given });

describe("an answer to a merge of MultiCloud Images", () => {
	const find = (path: string, answer: ConflictAnswer) => {
		const { content, open, problems } = answerContents(mci, new Map([[path, answer]]));
		const settings = Object.fromEntries(content.settings.map(({ cloud, ...rest }) => [cloud, rest]));
		return { content, settings, problems, isOpen: open.some((conflict) => conflict.path === path), open: open.length };
	};

	it("has these places", () => {
		expect(mci.conflicts.map(({ path }) => path)).toEqual([
			"name",
			"description",
			`${artifact}.image`,
			"aws.image",
			"aws.instanceType",
			"gcp",
		]);
	});

	it.each<readonly [string, ConflictAnswer, string, Partial<Setting> | undefined]>([
		["aws.image", { take: "ours" }, "aws", { image: id("ami-2") }],
		["aws.image", { take: "theirs" }, "aws", { image: id("ami-3") }],
		["aws.image", value("ami-9"), "aws", { image: id("ami-9") }],
		[
			"aws.image",
			value("projects/p/global/images/i"),
			"aws",
			{ image: { kind: "path", uid: "projects/p/global/images/i", checksum: null } },
		],
		[
			"aws.image",
			value({ kind: "name", uid: "own/er", checksum: null }),
			"aws",
			{ image: { kind: "name", uid: "own/er", checksum: null } },
		],
		[`${artifact}.image`, value("https://example.org/9"), artifact, { image: url("9") }],
		["aws.instanceType", value("huge"), "aws", { instanceType: "huge" }],
		["aws.instanceType", value(null), "aws", { instanceType: null }],
		["gcp", { take: "theirs" }, "gcp", { image: id("3") }],
		["gcp", value(null), "gcp", undefined],
	])("for %s: %j is applied, and the others stay open", (path, answer, cloud, expected) => {
		const { settings, problems, open } = find(path, answer);
		if (expected === undefined) expect(settings[cloud]).toBeUndefined();
		else expect(settings[cloud]).toMatchObject(expected);
		expect([problems, open]).toEqual([[], 5]);
	});

	it("can set a new text", () => {
		expect(find("name", value("mine")).content.name).toBe("mine");
		expect(find("description", value("")).content.description).toBe("");
	});

	it.each<readonly [string, string, AnswerValue]>([
		["name", "contains / or @", "a/b"],
		["name", "must be a text", null],
		["description", "longer than", "x".repeat(17_000)],
		["description", "must be a text", id("ami-1")],
		["aws.image", "every setting has one", null],
		["aws.image", "the image id is empty", ""],
		["aws.image", "an artifact belongs to an artifact place", url("9")],
		[`${artifact}.image`, "the uid of an artifact must be its URL", "ami-1"],
		["aws.instanceType", "without surrounding spaces", " large"],
		["aws.instanceType", "must be a text or null", id("ami-1")],
		["gcp", "it must be ours or theirs, or null (the setting is removed)", "ami-1"],
	])("for %s is refused with its place: %s", (path, problem, given) => {
		const { content, problems, isOpen } = find(path, value(given));
		expect(problems).toEqual([{ path, problem: expect.stringContaining(problem) }]);
		expect(isOpen).toBe(true);
		expect(content).toEqual(mci.content);
	});

	it.each([
		["aws.imagee", "the merge has no conflict there; the nearest are aws.image"],
		["azure-westeurope", "the merge has no conflict there"],
	])("for %s, which is not a conflict, is a problem", (path, problem) => {
		expect(find(path, { take: "ours" }).problems).toEqual([{ path, problem }]);
	});

	it("to a merge without conflicts is a problem", () => {
		const { problems } = answerContents(
			mergeContents(null, mci.content, mci.content),
			new Map([["name", { take: "ours" }]]),
		);
		expect(problems).toEqual([{ path: "name", problem: "the merge has no conflicts" }]);
	});
});

describe("an answer to a merge of scripts", () => {
	const input = (name: string, more: Partial<ScriptInput> = {}): ScriptInput => ({
		name,
		description: "d",
		default: "80",
		required: false,
		...more,
	});
	const script = (source: string, inputs: ScriptInput[]) => scriptContent({ name: "boot", source, inputs });
	/** In conflict: source, inputs.HOST as a whole, description and default of inputs.PORT. */
	const merged = mergeScripts(
		script("1", [input("PORT"), input("HOST")]),
		script("2", [input("PORT", { description: "o", default: null, required: false })]),
		script("3", [
			input("PORT", { description: "t", default: "82", required: false }),
			input("HOST", { required: true }),
		]),
	);

	it("goes to its place", () => {
		const answers = new Map([
			["source", value("mine")],
			["inputs.HOST", { take: "theirs" } as const],
			["inputs.PORT.default", value("83")],
			["inputs.PORT.description", value("")],
		]);
		expect(merged.conflicts.map(({ path }) => path).sort()).toEqual([...answers.keys()].sort());
		expect(answerScripts(merged, answers)).toEqual({
			content: script("mine", [input("HOST", { required: true }), input("PORT", { description: "", default: "83" })]),
			open: [],
			problems: [],
		});
	});

	it("decides whether an input is required when there was no earlier value", () => {
		const apart = mergeScripts(null, script("", [input("PORT", { required: true })]), script("", [input("PORT")]));
		expect(apart.conflicts).toEqual([
			{
				place: "script-input-field",
				path: "inputs.PORT.required",
				name: "PORT",
				field: "required",
				base: null,
				ours: true,
				theirs: false,
			},
		]);
		const of = (given: AnswerValue) => answerScripts(apart, new Map([["inputs.PORT.required", value(given)]]));
		expect(of("false").content.inputs).toEqual([input("PORT")]);
		expect(of("no").problems).toEqual([{ path: "inputs.PORT.required", problem: "it must be true or false" }]);
	});

	it.each<readonly [string, string, AnswerValue]>([
		["source", "NUL", "a\u0000"],
		["inputs.HOST", "or null (the input is removed)", "x"],
		["inputs.PORT.default", "NUL", "\u0000"],
		["inputs.PORT.default", "must be a text or null", id("x")],
		["inputs.PORT.description", "must be a text", null],
		["inputs.PORT.description", "longer than 2000", "x".repeat(2001)],
	])("for %s is refused with its place: %s", (path, problem, given) => {
		const { content, problems } = answerScripts(merged, new Map([[path, value(given)]]));
		expect(problems).toEqual([{ path, problem: expect.stringContaining(problem) }]);
		expect(content).toEqual(merged.content);
	});
});

describe("an answer to a merge of templates", () => {
	const pin = (revision: number) => ({ lineage: "A", revision, digest: null });
	const web = (revision: number) =>
		templateContent({
			name: "web",
			mcis: [pin(revision)],
			defaultMci: "A",
			scripts: { boot: [pin(revision)] },
			inputs: { PORT: `${revision}` },
		});
	const merged = mergeTemplates(web(1), web(2), web(3));

	it("goes to its place", () => {
		const { content, open } = answerTemplates(
			merged,
			new Map([
				["mcis.A", { take: "theirs" }],
				["scripts.boot", { take: "theirs" }],
				["inputs.PORT", value("9")],
			]),
		);
		expect([content.mcis, content.scripts.boot, content.inputs, open]).toEqual([[pin(3)], [pin(3)], { PORT: "9" }, []]);
		expect(answerTemplates(merged, new Map([["inputs.PORT", value(null)]])).content.inputs).toEqual({});
	});

	it.each<readonly [string, string, AnswerValue]>([
		["mcis.A", "or null (the MCI is removed)", "4"],
		["scripts.boot", "it must be ours or theirs", null],
		["inputs.PORT", "NUL", "\u0000"],
		["inputs.PORT", "must be a text or null", id("x")],
	])("for %s is refused with its place: %s", (path, problem, given) => {
		const { content, problems } = answerTemplates(merged, new Map([[path, value(given)]]));
		expect(problems).toEqual([{ path, problem: expect.stringContaining(problem) }]);
		expect(content).toEqual(merged.content);
	});

	it("that removes the only MCI leaves the default without one, and is a problem", () => {
		const { content, problems } = answerTemplates(merged, new Map([["mcis.A", value(null)]]));
		expect(problems).toEqual([{ path: "default", problem: expect.stringContaining("the default would be A") }]);
		expect(content).toEqual(merged.content);
	});
});
