import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { composeUserData, type InputValue } from "../src/core/user-data/index.ts";
import { readMime } from "./read-mime.ts";

/** Every shell on this machine that a cloud's image may have as its /bin/sh. */
const shells = ["sh", "bash", "dash", "busybox"].filter((shell) => spawnSync("which", [shell]).status === 0);
const hasPython = spawnSync("python3", ["--version"]).status === 0;

describe("a boot script with inputs, run as cloud-init runs it", () => {
	let folder: string;
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), "mci-boot-"));
	});
	afterAll(() => rmSync(folder, { recursive: true }));

	/** The part as it arrives, in a file; run directly, or by the named shell. */
	function run(source: string, inputs: readonly InputValue[], shell?: string) {
		const script = { name: "install", revision: 1, source, inputs };
		const { text } = composeUserData({ settingUserData: null, bootScripts: [script], limit: null, os: null }, (all) =>
			createHash("sha256").update(all).digest("hex"),
		);
		const [part] = readMime(Buffer.from(text ?? "")).parts;
		const file = join(folder, "part");
		writeFileSync(file, part?.content ?? "");
		chmodSync(file, 0o700);
		const options = { env: { PATH: process.env["PATH"], TMPDIR: folder, KEPT: "kept" } };
		const ran =
			shell === undefined
				? spawnSync(file, options)
				: spawnSync(shell, shell === "busybox" ? ["sh", file] : [file], options);
		expect(readdirSync(folder)).toEqual(["part"]);
		return { status: ran.status, out: ran.stdout.toString(), error: ran.stderr.toString() };
	}

	const evil = [
		"it's",
		'"$HOME"',
		"`id`",
		"$(id)",
		"a\nb\n",
		"\\n\\",
		"",
		" x ",
		"\t*",
		"ÁäĈ€\ud83d\ude00",
		"!!",
		"'\\''",
		"END_OF_SCRIPT",
		"-e",
		"a;b&c|d>e",
	];

	it.each(shells)("gets every value unchanged, in %s", (shell) => {
		const inputs = evil.map((value, i) => ({ name: `VALUE_${i}`, value }));
		const source = `#!/bin/bash\n${evil.map((_, i) => `printf '%s\\0' "$VALUE_${i}"`).join("\n")}\nprintf '%s\\0' "$KEPT"\n`;
		expect(run(source, inputs, shell)).toEqual({ status: 0, out: [...evil, "kept", ""].join("\0"), error: "" });
	});

	it("gets any value unchanged", () => {
		const value = fc.array(
			fc.constantFrom(...evil, ...Array.from({ length: 126 }, (_, i) => String.fromCharCode(i + 1))),
			{ maxLength: 20 },
		);
		fc.assert(
			fc.property(
				value.map((pieces) => pieces.join("")),
				(text) => {
					expect(run('#!/bin/sh\nprintf %s "$VALUE"', [{ name: "VALUE", value: text }])).toEqual({
						status: 0,
						out: text,
						error: "",
					});
				},
			),
			{ numRuns: 15 },
		);
	});

	it.each(shells)("runs its source exactly, whatever it contains, in %s", (shell) => {
		const source = `#!/bin/cat\n${evil.join("\n")}\nEND_OF_SCRIPT\nEND_OF_SCRIPT_\n\r\n$VALUE \${VALUE} \\\\ \u0001\u0081\u0088\n`;
		expect(run(source, [{ name: "VALUE", value: "x" }], shell)).toEqual({ status: 0, out: source, error: "" });
	});

	it.each<{ what: string; source: string; status: number; out: string }>([
		{
			what: "the interpreter's argument as the kernel does, in one",
			source: "#!/bin/bash -eu\nfalse\necho no\n",
			status: 1,
			out: "",
		},
		{ what: "an interpreter found on the path", source: "#!/usr/bin/env bash\necho $VALUE\n", status: 0, out: "7\n" },
		{ what: "/bin/sh where nothing is named", source: "echo $VALUE", status: 0, out: "7\n" },
		{ what: "its exit code", source: "#!/bin/sh\necho $VALUE; exit 42\n", status: 42, out: "7\n" },
		{ what: "its death by a signal as a shell does", source: "#!/bin/sh\nkill -9 $$\n", status: 137, out: "" },
		{ what: "an interpreter that is not there as a shell does", source: "#!/no/such/thing\n", status: 127, out: "" },
		{ what: "nothing at all", source: "", status: 0, out: "" },
	])("takes $what", ({ source, status, out }) => {
		expect(run(source, [{ name: "VALUE", value: "7" }])).toMatchObject({ status, out });
	});

	it.each(["PATH", "IFS", "TMPDIR", "HOME", "ENV", "mark", "status", "_"])(
		"is not disturbed by an input called %s",
		(name) => {
			expect(run("#!/bin/sh\nexit 5\n", [{ name, value: "/nowhere" }])).toEqual({ status: 5, out: "", error: "" });
		},
	);

	it("may use an interpreter that is not a shell", () => {
		const source = `#!${process.execPath}\nprocess.stdout.write(process.env.VALUE);\n`;
		expect(run(source, [{ name: "VALUE", value: "ü\n'" }])).toEqual({ status: 0, out: "ü\n'", error: "" });
	});

	// CI has Python, and fails without it.
	it.skipIf(!hasPython && !process.env.CI)("is read from the archive by cloud-init's own reader, Python's", () => {
		const sources = ["#!/bin/sh\necho ü\r\n", "#cloud-config\na: [1]\n", "#!/bin/sh\necho no line break"];
		const bootScripts = sources.map((text, i) => ({ name: `s${i}`, revision: 1, source: text, inputs: [] }));
		const sha256 = (all: string) => createHash("sha256").update(all).digest("hex");
		const inner = composeUserData({ settingUserData: null, bootScripts, limit: null, os: null }, sha256).text;
		const { text } = composeUserData({ settingUserData: inner, bootScripts, limit: null, os: null }, sha256);
		// Reads user data like cloud-init: email.message_from_string, then every part that is not a container.
		const reader = `
import email, json, sys
message = email.message_from_string(sys.stdin.buffer.read().decode("utf-8"))
parts = [part for part in message.walk() if part.get_content_maintype() != "multipart"]
print(json.dumps([[part.get_filename(), part.get_content_type(), part.get_payload(decode=True).decode("utf-8")] for part in parts]))`;
		const read = spawnSync("python3", ["-c", reader], { input: text ?? "" });
		const expected = sources.map((one, i) => [
			`part-00${i + 1}-s${i}`,
			one.startsWith("#!") ? "text/x-shellscript" : "text/cloud-config",
			one,
		]);
		expect(JSON.parse(read.stdout.toString())).toEqual([...expected, ...expected]);
	});
});
