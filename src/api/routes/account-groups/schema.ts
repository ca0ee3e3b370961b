import { z } from "zod";
import { DryRun, PageQuery, Timestamp } from "../../schema.ts";
import { Kind } from "../components/kind.ts";

export const tags = ["account groups"];

export const AccountGroup = z
	.object({
		id: z.int(),
		name: z.string().meta({ example: "partners" }),
		description: z.string(),
		members: z.int().optional().meta({ description: "Number of accounts in the group; only in lists." }),
		createdAt: Timestamp,
		updatedAt: Timestamp,
	})
	.meta({ id: "AccountGroup", description: "A group of accounts to publish to." });

export const JoinedGroup = z
	.object({
		id: z.int().meta({ description: "Pass it to leave the group." }),
		name: z.string().meta({ example: "partners" }),
		description: z.string(),
		owner: z.string().meta({
			description: "The publisher that owns it, or the account if it has no publisher profile.",
			example: "Acme Images",
		}),
		joinedAt: Timestamp,
	})
	.meta({ id: "JoinedGroup", description: "Another account's group that the account belongs to." });

export const GroupMember = z
	.object({ account: z.string().meta({ example: "globex" }), joinedAt: Timestamp })
	.meta({ id: "GroupMember" });

export const Invitation = z
	.object({
		id: z.int().meta({ description: "Pass it to revoke the invitation." }),
		note: z.string().meta({ description: "Who it is for.", example: "for Globex" }),
		state: z.enum(["open", "accepted", "revoked", "expired"]),
		invitedBy: z.string(),
		createdAt: Timestamp,
		expiresAt: Timestamp,
		acceptedAt: Timestamp.nullable(),
		acceptedBy: z.string().nullable().meta({ description: "The account that accepted it." }),
	})
	.meta({ id: "GroupInvitation" });

export const NewInvitation = z
	.object({
		invitation: Invitation,
		group: z.string(),
		code: z.string().meta({
			description: "Shown only in this response. One account can use it, once, within six days.",
			example: "7ZQK-M3TX-9PD2-0VHN-5RWA-JCYE-84BG-S6FK",
		}),
	})
	.meta({ id: "NewGroupInvitation" });

export const EndedMembership = z
	.object({
		group: z.string(),
		owner: z.string(),
		account: z.string().meta({ description: "The account that left or was removed." }),
		lost: z.array(z.string()).meta({ description: "Publications it no longer sees.", example: ["web-server@3"] }),
		subscriptions: z
			.array(z.object({ kind: Kind, name: z.string() }))
			.meta({ description: "Its subscriptions that ended." }),
		consequences: z.array(z.string()).meta({
			description: "The consequences for both accounts, in words. Imported revisions stay.",
			example: ["globex keeps what it imported."],
		}),
	})
	.meta({ id: "EndedMembership" });

export const DeletedGroup = z
	.object({
		group: z.string(),
		publications: z.array(z.string()).meta({ description: "Publications that no account sees any more." }),
	})
	.meta({ id: "DeletedGroup" });

export const GroupPath = z.object({
	group: z.string().meta({ description: "Name of the group.", example: "partners" }),
});
export const MemberPath = GroupPath.extend({
	account: z.string().meta({ description: "Name of the account.", example: "globex" }),
});
export const InvitationPath = GroupPath.extend({
	invitation: z.coerce.number().int().min(1).meta({ description: "Number of the invitation." }),
});
export const JoinedPath = z.object({
	id: z.coerce.number().int().min(1).meta({ description: "Number of the group." }),
});

export const NewGroup = z
	.object({ name: z.string().max(300).meta({ example: "partners" }), description: z.string().optional() })
	.meta({ id: "NewAccountGroup" });

export const GroupPatch = z
	.object({
		name: z.string().max(300).optional().meta({ description: "The new name." }),
		description: z.string().optional(),
	})
	.meta({
		id: "AccountGroupPatch",
		description: "Omit a field to keep its current value.",
		example: { name: "partners", description: "Resellers" },
	});

export const InvitationNote = z
	.object({
		note: z
			.string()
			.max(500)
			.optional()
			.meta({ description: "Who it is for. Only your account sees it.", example: "for Globex" }),
	})
	.meta({ id: "InvitationNote" });

export const InvitationCode = z
	.object({ code: z.string().max(200).meta({ example: "7ZQK-M3TX-9PD2-0VHN-5RWA-JCYE-84BG-S6FK" }) })
	.meta({ id: "InvitationCode", description: "Case, hyphens and spaces don't matter." });

export const ListQuery = z.object(PageQuery);
export { DryRun };
