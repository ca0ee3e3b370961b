import { describe, expect, it } from "vitest";
import { renderSarif, type SarifLocation, type SarifSubject } from "./render-sarif.ts";
import type { Finding } from "./rule.ts";
import { lintRules } from "./rules.gen.ts";

const finding = (more: Partial<Finding> = {}): Finding => ({
	rule: "image-gone",
	severity: "error",
	place: "settings.aws-us-east-1.image",
	text: "image ami-1 was withdrawn",
	cure: "Map the image that replaces it.",
	...more,
});

const subject = { name: "web", revision: 4, toolVersion: "1.2.3" };

describe("a SARIF log", () => {
	it("names its version, its schema and the tool", () => {
		const log = renderSarif([], subject);
		expect(log).toMatchObject({
			$schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
			version: "2.1.0",
			runs: [
				{
					automationDetails: { id: "mci/web/" },
					tool: { driver: { name: "Multicloud Images", version: "1.2.3" } },
					columnKind: "utf16CodeUnits",
					results: [],
				},
			],
		});
		expect(JSON.parse(JSON.stringify(log))).toEqual(log);
	});

	it("describes every rule with the fields that code scanning shows", () => {
		const rules = renderSarif([], { ...subject, rulesUrl: "https://example.org/lint" }).runs[0]?.tool.driver.rules;
		expect(rules).toHaveLength(lintRules.length);
		expect(rules?.find(({ id }) => id === "image-inactive")).toEqual({
			id: "image-inactive",
			shortDescription: { text: "The publisher has a newer image" },
			fullDescription: { text: "An inactive image still starts, but its publisher recommends the newer one." },
			help: { text: "Map the newer image." },
			helpUri: "https://example.org/lint#image-inactive",
			defaultConfiguration: { level: "note" },
		});
	});

	it("gives each finding a level, a message, a file with a line, its place in the registry and a fingerprint", () => {
		expect(renderSarif([finding()], subject).runs[0]?.results).toEqual([
			{
				ruleId: "image-gone",
				ruleIndex: lintRules.findIndex(({ id }) => id === "image-gone"),
				level: "error",
				message: { text: "image ami-1 was withdrawn. Map the image that replaces it." },
				locations: [
					{
						physicalLocation: {
							artifactLocation: { uri: "mci/web" },
							region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
						},
						logicalLocations: [
							{ name: "image", fullyQualifiedName: "web@4/settings/aws-us-east-1/image", kind: "property" },
						],
					},
				],
				partialFingerprints: { primaryLocationLineHash: "mci/web/image-gone/settings.aws-us-east-1.image:1" },
			},
		]);
	});

	it.each([
		["error", "error"],
		["warning", "warning"],
		["info", "note"],
	] as const)("calls the severity %s %s", (severity, level) => {
		expect(renderSarif([finding({ severity })], subject).runs[0]?.results[0]?.level).toBe(level);
	});

	it.each([
		["name", "web@4/name"],
		["settings", "web@4/settings"],
		["settings.acme-region.1.image", "web@4/settings/acme-region.1/image"],
		["settings.gcp", "web@4/settings/gcp"],
		["mcis.web 2.0", "web@4/mcis/web 2.0"],
		["inputs.DB_HOST", "web@4/inputs/DB_HOST"],
		["scripts.boot.set.up.source", "web@4/scripts/boot/set.up/source"],
		["something.else", "web@4/something.else"],
	])("splits the place %s: %s", (place, name) => {
		expect(locationOf(finding({ place }))?.logicalLocations[0]?.fullyQualifiedName).toBe(name);
	});

	it.each([
		[{ name: "Fedora CoreOS 42 ä" }, "mci/Fedora%20CoreOS%2042%20%C3%A4"],
		[{ name: "half \ud800" }, "mci/half%20%EF%BF%BD"],
		[{ path: "images/web base.json" }, "images/web%20base.json"],
		[{ kind: "template" as const }, "template/web"],
	])("points at %j with a URI", (more, uri) => {
		expect(locationOf(finding(), more)?.physicalLocation.artifactLocation.uri).toBe(uri);
	});

	it("keeps path and fingerprint across revisions, so that an alert stays the same one", () => {
		const [a, b] = [4, 0].map((revision) => renderSarif([finding()], { ...subject, revision }).runs[0]?.results[0]);
		expect(a?.partialFingerprints).toEqual(b?.partialFingerprints);
		expect(a?.locations[0]?.physicalLocation).toEqual(b?.locations[0]?.physicalLocation);
		expect(b?.locations[0]?.logicalLocations[0]?.fullyQualifiedName).toBe("web@head/settings/aws-us-east-1/image");
	});

	it("distinguishes two findings of one rule at one place", () => {
		const results = renderSarif([finding({ text: "a" }), finding({ text: "b" })], subject).runs[0]?.results ?? [];
		expect(new Set(results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash)).size).toBe(2);
	});

	it("doubles braces, which would otherwise be placeholders", () => {
		expect(renderSarif([finding({ text: "image {0} is gone" })], subject).runs[0]?.results[0]?.message.text).toMatch(
			/^image \{\{0\}\} is gone\./,
		);
	});

	it("accepts findings of other checks, which refer to no rule in the list", () => {
		const [result] = renderSarif([finding({ rule: "image-drifted" })], subject).runs[0]?.results ?? [];
		expect(result?.ruleId).toBe("image-drifted");
		expect(result).not.toHaveProperty("ruleIndex");
	});
});

function locationOf(one: Finding, more: Partial<SarifSubject> = {}): SarifLocation | undefined {
	return renderSarif([one], { ...subject, ...more }).runs[0]?.results[0]?.locations[0];
}
