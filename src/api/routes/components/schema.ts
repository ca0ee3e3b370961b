import { z } from "zod";
import { componentKinds } from "../../../core/component/index.ts";
import { scriptSequences } from "../../../core/template/index.ts";
import { Change, Finding, ImageIdentity, Moment, NamedRevision, PlaceValue } from "../../schema.ts";

export const ComponentKind = z
	.enum(componentKinds)
	.meta({ description: "mci: MultiCloud Image · template: ServerTemplate · script" });

export const ClonedFrom = z
	.object({
		lineage: z.string(),
		name: z.string().meta({ description: "Its name when it was cloned." }),
		revision: z.int().meta({ description: "The newest of its commits that the copy held; 0 = none." }),
	})
	.meta({ id: "ClonedFrom", description: "What a component is a copy of." });

export const FormerName = z
	.object({ name: z.string(), until: Moment.meta({ description: "Until then it answers." }) })
	.meta({ id: "FormerName", description: "A name that was given up in a rename and still answers." });

export const RevisionNote = z
	.object({
		code: z.enum(["pins-head", "lint-overridden"]),
		text: z.string(),
	})
	.meta({ id: "RevisionNote", description: "A warning that a commit carries for ever." });

/** The names of lineages, so that people can read a template's changes. */
export const Names = z
	.record(z.string(), z.string())
	.meta({ description: "Lineage → present name of the MCIs and scripts that the changes may name.", example: {} });

export const RevisionDiff = z
	.object({
		from: NamedRevision.nullable().meta({ description: "Null = nothing stands before: all that `to` says is new." }),
		to: NamedRevision,
		changes: z.array(Change).meta({ description: "What turns `from` into `to`; empty = both say the same." }),
		names: Names,
	})
	.meta({ id: "RevisionDiff", description: "How two revisions differ." });

export const DiffQuery = z.object({
	kind: ComponentKind.default("mci"),
	to: z.string().max(400).meta({
		description: "Reference: `name`, `name@N`, `name@head`, `name@channel`.",
		example: "almalinux-os-9-x86_64@3",
	}),
	from: z.string().max(400).optional().meta({
		description:
			"Reference, also to another component of the kind. Absent = the newest commit for a HEAD, the commit before for a commit.",
	}),
});

export const Conflict = z
	.object({
		path: z.string().meta({ description: "The place, as answers name it.", example: "aws-us-east-1.image" }),
		place: z.string().meta({ description: "What kind of place it is.", example: "field" }),
		cloud: z.string().optional(),
		field: z.string().optional(),
		lineage: z.string().optional(),
		position: z.int().optional().meta({ description: "Where in the merged list an MCI stands, or would stand." }),
		sequence: z.enum(scriptSequences).optional(),
		name: z.string().optional().meta({ description: "Of an input." }),
		base: PlaceValue.meta({ description: "What the common ancestor has; null = nothing." }),
		ours: PlaceValue.meta({ description: "What HEAD has." }),
		theirs: PlaceValue.meta({ description: "What the merged revision has." }),
	})
	.meta({ id: "Conflict", description: "A place that both sides changed, each differently." });

export const ConflictAnswer = z
	.discriminatedUnion("take", [
		z.object({ take: z.literal("ours") }),
		z.object({ take: z.literal("theirs") }),
		z.object({
			take: z.literal("value"),
			value: z
				.union([ImageIdentity, z.string(), z.null()])
				.meta({ description: "A text, an image or its id as text; null = nothing shall be there." }),
		}),
	])
	.meta({ id: "ConflictAnswer" });

export const MergeInput = z
	.object({
		from: z
			.string()
			.max(400)
			.meta({ description: "Reference to the revision that is taken in.", example: "fedora-coreos-stable-x86_64@4" }),
		base: z
			.string()
			.max(400)
			.optional()
			.meta({ description: "Reference to compare both with, in place of the common ancestor." }),
		answers: z
			.record(z.string(), ConflictAnswer)
			.default({})
			.meta({ description: "Answers to conflicts, by their path.", example: {} }),
	})
	.meta({ id: "Merge" });

