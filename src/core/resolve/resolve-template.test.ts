import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	candidateOf,
	type SmallCell,
	type SmallMci,
	type SmallTemplate,
	smallMcis,
	smallNow,
	smallTemplates,
} from "../../../test/small-templates.ts";
import { modelAnswer } from "../../../test/template-model.ts";
import { activeLifecycle } from "../component/lifecycle.ts";
import { compareResolution, type RecordedResolution, updateAvailable } from "./compare-resolution.ts";
import { eligibleClouds, resolveTemplate } from "./resolve-template.ts";
import type { TemplateCandidate } from "./template-candidate.ts";

function resolve(small: SmallTemplate) {
	return resolveTemplate(candidateOf(small), small.requestedValues, smallNow);
}

describe("resolving a template", () => {
	it("agrees with a model that tries every MCI", () => {
		fc.assert(
			fc.property(smallTemplates, (small) => {
				const answer = resolve(small);
				const got =
					answer.kind === "resolved"
						? { image: answer.image.uid, type: answer.instanceType, mci: answer.mci?.ref ?? null }
						: { verdict: answer.verdict };
				expect(got).toEqual(modelAnswer(small));
			}),
			{ numRuns: 3000 },
		);
	});

	it("never uses another MCI than the default unless an MCI, an architecture or an instance type is requested", () => {
		fc.assert(
			fc.property(smallTemplates, ({ requestedValues: { image }, ...small }) => {
				const answer = resolve({ ...small, requestedValues: image === undefined ? {} : { image }, requestedMci: null });
				if (answer.kind === "resolved") expect([null, `M${small.standard}@1`]).toContain(answer.mci?.ref ?? null);
			}),
		);
	});

	it("lists as alternatives exactly those MCIs of the cloud that resolve to a runnable image when requested", () => {
		fc.assert(
			fc.property(smallTemplates, (small) => {
				const answer = resolve(small);
				if (answer.kind === "resolved") return;
				const working = small.mcis.flatMap((mci, i) => {
					if (!mci.cells[small.cloud]) return [];
					const again = resolve({ ...small, requestedMci: i });
					return again.kind === "resolved" && again.warnings.every(({ code }) => code !== "instance-type-architecture")
						? [`M${i}@1`]
						: [];
				});
				expect(answer.instead.mcis).toEqual(working);
				expect(answer.instead.clouds.toSorted()).toEqual(eligibleClouds(candidateOf(small)));
			}),
			{ numRuns: 1000 },
		);
	});

	it("does not depend on MCIs without the cloud, nor on settings of other clouds", () => {
		fc.assert(
			fc.property(smallTemplates, smallMcis, fc.nat(3), (small, more, at) => {
				const { [small.cloud]: _, ...others } = more.cells;
				const isRequestedMci = (i: number) => small.requestedMci === i || small.requestedMci === -1;
				const grown = {
					...small,
					mcis: [
						...small.mcis.map((mci, i) =>
							i === at && !isRequestedMci(i) ? { ...mci, cells: { ...others, ...mci.cells } } : mci,
						),
						{ ...more, cells: others },
					],
				};
				const [before, after] = [resolve(small), resolve(grown)];
				if (before.kind === "resolved") expect(after).toEqual(before);
				else
					expect(after).toMatchObject({
						verdict: before.verdict,
						because: before.because,
						instead: { mcis: before.instead.mcis },
					});
			}),
			{ numRuns: 1000 },
		);
	});

	it("returns no revoked image, and none of a revoked MCI or template", () => {
		fc.assert(
			fc.property(smallTemplates, (small) => {
				const all = { ...small, mcis: small.mcis.map(revokedMci), stranger: revokedMci(small.stranger) };
				const { image: _, ...requestedValues } = small.requestedValues;
				expect(resolve({ ...all, requestedValues }).kind).toBe("unresolved");
				const revoked = {
					...candidateOf(small),
					lifecycle: { ...activeLifecycle, revokedAt: smallNow, replacement: "web@3" },
				};
				expect(resolveTemplate(revoked, small.requestedValues, smallNow)).toMatchObject({
					verdict: "refused",
					because: [{ code: "template-revoked" }],
					instead: { clouds: [], mcis: [], replacement: "web@3" },
				});
			}),
		);
	});
});

const none = { isRevoked: false, cells: {} };

/** `M0: c1=i1/t1/arm64`: MCIs by position, each cell image/type/architecture. */
function small(mcis: readonly Record<string, string>[], rest: Partial<SmallTemplate> = {}): SmallTemplate {
	const cells = (map: Record<string, string>): Record<string, SmallCell> =>
		Object.fromEntries(
			Object.entries(map).map(([cloud, text]) => {
				const [uid = "", type = "", architecture = ""] = text.split("/");
				return [
					cloud,
					{
						uid,
						type: type || null,
						architecture: (architecture || null) as SmallCell["architecture"],
						isRevoked: false,
					},
				];
			}),
		);
	return {
		mcis: mcis.map((map) => ({ isRevoked: false, cells: cells(map) })),
		standard: 0,
		stranger: none,
		cloud: "c1",
		requestedValues: {},
		requestedMci: null,
		requestedImage: { architecture: null, isRevoked: false },
		...rest,
	};
}

