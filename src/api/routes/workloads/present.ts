import type { ExchangedToken } from "../../../registry/workloads/exchange-workload-token.ts";
import type { NamedRule } from "../../../registry/workloads/list-workload-rules.ts";

export function presentRule({ rule, for: component }: NamedRule) {
	const { name, issuer, audience, conditions, roles, lifetimeSeconds, createdBy, createdAt } = rule;
	return {
		name,
		issuer,
		audience,
		conditions: Object.fromEntries(Object.entries(conditions).map(([claim, values]) => [claim, [...values]])),
		roles: [...roles],
		only: typeof component === "string" ? null : component,
		isBroken: component === "gone",
		lifetimeSeconds,
		createdBy,
		createdAt,
	};
}

/** The answer of RFC 8693, section 2.2.1. */
export function presentExchanged({ secret, token, rule }: ExchangedToken) {
	const expiresAt = token.expiresAt ?? token.createdAt;
	return {
		access_token: secret,
		issued_token_type: "urn:ietf:params:oauth:token-type:access_token" as const,
		token_type: "Bearer" as const,
		expires_in: Math.round((Date.parse(expiresAt) - Date.parse(token.createdAt)) / 1000),
		scope: token.roles.join(" "),
		account: rule.account,
		rule: rule.name,
		expires_at: expiresAt,
	};
}
