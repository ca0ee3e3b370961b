import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faultOf } from "../../test/registries.ts";
import { type SecretKeySource, secretsWith } from "./secrets.ts";

const newKey = () => randomBytes(32).toString("base64");

describe("a sealed secret", () => {
	let folder: string;
	let file: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), "mci-secrets-"));
		file = join(folder, "secret-key");
	});
	afterEach(() => rmSync(folder, { recursive: true }));
	const secrets = (keys: Partial<SecretKeySource> = {}) =>
		secretsWith({ file, current: undefined, previous: undefined, ...keys });
	const codeOf = async (act: () => unknown) => (await faultOf(act)).code;

	it("opens only at its own place", () => {
		const { seal, open } = secrets({ current: newKey() });
		fc.assert(
			fc.property(fc.string({ unit: "grapheme" }), fc.string(), fc.string(), (text, place, other) => {
				const sealed = seal(text, place);
				expect(open(sealed, place)).toBe(text);
				if (other !== place)
					expect(() => open(sealed, other)).toThrow(
						"can't be decrypted: it was changed, or encrypted for something else",
					);
			}),
		);
	});

	it("does not show its text, and looks different each time", () => {
		const { seal } = secrets({ current: newKey() });
		const sealed = Array.from({ length: 100 }, () => seal("hunter2-hunter2", "webhook 1"));
		expect(new Set(sealed).size).toBe(100);
		for (const one of sealed) {
			expect(one).toMatch(/^mci1\.[0-9a-f]{8}\.[\w-]+$/);
			expect(Buffer.from(one.split(".")[2] ?? "", "base64url").toString("latin1")).not.toContain("hunter2");
		}
	});

	it("does not open when any part of it is changed", async () => {
		const { seal, open } = secrets({ current: newKey() });
		const sealed = seal("hunter2-hunter2", "webhook 1");
		const [form, id, data = ""] = sealed.split(".");
		const bytes = Buffer.from(data, "base64url");
		for (let at = 0; at < bytes.length; at++) {
			const changed = Buffer.from(bytes);
			changed[at] = (changed[at] ?? 0) ^ 1;
			expect(await codeOf(() => open(`${form}.${id}.${changed.toString("base64url")}`, "webhook 1"))).toBe(
				"secret-unreadable",
			);
			const short = bytes.subarray(0, at).toString("base64url");
			expect(await codeOf(() => open(`${form}.${id}.${short}`, "webhook 1"))).toBe("secret-unreadable");
		}
		for (const not of ["", "hunter2", `mci2.${id}.${data}`, `${sealed}.x`, `mci1.00000000.${data}`]) {
			expect(await codeOf(() => open(not, "webhook 1"))).toBe("secret-unreadable");
		}
	});

	it("has its key in a file of the data directory that only its owner can read, created by the first seal", () => {
		const first = secrets();
		expect(existsSync(file)).toBe(false);
		const sealed = first.seal("hunter2", "webhook 1");
		expect(readdirSync(folder)).toEqual(["secret-key"]);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(readFileSync(file, "utf8")).toMatch(/^[A-Za-z0-9+/]{43}=\n$/);
		expect(secrets().open(sealed, "webhook 1")).toBe("hunter2");
	});

	it("needs no key until the first one is sealed or opened, and then says where it should be", async () => {
		const broken = secrets({ current: "not a key" });
		expect(await faultOf(() => broken.seal("hunter2", "webhook 1"))).toEqual({
			code: "secret-key-missing",
			details: { problem: "MCI_SECRET_KEY does not hold 32 bytes in base64" },
		});
		const sealed = secrets({ current: newKey() }).seal("hunter2", "webhook 1");
		expect((await faultOf(() => secrets().open(sealed, "webhook 1"))).details["problem"]).toContain(
			"no file secret-key",
		);
		expect(existsSync(file), "opening makes no key").toBe(false);
		writeFileSync(file, "cut sho");
		expect((await faultOf(() => secrets().seal("hunter2", "webhook 1"))).details["problem"]).toContain(
			"the file secret-key",
		);
		expect(readFileSync(file, "utf8")).toBe("cut sho");
	});

	it("can't be sealed where the key file can't be created", async () => {
		expect(
			await codeOf(() => secrets({ file: join(folder, "absent", "secret-key") }).seal("hunter2", "webhook 1")),
		).toBe("secret-key-missing");
	});

	it("opens after a key change while the previous key is configured", async () => {
		const [old, older, current] = [newKey(), newKey(), newKey()];
		const sealed = secrets({ current: old }).seal("hunter2", "webhook 1");
		const now = secrets({ current, previous: `${older}, ${old}` });
		expect(now.open(sealed, "webhook 1")).toBe("hunter2");
		expect(now.open(now.seal("hunter3", "webhook 1"), "webhook 1")).toBe("hunter3");
		const { code, details } = await faultOf(() => secrets({ current }).open(sealed, "webhook 1"));
		expect(code).toBe("secret-unreadable");
		expect(details["problem"]).toMatch(/^it was encrypted with key [0-9a-f]{8}, and this server has [0-9a-f]{8}$/);
		expect(JSON.stringify(details)).not.toContain(current.slice(0, 8));
	});

	it("opens on a server with a configured key, after it was sealed with the key file", () => {
		const sealed = secrets().seal("hunter2", "webhook 1");
		expect(secrets({ current: newKey() }).open(sealed, "webhook 1")).toBe("hunter2");
	});

	it("has one key when many processes seal their first secret at once", async () => {
		const module = pathToFileURL(join(import.meta.dirname, "secrets.ts")).href;
		const code = `import { secretsWith } from ${JSON.stringify(module)};
			process.stdout.write(secretsWith({ file: ${JSON.stringify(file)}, current: undefined, previous: undefined }).seal("hunter2", "webhook 1"));`;
		const sealed = await Promise.all(Array.from({ length: 6 }, () => outputOf(code)));
		expect(readdirSync(folder)).toEqual(["secret-key"]);
		for (const one of sealed) expect(secrets().open(one, "webhook 1")).toBe("hunter2");
	});
});

function outputOf(code: string): Promise<string> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
			stdio: ["ignore", "pipe", "inherit"],
		});
		let text = "";
		child.stdout.on("data", (chunk) => {
			text += String(chunk);
		});
		child.on("error", reject);
		child.on("close", (status) => (status === 0 ? resolve(text) : reject(new Error(`ended with ${status}`))));
	});
}
