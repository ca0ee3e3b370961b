import { describe, expect, it } from "vitest";
import {
	findingsOfTemplate,
	lintedAt,
	pinnedMci,
	pinnedScript,
	templateSubject,
} from "../../../../test/lint-subjects.ts";
import { activeLifecycle } from "../../component/lifecycle.ts";

const deprecated = { ...activeLifecycle, deprecatedAt: lintedAt, reason: "CVE-2026-1", replacement: "web@5" };

describe("pinned-revision-deprecated", () => {
	it.each([
		["nothing said", null],
		["active", activeLifecycle],
		["deprecated later", { ...deprecated, deprecatedAt: "2026-02-01T00:00:00.000Z" }],
		["revoked", { ...activeLifecycle, revokedAt: lintedAt }],
	])("passes pins that are %s", (_state, lifecycle) =>
		expect(
			findingsOfTemplate("pinned-revision-deprecated", templateSubject({ mcis: [pinnedMci("web", { lifecycle })] })),
		).toEqual([]),
	);

	it("warns of deprecated MCIs and scripts with reason and replacement", () =>
		expect(
			findingsOfTemplate(
				"pinned-revision-deprecated",
				templateSubject({
					mcis: [pinnedMci("web", { lifecycle: deprecated })],
					operational: [pinnedScript("backup", { lifecycle: { ...deprecated, replacement: null } })],
				}),
			),
		).toEqual([
			"warning mcis.web: web@2 is deprecated (CVE-2026-1); it is replaced by web@5",
			"warning scripts.operational.backup: backup@2 is deprecated (CVE-2026-1)",
		]));
});
