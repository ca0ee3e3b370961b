import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ScriptInput } from "../script/script-content.ts";
import { effectiveInputs, type InputLevels } from "./effective-inputs.ts";

const port: ScriptInput = { name: "PORT", description: "", default: "80", required: true };
const host: ScriptInput = { name: "HOST", description: "", default: null, required: true };
const note: ScriptInput = { name: "NOTE", description: "", default: null, required: false };
const nothing: InputLevels = { server: {}, deployment: {}, template: {} };

describe("the inputs of a server's scripts", () => {
	it.each<{ what: string; levels: Partial<InputLevels>; value: string | null; source: string | null }>([
		{
			what: "the server",
			levels: { server: { PORT: "1" }, deployment: { PORT: "2" }, template: { PORT: "3" } },
			value: "1",
			source: "server",
		},
		{
			what: "the deployment",
			levels: { deployment: { PORT: "2" }, template: { PORT: "3" } },
			value: "2",
			source: "deployment",
		},
		{ what: "the template", levels: { template: { PORT: "3" } }, value: "3", source: "template" },
		{ what: "the script", levels: {}, value: "80", source: "script" },
		{ what: "the server, though it is empty", levels: { server: { PORT: "" } }, value: "", source: "server" },
	])("take a value from $what", ({ levels, value, source }) => {
		expect(effectiveInputs([{ ref: "s@1", inputs: [port] }], { ...nothing, ...levels })).toEqual({
			scripts: [{ ref: "s@1", inputs: [{ name: "PORT", value, source }] }],
			missing: [],
		});
	});

	it("that are required and have no value are listed once, with the scripts that require them", () => {
		const scripts = [
			{ ref: "b@1", inputs: [note, host] },
			{ ref: "a@2", inputs: [host, { ...note, name: "CA", required: true }] },
			{ ref: "b@1", inputs: [note, host] },
		];
		expect(effectiveInputs(scripts, nothing).missing).toEqual([
			{ name: "CA", scripts: ["a@2"] },
			{ name: "HOST", scripts: ["b@1", "a@2"] },
		]);
	});

	it("are each script's own default if no value is set", () => {
		const scripts = [
			{ ref: "a@1", inputs: [port] },
			{ ref: "b@1", inputs: [{ ...port, default: "8080" }] },
		];
		expect(effectiveInputs(scripts, nothing).scripts.map((script) => script.inputs[0]?.value)).toEqual(["80", "8080"]);
	});

	it("have no unset value, and none that every object inherits", () => {
		const name = fc.constantFrom("A", "B", "constructor", "toString");
		const values = fc.dictionary(name, fc.constantFrom("", "x", "y"));
		const input = fc.record({
			name,
			description: fc.constant(""),
			default: fc.constantFrom(null, "d"),
			required: fc.boolean(),
		});
		const levels = fc.record({ server: values, deployment: values, template: values });
		fc.assert(
			fc.property(fc.uniqueArray(input, { selector: (one) => one.name }), levels, (inputs, given) => {
				const { scripts, missing } = effectiveInputs([{ ref: "s@1", inputs }], given);
				const merged = new Map([
					...Object.entries(given.template),
					...Object.entries(given.deployment),
					...Object.entries(given.server),
				]);
				const expected = inputs.map((one) => merged.get(one.name) ?? one.default);
				expect(scripts[0]?.inputs.map((one) => one.value)).toEqual(expected);
				expect(missing.map((one) => one.name)).toEqual(
					inputs
						.filter((one, i) => one.required && expected[i] === null)
						.map((one) => one.name)
						.sort(),
				);
			}),
		);
	});
});
