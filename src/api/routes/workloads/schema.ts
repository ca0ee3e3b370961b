import { z } from "zod";
import { accountRoles, workloadLifetime } from "../../../core/access/index.ts";
import { componentKinds } from "../../../core/component/index.ts";
import { Timestamp } from "../../schema.ts";

const Conditions = z.record(z.string().min(1).max(500), z.array(z.string().max(500)).max(50)).meta({
	description:
		"Claim → accepted values, where `*` matches any text. All claims must match, and one must name the owner.",
	example: { repository: ["acme/web"], ref: ["refs/heads/main", "refs/tags/*"] },
});
const Component = z.object({ kind: z.enum(componentKinds), name: z.string().min(1).max(200) });
const Lifetime = z
	.int()
	.min(workloadLifetime.least)
	.max(workloadLifetime.most)
	.meta({ description: "Lifetime of its tokens in seconds.", example: workloadLifetime.usual });
const RuleName = z.string().max(100).meta({ example: "release" });

export const WorkloadRule = z
	.object({
		name: RuleName,
		issuer: z.string().meta({ example: "https://token.actions.githubusercontent.com" }),
		audience: z.string().meta({ example: "https://images.acme.example" }),
		conditions: Conditions,
		roles: z.array(z.enum(accountRoles)),
		only: Component.nullable().meta({
			description: "The only component its tokens can access; null for the whole account.",
		}),
		isBroken: z.boolean().meta({ description: "True if its component was deleted; it issues no tokens then." }),
		lifetimeSeconds: Lifetime,
		createdBy: z.string(),
		createdAt: Timestamp,
	})
	.meta({ id: "WorkloadRule", description: "A rule that lets workloads get short-lived tokens of the account." });

export const NewWorkloadRule = z
	.object({
		name: RuleName,
		issuer: z.string().max(500).meta({
			description: "The exact `iss` of the identity tokens.",
			example: "https://token.actions.githubusercontent.com",
		}),
		audience: z.string().max(500).meta({
			description: "The exact and only `aud` of the identity tokens, ideally this registry's address.",
			example: "https://images.acme.example",
		}),
		conditions: Conditions,
		roles: z.array(z.enum(accountRoles)).min(1).max(accountRoles.length),
		only: Component.optional().meta({
			description: "The only component its tokens can access; the whole account by default.",
		}),
		lifetimeSeconds: Lifetime.optional(),
	})
	.meta({ id: "NewWorkloadRule" });

export const WorkloadRulePath = z.object({
	name: z.string().meta({ description: "Name of the rule.", example: "release" }),
});

/** RFC 8693, section 2.1. Unknown parameters are ignored (RFC 6749, section 3.2). */
export const TokenExchange = z
	.looseObject({
		grant_type: z.literal("urn:ietf:params:oauth:grant-type:token-exchange"),
		subject_token: z
			.string()
			.min(1)
			.max(16_384)
			.meta({ description: "Identity token issued by the workload's platform." }),
		subject_token_type: z.enum(["urn:ietf:params:oauth:token-type:jwt", "urn:ietf:params:oauth:token-type:id_token"]),
		requested_token_type: z.literal("urn:ietf:params:oauth:token-type:access_token").optional(),
		account: z
			.string()
			.max(200)
			.optional()
			.meta({ description: "Account to use, if rules of several accounts match." }),
		rule: z.string().max(100).optional().meta({ description: "Rule to use, if several match." }),
	})
	.meta({ id: "TokenExchange" });

/** RFC 8693, section 2.2.1. */
export const ExchangedToken = z
	.object({
		access_token: z.string(),
		issued_token_type: z.literal("urn:ietf:params:oauth:token-type:access_token"),
		token_type: z.literal("Bearer"),
		expires_in: z.int().meta({ description: "Seconds." }),
		scope: z.string().meta({ description: "Its roles, separated by spaces." }),
		account: z.string(),
		rule: z.string(),
		expires_at: Timestamp,
	})
	.meta({ id: "ExchangedToken" });
