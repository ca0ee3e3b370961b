import { expect, it } from "vitest";
import { scriptContent } from "../script/script-content.ts";
import { diffScripts } from "./diff-scripts.ts";

it("a diff of scripts shows fields, source, tags, and inputs by name", () => {
	const port = { name: "PORT", description: "", default: null, required: true };
	const host = { ...port, name: "HOST" };
	const user = { ...port, name: "USER" };
	const before = scriptContent({ name: "boot", source: "1", tags: ["a"], inputs: [port, host] });
	const after = scriptContent({ name: "start", source: "2", inputs: [{ ...port, default: "80" }, user] });
	expect(diffScripts(before, after)).toEqual([
		{ kind: "text-changed", field: "name", before: "boot", after: "start" },
		{ kind: "text-changed", field: "source", before: "1", after: "2" },
		{ kind: "tag-removed", tag: "a" },
		{ kind: "script-input-removed", name: "HOST", before: host },
		{ kind: "script-input-changed", name: "PORT", before: port, after: { ...port, default: "80" } },
		{ kind: "script-input-added", name: "USER", after: user },
	]);
});
