import type { ComponentKind } from "../component/component-kind.ts";
import { fault } from "../errors.ts";
import { fitsPattern } from "./claim-pattern.ts";
import { issuerProblem } from "./issuer.ts";
import { type ClaimConditions, ownerClaimFields, pinsOwner } from "./owner-claims.ts";
import { type AccountRole, accountRoles, sortRoles } from "./role.ts";

/**
 * Rule for the workloads that get a token of an account: jobs whose identity token is from the issuer, for this
 * audience, and fulfills every condition.
 */
export interface WorkloadRule {
	/** Unique in its account; the audit and the tokens made by the rule show it. */
	readonly name: string;
	/** The exact `iss` of the tokens: `https://token.actions.githubusercontent.com`. */
	readonly issuer: string;
	/** The exact `aud` of the tokens, which must have no other. */
	readonly audience: string;
	/** All of them hold; of a claim's patterns any one does. */
	readonly conditions: ClaimConditions;
	/** What the token may do. In the one order of roles. */
	readonly roles: readonly AccountRole[];
	/** The one component that the token is for; null = all of the account. */
	readonly component: { readonly kind: ComponentKind; readonly name: string } | null;
	/** How long the token lives. */
	readonly lifetimeSeconds: number;
}

/** The claims of an identity token, as its issuer describes the workload. Already verified. */
export type Claims = Readonly<Record<string, unknown>>;

/** The condition that does not hold. For the account's audit; never shown to the caller. */
export interface Mismatch {
	readonly claim: string;
	readonly wanted: readonly string[];
	/** The value in the token; null if the claim is missing or not text, a number, a Boolean or a list of those. */
	readonly is: readonly string[] | null;
}

/** Lifetime of a workload's token in seconds. */
export const workloadLifetime = { least: 60, usual: 15 * 60, most: 60 * 60 } as const;

/** Claims that every token has, or that another part of the rule checks; conditions on them would add nothing. */
const notConditions = ["iss", "aud", "exp", "nbf", "iat", "jti"];
const namePattern = /^[a-z0-9][a-z0-9._-]{0,99}$/;
const most = { conditions: 20, patterns: 50, characters: 500 };

/**
 * A checked rule in canonical form: claims and patterns sorted and without duplicates. Throws
 * `workload-rule-invalid`.
 */
export function workloadRule(
	parts: Pick<WorkloadRule, "name" | "issuer" | "audience" | "conditions"> & {
		readonly roles: Iterable<AccountRole>;
		readonly component?: WorkloadRule["component"] | undefined;
		readonly lifetimeSeconds?: number | undefined;
	},
): WorkloadRule {
	const wrong = (problem: string) => fault("workload-rule-invalid", { rule: parts.name.slice(0, 120), problem });
	const { name, issuer, audience, component = null, lifetimeSeconds = workloadLifetime.usual } = parts;
	if (!namePattern.test(name))
		throw wrong("its name must have 1 to 100 lowercase letters, digits, dots, dashes and underscores");
	const issuerIs = issuerProblem(issuer);
	if (issuerIs !== undefined) throw wrong(`its issuer ${issuerIs}`);
	if (!isPlainText(audience))
		throw wrong(`its audience must have 1 to ${most.characters} characters without surrounding spaces`);
	const conditions = checkConditions(parts.conditions, wrong);
	if (!pinsOwner(issuer, conditions)) {
		throw wrong(
			`any workload of ${issuer} could match it: no condition names the full owner, with ${ownerClaimFields}`,
		);
	}
	const roles = sortRoles(parts.roles);
	if (roles.length === 0) throw wrong("it grants no role");
	if (!roles.every((role) => accountRoles.includes(role))) throw wrong("it grants a role that is not an account role");
	const { least, most: longest } = workloadLifetime;
	if (!Number.isInteger(lifetimeSeconds) || lifetimeSeconds < least || lifetimeSeconds > longest) {
		throw wrong(`the lifetime of its tokens is ${lifetimeSeconds} s, not a whole number from ${least} to ${longest}`);
	}
	return { name, issuer, audience, conditions, roles, component, lifetimeSeconds };
}

/**
 * The first condition that the claims don't fulfill, in the order of the claims' names; null if they fulfill all. A
 * claim that is absent, null or an object fulfills nothing; of a list, any text, number or boolean can. Numbers and
 * booleans count as JSON writes them (`42`, `true`); numbers that JSON can't represent exactly don't count.
 */
export function findMismatch(rule: Pick<WorkloadRule, "conditions">, claims: Claims): Mismatch | null {
	for (const [claim, wanted] of Object.entries(rule.conditions)) {
		const is = claimTexts(claims, claim);
		if (!is?.some((text) => wanted.some((pattern) => fitsPattern(text, pattern)))) return { claim, wanted, is };
	}
	return null;
}

function claimTexts(claims: Claims, claim: string): string[] | null {
	const value = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
	const texts = (Array.isArray(value) ? value : [value]).map(scalarText).filter((text) => text !== null);
	return texts.length === 0 ? null : texts;
}

function scalarText(value: unknown): string | null {
	if (typeof value === "string") return value;
	return typeof value === "boolean" || Number.isSafeInteger(value) ? String(value) : null;
}

function checkConditions(given: ClaimConditions, wrong: (problem: string) => Error): ClaimConditions {
	const entries = Object.entries(given).sort(([a], [b]) => (a < b ? -1 : 1));
	if (entries.length > most.conditions) throw wrong(`it has more than ${most.conditions} conditions`);
	for (const [claim, patterns] of entries) {
		if (!isPlainText(claim))
			throw wrong(`a claim's name must have 1 to ${most.characters} characters without surrounding spaces`);
		if (notConditions.includes(claim))
			throw wrong(`“${claim}” can't be a condition: it repeats the issuer or the audience, or differs in every token`);
		if (patterns.length === 0 || patterns.length > most.patterns)
			throw wrong(`the condition on “${claim}” must have 1 to ${most.patterns} values`);
		if (!patterns.every(isPlainText)) {
			throw wrong(`a value for “${claim}” must have 1 to ${most.characters} characters without surrounding spaces`);
		}
	}
	return Object.fromEntries(entries.map(([claim, patterns]) => [claim, [...new Set(patterns)].sort()]));
}

function isPlainText(text: string): boolean {
	return text !== "" && text.length <= most.characters && text.trim() === text;
}
