import { z } from "zod";
import { accountRoles, admissions, usualScopes } from "../../../core/access/index.ts";
import { Timestamp } from "../../schema.ts";

const ProviderName = z.string().max(100).meta({ description: "Part of the callback address.", example: "acme" });
const Admits = z.enum(admissions).meta({
	description:
		"Who becomes a user at the first sign-in. mapped: members of a mapped group · everyone: everyone at the provider.",
});
const Scopes = z
	.array(z.string().max(200))
	.max(30)
	.meta({ description: "Scopes in addition to `openid`.", example: [...usualScopes] });
const GroupsClaim = z
	.string()
	.max(200)
	.nullable()
	.meta({ description: "Claim with the user's groups; null to ignore groups.", example: "groups" });
const Secret = z.string().max(2000).nullable();

export const GroupMapping = z
	.object({
		group: z.string().max(500).meta({ description: "Exactly as the provider writes it.", example: "platform-team" }),
		account: z.string().max(200).meta({ example: "default" }),
		roles: z.array(z.enum(accountRoles)).max(accountRoles.length),
	})
	.meta({ id: "GroupMapping", description: "Roles in an account for members of a provider's group." });

export const SignInProvider = z
	.object({
		name: ProviderName,
		title: z.string().meta({ description: "Title on the sign-in page." }),
		issuer: z.string().meta({ example: "https://login.acme.example" }),
		clientId: z.string(),
		hasSecret: z.boolean(),
		scopes: Scopes,
		groupsClaim: GroupsClaim,
		admits: Admits,
		groups: z.array(GroupMapping),
		callbackPath: z.string().meta({
			description: "Path of the callback address on this registry.",
			example: "/sign-in/openid/acme/callback",
		}),
		createdAt: Timestamp,
		updatedAt: Timestamp,
	})
	.meta({ id: "SignInProvider", description: "An OpenID provider that users sign in with." });

export const NewSignInProvider = z
	.object({
		name: ProviderName,
		title: z.string().max(100).optional(),
		issuer: z.string().max(500).meta({
			description: "Exactly as in the provider's configuration.",
			example: "https://login.acme.example",
		}),
		clientId: z.string().max(500),
		clientSecret: Secret.optional().meta({
			description: "Stored encrypted and never shown. Omit it for a public client.",
		}),
		scopes: Scopes.optional(),
		groupsClaim: GroupsClaim.optional(),
		admits: Admits.optional(),
	})
	.meta({ id: "NewSignInProvider" });

export const SignInProviderChange = NewSignInProvider.omit({ name: true, issuer: true })
	.partial()
	.meta({ id: "SignInProviderChange", description: "Omit a field to keep its current value." });

export const SignInProviderPath = z.object({
	name: z.string().meta({ description: "Name of the provider.", example: "acme" }),
});

export const SignInOptions = z
	.object({
		items: z.array(
			z.object({
				name: z.string().meta({ example: "acme" }),
				title: z.string(),
				path: z
					.string()
					.meta({ description: "Path where a browser starts the sign-in. `?to=/path` is where it goes afterwards." }),
			}),
		),
	})
	.meta({ id: "SignInOptions" });
