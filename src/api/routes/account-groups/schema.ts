import { z } from "zod";
import { DryRun, Moment, PageQuery } from "../../schema.ts";
import { Kind } from "../governance/schema.ts";

export const AccountGroup = z
	.object({
		id: z.int(),
		name: z.string().meta({ example: "partners" }),
		description: z.string(),
		members: z.int().optional().meta({ description: "How many accounts are in it; only in lists." }),
		createdAt: Moment,
		updatedAt: Moment,
	})
	.meta({ id: "AccountGroup", description: "Accounts to whom an account shares." });

export const JoinedGroup = z
	.object({
		id: z.int().meta({ description: "What it is left by." }),
		name: z.string(),
		description: z.string(),
		owner: z.string().meta({
			description: "Whose it is: the publisher's name, or the account's while it has none.",
			example: "Acme Images",
		}),
		joinedAt: Moment,
	})
	.meta({ id: "JoinedGroup", description: "A group of others that the account is in." });

export const GroupMember = z
	.object({ account: z.string().meta({ example: "globex" }), joinedAt: Moment })
	.meta({ id: "GroupMember" });

export const Invitation = z
	.object({
		id: z.int().meta({ description: "What it is revoked by." }),
		note: z.string().meta({ description: "For whom it is." }),
		state: z.enum(["open", "accepted", "revoked", "expired"]),
		invitedBy: z.string(),
		createdAt: Moment,
		expiresAt: Moment,
		acceptedAt: Moment.nullable(),
		acceptedBy: z.string().nullable().meta({ description: "The account that it let in." }),
	})
	.meta({ id: "GroupInvitation" });

export const NewInvitation = z
	.object({
		invitation: Invitation,
		group: z.string(),
		code: z.string().meta({
			description: "Shown this once. Lets one account in, once, within six days.",
			example: "7ZQK-M3TX-9PD2-0VHN-5RWA-JCYE-84BG-S6FK",
		}),
	})
	.meta({ id: "NewGroupInvitation" });

export const EndedMembership = z
	.object({
		group: z.string(),
		owner: z.string(),
		account: z.string().meta({ description: "The account that is out." }),
		lost: z.array(z.string()).meta({ description: "What it no longer sees.", example: ["web@3"] }),
		subscriptions: z
			.array(z.object({ kind: Kind, name: z.string() }))
			.meta({ description: "Its subscriptions that end." }),
		consequences: z
			.array(z.string())
			.meta({ description: "The same in words, for both sides. What was imported is never recalled." }),
	})
	.meta({ id: "EndedMembership" });

export const DeletedGroup = z
	.object({
		group: z.string(),
		publications: z.array(z.string()).meta({ description: "What was offered to it, and is to nobody in its place." }),
	})
	.meta({ id: "DeletedGroup" });

export const GroupPath = z.object({
	group: z.string().meta({ description: "Name of the group.", example: "partners" }),
});
export const MemberPath = GroupPath.extend({
	account: z.string().meta({ description: "Name of the account.", example: "globex" }),
});
export const InvitationPath = GroupPath.extend({
	invitation: z.coerce.number().int().min(1).meta({ description: "Its number." }),
});
export const JoinedPath = z.object({
	id: z.coerce.number().int().min(1).meta({ description: "Number of the group." }),
});

export const NewGroup = z
	.object({ name: z.string().max(300).meta({ example: "partners" }), description: z.string().optional() })
	.meta({ id: "NewAccountGroup" });

export const GroupPatch = z
	.object({
		name: z.string().max(300).optional().meta({ description: "Another name." }),
		description: z.string().optional(),
	})
	.meta({ id: "AccountGroupPatch", description: "Absent = stays." });

export const InvitationNote = z
	.object({
		note: z
			.string()
			.max(500)
			.optional()
			.meta({ description: "For whom it is: only for this account to read.", example: "for Globex" }),
	})
	.meta({ id: "InvitationNote" });

export const InvitationCode = z
	.object({ code: z.string().max(200) })
	.meta({ id: "InvitationCode", description: "Case, hyphens and space don't matter." });

export const ListQuery = z.object(PageQuery);
export { DryRun };
