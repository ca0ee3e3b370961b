import { z } from "zod";
import { accountRoles, workloadLifetime } from "../../../core/access/index.ts";
import { componentKinds } from "../../../core/component/index.ts";
import { Moment } from "../../schema.ts";

const Conditions = z.record(z.string().min(1).max(500), z.array(z.string().max(500)).max(50)).meta({
	description:
		"Claim → values, any of which is enough; `*` in one stands for any text. All claims must fit, and one of them name the owner.",
	example: { repository: ["acme/web"], ref: ["refs/heads/main", "refs/tags/*"] },
});
const Component = z.object({ kind: z.enum(componentKinds), name: z.string().min(1).max(200) });
const Lifetime = z
	.int()
	.min(workloadLifetime.least)
	.max(workloadLifetime.most)
	.meta({ description: "Seconds that its tokens live.", example: workloadLifetime.usual });
const RuleName = z.string().max(100).meta({ example: "release" });

export const WorkloadRule = z
	.object({
		name: RuleName,
		issuer: z.string().meta({ example: "https://token.actions.githubusercontent.com" }),
		audience: z.string().meta({ example: "https://images.acme.example" }),
		conditions: Conditions,
		roles: z.array(z.enum(accountRoles)),
		only: Component.nullable().meta({
			description: "The one component that its tokens are for; null = all of the account.",
		}),
		isBroken: z.boolean().meta({ description: "Its component is gone, so it gives nothing." }),
		lifetimeSeconds: Lifetime,
		createdBy: z.string(),
		createdAt: Moment,
	})
	.meta({ id: "WorkloadRule", description: "Which workloads get a short-lived token of the account." });

export const NewWorkloadRule = z
	.object({
		name: RuleName,
		issuer: z.string().max(500).meta({
			description: "The `iss` of the tokens, to the letter.",
			example: "https://token.actions.githubusercontent.com",
		}),
		audience: z.string().max(500).meta({
			description: "The one `aud` of the tokens, to the letter: best this registry's address.",
			example: "https://images.acme.example",
		}),
		conditions: Conditions,
		roles: z.array(z.enum(accountRoles)).min(1).max(accountRoles.length),
		only: Component.optional().meta({
			description: "The one component that its tokens are for; absent = all of the account.",
		}),
		lifetimeSeconds: Lifetime.optional(),
	})
	.meta({ id: "NewWorkloadRule" });

export const WorkloadRulePath = z.object({
	name: z.string().meta({ description: "Name of the rule.", example: "release" }),
});

/** RFC 8693, 2.1. Open: parameters that are not known are passed over (RFC 6749, 3.2). */
export const TokenExchange = z
	.looseObject({
		grant_type: z.literal("urn:ietf:params:oauth:grant-type:token-exchange"),
		subject_token: z
			.string()
			.min(1)
			.max(16_384)
			.meta({ description: "The identity token that the workload's platform gave it." }),
		subject_token_type: z.enum(["urn:ietf:params:oauth:token-type:jwt", "urn:ietf:params:oauth:token-type:id_token"]),
		requested_token_type: z.literal("urn:ietf:params:oauth:token-type:access_token").optional(),
		account: z
			.string()
			.max(200)
			.optional()
			.meta({ description: "Where rules of several accounts could hold: the one that is meant." }),
		rule: z
			.string()
			.max(100)
			.optional()
			.meta({ description: "Where several rules could hold: the one that is meant." }),
	})
	.meta({ id: "TokenExchange" });

/** RFC 8693, 2.2.1. */
export const ExchangedToken = z
	.object({
		access_token: z.string(),
		issued_token_type: z.literal("urn:ietf:params:oauth:token-type:access_token"),
		token_type: z.literal("Bearer"),
		expires_in: z.int().meta({ description: "Seconds." }),
		scope: z.string().meta({ description: "Its roles, parted by spaces." }),
		account: z.string(),
		rule: z.string(),
		expires_at: Moment,
	})
	.meta({ id: "ExchangedToken" });
