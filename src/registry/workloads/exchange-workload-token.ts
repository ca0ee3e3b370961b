import { type Claims, findMismatch, ownerConditions } from "../../core/access/index.ts";
import { fault } from "../../core/errors.ts";
import type { VerifiedWorkload } from "../../openid/openid.ts";
import type { StoredToken, StoredWorkloadRule, Transaction } from "../../storage/store.ts";
import { actorWith } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { defaultAccount } from "../default-account.ts";
import type { Needs } from "../needs.ts";
import { withoutWhy } from "../sign-in/hide-network-reason.ts";
import { insertToken } from "../tokens/create-token.ts";
import { type NamedRule, withComponents } from "./list-workload-rules.ts";

export interface ExchangeInput {
	/** The identity token from the workload's platform. */
	readonly token: string;
	/** Chooses among several matching rules. */
	readonly account?: string | undefined;
	readonly rule?: string | undefined;
}

/** A token for a workload. Its secret is shown only this once and stored nowhere. */
export interface ExchangedToken {
	readonly secret: string;
	readonly token: StoredToken;
	readonly rule: StoredWorkloadRule;
}

/** Days for which expired tokens are listed before they are deleted: every job leaves one. */
const rememberedDays = 7;
/** The most accounts to notify of one workload that none of their rules admitted. */
const mostTold = 20;

/** The source of a token that a rule issued. */
export function workloadSource(rule: string): string {
	return `workload:${rule}`;
}

/**
 * Exchanges a workload's identity token, which is then used up, for a short-lived token of the account whose rule
 * matches. Throws `workload-token-refused` for any reason, which is in the audit of the accounts that the workload
 * belongs to, or else of the registry's first account; `workload-rule-ambiguous` if several rules match; and
 * `openid-unavailable`.
 */
export async function exchangeWorkloadToken(needs: Needs, input: ExchangeInput): Promise<ExchangedToken> {
	const reads = needs.store.read;
	const issuer = await needs.openId.workloads.issuerOf(input.token);
	const audiences = issuer === null ? [] : await reads.workloadRules.audiencesOf(issuer);
	// An untrusted issuer is not contacted and leaves no record: anyone can name one.
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
	const holding = asked.filter((one) => refusalReason(one, workload.claims) === null);
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

/** The reason why a rule does not match, for the account's audit; null if it does. */
function refusalReason({ rule, for: component }: NamedRule, claims: Claims): unknown {
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
	// It may have been removed, or replaced by another of its name, since it was read.
	const rule = await tx.workloadRules.find(known.accountId, known.name);
	if (rule?.id !== known.id) return tx.undo(undefined);
	const [component] = rule.componentId === null ? [] : await tx.components.listByIds([rule.componentId]);
	if (rule.componentId !== null && !component) return tx.undo(undefined);
	const source = workloadSource(rule.name);
	const told = { issuer, tokenId: workload.tokenId, subject: workload.subject };
	const isFirst = await tx.workloadRules.useToken(needs.sha256(`${issuer}\n${workload.tokenId}`), {
		expiresAt: workload.usableUntil,
		now: at,
	});
	if (!isFirst) {
		tx.record(
			auditEntry({ accountId: rule.accountId, name: source }, "workload-rule.refuse", rule, {
				at,
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
		auditEntry({ accountId: rule.accountId, name: source }, "workload-rule.exchange", rule, {
			at,
			after: { ...told, claims, token: token.id, expiresAt },
		}),
	);
	return { secret, token, rule };
}

/**
 * Reported to operators, who manage the first account. Of an unverified token only the issuer is reported, because
 * someone trusts it.
 */
async function refuseToken(
	needs: Needs,
	what: { readonly issuer: string; readonly because: string; readonly subject?: string | null },
): Promise<Error> {
	await needs.store.write(async (tx) => {
		const home = await tx.accounts.find(defaultAccount);
		if (!home) return tx.undo(undefined);
		const done = { at: needs.now(), after: what };
		const subject = { id: null, name: what.issuer };
		tx.record(auditEntry({ accountId: home.id, name: "workload" }, "workload-rule.refuse-token", subject, done));
	});
	return fault("workload-token-refused");
}

/**
 * Reported to the accounts whose rules name the workload's owner; each sees only its own rules. Other accounts learn
 * nothing, even if the job names them.
 */
async function refuseUnmatched(needs: Needs, rules: readonly NamedRule[], workload: VerifiedWorkload): Promise<Error> {
	const own = rules.filter(
		({ rule }) => findMismatch({ conditions: ownerConditions(rule.issuer, rule.conditions) }, workload.claims) === null,
	);
	const byAccount = [...Map.groupBy(own, ({ rule }) => rule.accountId).values()].slice(0, mostTold);
	if (byAccount.length === 0)
		return refuseToken(needs, {
			issuer: String(workload.claims.iss),
			because: "nobody's-workload",
			subject: workload.subject,
		});
	await needs.store.write(async (tx) => {
		for (const ofAccount of byAccount) {
			const [first] = ofAccount;
			if (!first) continue;
			const failed = ofAccount.slice(0, mostTold).map((one) => ({
				rule: one.rule.name,
				not: refusalReason(one, workload.claims) ?? { because: "not-asked-for" },
			}));
			const after = { issuer: first.rule.issuer, tokenId: workload.tokenId, subject: workload.subject, failed };
			tx.record(
				auditEntry({ accountId: first.rule.accountId, name: "workload" }, "workload-rule.refuse", first.rule, {
					at: needs.now(),
					after,
				}),
			);
		}
	});
	return fault("workload-token-refused");
}

function secondsAfter(at: string, seconds: number): string {
	return new Date(Date.parse(at) + seconds * 1000).toISOString();
}
