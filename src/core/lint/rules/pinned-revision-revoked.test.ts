import { describe, expect, it } from "vitest";
import {
	findingsOfTemplate,
	lintedAt,
	pinnedMci,
	pinnedScript,
	templateSubject,
} from "../../../../test/lint-subjects.ts";
import { activeLifecycle } from "../../component/lifecycle.ts";

const revoked = { ...activeLifecycle, revokedAt: lintedAt, reason: "CVE-2026-1", replacement: "web@5" };

describe("pinned-revision-revoked", () => {
	it.each([
		["nothing said", null],
		["active", activeLifecycle],
		["revoked later", { ...revoked, revokedAt: "2026-02-01T00:00:00.000Z" }],
		["deprecated", { ...activeLifecycle, deprecatedAt: lintedAt }],
	])("passes pins that are %s", (_state, lifecycle) =>
		expect(
			findingsOfTemplate("pinned-revision-revoked", templateSubject({ mcis: [pinnedMci("web", { lifecycle })] })),
		).toEqual([]),
	);

	it("refuses revoked MCIs and scripts with reason and replacement", () =>
		expect(
			findingsOfTemplate(
				"pinned-revision-revoked",
				templateSubject({
					mcis: [pinnedMci("web", { lifecycle: revoked })],
					operational: [pinnedScript("backup", { lifecycle: { ...revoked, replacement: null } })],
				}),
			),
		).toEqual([
			"error mcis.web: web@2 is revoked (CVE-2026-1); it is replaced by web@5",
			"error scripts.operational.backup: backup@2 is revoked (CVE-2026-1)",
		]));
});
