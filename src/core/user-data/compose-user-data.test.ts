import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readMime } from "../../../test/read-mime.ts";
import { type BootScript, composeUserData, type UserDataSources } from "./compose-user-data.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const install: BootScript = { name: "Install PHP", revision: 3, source: "#!/bin/bash\necho hi\n", inputs: [] };

function compose(sources: Partial<UserDataSources>) {
	return composeUserData({ settingUserData: null, bootScripts: [], limit: null, os: null, ...sources }, sha256);
}

function partsOf(sources: Partial<UserDataSources>) {
	const { text } = compose(sources);
	return readMime(Buffer.from(text ?? "")).parts;
}

describe("user data without boot scripts", () => {
	it.each([
		null,
		"",
		"#!/bin/sh\n",
		"<powershell>x</powershell>",
		"Content-Type: multipart/mixed; boundary=x\n\n--x--",
		"ünï\r\n\ud83d\ude00",
	])("is exactly the setting's: %j", (settingUserData) => {
		const { text, bytes, warnings, tooLarge } = compose({ settingUserData, os: "windows" });
		expect({ text, bytes, warnings, tooLarge }).toEqual({
			text: settingUserData,
			bytes: Buffer.byteLength(settingUserData ?? ""),
			warnings: [],
			tooLarge: false,
		});
	});

	it.each([
		[16, false],
		[15, true],
	])("of 16 bytes is too large for a limit of %d: %s", (limit, tooLarge) => {
		const composed = compose({ settingUserData: "ü".repeat(8), limit });
		expect([composed.tooLarge, composed.warnings.map((warning) => warning.code)]).toEqual([
			tooLarge,
			tooLarge ? ["user-data-too-large"] : [],
		]);
	});
});

