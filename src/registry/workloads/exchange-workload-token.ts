import { type Claims, findMismatch, ownerConditions } from "../../core/access/index.ts";
import { fault } from "../../core/errors.ts";
import type { VerifiedWorkload } from "../../openid/openid.ts";
import type { StoredToken, StoredWorkloadRule, Transaction } from "../../storage/store.ts";
import { actorWith } from "../actor.ts";
import { defaultAccount } from "../default-account.ts";
import type { Needs } from "../needs.ts";
import { withoutWhy } from "../sign-in/hide-network-reason.ts";
import { insertToken } from "../tokens/create-token.ts";
import { type NamedRule, withComponents } from "./list-workload-rules.ts";
import { workloadRuleEntry } from "./workload-rule-entry.ts";

export interface ExchangeInput {
	/** The identity token that the workload's platform gave it. */
	readonly token: string;
	/** Where more than one rule could hold: the one that is meant. */
	readonly account?: string | undefined;
	readonly rule?: string | undefined;
}

/** A token for a workload; its secret is shown this once and stored nowhere. */
export interface ExchangedToken {
	readonly secret: string;
	readonly token: StoredToken;
	readonly rule: StoredWorkloadRule;
}

/** Tokens that have ended are shown for so long, then forgotten: every job leaves one. */
const rememberedDays = 7;
/** So many accounts at most are told of one workload that no rule of theirs let in. */
const mostTold = 20;

/** Where a token is from that a rule gave. */
export function workloadSource(rule: string): string {
	return `workload:${rule}`;
}

/**
 * Gives a workload a short-lived token of the account whose rule holds for its identity token, which is then used up. Throws
 * `workload-token-refused` whatever the reason, which is in the audit: of the accounts whose workload it is and whose rules don't hold, else
 * of the registry's first account; `workload-rule-ambiguous` to a workload for which several rules hold; and
 * `openid-unavailable`.
 */
export async function exchangeWorkloadToken(needs: Needs, input: ExchangeInput): Promise<ExchangedToken> {
	const reads = needs.store.read;
	const issuer = await needs.openId.workloads.issuerOf(input.token);
	const audiences = issuer === null ? [] : await reads.workloadRules.audiencesOf(issuer);
	// Of issuers that nobody trusts nothing is asked, and nothing is kept: anybody can name one.
	if (issuer === null || audiences.length === 0) throw fault("workload-token-refused");
	const outcome = await withoutWhy(issuer, () => needs.openId.workloads.verify(input.token, { issuer, audiences }));
	if (outcome.kind === "refused") throw await refuseToken(needs, { issuer, because: outcome.because });
	const { workload } = outcome;
	const rules = await withComponents(reads, await reads.workloadRules.listFor(issuer, workload.audience));
	const asked = rules.filter(
		({ rule }) =>
			(input.account === undefined || rule.account === input.account) &&
			(input.rule === undefined || rule.name === input.rule),
	);
	const holding = asked.filter((one) => whyNot(one, workload.claims) === null);
	const [first, ...others] = holding;
	if (!first) throw await refuseUnmatched(needs, asked.length === 0 ? rules : asked, workload);
	if (others.length > 0) {
		throw fault("workload-rule-ambiguous", {
			rules: holding.map(({ rule }) => `${rule.account}/${rule.name}`).join(", "),
		});
	}
	const given = await needs.store.write((tx) => useToken(needs, tx, { issuer, workload, rule: first.rule }));
	if (!given) throw fault("workload-token-refused");
	return given;
}

/** Why a rule does not hold, for the account's audit; null when it does. */
function whyNot({ rule, for: component }: NamedRule, claims: Claims): unknown {
	return component === "gone" ? { because: "component-gone" } : findMismatch(rule, claims);
}

