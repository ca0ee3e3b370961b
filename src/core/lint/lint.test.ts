import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contents } from "../../../test/arbitraries.ts";
import { lintFacts, mciSubject, pinnedMci, pinnedScript, templateSubject } from "../../../test/lint-subjects.ts";
import { activeLifecycle } from "../component/lifecycle.ts";
import { compareFindings, lintMci, lintTemplate } from "./lint.ts";
import { severities } from "./rule.ts";
import { lintRules } from "./rules.gen.ts";

const subject = mciSubject("web-x86_64", {
	"aws-a": { facts: { architecture: "arm64", state: "deprecated" } },
	"aws-b": { facts: { architecture: "arm64", state: "deleted" } },
	gcp: { uid: "img-2" },
});

describe("lint", () => {
	it("lists errors first, then by place", () => {
		const found = lintMci(subject, lintFacts({ requiredClouds: ["azure-a"] }));
		expect(found.map(({ severity, rule, place }) => [severity, rule, place])).toEqual([
			["error", "image-gone", "settings.aws-b.image"],
			["error", "cloud-missing", "settings.azure-a"],
			["warning", "name-misleads", "name"],
			["warning", "image-deprecated", "settings.aws-a.image"],
			["info", "image-unknown", "settings.gcp.image"],
		]);
	});

	it("gives each finding the fix of its rule", () => {
		const cures = new Map(lintRules.map(({ id, cure }) => [id, cure]));
		for (const { rule, cure } of lintMci(subject, lintFacts())) expect(cure).toBe(cures.get(rule));
	});

	it("is deterministic, sorted, and uses only known rules and severities", () => {
		const ids = new Set(lintRules.map(({ id }) => id));
		fc.assert(
			fc.property(contents, (content) => {
				const mci = { content, revision: 0, images: new Map() };
				const found = lintMci(mci, lintFacts());
				expect(lintMci(mci, lintFacts())).toEqual(found);
				expect([...found].sort(compareFindings)).toEqual(found);
				for (const { rule, severity, place, text } of found) {
					expect(ids.has(rule)).toBe(true);
					expect(severities).toContain(severity);
					expect(place).not.toBe("");
					expect(text).not.toMatch(/null|undefined|\[object|\.$/);
				}
			}),
		);
	});

	it("ignores a template's pins that were not passed in", () => {
		const whole = templateSubject({
			mcis: [pinnedMci("web", { revision: 0 })],
			boot: [pinnedScript("setup", { revision: 0, source: "echo" })],
		});
		expect(lintTemplate({ ...whole, mcis: [], scripts: [] }, lintFacts())).toEqual([]);
	});

	it("finds the problems of a template's MCIs, scripts and inputs", () => {
		const revoked = { ...activeLifecycle, revokedAt: "2026-01-01T00:00:00.000Z" };
		const template = templateSubject({
			mcis: [pinnedMci("web", { newestCommit: 9 }), pinnedMci("arm", { lifecycle: revoked, clouds: ["gcp"] })],
			boot: [pinnedScript("setup", { source: "echo", inputs: [{ required: true }] })],
		});
		expect(
			lintTemplate(template, lintFacts()).map(({ severity, rule, place }) => `${severity} ${rule} ${place}`),
		).toEqual([
			"error pinned-revision-revoked mcis.arm",
			"warning required-input-without-value inputs.INPUT",
			"warning clouds-uncovered-by-default mcis.arm",
			"warning script-without-interpreter scripts.boot.setup.source",
			"info newer-commit-available mcis.web",
		]);
	});
});

describe("every rule", () => {
	it.each(lintRules)("$id is explained in sentences, and named after a problem once", ({ id, title, why, cure }) => {
		expect(lintRules.filter((rule) => rule.id === id)).toHaveLength(1);
		expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
		expect(title).toMatch(/^[A-Z].*[^.]$/);
		for (const sentence of [why, cure]) expect(sentence).toMatch(/^[A-Z].*[.)]$/);
	});
});