/** What every answer of a merge has beside the component and its changes. */
export const mergedFields = {
	theirs: NamedRevision.meta({ description: "What was taken in." }),
	base: NamedRevision.nullable().meta({
		description: "The common ancestor; null = there is none, so whatever differs is a conflict.",
	}),
	conflicts: z.array(Conflict).meta({ description: "Those without an answer; there are some only in a dry run." }),
	names: Names,
};

export const CloneInput = z
	.object({
		name: z.string().meta({ description: "Name of the copy.", example: "web-base" }),
		revision: z
			.string()
			.default("latest")
			.meta({ description: "What is copied: a number, `latest`, `head` or a channel." }),
		description: z.string().optional().meta({ description: "Of the copy; absent = the original's." }),
	})
	.meta({ id: "Clone" });

export const RenameInput = z
	.object({
		name: z.string().meta({ example: "web-base" }),
		forgetFormerNames: z
			.boolean()
			.default(false)
			.meta({ description: "true = no former name answers any more; otherwise the old one does for 90 days." }),
	})
	.meta({ id: "Rename" });

export const RestoreInput = z
	.object({
		to: z.string().max(400).meta({
			description: "A number, `latest`, a channel, or a reference to a revision of another one.",
			example: "3",
		}),
	})
	.meta({ id: "Restore" });

const commitFields = {
	message: z.string().meta({ example: "Security fixes of September" }),
	overrideLint: z
		.string()
		.optional()
		.meta({ description: "Why it is committed although lint finds errors; stays with the commit." }),
};

export const NewCommit = z.object(commitFields).meta({ id: "NewCommit" });

export const NewTemplateCommit = z
	.object({
		...commitFields,
		heads: z.enum(["refuse", "commit", "keep"]).default("refuse").meta({
			description: "The HEADs that it pins: refuse · commit them with it · keep them pinned, with a warning for ever.",
		}),
	})
	.meta({ id: "NewTemplateCommit" });

/** What the answer to every commit has beside the revision. */
export const committedFields = {
	changes: z.array(Change),
	findings: z.array(Finding).meta({ description: "What lint says of it: warnings, and errors that were overridden." }),
	notes: z.array(RevisionNote),
	dependencies: z
		.array(z.object({ kind: ComponentKind, name: z.string(), number: z.int(), digest: z.string() }))
		.meta({ description: "The HEADs that were committed with a template." }),
};

/** What every revision's summary has, whatever its kind. */
export const revisionFields = {
	number: z.int(),
	digest: z.string().meta({ description: "Names the content: the same on every installation that holds the same." }),
	message: z.string(),
	author: z.string(),
	createdAt: Moment.meta({ description: "When it was committed; an upstream's release has the time of its release." }),
	changesCount: z.int().meta({ description: "Differences from the commit before." }),
	notes: z.array(RevisionNote).meta({ description: "What was overridden when it was committed." }),
};

/** What every component's summary has, whatever its kind. */
export const componentFields = {
	name: z.string().meta({ example: "web-base" }),
	account: z.string().meta({ example: "default" }),
	lineage: z.string().meta({ description: "Its identity on every installation." }),
	description: z.string(),
	tags: z.array(z.string()),
	latest: z.int().meta({ description: "Number of the newest commit; 0 = none yet." }),
	headVersion: z.int().meta({ description: "Grows with every change of HEAD; the ETag holds it." }),
	clonedFrom: ClonedFrom.nullable(),
	publisher: z.string().nullable().meta({
		description: "Who published what this is an import of, which makes it read-only; null = the account's own.",
	}),
	createdAt: Moment,
	updatedAt: Moment,
};

export const NewComponent = {
	name: z.string().meta({ example: "web-base" }),
	description: z.string().optional(),
	tags: z.array(z.string()).optional(),
};

export const ComponentPatch = { description: z.string().optional(), tags: z.array(z.string()).optional() };
