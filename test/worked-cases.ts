import type { Architecture } from "../src/core/image/index.ts";
import type { RefusalCode, WarningCode } from "../src/core/resolve/index.ts";

/** One row of an MCI's map. */
export interface WorkedSetting {
	readonly image: string;
	readonly instanceType: string;
	readonly userData?: string;
}

/** One commit of an MCI: cloud → setting. */
export interface WorkedMci {
	readonly name: string;
	readonly revision: number;
	readonly settings: Readonly<Record<string, WorkedSetting>>;
}

/** An act on the world before or after a request. Revision 0 is HEAD. */
export type WorkedAct =
	| { readonly act: "edit-head"; readonly mci: string; readonly cloud: string; readonly setting: WorkedSetting }
	| { readonly act: "commit"; readonly mci: string; readonly revision: number }
	| { readonly act: "template-takes"; readonly mci: string; readonly revision: number }
	| { readonly act: "image-disappears"; readonly cloud: string; readonly image: string };

export interface WorkedAsk {
	readonly cloud: string;
	/** An MCI's name. */
	readonly mci?: string;
	readonly instanceType?: string;
	readonly architecture?: Architecture;
	readonly image?: string;
}

export type WorkedAnswer =
	| {
			readonly image: string;
			readonly instanceType: string;
			readonly userData: string | null;
			/** Null when the image was requested and no MCI was chosen. */
			readonly mci: string | null;
			/** A part of the MCI's reason. */
			readonly why: string;
			readonly warnings: readonly WarningCode[];
	  }
	| {
			readonly refused: RefusalCode;
			/** A part of the reason's text. */
			readonly says: string;
			/** Alternatives that would work if they were requested by name. */
			readonly mcis: readonly string[];
			readonly clouds: readonly string[];
	  };

/** The expected state of a server of the case after the acts so far; it keeps its image in any case. */
export interface WorkedAfterwards {
	readonly happens: WorkedAct;
	/** The text after "update available:" on its page; null for no update. */
	readonly updateAvailable: string | null;
	/** The code of why it can no longer be launched; null if it can. */
	readonly launchRefused: RefusalCode | null;
}

export interface WorkedCase {
	readonly number: number;
	readonly what: string;
	readonly before?: readonly WorkedAct[];
	readonly ask: WorkedAsk;
	readonly answer: WorkedAnswer;
	readonly after?: readonly WorkedAfterwards[];
}

/** Template `web`, revision 2, with A (the default) and B; C is not on it. */
export const workedTemplate = { name: "web", revision: 2, mcis: ["A", "B"], defaultMci: "A" } as const;

/** The committed MCIs; the HEAD of each equals its commit. */
export const workedMcis: readonly WorkedMci[] = [
	{
		name: "A",
		revision: 4,
		settings: {
			"us-east": { image: "img1", instanceType: "large", userData: "U1" },
			"eu-west": { image: "img2", instanceType: "large" },
		},
	},
	{
		name: "B",
		revision: 1,
		settings: {
			"us-east": { image: "img9", instanceType: "arm.large" },
			sydney: { image: "img7", instanceType: "large" },
		},
	},
	{ name: "C", revision: 1, settings: { "us-east": { image: "imgC", instanceType: "c.large" } } },
];

/** The architectures of the images in the catalogue. */
export const workedArchitectures: Readonly<Record<string, Architecture>> = {
	img1: "x86_64",
	img2: "x86_64",
	img3: "x86_64",
	img7: "x86_64",
	img9: "arm64",
	imgC: "x86_64",
};

/** All clouds; `tokyo` is in no MCI. */
export const workedClouds: readonly string[] = ["us-east", "eu-west", "sydney", "tokyo"];

const inherited = {
	image: "img1",
	instanceType: "large",
	userData: "U1",
	mci: "A@4",
	why: "default of web@2",
	warnings: [],
} as const;
const newer: WorkedSetting = { image: "img3", instanceType: "large", userData: "U1" };
const unchanged = { updateAvailable: null, launchRefused: null };

