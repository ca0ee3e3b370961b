import { describe, expect, it } from "vitest";
import { type ScriptContent, type ScriptInput, scriptContent } from "../script/script-content.ts";
import { templateContent } from "./template-content.ts";
import { listTemplateInputs } from "./template-inputs.ts";

function script(name: string, ...inputs: readonly (Partial<ScriptInput> & { readonly name: string })[]): ScriptContent {
	return scriptContent({
		name,
		inputs: inputs.map((input) => ({ description: "", default: null, required: false, ...input })),
	});
}

function listed(inputs: Record<string, string>, ...scripts: readonly ScriptContent[]) {
	return listTemplateInputs(templateContent({ name: "web", inputs }), scripts);
}

describe("the inputs of a template", () => {
	it("have the template's value before any default", () => {
		expect(listed({ PORT: "443" }, script("a", { name: "PORT", default: "80" }))).toMatchObject([
			{ value: "443", source: { kind: "template" } },
		]);
	});

	it("have an empty value if the template sets one", () => {
		expect(listed({ PORT: "" }, script("a", { name: "PORT", default: "80" }))).toMatchObject([
			{ value: "", source: { kind: "template" } },
		]);
	});

	it("have the default of the first script that has one", () => {
		const scripts = [
			script("a", { name: "PORT" }),
			script("b", { name: "PORT", default: "80" }),
			script("c", { name: "PORT", default: "8080" }),
		];
		expect(listed({}, ...scripts)).toMatchObject([
			{ value: "80", source: { kind: "script", name: "b" }, declaredBy: ["a", "b", "c"] },
		]);
	});

	it("have no value without any source", () => {
		expect(listed({}, script("a", { name: "PORT", required: true }))).toEqual([
			{ name: "PORT", value: null, source: null, required: true, description: "", declaredBy: ["a"] },
		]);
	});

	it("are required when one script requires them, and described by the first one that does", () => {
		const scripts = [
			script("a", { name: "PORT" }),
			script("b", { name: "PORT", required: true, description: "where it listens" }),
		];
		expect(listed({}, ...scripts)).toMatchObject([{ required: true, description: "where it listens" }]);
	});

	it("are listed by name, including those that no script reads; a script that runs twice is listed once", () => {
		const one = script("a", { name: "B" }, { name: "A" });
		expect(listed({ C: "x" }, one, one).map(({ name, declaredBy }) => [name, declaredBy])).toEqual([
			["A", ["a"]],
			["B", ["a"]],
			["C", []],
		]);
	});
});
