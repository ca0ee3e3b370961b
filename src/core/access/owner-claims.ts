import { fixedStart, isExact } from "./claim-pattern.ts";
import { isGitHub } from "./issuer.ts";

/** Claim → patterns, any of which is enough. */
export type ClaimConditions = Readonly<Record<string, readonly string[]>>;

/**
 * What the claims that name an owner must begin with until the first `*`, so that the owner is certain. “any” takes only a whole
 * value, without `*`. A workflow that others call (`job_workflow_ref`), a branch or an environment is nobody's own: not here.
 *
 * https://docs.github.com/en/actions/reference/security/oidc and https://docs.gitlab.com/ci/secrets/id_token_authentication/
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

/** Subjects of GitHub and GitLab that begin with the owner; GitHub lets an organization choose the form of its own. */
const ownedSubject =
	/^(repo:[^/:]+\/|project_path:[^/:]+\/|repository:[^/:]+\/|(repository_owner|repository_owner_id|repository_id):[^:]+:)/;
const wholeOwnedSubject = /^(repository_owner|repository_owner_id|repository_id):[^:]+$/;

/** The claims that can say whose a workload is, as a sentence names them. */
export const ownerClaimWords = `${Object.keys(ownerClaims).join(", ")} or sub`;

/**
 * True when nobody but one owner can fulfil the conditions: one of them at least is on a claim that names the owner, and each of its
 * patterns has that name whole.
 */
export function pinsOwner(issuer: string, conditions: ClaimConditions): boolean {
	return Object.keys(ownerConditions(issuer, conditions)).length > 0;
}

/** Those of the conditions that say whose a workload is. */
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

/** A whole subject is one workload, but at GitHub: there an organization may leave itself out of it (`environment:production`). */
function pinsSubject(issuer: string, pattern: string): boolean {
	if (ownedSubject.test(fixedStart(pattern))) return true;
	return pattern !== "" && isExact(pattern) && (!isGitHub(issuer) || wholeOwnedSubject.test(pattern));
}