/** The worked cases of resolution. */
export const workedCases: readonly WorkedCase[] = [
	{ number: 1, what: "nothing requested", ask: { cloud: "us-east" }, answer: inherited },
	{
		number: 2,
		what: "an MCI requested",
		ask: { cloud: "us-east", mci: "B" },
		answer: { image: "img9", instanceType: "arm.large", userData: null, mci: "B@1", why: "requested", warnings: [] },
	},
	{
		number: 3,
		what: "an instance type requested, of which nothing is known",
		ask: { cloud: "us-east", instanceType: "xlarge" },
		answer: { ...inherited, instanceType: "xlarge" },
	},
	{
		number: 4,
		what: "an image requested that is in no MCI",
		ask: { cloud: "us-east", image: "img5" },
		answer: { ...inherited, image: "img5", warnings: ["image-overridden"] },
	},
	{
		number: 5,
		what: "an MCI requested that is not on the template",
		ask: { cloud: "us-east", mci: "C" },
		answer: {
			image: "imgC",
			instanceType: "c.large",
			userData: null,
			mci: "C@1",
			why: "requested",
			warnings: ["mci-not-on-template"],
		},
	},
	{
		number: 6,
		what: "an architecture requested that one MCI has",
		ask: { cloud: "us-east", architecture: "arm64" },
		answer: {
			image: "img9",
			instanceType: "arm.large",
			userData: null,
			mci: "B@1",
			why: "the only one of web@2 for arm64",
			warnings: [],
		},
	},
	{
		number: 7,
		what: "a cloud that only another MCI than the default has",
		ask: { cloud: "sydney" },
		answer: {
			refused: "default-lacks-cloud",
			says: "its default A@4 has no setting for sydney; B@1 has one",
			mcis: ["B@1"],
			clouds: ["sydney", "eu-west", "us-east"],
		},
	},
	{
		number: 8,
		what: "that cloud with the other MCI",
		ask: { cloud: "sydney", mci: "B" },
		answer: { image: "img7", instanceType: "large", userData: null, mci: "B@1", why: "requested", warnings: [] },
	},
	{
		number: 9,
		what: "a cloud that no MCI has",
		ask: { cloud: "tokyo" },
		answer: {
			refused: "cloud-not-eligible",
			says: "no MCI of web@2 has a setting for tokyo",
			mcis: [],
			clouds: ["eu-west", "sydney", "us-east"],
		},
	},
	{
		number: 10,
		what: "that cloud with an image and an instance type",
		ask: { cloud: "tokyo", image: "imgT", instanceType: "large" },
		answer: {
			image: "imgT",
			instanceType: "large",
			userData: null,
			mci: null,
			why: "",
			warnings: ["no-mci-for-cloud"],
		},
	},
	{
		number: 11,
		what: "a later commit of the MCI",
		ask: { cloud: "us-east" },
		answer: inherited,
		after: [
			{ happens: { act: "edit-head", mci: "A", cloud: "us-east", setting: newer }, ...unchanged },
			{ happens: { act: "commit", mci: "A", revision: 5 }, ...unchanged },
			{
				happens: { act: "template-takes", mci: "A", revision: 5 },
				updateAvailable: "img1 → img3, A@4 → A@5",
				launchRefused: null,
			},
		],
	},
	{
		number: 12,
		what: "an edited HEAD that the template has",
		before: [{ act: "template-takes", mci: "A", revision: 0 }],
		ask: { cloud: "us-east" },
		answer: { ...inherited, mci: "A@head" },
		after: [
			{
				happens: { act: "edit-head", mci: "A", cloud: "us-east", setting: newer },
				updateAvailable: "img1 → img3",
				launchRefused: null,
			},
		],
	},
	{
		number: 13,
		what: "an image that its cloud no longer has",
		ask: { cloud: "us-east" },
		answer: inherited,
		after: [
			{
				happens: { act: "image-disappears", cloud: "us-east", image: "img1" },
				updateAvailable: null,
				launchRefused: "image-deleted",
			},
		],
	},
];
