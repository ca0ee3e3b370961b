import { compareText } from "../../base/compare-text.ts";
import { type Image, sameImage } from "../image/image.ts";
import { architectureOfType, type Choice, type ChoiceProblem, chooseMci, fitOnType } from "./choose-mci.ts";
import { cloudsInstead } from "./clouds-instead.ts";
import type { Because, Reason, RequestedValues, Resolved, Verdict, Warning } from "./resolution.ts";
import {
	architectureRefusal,
	architectureWarnings,
	knownRequested,
	requestedIdentity,
	resolveMci,
} from "./resolve-mci.ts";
import type { TemplateCandidate, TemplateMci } from "./template-candidate.ts";
import { imageWarnings, imageWithdrawal, revisionWarnings, revisionWithdrawal } from "./withdrawal.ts";

/** The image and settings of a server of the template in the cloud. */
export interface TemplateResolved extends Resolved {
	/** Null if the image was requested and no MCI could be chosen: the answer then has only the requested values. */
	readonly mci: ResolvedMci | null;
}

/** The MCI revision of an answer. */
export interface ResolvedMci {
	readonly ref: string;
	readonly lineage: string;
	/** 0 is HEAD. */
	readonly revision: number;
}

/** The reason why a template has no answer, and what can be used instead. */
export interface TemplateUnresolved {
	readonly kind: "unresolved";
	readonly verdict: Verdict;
	readonly because: readonly Because[];
	readonly instead: TemplateInstead;
}

export interface TemplateInstead {
	/** Eligible clouds, near names first; none when the template itself must not be used. */
	readonly clouds: readonly string[];
	/**
	 * MCIs of the template that map the cloud and give an image which can run, when asked for by name with the same other
	 * requestedValues.
	 */
	readonly mcis: readonly string[];
	/** What replaces a withdrawn image (its name or id), a revoked MCI revision or a revoked template (a reference). */
	readonly replacement: string | null;
}

/**
 * Resolves the image and the rest of the setting for one cloud of a template revision, with the reason for each
 * value, or a structured "no". A requested MCI wins, then each requested value. A requested image is answered even
 * if no MCI can be chosen, then without an MCI. A revoked template, revision or image refuses, as does a deleted
 * image; deprecated ones answer and warn. `now` is UTC ISO.
 */
export function resolveTemplate(
	template: TemplateCandidate,
	requestedValues: RequestedValues,
	now: string,
): TemplateResolved | TemplateUnresolved {
	const revoked = revisionWithdrawal("template-revoked", template, now);
	if (revoked) {
		const { code, text, replacement } = revoked;
		return {
			kind: "unresolved",
			verdict: "refused",
			because: [{ code, text }],
			instead: { clouds: [], mcis: [], replacement },
		};
	}
	const asked = { requestedValues, now };
	const answer = answerOf(template, chooseMci(template, requestedValues), asked);
	if (answer.kind === "resolved") return answer;
	const { verdict, because, replacement } = answer;
	const clouds = cloudsInstead(template.cloud, eligibleClouds(template));
	const mcis = template.mcis
		.filter((mci) => mci.setting !== null && canRun(template, mci, asked))
		.map((mci) => mci.ref);
	return { kind: "unresolved", verdict, because, instead: { clouds, mcis, replacement } };
}

/** The clouds for which at least one MCI of the template has a setting, sorted. */
export function eligibleClouds({ mcis }: { readonly mcis: readonly Pick<TemplateMci, "clouds">[] }): string[] {
	return [...new Set(mcis.flatMap((mci) => mci.clouds()))].sort(compareText);
}

interface Asked {
	readonly requestedValues: RequestedValues;
	readonly now: string;
}

interface Refusal {
	readonly kind: "refusal";
	readonly verdict: Verdict;
	readonly because: readonly Because[];
	readonly replacement: string | null;
}

function answerOf(template: TemplateCandidate, choice: Choice, asked: Asked): TemplateResolved | Refusal {
	if (choice.kind === "chosen") return withMci(template, choice, asked);
	const uid = asked.requestedValues.image;
	if (uid !== undefined) return withoutMci(template, uid, { ...asked, choice });
	return { kind: "refusal", verdict: choice.verdict, because: [choice.because], replacement: null };
}

function withMci(
	template: TemplateCandidate,
	{ mci, why }: Choice & { readonly kind: "chosen" },
	{ requestedValues, now }: Asked,
): TemplateResolved | Refusal {
	const { cloud, requestedImage } = template;
	const outcome = resolveMci(
		{ ...mci, cloud, requestedImage, isDormant: template.isDormant === true },
		requestedValues,
		now,
	);
	if (outcome.kind === "unresolved") {
		return {
			kind: "refusal",
			verdict: outcome.verdict,
			because: outcome.because,
			replacement: outcome.instead.replacement,
		};
	}
	const { ref, lineage, revision } = mci;
	const isOverridden = outcome.image !== mci.setting?.image;
	const users = isOverridden ? usersOf(template, outcome.image.uid) : [];
	const imageReason = users.length > 0 ? [{ property: "image", text: mappedBy(users, cloud) } as const] : [];
	return {
		...outcome,
		mci: { ref, lineage, revision },
		reasons: [
			{ property: "mci", text: why },
			...outcome.reasons.filter((reason) => imageReason.length === 0 || reason.property !== "image"),
			...imageReason,
		],
		warnings: [
			...revisionWarnings("template-deprecated", template, now),
			...offTemplateWarnings(template, mci),
			...outcome.warnings.filter((warning) => warning.code !== "image-overridden"),
			...(isOverridden ? overriddenWarnings(users, outcome.image.uid, cloud) : []),
			...typeWarnings(template, outcome, isOverridden ? requestedImage?.image : mci.image),
		],
	};
}