async function useToken(
	needs: Needs,
	tx: Transaction,
	{
		issuer,
		workload,
		rule: known,
	}: { readonly issuer: string; readonly workload: VerifiedWorkload; readonly rule: StoredWorkloadRule },
): Promise<ExchangedToken | undefined> {
	const at = needs.now();
	// Somebody may have removed it, and even made another of its name, since it was read.
	const rule = await tx.workloadRules.find(known.accountId, known.name);
	if (rule?.id !== known.id) return undefined;
	const [component] = rule.componentId === null ? [] : await tx.components.listByIds([rule.componentId]);
	if (rule.componentId !== null && !component) return undefined;
	const source = workloadSource(rule.name);
	const told = { issuer, tokenId: workload.tokenId, subject: workload.subject };
	const isFirst = await tx.workloadRules.useToken(needs.sha256(`${issuer}\n${workload.tokenId}`), {
		expiresAt: workload.usableUntil,
		now: at,
	});
	if (!isFirst) {
		tx.record(
			workloadRuleEntry(rule, {
				actor: source,
				at,
				act: "workload-rule.refuse",
				after: { ...told, because: "used-already" },
			}),
		);
		return undefined;
	}
	await tx.tokens.removeExpired(rule.accountId, source, secondsAfter(at, -rememberedDays * 86_400));
	const actor = actorWith({
		accountId: rule.accountId,
		account: rule.account,
		name: source,
		kind: "token",
		roles: rule.roles,
	});
	const expiresAt = secondsAfter(at, rule.lifetimeSeconds);
	const { token, secret } = await insertToken(needs, tx, actor, {
		name: source,
		roles: rule.roles,
		expiresAt,
		component,
		source,
	});
	const claims = Object.fromEntries(Object.keys(rule.conditions).map((claim) => [claim, workload.claims[claim]]));
	tx.record(
		workloadRuleEntry(rule, {
			actor: source,
			at,
			act: "workload-rule.exchange",
			after: { ...told, claims, token: token.id, expiresAt },
		}),
	);
	return { secret, token, rule };
}

/** Told to operators, who keep the first account. Of a token that is not verified nothing is told but the issuer, which somebody trusts. */
async function refuseToken(
	needs: Needs,
	what: { readonly issuer: string; readonly because: string; readonly subject?: string | null },
): Promise<Error> {
	await needs.store.write(async (tx) => {
		const home = await tx.accounts.find(defaultAccount);
		if (!home) return;
		tx.record({
			...{
				accountId: home.id,
				at: needs.now(),
				actor: "workload",
				act: "workload-rule.refuse-token",
				subjectKind: "workload-rule",
			},
			...{ subjectId: null, subjectName: what.issuer, headVersion: null, before: null, after: what },
		});
	});
	return fault("workload-token-refused");
}

/**
 * Told to accounts that the workload belongs to by a rule of theirs, each of which sees its own rules alone. A workload of somebody else is
 * none of theirs, even when its job names them.
 */
async function refuseUnmatched(needs: Needs, rules: readonly NamedRule[], workload: VerifiedWorkload): Promise<Error> {
	const own = rules.filter(
		({ rule }) => findMismatch({ conditions: ownerConditions(rule.issuer, rule.conditions) }, workload.claims) === null,
	);
	const byAccount = [...Map.groupBy(own, ({ rule }) => rule.accountId).values()].slice(0, mostTold);
	await needs.store.write(async (tx) => {
		for (const ofAccount of byAccount) {
			const [first] = ofAccount;
			if (!first) continue;
			const failed = ofAccount
				.slice(0, mostTold)
				.map((one) => ({ rule: one.rule.name, not: whyNot(one, workload.claims) ?? { because: "not-asked-for" } }));
			const after = { issuer: first.rule.issuer, tokenId: workload.tokenId, subject: workload.subject, failed };
			tx.record(
				workloadRuleEntry(first.rule, { actor: "workload", at: needs.now(), act: "workload-rule.refuse", after }),
			);
		}
	});
	if (byAccount.length > 0) return fault("workload-token-refused");
	return refuseToken(needs, {
		issuer: String(workload.claims.iss),
		because: "nobody's-workload",
		subject: workload.subject,
	});
}

function secondsAfter(at: string, seconds: number): string {
	return new Date(Date.parse(at) + seconds * 1000).toISOString();
}
