import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { renderServerStates } from "../src/core/server/index.ts";

it("docs/servers.md has the table of states of the code", () => {
	expect(readFileSync(new URL("../docs/servers.md", import.meta.url), "utf8")).toContain(renderServerStates());
});
