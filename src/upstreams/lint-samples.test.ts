import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { mciContent, noFacts, plainSetting } from "../core/image/index.ts";
import { type Finding, lintMci, plainLintFacts } from "../core/lint/index.ts";
import { readListings } from "./read-listing.ts";

interface LintedRelease {
	readonly name: string;
	readonly version: string | null;
	readonly images: number;
	readonly findings: readonly Finding[];
	/** Clouds whose image is deleted according to the list itself. */
	readonly deleted: readonly string[];
}

/** Each release in a folder of samples as an MCI, linted at its release time. */
function lintedReleases(folder: string): LintedRelease[] {
	const path = fileURLToPath(new URL(`../../samples/${folder}`, import.meta.url));
	const files = readdirSync(path).map((file) => ({ path: `${path}/${file}`, bytes: readFileSync(`${path}/${file}`) }));
	return readListings(files, {}).flatMap(({ listing }) =>
		listing.lines.flatMap((line) =>
			line.releases.map(({ version, releasedAt, images }) => {
				const types = new Map(images.map(({ cloud }) => [cloud.slug as string, cloud.type]));
				const findings = lintMci(
					{
						content: mciContent({
							name: line.name,
							settings: images.map(({ cloud, image }) => plainSetting(cloud.slug, image)),
						}),
						revision: 1,
						images: new Map(images.map(({ cloud, facts }) => [cloud.slug, { ...noFacts, ...facts }])),
					},
					{
						...plainLintFacts(releasedAt ?? "2026-06-01T00:00:00.000Z"),
						cloudTypeOf: (cloud) => types.get(cloud) ?? null,
					},
				);
				const deleted = images
					.filter(({ facts }) => facts.state === "deleted")
					.map(({ cloud }) => cloud.slug as string);
				return { name: line.name, version, images: images.length, findings, deleted };
			}),
		),
	);
}

function count(releases: readonly LintedRelease[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { findings } of releases) {
		for (const { severity, rule } of findings) counts[`${severity} ${rule}`] = (counts[`${severity} ${rule}`] ?? 0) + 1;
	}
	return counts;
}

describe("lint of the sample lists", () => {
	it.each([
		["fedora-coreos", 16, 524, {}],
		["almalinux", 10, 310, {}],
		// Ids of AWS and Azure without any facts.
		["taskcluster", 24, 117, { "info image-unknown": 24 }],
		// SUSE keeps withdrawn, replaced and superseded images in its list.
		["suse", 268, 268, { "error image-gone": 168, "warning image-deprecated": 63, "info image-inactive": 16 }],
	] as const)("%s: finds only problems that the publisher reports", (folder, releases, images, counts) => {
		const linted = lintedReleases(folder);
		expect(count(linted)).toEqual(counts);
		expect({ releases: linted.length, images: linted.reduce((sum, one) => sum + one.images, 0) }).toEqual({
			releases,
			images,
		});
	});

	it("reports exactly those images as withdrawn that SUSE marks as deleted", () => {
		for (const { findings, deleted } of lintedReleases("suse")) {
			const gone = findings.filter(({ severity }) => severity === "error").map(({ place }) => place);
			expect(gone).toEqual(deleted.map((cloud) => `settings.${cloud}.image`));
		}
	});
});
