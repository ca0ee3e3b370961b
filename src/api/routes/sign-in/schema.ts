import { z } from "zod";
import { accountRoles, admissions, usualScopes } from "../../../core/access/index.ts";
import { Moment } from "../../schema.ts";

const ProviderName = z
	.string()
	.max(100)
	.meta({ description: "Part of the address that the provider sends browsers back to.", example: "acme" });
const Admits = z.enum(admissions).meta({
	description:
		"Who becomes a user when they come for the first time: `mapped` = whom a group gives something, `everyone` = all whom the provider knows.",
});
const Scopes = z
	.array(z.string().max(200))
	.max(30)
	.meta({ description: "Asked for besides `openid`.", example: [...usualScopes] });
const GroupsClaim = z
	.string()
	.max(200)
	.nullable()
	.meta({ description: "The claim that lists a person's groups; null = groups don't count.", example: "groups" });
const Secret = z.string().max(2000).nullable();

export const GroupMapping = z
	.object({
		group: z
			.string()
			.max(500)
			.meta({ description: "As the provider writes it, to the letter.", example: "platform-team" }),
		account: z.string().max(200).meta({ example: "default" }),
		roles: z.array(z.enum(accountRoles)).max(accountRoles.length),
	})
	.meta({ id: "GroupMapping", description: "What being in a group at a provider gives in an account." });

export const SignInProvider = z
	.object({
		name: ProviderName,
		title: z.string().meta({ description: "As people see it." }),
		issuer: z.string().meta({ example: "https://login.acme.example" }),
		clientId: z.string(),
		hasSecret: z.boolean(),
		scopes: Scopes,
		groupsClaim: GroupsClaim,
		admits: Admits,
		groups: z.array(GroupMapping),
		callbackPath: z.string().meta({
			description: "Where the provider sends browsers back to: this registry's address with this path.",
			example: "/sign-in/openid/acme/callback",
		}),
		createdAt: Moment,
		updatedAt: Moment,
	})
	.meta({ id: "SignInProvider", description: "An OpenID provider that people sign in with." });

export const NewSignInProvider = z
	.object({
		name: ProviderName,
		title: z.string().max(100).optional(),
		issuer: z.string().max(500).meta({
			description: "As the provider's own configuration says it, to the letter.",
			example: "https://login.acme.example",
		}),
		clientId: z.string().max(500),
		clientSecret: Secret.optional().meta({ description: "Kept sealed and never shown; absent = a public client." }),
		scopes: Scopes.optional(),
		groupsClaim: GroupsClaim.optional(),
		admits: Admits.optional(),
	})
	.meta({ id: "NewSignInProvider" });

export const SignInProviderChange = NewSignInProvider.omit({ name: true, issuer: true })
	.partial()
	.meta({ id: "SignInProviderChange", description: "What is absent stays." });

export const SignInProviderPath = z.object({
	name: z.string().meta({ description: "Name of the provider.", example: "acme" }),
});

export const SignInOptions = z
	.object({
		items: z.array(
			z.object({
				name: z.string(),
				title: z.string(),
				path: z
					.string()
					.meta({ description: "Where a browser goes to sign in; `?to=/path` says where to go afterwards." }),
			}),
		),
	})
	.meta({ id: "SignInOptions" });
