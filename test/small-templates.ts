import fc from "fast-check";
import type { Lifecycle } from "../src/core/component/index.ts";
import { type Architecture, type Image, noFacts, parseCloudSlug, plainSetting } from "../src/core/image/index.ts";
import type { KnownImage, RequestedValues, TemplateCandidate, TemplateMci } from "../src/core/resolve/index.ts";

/** A template with few MCIs and clouds, and one request for it: small enough to try everything. */
export interface SmallTemplate {
	readonly mcis: readonly SmallMci[];
	/** The position of the default in the list. */
	readonly standard: number;
	/** An MCI that is not on the template. */
	readonly stranger: SmallMci;
	readonly cloud: string;
	readonly requestedValues: RequestedValues;
	/** A position in the list of MCIs; -1 is the stranger. */
	readonly requestedMci: number | null;
	/** The known facts of a requested image. */
	readonly requestedImage: SmallImage;
}

export interface SmallMci {
	readonly isRevoked: boolean;
	readonly cells: Readonly<Record<string, SmallCell>>;
}

export interface SmallImage {
	readonly architecture: Architecture | null;
	readonly isRevoked: boolean;
}

export interface SmallCell extends SmallImage {
	readonly uid: string;
	readonly type: string | null;
}

const smallClouds = ["c1", "c2", "c3", "c4"] as const;
/** Architectures of types known by name; those of `t1` to `t3` are known by evidence or not at all. */
export const typesByName: Readonly<Record<string, Architecture>> = { intel: "x86_64", graviton: "arm64" };
export const smallNow = "2026-06-01T00:00:00.000Z";

const architecture = fc.constantFrom<Architecture | null>("x86_64", "arm64", "i386", "arm", null);
const isRevoked = fc.constantFrom(false, false, false, false, false, true);
const cell: fc.Arbitrary<SmallCell> = fc.record({
	uid: fc.constantFrom("i1", "i2", "i3"),
	type: fc.constantFrom(null, "intel", "graviton", "t1", "t2"),
	architecture,
	isRevoked,
});

/** An MCI with settings for some of four clouds. */
export const smallMcis: fc.Arbitrary<SmallMci> = fc.record({
	isRevoked,
	cells: fc.dictionary(fc.constantFrom(...smallClouds), cell, { maxKeys: 4 }),
});

/** Templates of one to four MCIs with a request. */
export const smallTemplates: fc.Arbitrary<SmallTemplate> = fc
	.array(smallMcis, { minLength: 1, maxLength: 4 })
	.chain((mcis) =>
		fc.record({
			mcis: fc.constant(mcis),
			standard: fc.nat(mcis.length - 1),
			stranger: smallMcis,
			cloud: fc.constantFrom(...smallClouds),
			requestedValues: fc.record(
				{
					architecture: fc.constantFrom("x86_64", "arm64", "i386"),
					instanceType: fc.constantFrom("intel", "graviton", "t1", "t2", "t3"),
					image: fc.constantFrom("i1", "i2", "requested"),
				},
				{ requiredKeys: [] },
			),
			requestedMci: fc.oneof(
				{ weight: 2, arbitrary: fc.constant(null) },
				{ weight: 1, arbitrary: fc.integer({ min: -1, max: mcis.length - 1 }) },
			),
			requestedImage: fc.record({ architecture, isRevoked }),
		}),
	);

/** The request in the form that resolving expects. */
export function candidateOf(small: SmallTemplate): TemplateCandidate {
	const { cloud, requestedValues, requestedMci } = small;
	const mcis = small.mcis.map((mci, i) => mciOf(mci, { name: `M${i}`, cloud, isDefault: i === small.standard }));
	const stranger = mciOf(small.stranger, { name: "S", cloud, isDefault: false });
	return {
		ref: "web@2",
		lifecycle: null,
		cloud,
		cloudType: "acme",
		mcis,
		requestedMci: requestedMci === null ? null : (mcis[requestedMci] ?? stranger),
		requestedImage:
			requestedValues.image === undefined ? null : knownOf(requestedValues.image, cloud, small.requestedImage),
		instanceTypeArchitecture: (_, type) => typesByName[type] ?? null,
	};
}

function mciOf(
	mci: SmallMci,
	{ name, cloud, isDefault }: { readonly name: string; readonly cloud: string; readonly isDefault: boolean },
): TemplateMci {
	const one = mci.cells[cloud];
	const { image, lifecycle } = one ? knownOf(one.uid, cloud, one) : { image: null, lifecycle: null };
	return {
		ref: `${name}@1`,
		lineage: name,
		revision: 1,
		revisionReason: "",
		isDefault,
		lifecycle: lifecycleOf(mci),
		heldBack: null,
		setting: one && image ? { ...plainSetting(image.cloud, image), image, instanceType: one.type } : null,
		image,
		imageLifecycle: lifecycle,
		clouds: () => Object.keys(mci.cells),
		otherRevisions: () => [],
	};
}

function knownOf(uid: string, cloud: string, small: SmallImage): KnownImage & { readonly image: Image } {
	const identity = { kind: "id", uid, checksum: null } as const;
	return {
		image: { ...noFacts, ...identity, cloud: parseCloudSlug(cloud), architecture: small.architecture },
		lifecycle: lifecycleOf(small),
	};
}

function lifecycleOf({ isRevoked: ended }: { readonly isRevoked: boolean }): Lifecycle | null {
	return ended ? { deprecatedAt: null, revokedAt: smallNow, reason: null, replacement: null } : null;
}
