import { z } from "zod";
import { componentKinds } from "../../../core/component/index.ts";
import { scriptSequences } from "../../../core/template/index.ts";
import { Change, Finding, ImageIdentity, NamedRevision, PlaceValue, Timestamp } from "../../schema.ts";

export const ComponentKind = z
	.enum(componentKinds)
	.meta({ description: "mci: MultiCloud Image · template: ServerTemplate · script" });

export const ClonedFrom = z
	.object({
		lineage: z.string(),
		name: z.string().meta({ description: "Its name at the time of cloning." }),
		revision: z.int().meta({ description: "Its newest commit that the copy contains; 0 if none." }),
	})
	.meta({ id: "ClonedFrom", description: "The component that this one is a copy of." });

export const FormerName = z
	.object({ name: z.string(), until: Timestamp.meta({ description: "It works until then." }) })
	.meta({ id: "FormerName", description: "A name from before a rename that still works." });

export const RevisionNote = z
	.object({
		code: z.enum(["pins-head", "lint-overridden"]),
		text: z.string(),
	})
	.meta({ id: "RevisionNote", description: "A warning that stays with a commit permanently." });

/** Names of lineages, so that a template's changes are readable. */
export const Names = z
	.record(z.string(), z.string())
	.meta({ description: "Lineage → current name of the MCIs and scripts in the changes.", example: {} });

export const RevisionDiff = z
	.object({
		from: NamedRevision.nullable().meta({
			description: "Null if there is no earlier revision: everything in `to` is new.",
		}),
		to: NamedRevision,
		changes: z.array(Change).meta({ description: "Changes from `from` to `to`; empty if both are the same." }),
		names: Names,
	})
	.meta({ id: "RevisionDiff", description: "The differences between two revisions." });

export const DiffQuery = z.object({
	kind: ComponentKind.default("mci"),
	to: z.string().max(400).meta({
		description: "Reference: `name`, `name@N`, `name@head`, `name@channel`.",
		example: "almalinux-os-9-x86_64@3",
	}),
	from: z
		.string()
		.max(400)
		.optional()
		.meta({
			description:
				"Reference, also to another component of the same kind. Default: the newest commit if `to` is a HEAD, " +
				"else the " +
				"previous commit.",
		}),
});

export const Conflict = z
	.object({
		path: z
			.string()
			.meta({ description: "Path of the place; use it as the key in `answers`.", example: "aws-us-east-1.image" }),
		place: z.string().meta({ description: "Kind of the place.", example: "field" }),
		cloud: z.string().optional(),
		field: z.string().optional(),
		lineage: z.string().optional(),
		position: z.int().optional().meta({ description: "Position of the MCI in the merged list." }),
		sequence: z.enum(scriptSequences).optional(),
		name: z.string().optional().meta({ description: "Name of the input." }),
		base: PlaceValue.meta({ description: "Value in the common ancestor; null if none." }),
		ours: PlaceValue.meta({ description: "Value in HEAD." }),
		theirs: PlaceValue.meta({ description: "Value in the merged revision." }),
	})
	.meta({ id: "Conflict", description: "A place that both sides changed in different ways." });

export const ConflictAnswer = z
	.discriminatedUnion("take", [
		z.object({ take: z.literal("ours") }),
		z.object({ take: z.literal("theirs") }),
		z.object({
			take: z.literal("value"),
			value: z
				.union([ImageIdentity, z.string(), z.null()])
				.meta({ description: "A text, an image or an image id; null to remove the value." }),
		}),
	])
	.meta({ id: "ConflictAnswer" });

export const MergeInput = z
	.object({
		from: z
			.string()
			.max(400)
			.meta({ description: "Reference to the revision to merge.", example: "almalinux-os-9-x86_64@3" }),
		base: z.string().max(400).optional().meta({ description: "Reference to use as the common ancestor." }),
		answers: z
			.record(z.string(), ConflictAnswer)
			.default({})
			.meta({
				description: "Resolutions of conflicts, by path.",
				example: { "aws-us-east-1.image": { take: "theirs" } },
			}),
	})
	.meta({ id: "Merge" });