/** Answers with the requested image only: no MCI could be chosen for the other values. */
function withoutMci(
	template: TemplateCandidate,
	uid: string,
	{ requestedValues, now, choice }: Asked & { readonly choice: Choice & { readonly kind: "none" } },
): TemplateResolved | Refusal {
	const { cloud, requestedImage } = template;
	const image = requestedIdentity(uid, requestedImage, null);
	const known = knownRequested(requestedImage, uid);
	const no = imageWithdrawal(uid, known, now) ?? architectureRefusal(image, known, requestedValues);
	if (no)
		return {
			kind: "refusal",
			verdict: "refused",
			because: [{ code: no.code, text: no.text }],
			replacement: no.replacement,
		};
	const { instanceType = null, kernel = null, ramdisk = null, userData = null } = requestedValues;
	const users = usersOf(template, uid);
	const isCloudLess = choice.because.code === "cloud-not-eligible" || choice.because.code === "cloud-dormant";
	return {
		kind: "resolved",
		mci: null,
		image,
		instanceType,
		kernel,
		ramdisk,
		userData,
		reasons: [
			{ property: "image", text: users.length > 0 ? mappedBy(users, cloud) : "requested" },
			...(["instanceType", "kernel", "ramdisk", "userData"] as const).flatMap((property): Reason[] =>
				requestedValues[property] === undefined ? [] : [{ property, text: "requested" }],
			),
		],
		warnings: [
			...revisionWarnings("template-deprecated", template, now),
			choiceWarning(choice.because),
			...(isCloudLess ? [] : overriddenWarnings(users, uid, cloud)),
			...imageWarnings(image, known, now),
			...architectureWarnings(image, known, requestedValues),
			...typeWarnings(template, { image, instanceType }, known.image),
		],
	};
}

/** The reason for the missing MCI as a warning: with a requested image it does not refuse. */
function choiceWarning({ code, text }: ChoiceProblem): Warning {
	return { code: code === "cloud-not-eligible" || code === "cloud-dormant" ? "no-mci-for-cloud" : code, text };
}

/** The MCIs that map the image in this cloud, the template's own first. */
function usersOf({ mcis, imageUsers = [] }: TemplateCandidate, uid: string): string[] {
	return [...mcis.filter((mci) => mci.setting?.image.uid === uid).map((mci) => mci.ref), ...imageUsers];
}

function mappedBy(users: readonly string[], cloud: string): string {
	return `requested; ${users.join(", ")} ${users.length === 1 ? "maps" : "map"} it for ${cloud}`;
}

function overriddenWarnings(users: readonly string[], uid: string, cloud: string): Warning[] {
	if (users.length > 0) return [];
	return [
		{ code: "image-overridden", text: `image ${uid} was requested; no MCI maps it for ${cloud}, so it is untested` },
	];
}

function offTemplateWarnings(
	{ ref, mcis }: TemplateCandidate,
	{ lineage, revision, ref: mci }: TemplateMci,
): Warning[] {
	const same = mcis.find((one) => one.lineage === lineage);
	if (same?.revision === revision) return [];
	return [
		{
			code: "mci-not-on-template",
			text: `${mci} is not on the template ${ref}${same ? `, which has ${same.ref}` : ""}: untested`,
		},
	];
}

function typeWarnings(
	template: TemplateCandidate,
	{ image, instanceType }: Pick<Resolved, "image" | "instanceType">,
	facts: Image | null | undefined,
): Warning[] {
	if (instanceType === null) {
		return [
			{
				code: "instance-type-missing",
				text: `no instance type is requested, and no setting has one for ${template.cloud}`,
			},
		];
	}
	const architecture = facts && sameImage(facts, image) ? facts.architecture : null;
	if (architecture === null) return [];
	const type = architectureOfType(template, instanceType);
	if (type === null || fitOnType(type, architecture) !== "no") return [];
	return [
		{
			code: "instance-type-architecture",
			text: `${instanceType} is ${type} and can't run image ${image.uid}, which is for ${architecture}`,
		},
	];
}

/**
 * True if the MCI, requested by name along with the other requested values, resolves to an image that the instance
 * type can run.
 */
function canRun(template: TemplateCandidate, mci: TemplateMci, asked: Asked): boolean {
	const answer = answerOf(template, { kind: "chosen", mci, why: "" }, asked);
	return (
		answer.kind === "resolved" && answer.warnings.every((warning) => warning.code !== "instance-type-architecture")
	);
}