describe("user data with boot scripts", () => {
	it("is a MIME archive: the setting's part first, then the scripts, with names that sort in running order", () => {
		const composed = compose({
			settingUserData: "#cloud-config\npackages: [php]\n",
			bootScripts: [install, { ...install, name: "übung!", revision: 0 }],
		});
		const boundary = /boundary="(.*)"/.exec(composed.text ?? "")?.[1];
		expect(composed.text).toBe(`Content-Type: multipart/mixed; boundary="${boundary}"
MIME-Version: 1.0

--${boundary}
Content-Type: text/cloud-config; charset="us-ascii"
Content-Transfer-Encoding: 7bit
Content-Disposition: attachment; filename="part-000-user-data"

#cloud-config
packages: [php]

--${boundary}
Content-Type: text/x-shellscript; charset="us-ascii"
Content-Transfer-Encoding: 7bit
Content-Disposition: attachment; filename="part-001-install-php"

#!/bin/bash
echo hi

--${boundary}
Content-Type: text/x-shellscript; charset="us-ascii"
Content-Transfer-Encoding: 7bit
Content-Disposition: attachment; filename="part-002-ubung"

#!/bin/bash
echo hi

--${boundary}--
`);
		expect(composed).toMatchObject({
			bytes: composed.text?.length,
			parts: [
				{ filename: "part-000-user-data", contentType: "text/cloud-config", bytes: 30, from: "setting" },
				{ filename: "part-001-install-php", contentType: "text/x-shellscript", bytes: 20, from: "Install PHP@3" },
				{ filename: "part-002-ubung", contentType: "text/x-shellscript", bytes: 20, from: "übung!@head" },
			],
			warnings: [],
		});
		expect(boundary).toMatch(/^mci-[0-9a-f]{32}$/);
	});

	it.each([
		["#!/usr/bin/env python3\n", "text/x-shellscript"],
		["#cloud-config\n", "text/cloud-config"],
		["#cloud-config-archive\n", "text/cloud-config-archive"],
		["#cloud-boothook\n", "text/cloud-boothook"],
		["#include\nhttps://example.org/x\n", "text/x-include-url"],
		["#include-once\nhttps://example.org/x\n", "text/x-include-once-url"],
		["http://example.org/x", "text/x-include-url"],
		["#part-handler\n", "text/part-handler"],
		["## template: jinja\n#cloud-config\n", "text/jinja2"],
		["echo", "text/plain"],
		[" #!/bin/sh", "text/plain"],
	])("has a part that begins with %j as %s", (settingUserData, type) => {
		const composed = compose({ settingUserData, bootScripts: [install] });
		expect(composed.parts[0]?.contentType).toBe(type);
		expect(partsOf({ settingUserData, bootScripts: [install] })[0]?.headers["content-type"]).toBe(
			`${type}; charset="us-ascii"`,
		);
	});

	it.each([
		["lines that are too long", `#!/bin/sh\n#${"x".repeat(998)}\n`],
		["characters beyond ASCII", "#!/bin/sh\necho ü\n"],
		["carriage returns", "#!/bin/sh\r\necho\r"],
	])("sends %s in base64", (_what, source) => {
		const [part] = partsOf({ bootScripts: [{ ...install, source }] });
		expect(part?.headers["content-transfer-encoding"]).toBe("base64");
		expect(part?.content.toString()).toBe(source);
	});

	it("keeps an archive in the setting as one part, with its own parts in it", () => {
		const inner = compose({ settingUserData: "#cloud-config\n", bootScripts: [install] }).text ?? "";
		const composed = compose({ settingUserData: inner, bootScripts: [install] });
		const [nested, script] = readMime(Buffer.from(composed.text ?? "")).parts;
		expect(nested?.parts.map((part) => part.content.toString())).toEqual(["#cloud-config\n", install.source]);
		expect(script?.content.toString()).toBe(install.source);
		expect(composed.parts[0]).toEqual({
			filename: null,
			contentType: "multipart/mixed",
			bytes: inner.length,
			from: "setting",
		});
		expect(composed.warnings.map((warning) => warning.code)).toEqual(["own-filenames"]);
	});

	it("keeps the bytes of every part, and is deterministic", () => {
		const beginning = fc.constantFrom("#!/bin/sh\n", "#cloud-config\n", "--mci-", "\n", "");
		const body = fc.array(
			fc.constantFrom(
				"a",
				"\n",
				"\r\n",
				"\r",
				"ü",
				"€",
				"\ud83d\ude00",
				"--",
				"=",
				"\t",
				" ",
				"\u0007",
				"x".repeat(1000),
			),
			{
				maxLength: 12,
			},
		);
		const source = fc.tuple(beginning, body).map(([first, rest]) => first + rest.join(""));
		const script = fc.record({
			name: fc.constantFrom("a", "b c"),
			revision: fc.nat(3),
			source,
			inputs: fc.constant([]),
		});
		fc.assert(
			fc.property(
				fc.option(source),
				fc.array(script, { minLength: 1, maxLength: 4 }),
				(settingUserData, bootScripts) => {
					const composed = compose({ settingUserData, bootScripts });
					const { parts } = readMime(Buffer.from(composed.text ?? ""));
					expect(parts.map((part) => part.content.toString())).toEqual([
						...(settingUserData ? [settingUserData] : []),
						...bootScripts.map((one) => one.source),
					]);
					expect(parts.map((part) => part.content.length)).toEqual(composed.parts.map((part) => part.bytes));
					expect(compose({ settingUserData, bootScripts }).text).toBe(composed.text);
					expect(composed.text).not.toContain("\r");
				},
			),
			{ numRuns: 500 },
		);
	});

	it("chooses another boundary when a part contains the first one", () => {
		const digests = ["a".repeat(64), "b".repeat(64)];
		const source = `#!/bin/sh\n--mci-${"a".repeat(32)}--\n`;
		const { text } = composeUserData(
			{ settingUserData: null, bootScripts: [{ ...install, source }], limit: null, os: null },
			() => digests.shift() ?? "",
		);
		expect(readMime(Buffer.from(text ?? "")).parts.map((part) => part.content.toString())).toEqual([source]);
	});

	it.each<{ what: string; of: Partial<UserDataSources>; codes: string[] }>([
		{ what: "of a Windows image", of: { os: "Windows Server 2025" }, codes: ["windows-boot-scripts"] },
		{
			what: "with PowerShell",
			of: { settingUserData: "<powershell>\n</powershell>" },
			codes: ["windows-boot-scripts"],
		},
		{ what: "with a batch file", of: { settingUserData: "<script>\n</script>" }, codes: ["windows-boot-scripts"] },
		{ what: "with #ps1", of: { settingUserData: "#ps1_sysnative\n" }, codes: ["windows-boot-scripts"] },
		{
			what: "with a script that nothing runs",
			of: { bootScripts: [{ ...install, source: "echo" }] },
			codes: ["script-not-run"],
		},
		{
			what: "with inputs that can't be read",
			of: { bootScripts: [{ ...install, source: "#cloud-config\n", inputs: [{ name: "A", value: "1" }] }] },
			codes: ["inputs-unused"],
		},
		{ what: "that is too large", of: { limit: 100 }, codes: ["user-data-too-large"] },
		{ what: "of a Linux image", of: { os: "ubuntu", settingUserData: "#!/bin/sh\n" }, codes: [] },
	])("warns of user data $what", ({ of, codes }) => {
		expect(compose({ bootScripts: [install], ...of }).warnings.map((warning) => warning.code)).toEqual(codes);
	});

	it("wraps a script with inputs in a script that sets them", () => {
		const [part] = partsOf({
			bootScripts: [
				{ ...install, source: "#!/bin/bash -e\nEND_OF_SCRIPT_\n", inputs: [{ name: "WORD", value: "it's" }] },
			],
		});
		expect(part?.content.toString()).toBe(`#!/bin/sh
# Install PHP@3 with its inputs
set -- "$(mktemp)"
test -n "$1" || exit 1
cat > "$1" <<'END_OF_SCRIPT__' || { rm -f "$1"; exit 1; }
#!/bin/bash -e
END_OF_SCRIPT_
END_OF_SCRIPT__
(
export WORD='it'\\''s'
exec '/bin/bash' '-e' "$1"
)
set -- "$1" "$?"
rm -f "$1"
exit "$2"
`);
	});
});