/** Fields of a merge's answer in addition to the component and its changes. */
export const mergedFields = {
	theirs: NamedRevision.meta({ description: "The merged revision." }),
	base: NamedRevision.nullable().meta({
		description: "The common ancestor. Null if there is none; then every difference is a conflict.",
	}),
	conflicts: z.array(Conflict).meta({ description: "Unresolved conflicts; empty except in a dry run." }),
	names: Names,
};

export const CloneInput = z
	.object({
		name: z.string().meta({ description: "Name of the copy.", example: "shop-base" }),
		revision: z
			.string()
			.default("latest")
			.meta({ description: "Revision to copy: a number, `latest`, `head` or a channel." }),
		description: z.string().optional().meta({ description: "Description of the copy; the original's by default." }),
	})
	.meta({ id: "Clone" });

export const RenameInput = z
	.object({
		name: z.string().meta({ example: "shop-base" }),
		forgetFormerNames: z
			.boolean()
			.default(false)
			.meta({ description: "True to drop all former names at once; otherwise the old name works for 90 days." }),
	})
	.meta({ id: "Rename" });

export const RestoreInput = z
	.object({
		to: z.string().max(400).meta({
			description: "A number, `latest`, a channel, or a reference to another component's revision.",
			example: "3",
		}),
	})
	.meta({ id: "Restore" });

const commitFields = {
	message: z.string().meta({ example: "Update to AlmaLinux 9.7.20260518" }),
	overrideLint: z
		.string()
		.optional()
		.meta({ description: "The reason to commit despite lint errors. It stays with the commit." }),
};

export const NewCommit = z.object(commitFields).meta({ id: "NewCommit" });

export const NewTemplateCommit = z
	.object({
		...commitFields,
		heads: z.enum(["refuse", "commit", "keep"]).default("refuse").meta({
			description: "If the template pins a HEAD: refuse · commit it, too · keep it pinned, with a permanent warning.",
		}),
	})
	.meta({ id: "NewTemplateCommit" });

/** Fields of a commit's answer in addition to the revision. */
export const committedFields = {
	changes: z.array(Change),
	findings: z.array(Finding).meta({ description: "Warnings of lint, and overridden errors." }),
	notes: z.array(RevisionNote),
	dependencies: z
		.array(z.object({ kind: ComponentKind, name: z.string(), number: z.int(), digest: z.string() }))
		.meta({ description: "HEADs that were committed along with the template." }),
};

/** Fields of every revision's summary. */
export const revisionFields = {
	number: z.int(),
	digest: z.string().meta({ description: "Digest of the content, the same on every installation." }),
	message: z.string(),
	author: z.string(),
	createdAt: Timestamp.meta({ description: "Time of the commit; for an upstream's release, the time of the release." }),
	changesCount: z.int().meta({ description: "Number of changes since the previous commit." }),
	notes: z.array(RevisionNote).meta({ description: "What was overridden in the commit." }),
	heldBack: z
		.string()
		.nullable()
		.meta({
			description: "Why its publisher holds it back, so that `@latest` does not mean it; null if it does not.",
			examples: [null],
		}),
};

/** Fields of every component's summary. */
export const componentFields = {
	name: z.string(),
	account: z.string().meta({ example: "default" }),
	lineage: z.string().meta({ description: "Identity of the component, the same on every installation." }),
	description: z.string(),
	tags: z.array(z.string()),
	latest: z.int().meta({
		description: "Number of the commit that `@latest` means: the newest that is not held back; 0 if there is none.",
	}),
	newest: z.int().meta({ description: "Number of the newest commit, held back or not; 0 if there is none." }),
	headVersion: z.int().meta({ description: "Increases with every change of HEAD; part of the ETag." }),
	clonedFrom: ClonedFrom.nullable(),
	publisher: z
		.string()
		.nullable()
		.meta({
			description: "Publisher of an imported component, which is read-only; null for the account's own.",
			examples: [null],
		}),
	createdAt: Timestamp,
	updatedAt: Timestamp,
};

export const NewComponent = {
	name: z.string(),
	description: z.string().optional().meta({ example: "Web servers of the shop" }),
	tags: z
		.array(z.string())
		.optional()
		.meta({ example: ["web"] }),
};

export const ComponentPatch = {
	description: z.string().optional().meta({ example: "Web servers of the shop" }),
	tags: z
		.array(z.string())
		.optional()
		.meta({ example: ["web"] }),
};
