import { z } from "zod";
import { accountRoles } from "../../../core/access/index.ts";
import { AccountRole, Timestamp } from "../../schema.ts";

export const Member = z
	.object({
		user: z.string().meta({ example: "ada" }),
		displayName: z.string(),
		roles: z.array(AccountRole),
		sources: z
			.array(z.object({ source: z.string().meta({ example: "given" }), roles: z.array(AccountRole) }))
			.meta({ description: "Where the roles come from: `given` by an admin, or a sign-in provider." }),
		disabledAt: Timestamp.nullable().meta({ description: "When the user was disabled; null if the user may sign in." }),
	})
	.meta({ id: "Member", description: "A user's roles in the account." });

export const MemberPath = z.object({
	user: z.string().min(1).max(200).meta({ description: "Name of the user.", example: "admin" }),
});

export const MemberRoles = z
	.object({
		roles: z.array(AccountRole).min(1).max(accountRoles.length).meta({ description: "The complete list of roles." }),
	})
	.meta({ id: "MemberRoles" });
