import { fault } from "../errors.ts";
import { parseCloudSlug } from "../image/cloud.ts";

/** An account's own requirements for its MCIs, in addition to the rules. */
export interface LintPolicy {
	/** Clouds that every MCI has to map. */
	readonly requiredClouds: readonly string[];
	/** Owners whose images may be used, as catalogues write them; empty = every owner. */
	readonly trustedOwners: readonly string[];
	/** The account's own names as an owner of images; empty = not known. */
	readonly ownNames: readonly string[];
}

/** The policy of an account without requirements. */
export const noPolicy: LintPolicy = { requiredClouds: [], trustedOwners: [], ownNames: [] };

const mostNames = 500;

/**
 * A checked policy in canonical order, each name once. Throws `policy-invalid`, or `cloud-slug-invalid` for a
 * required cloud that is not a valid slug.
 */
export function lintPolicy(parts: Partial<LintPolicy>): LintPolicy {
	const names = (field: "trustedOwners" | "ownNames") => {
		const list = [...new Set(parts[field] ?? [])].sort();
		const wrong = list.find((name) => name === "" || name.length > 300 || name.trim() !== name);
		if (wrong !== undefined)
			throw fault("policy-invalid", {
				field,
				problem: `“${wrong.slice(0, 80)}” must have 1 to 300 characters without surrounding spaces`,
			});
		if (list.length > mostNames)
			throw fault("policy-invalid", { field, problem: `it has more than ${mostNames} names` });
		return list;
	};
	const requiredClouds = [...new Set(parts.requiredClouds ?? [])].map(parseCloudSlug).sort();
	if (requiredClouds.length > mostNames)
		throw fault("policy-invalid", { field: "requiredClouds", problem: `it has more than ${mostNames} clouds` });
	return { requiredClouds, trustedOwners: names("trustedOwners"), ownNames: names("ownNames") };
}
