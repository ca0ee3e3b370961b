import { z } from "zod";
import { Timestamp } from "../../schema.ts";

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
		agent: z.string().nullable().meta({ description: "User agent of the browser.", example: "Mozilla/5.0" }),
		createdAt: Timestamp,
		expiresAt: Timestamp.meta({ description: "Latest end; it also ends after an hour without use." }),
		lastUsedAt: Timestamp.meta({ description: "Accurate to the minute." }),
		isThis: z.boolean().meta({ description: "True for the session of this request." }),
	})
	.meta({ id: "Session", description: "A user's session." });

export const BegunSession = z
	.object({ user: z.string(), displayName: z.string(), expiresAt: Timestamp })
	.meta({ id: "BegunSession", description: "The session's secret is only in the cookie." });

export const SessionPath = z.object({
	id: z.coerce.number().int().min(1).meta({ description: "Number of the session, as the list shows it.", example: 1 }),
});
