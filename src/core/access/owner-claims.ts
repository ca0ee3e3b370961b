import { fixedStart, isExact } from "./claim-pattern.ts";
import { isGitHub } from "./issuer.ts";

/** Patterns by claim; one match per claim is enough. */
export type ClaimConditions = Readonly<Record<string, readonly string[]>>;

/**
 * The form that a pattern on an owner claim needs before its first `*` so that the owner is certain. “any” accepts
 * only a whole value, without `*`. Reusable workflows (`job_workflow_ref`), branches and environments belong to no
 * single owner, so they are not listed.
 *
 * https://docs.github.com/en/actions/reference/security/oidc and
 * https://docs.gitlab.com/ci/secrets/id_token_authentication/
 */
const ownerClaims: Readonly<Record<string, RegExp | "any">> = {
	// GitHub Actions
	repository: /^[^/]+\//,
	repository_owner: "any",
	repository_id: "any",
	repository_owner_id: "any",
	workflow_ref: /^[^/]+\//,
	// GitLab
	project_path: /^[^/]+\//,
	project_id: "any",
	namespace_path: /^[^/]+\//,
	namespace_id: "any",
};

/** Subjects of GitHub and GitLab that begin with the owner; a GitHub organization can choose another form. */
const ownedSubject =
	/^(repo:[^/:]+\/|project_path:[^/:]+\/|repository:[^/:]+\/|(repository_owner|repository_owner_id|repository_id):[^:]+:)/;
const wholeOwnedSubject = /^(repository_owner|repository_owner_id|repository_id):[^:]+$/;

/** The claims that identify a workload's owner, as text for a sentence. */
export const ownerClaimFields = `${Object.keys(ownerClaims).join(", ")} or sub`;

/**
 * True if only one owner can fulfill the conditions: at least one of them is on a claim that names the owner, and
 * each of its patterns contains the owner's whole name.
 */
export function pinsOwner(issuer: string, conditions: ClaimConditions): boolean {
	return Object.keys(ownerConditions(issuer, conditions)).length > 0;
}

/** The conditions that identify the workload's owner. */
export function ownerConditions(issuer: string, conditions: ClaimConditions): ClaimConditions {
	const entries = Object.entries(conditions);
	return Object.fromEntries(
		entries.filter(
			([claim, patterns]) => patterns.length > 0 && patterns.every((pattern) => pins(issuer, claim, pattern)),
		),
	);
}

function pins(issuer: string, claim: string, pattern: string): boolean {
	if (claim === "sub") return pinsSubject(issuer, pattern);
	const start = Object.hasOwn(ownerClaims, claim) ? ownerClaims[claim] : undefined;
	if (start === undefined || pattern === "") return false;
	return isExact(pattern) || (start !== "any" && start.test(fixedStart(pattern)));
}

/**
 * A whole subject identifies one workload, except at GitHub, where an organization can leave itself out of it
 * (`environment:production`).
 */
function pinsSubject(issuer: string, pattern: string): boolean {
	if (ownedSubject.test(fixedStart(pattern))) return true;
	return pattern !== "" && isExact(pattern) && (!isGitHub(issuer) || wholeOwnedSubject.test(pattern));
}
