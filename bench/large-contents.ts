import { diffContents } from "../src/core/diff/index.ts";
import { type CloudSlug, type MciContent, mciContent, type Setting } from "../src/core/image/index.ts";
import { lintMci, plainLintFacts } from "../src/core/lint/index.ts";
import { mergeContents } from "../src/core/merge/index.ts";
import { type Aim, type BenchOptions, compare, costMeasure, type Measure, milliseconds, type Side } from "./measure.ts";

const clouds = 10_000;
const inMilliseconds: Aim = { of: "ours", atMost: 50 };

/**
 * Diff, merge and lint of an MCI with 10,000 settings, each against writing both contents as JSON, which looks at every
 * value once.
 */
export async function largeContents({ quick }: BenchOptions): Promise<Measure[]> {
	const rounds = quick ? 5 : 15;
	const base = content(() => 0);
	const ours = content((cloud) => (cloud % 2 === 0 ? 1 : 0));
	const theirs = content((cloud) => (cloud % 3 === 0 ? 2 : 0));
	const baseline: Side = () => (JSON.stringify(base).length + JSON.stringify(ours).length > 0 ? 1 : 0);
	const facts = { ...plainLintFacts("2026-01-01T00:00:00.000Z"), cloudTypeOf: () => "aws" };
	const sides: readonly (readonly [string, Side])[] = [
		[`diff of ${clouds} settings, half of them changed`, () => Math.sign(diffContents(base, ours).length)],
		[`diff of ${clouds} settings, equal`, () => 1 + diffContents(base, base).length],
		[
			`merge of ${clouds} settings, a sixth in conflict`,
			() => Math.sign(mergeContents(base, ours, theirs).conflicts.length),
		],
		[
			`lint of ${clouds} settings`,
			() => Math.sign(lintMci({ content: ours, revision: 0, images: new Map() }, facts).length),
		],
	];
	const measures: Measure[] = [];
	for (const [what, side] of sides) {
		const result = await compare({ ours: side, baseline }, { rounds, clock: "cpu" });
		measures.push(
			costMeasure(
				`${what} · both contents as JSON`,
				result,
				milliseconds,
				what.startsWith("lint") ? null : inMilliseconds,
			),
		);
	}
	return measures;
}

function content(imageOf: (cloud: number) => number): MciContent {
	const settings = Array.from({ length: clouds }, (_, i): Setting => {
		const cloud = `acme-${String(i).padStart(5, "0")}` as CloudSlug;
		const image = { kind: "id" as const, uid: `ami-${i}-${imageOf(i)}`, checksum: null };
		return { cloud, image, instanceType: "m6i.large", kernel: null, ramdisk: null, userData: null };
	});
	return mciContent({ name: "large", settings });
}
