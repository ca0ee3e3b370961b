import { z } from "zod";
import { Moment } from "../../schema.ts";

export const SignIn = z
	.object({
		name: z.string().max(1000).meta({ example: "ada" }),
		password: z.string().max(2000),
	})
	.meta({ id: "SignIn" });

export const Session = z
	.object({
		id: z.int(),
		method: z.string().meta({ description: "`password`, or the sign-in provider." }),
		agent: z.string().nullable().meta({ description: "What the browser said it is." }),
		createdAt: Moment,
		expiresAt: Moment.meta({ description: "At the latest; it also ends after an hour without use." }),
		lastUsedAt: Moment.meta({ description: "To the minute." }),
		isThis: z.boolean().meta({ description: "The one that this request came with." }),
	})
	.meta({ id: "Session", description: "A person signed in somewhere." });

export const BegunSession = z
	.object({ user: z.string(), displayName: z.string(), expiresAt: Moment })
	.meta({ id: "BegunSession", description: "Its secret is in the cookie alone." });

export const SessionPath = z.object({
	id: z.coerce.number().int().min(1).meta({ description: "Number of the session, as the list shows it.", example: 1 }),
});