describe("the MCI of a template", () => {
	it.each<{ what: string; of: SmallTemplate; mci: string | null; why?: string; warnings?: string[] }>([
		{
			what: "whose image is for the requested instance type, known by its name",
			of: small([{ c1: "i1/intel/x86_64" }, { c1: "i2/graviton/arm64" }], {
				requestedValues: { instanceType: "graviton" },
			}),
			mci: "M1@1",
			why: "the only one of web@2 for graviton, which is arm64",
		},
		{
			what: "whose image is for the requested instance type, known because a setting has it",
			of: small([{ c1: "i1/t1/x86_64" }, { c1: "i2/t2/arm64" }], { requestedValues: { instanceType: "t2" } }),
			mci: "M1@1",
			why: "the only one of web@2 for t2, which is arm64",
		},
		{
			what: "that is the default, as evidence of the requested type disagrees",
			of: small([{ c1: "i1/t1/x86_64" }, { c1: "i2/t2/arm64" }, { c1: "i3/t2/x86_64" }], {
				requestedValues: { instanceType: "t2" },
			}),
			mci: "M0@1",
			why: "default of web@2",
		},
		{
			what: "that is the default, as both would do",
			of: small([{ c1: "i1/t1/arm64" }, { c1: "i2/t2/arm64" }], { requestedValues: { architecture: "arm64" } }),
			mci: "M0@1",
			why: "default of web@2, and for arm64",
		},
		{
			what: "that is known to do, before the default that only may",
			of: small([{ c1: "i1/t1" }, { c1: "i2/t2/arm64" }], { requestedValues: { architecture: "arm64" } }),
			mci: "M1@1",
			why: "the only one of web@2 for arm64",
		},
		{
			what: "that may do, with a warning, as the others do not",
			of: small([{ c1: "i1/t1/x86_64" }, { c1: "i2/t2" }], { requestedValues: { architecture: "arm64" } }),
			mci: "M1@1",
			why: "the only one of web@2 for arm64",
			warnings: ["architecture-unknown"],
		},
		{
			what: "that is for the architecture, where the default has nothing",
			of: small([{}, { c1: "i2/t2/arm64" }, { c1: "i3/t2/x86_64" }], { requestedValues: { architecture: "arm64" } }),
			mci: "M1@1",
			why: "the only one of web@2 for arm64",
		},
		{
			what: "that a 64-bit type can run, though its image is for 32 bits",
			of: small([{ c1: "i1/t1/i386" }, { c1: "i2/t2/arm64" }], { requestedValues: { instanceType: "intel" } }),
			mci: "M0@1",
		},
		{
			what: "that is requested, with a warning that the type can't run its image",
			of: small([{ c1: "i1/t1/x86_64" }, { c1: "i2/t2/arm64" }], {
				requestedValues: { instanceType: "intel" },
				requestedMci: 1,
			}),
			mci: "M1@1",
			warnings: ["instance-type-architecture"],
		},
		{
			what: "that has no instance type, with a warning",
			of: small([{ c1: "i1" }]),
			mci: "M0@1",
			warnings: ["instance-type-missing"],
		},
		{
			what: "with a requested image that another MCI maps, without a warning",
			of: small([{ c1: "i1/t1" }, { c1: "i2/t1" }], { requestedValues: { image: "i2" } }),
			mci: "M0@1",
		},
		{
			what: "that there is none of: the default lacks the cloud, and an image is requested",
			of: small([{}, { c1: "i2/t1" }], { requestedValues: { image: "x", instanceType: "t1" } }),
			mci: null,
			warnings: ["default-lacks-cloud", "image-overridden"],
		},
		{
			what: "that there is none of: nothing is for the architecture of the requested image",
			of: small([{ c1: "i1/t1/x86_64" }], {
				requestedValues: { image: "x", instanceType: "graviton", architecture: "arm64" },
				requestedImage: { architecture: "arm64", isRevoked: false },
			}),
			mci: null,
			warnings: ["mci-unsuitable", "image-overridden"],
		},
	])("is the one $what", ({ of, mci, why, warnings = [] }) => {
		const answer = resolve(of);
		if (answer.kind !== "resolved") throw new Error(JSON.stringify(answer));
		expect([answer.mci?.ref ?? null, answer.warnings.map((warning) => warning.code)]).toEqual([mci, warnings]);
		if (why !== undefined) expect(answer.reasons[0]).toEqual({ property: "mci", text: why });
	});

	it.each<{ what: string; of: SmallTemplate; code: string; text: string; mcis?: string[] }>([
		{
			what: "two others than the default would do",
			of: small([{ c1: "i1/t1/x86_64" }, { c1: "i2/t2/arm64" }, { c1: "i3/t2/arm64" }], {
				requestedValues: { architecture: "arm64" },
			}),
			code: "mci-ambiguous",
			text: "several MCIs of web@2 for c1 are for arm64, and the default is not one of them: M1@1, M2@1",
			mcis: ["M1@1", "M2@1"],
		},
		{
			what: "none is for the architecture",
			of: small([{ c1: "i1/t1/x86_64" }, { c1: "i2/t2/i386" }], { requestedValues: { architecture: "arm64" } }),
			code: "mci-unsuitable",
			text: "no MCI of web@2 for c1 is for arm64: M0@1 is for x86_64, M1@1 is for i386",
		},
		{
			what: "none can run on the type",
			of: small([{ c1: "i1/t1/x86_64" }], { requestedValues: { instanceType: "graviton" } }),
			code: "mci-unsuitable",
			text: "no MCI of web@2 for c1 is for graviton, which is arm64: M0@1 is for x86_64",
		},
		{
			what: "the MCI requested lacks the cloud",
			of: small([{ c1: "i1/t1" }], { requestedMci: -1 }),
			code: "no-setting",
			text: "S@1 has no setting for c1",
			mcis: ["M0@1"],
		},
		{
			what: "the template has no MCI",
			of: small([]),
			code: "cloud-not-eligible",
			text: "no MCI of web@2 has a setting for c1",
		},
		{
			what: "the default is revoked, though another would do",
			of: {
				...small([{}, { c1: "i2/t1" }]),
				mcis: [
					{ isRevoked: true, cells: small([{ c1: "i1/t1" }]).mcis[0]?.cells ?? {} },
					...small([{ c1: "i2/t1" }]).mcis,
				],
			},
			code: "revision-revoked",
			text: "M0@1 is revoked since 2026-06-01",
			mcis: ["M1@1"],
		},
		{
			what: "the image requested is revoked",
			of: small([], { requestedValues: { image: "x" }, requestedImage: { architecture: null, isRevoked: true } }),
			code: "image-revoked",
			text: "image x is revoked since 2026-06-01",
		},
	])("is not found when $what", ({ of, code, text, mcis = [] }) => {
		expect(resolve(of)).toMatchObject({ kind: "unresolved", because: [{ code, text }], instead: { mcis } });
	});

	it("may be another revision than the template's, with a warning", () => {
		const of = candidateOf(small([{ c1: "i1/t1" }], { requestedMci: 0 }));
		const newer = { ...of, requestedMci: of.requestedMci && { ...of.requestedMci, ref: "M0@2", revision: 2 } };
		expect(resolveTemplate(newer, {}, smallNow)).toMatchObject({
			mci: { ref: "M0@2", revision: 2 },
			warnings: [{ code: "mci-not-on-template", text: "M0@2 is not on the template web@2, which has M0@1: untested" }],
		});
	});

	it("causes no warning when another MCI of the account maps the requested image", () => {
		const of: TemplateCandidate = {
			...candidateOf(small([{ c1: "i1/t1" }], { requestedValues: { image: "x" } })),
			imageUsers: ["db@3"],
		};
		expect(resolveTemplate(of, { image: "x" }, smallNow)).toMatchObject({
			warnings: [],
			reasons: expect.arrayContaining([{ property: "image", text: "requested; db@3 maps it for c1" }]),
		});
	});

	it("comes with a warning that the template is deprecated", () => {
		const of = {
			...candidateOf(small([{ c1: "i1/t1" }])),
			lifecycle: { ...activeLifecycle, deprecatedAt: smallNow, reason: "old", replacement: "web@3" },
		};
		expect(resolveTemplate(of, {}, smallNow)).toMatchObject({
			warnings: [
				{ code: "template-deprecated", text: "web@2 is deprecated since 2026-06-01: old; it is replaced by web@3" },
			],
		});
	});
});

