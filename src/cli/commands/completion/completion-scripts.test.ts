import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { completionScripts } from "./completion-scripts.ts";

const has = (shell: string) => spawnSync(shell, ["--version"]).status === 0;

describe("completion scripts", () => {
	it.each([
		["bash", ["-n"]],
		["zsh", ["-n"]],
		["fish", ["--no-execute"]],
	] as const)("of %s run in the shell where it is installed, and ask mci for candidates", (shell, flags) => {
		expect(completionScripts[shell]).toContain("mci __complete -- ");
		if (!has(shell)) return;
		expect(spawnSync(shell, flags, { input: completionScripts[shell], encoding: "utf8" })).toMatchObject({
			status: 0,
			stderr: "",
		});
	});

	it("of bash offer mci's output, quoted", () => {
		const script = `mci() { printf 'web base\\tWhat for\\nweb-2\\t\\n'; }
${completionScripts.bash}
COMP_WORDS=(mci show w) COMP_CWORD=2; _mci; printf '%s\\n' "\${COMPREPLY[@]}"`;
		expect(spawnSync("bash", ["--norc", "-c", script], { encoding: "utf8" }).stdout).toBe("web\\ base\nweb-2\n");
	});
});
