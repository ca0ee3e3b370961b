import type { Architecture } from "../image/architecture.ts";
import { sameImage } from "../image/image.ts";
import type { Because, RequestedValues, Verdict } from "./resolution.ts";
import { dormantText } from "./resolve-mci.ts";
import type { TemplateCandidate, TemplateMci } from "./template-candidate.ts";

/** The MCI of an answer with the reason for it, or the reason why none could be chosen. */
export type Choice =
	| { readonly kind: "chosen"; readonly mci: TemplateMci; readonly why: string }
	| { readonly kind: "none"; readonly verdict: Verdict; readonly because: ChoiceProblem };

export interface ChoiceProblem extends Because {
	readonly code: "cloud-dormant" | "cloud-not-eligible" | "default-lacks-cloud" | "mci-ambiguous" | "mci-unsuitable";
}

/**
 * Chooses the requested MCI. Without one, and with a requested architecture or an instance type of known
 * architecture, the only MCI whose image satisfies it; else the default. The order of the list never decides.
 */
export function chooseMci(template: TemplateCandidate, requestedValues: RequestedValues): Choice {
	const { ref, cloud, mcis, requestedMci } = template;
	if (requestedMci) return { kind: "chosen", mci: requestedMci, why: "requested" };
	const there = mcis.filter((mci) => mci.setting !== null);
	if (there.length === 0 && template.isDormant) {
		return none("absent", { code: "cloud-dormant", text: `${ref} has MCIs for ${cloud}, but ${dormantText(cloud)}` });
	}
	if (there.length === 0)
		return none("absent", { code: "cloud-not-eligible", text: `no MCI of ${ref} has a setting for ${cloud}` });
	const demands = demandsOf(template, requestedValues);
	if (demands.length > 0) return suitableMci({ ref, cloud, there, demands });
	const standard = mcis.find((mci) => mci.isDefault);
	if (standard && standard.setting !== null) return { kind: "chosen", mci: standard, why: `default of ${ref}` };
	const missing = standard ? `its default ${standard.ref} has no setting for ${cloud}` : "it has no default MCI";
	return none("refused", {
		code: "default-lacks-cloud",
		text: `${ref} has no image for ${cloud}: ${missing}; ${refsOf(there)} ${has(there)}`,
	});
}

/**
 * The architecture of an instance type: from its cloud type's naming rules, else from evidence, which is a setting
 * of the template for this cloud with the type as its default and an image of known architecture. Null if unknown,
 * or if the evidence disagrees.
 */
export function architectureOfType(template: TemplateCandidate, instanceType: string): Architecture | null {
	const named =
		template.cloudType === null ? null : template.instanceTypeArchitecture(template.cloudType, instanceType);
	if (named !== null) return named;
	const seen = new Set<Architecture>();
	for (const mci of template.mcis) {
		const architecture = mci.setting?.instanceType === instanceType ? architectureOfMci(mci) : null;
		if (architecture !== null) seen.add(architecture);
	}
	const [first] = seen;
	return seen.size === 1 && first !== undefined ? first : null;
}

/** The architecture of the image that the MCI maps for the cloud; null if unknown. */
export function architectureOfMci({ setting, image }: TemplateMci): Architecture | null {
	return setting && image && sameImage(setting.image, image) ? image.architecture : null;
}

/**
 * How well an image of architecture `have` runs on an instance type of architecture `type`. “perhaps”: a 64-bit
 * processor of x86 or Arm also starts 32-bit images if the cloud allows it.
 */
export function fitOnType(type: Architecture, have: Architecture | null): Fit {
	if (have === type) return "yes";
	const isNarrower = (type === "x86_64" && have === "i386") || (type === "arm64" && have === "arm");
	return have === null || isNarrower ? "perhaps" : "no";
}

export type Fit = "yes" | "perhaps" | "no";

interface Demand {
	/** What the image must be for: `arm64`, or `m7g.large, which is arm64`. */
	readonly text: string;
	readonly fit: (architecture: Architecture | null) => Fit;
}

function demandsOf(template: TemplateCandidate, requestedValues: RequestedValues): Demand[] {
	const { architecture, instanceType } = requestedValues;
	const demands: Demand[] = [];
	if (architecture !== undefined) {
		demands.push({
			text: architecture,
			fit: (have) => (have === null ? "perhaps" : have === architecture ? "yes" : "no"),
		});
	}
	const type = instanceType === undefined ? null : architectureOfType(template, instanceType);
	if (type !== null) demands.push({ text: `${instanceType}, which is ${type}`, fit: (have) => fitOnType(type, have) });
	return demands;
}

function suitableMci(given: {
	readonly ref: string;
	readonly cloud: string;
	readonly there: readonly TemplateMci[];
	readonly demands: readonly Demand[];
}): Choice {
	const { ref, cloud, there, demands } = given;
	const wanted = demands.map((demand) => demand.text).join(" and ");
	const fits = there.map((mci) => ({ mci, fit: fitOf(demands, architectureOfMci(mci)) }));
	const known = fits.filter(({ fit }) => fit === "yes");
	// MCIs that certainly satisfy the demands go before those that only may.
	const suitable = (known.length > 0 ? known : fits.filter(({ fit }) => fit === "perhaps")).map(({ mci }) => mci);
	const [only] = suitable;
	if (only === undefined) {
		const have = there
			.map((mci) => `${mci.ref} is for ${architectureOfMci(mci) ?? "an unknown architecture"}`)
			.join(", ");
		return none("refused", { code: "mci-unsuitable", text: `no MCI of ${ref} for ${cloud} is for ${wanted}: ${have}` });
	}
	const standard = suitable.find((mci) => mci.isDefault);
	if (standard) return { kind: "chosen", mci: standard, why: `default of ${ref}, and for ${wanted}` };
	if (suitable.length === 1) return { kind: "chosen", mci: only, why: `the only one of ${ref} for ${wanted}` };
	const text = `several MCIs of ${ref} for ${cloud} are for ${wanted}, and the default is not one of them: ${refsOf(suitable)}`;
	return none("refused", { code: "mci-ambiguous", text });
}

function fitOf(demands: readonly Demand[], architecture: Architecture | null): Fit {
	const fits = demands.map((demand) => demand.fit(architecture));
	return fits.includes("no") ? "no" : fits.includes("perhaps") ? "perhaps" : "yes";
}

function none(verdict: Verdict, because: ChoiceProblem): Choice {
	return { kind: "none", verdict, because };
}

function refsOf(mcis: readonly TemplateMci[]): string {
	return mcis.map((mci) => mci.ref).join(", ");
}

function has(mcis: readonly TemplateMci[]): string {
	return mcis.length === 1 ? "has one" : "have one";
}
