import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { catalogue, fault } from "../src/core/errors.ts";

const root = join(import.meta.dirname, "..");
const entries = Object.entries(catalogue);

/** The sections of docs/cli.md, which is generated from the commands: `template swap-mci` → its text. */
const commands = new Map(
	readFileSync(join(root, "docs/cli.md"), "utf8")
		.split(/^## mci /m)
		.slice(1)
		.map((section) => [section.slice(0, section.indexOf("\n")), section]),
);
const commandLine = [...commands.values()].join("\n");

/** The commands that a text quotes in backticks, each with its arguments. */
function commandsIn(text: string): string[] {
	return [...text.matchAll(/`(mci|\{command\}) ([^`]+)`/g)].flatMap(([, program, words = ""]) =>
		// `{command}` is `mci`, `mci template` or `mci script`.
		program === "mci" ? [words] : [words, `template ${words}`, `script ${words}`],
	);
}

/** The section of the longest command that is a prefix of the words. */
function sectionOf(words: string): string | undefined {
	const parts = words.split(" ");
	for (let length = Math.min(3, parts.length); length > 0; length--) {
		const section = commands.get(parts.slice(0, length).join(" "));
		if (section !== undefined) return section;
	}
	return undefined;
}

describe.each(entries)("the error %s", (code, { text, help }) => {
	it("is one sentence", () => {
		expect(text).toMatch(/^[“A-Z{].*\.$/);
		expect(text.replaceAll(/\{\w+\}|“[^”]*”/g, "x").slice(0, -1)).not.toMatch(/[.!?] [A-Z]/);
	});

	it("has help", () =>
		expect(help).toMatch(code.endsWith("-invalid") || code.endsWith("-state") ? /^(?:.+\.|\{cure\})$/ : /\.$/));

	it("names only commands that exist, with their options", () => {
		for (const words of commandsIn(help)) {
			// publication-exists fills in the verb.
			const section = sectionOf(words.replace("{verb}", "deprecate"));
			expect(section, words).toBeDefined();
			for (const [option] of words.matchAll(/--[a-z-]+|(?<= )-[a-z]\b/g)) expect(section, words).toContain(option);
		}
	});

	it("names only options that the command line has", () => {
		for (const [option] of help.matchAll(/--[a-z][a-z-]+/g))
			expect(`${commandLine} --data --database-url`, option).toContain(option);
	});
});

describe("a fault", () => {
	it("fills its texts with the details", () => {
		const { message, help } = fault("mci-not-found", { name: "web", account: "acme" });
		expect(message).toBe("There is no MultiCloud Image “web” in account acme.");
		expect(help).toBe("Check the spelling and the case; `mci list` lists the MultiCloud Images.");
	});

	it("keeps a placeholder that has no detail", () => {
		expect(fault("token-not-found", {}).message).toBe("There is no token {token}.");
	});

	it("fills nothing with inherited properties of objects", () => {
		expect(fault("token-not-found", { token: "{constructor}" }).message).toBe("There is no token {constructor}.");
	});
});
