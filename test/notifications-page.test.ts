import { spawnSync } from "node:child_process";
import { createHmac, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventMeanings, eventTypes, webhookHeaders } from "../src/core/event/index.ts";

const page = readFileSync(new URL("../docs/notifications.md", import.meta.url), "utf8");
const code = (language: string) => new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? "";

it("docs/notifications.md lists the events of the code", () => {
	expect(page).toContain(eventTypes.map((word) => `| \`${word}\` | ${eventMeanings[word]} |`).join("\n"));
});

describe("the examples of docs/notifications.md", () => {
	let folder: string;
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), "mci-verify-"));
		const read = "JSON.parse(readFileSync(0, 'utf8'))";
		writeFileSync(
			join(folder, "verify.mjs"),
			`import { readFileSync } from "node:fs";\n${code("js")}\nfor (const [headers, body, secret] of ${read}) console.log(isFromRegistry(headers, body, secret));\n`,
		);
		writeFileSync(
			join(folder, "verify.py"),
			`${code("python")}\nimport json, sys\nfor headers, body, secret in json.load(sys.stdin):\n    print(str(is_from_registry(headers, body.encode(), secret)).lower())\n`,
		);
	});
	afterAll(() => rmSync(folder, { recursive: true }));

	const hmac = (key: string, text: string) =>
		createHmac("sha256", Buffer.from(key, "base64")).update(text).digest("base64");
	const newSecret = () => `whsec_${randomBytes(32).toString("base64")}`;
	const [secret, before, other] = [newSecret(), newSecret(), newSecret()];
	const now = Math.floor(Date.now() / 1000);
	const body = '{"type":"channel.moved","title":"zoë 😀"}';
	const message = { id: "msg_1", timestamp: now, body };
	const signed = (secrets: readonly string[], timestamp = now) =>
		webhookHeaders({ ...message, timestamp }, secrets, hmac);
	const cases: readonly (readonly [string, Readonly<Record<string, string>>, string, boolean])[] = [
		["a message of ours", signed([secret]), body, true],
		["one of the day after a rotation, by the secret before", signed([other, secret]), body, true],
		["one whose body was changed", signed([secret]), body.replace("moved", "gone"), false],
		["one under another id", { ...signed([secret]), "webhook-id": "msg_2" }, body, false],
		["one with another secret's signatures", signed([before, other]), body, false],
		["one with another time", { ...signed([secret]), "webhook-timestamp": String(now + 1) }, body, false],
		["one of an hour ago", signed([secret], now - 3600), body, false],
		["one of the future", signed([secret], now + 3600), body, false],
		["one without headers", {}, body, false],
		["one without a signature", { ...signed([secret]), "webhook-signature": "" }, body, false],
		["one with a signature of another form", { ...signed([secret]), "webhook-signature": "v1a,x ÿ" }, body, false],
	];

	it.each([
		["Node", process.execPath, "verify.mjs"],
		["Python", "python3", "verify.py"],
	])("verify messages in %s", (_language, program, file) => {
		const ran = spawnSync(program, [join(folder, file)], {
			input: JSON.stringify(cases.map(([, headers, text]) => [headers, text, secret])),
		});
		expect(ran.stderr?.toString()).toBe("");
		const said = ran.stdout.toString().trim().split("\n");
		expect(cases.map(([what], i) => [what, said[i]])).toEqual(cases.map(([what, , , is]) => [what, String(is)]));
	});
});