describe("comparing a recorded answer with a fresh one", () => {
	const recorded: RecordedResolution = {
		image: { kind: "id", uid: "img1", checksum: null },
		instanceType: "large",
		kernel: null,
		ramdisk: "r1",
		userData: "u",
		mci: { ref: "A@4", lineage: "a", revision: 4 },
	};
	it.each<{ what: string; fresh: Partial<RecordedResolution>; text: string | null }>([
		{ what: "nothing", fresh: {}, text: null },
		{ what: "only how the MCI is called", fresh: { mci: { ref: "A2@4", lineage: "a", revision: 4 } }, text: null },
		{ what: "the image", fresh: { image: { kind: "id", uid: "img3", checksum: null } }, text: "img1 → img3" },
		{ what: "the MCI", fresh: { mci: { ref: "A@5", lineage: "a", revision: 5 } }, text: "A@4 → A@5" },
		{ what: "that there is an MCI", fresh: { mci: null }, text: "A@4 → no MCI" },
		{
			what: "the rest",
			fresh: { instanceType: "xl", kernel: "k", ramdisk: null, userData: null },
			text: "instance type large → xl, kernel cloud default → k, ramdisk r1 → cloud default, other user data",
		},
	])("reports $what that differs", ({ fresh, text }) => {
		const differences = compareResolution(recorded, { ...recorded, ...fresh });
		expect(updateAvailable(differences)).toBe(text);
		expect(
			differences.every(
				({ property, before, after }) => before === recorded[property] && after === { ...recorded, ...fresh }[property],
			),
		).toBe(true);
	});
});

function revokedMci(mci: SmallMci): SmallMci {
	return { ...mci, isRevoked: true };
}
