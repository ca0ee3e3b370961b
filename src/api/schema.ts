import { z } from "zod";
import { accountRoles, roles } from "../core/access/index.ts";
import type { Change as CoreChange } from "../core/diff/index.ts";
import { imageKinds, imageStates } from "../core/image/index.ts";
import { severities } from "../core/lint/index.ts";
import { scriptSequences } from "../core/template/index.ts";

/** Shapes that several routes speak in. */
export const Moment = z.string().meta({ description: "UTC, ISO 8601.", example: "2025-09-04T03:53:30.000Z" });

export const Problem = z
	.object({
		type: z.string().meta({ description: "Address of the code's description." }),
		title: z.string(),
		status: z.int(),
		detail: z.string().meta({ description: "What happened, to what." }),
		code: z.string().meta({ description: "Stable: programs branch on it.", example: "mci-not-found" }),
		help: z.string().meta({ description: "What can be done about it." }),
		details: z
			.record(z.string(), z.unknown())
			.meta({ description: "The names and values of the sentence, and what is there instead." }),
	})
	.meta({ id: "Problem", description: "An error after RFC 9457." });

/** A role that is given in an account. */
export const AccountRole = z
	.enum(accountRoles)
	.meta({ description: "docs/permissions.md says what each role may do.", example: "designer" });

/** What a person or token can be. */
export const Role = z
	.enum(roles)
	.meta({ description: "docs/permissions.md says what each role may do.", example: "designer" });

export const ImageKind = z.enum(imageKinds).meta({
	description:
		"id: a cloud's own id · path: a global or gallery path · urn: publisher:offer:sku:version · name: owner/name that the cloud looks up · object: an object in a bucket or a container · artifact: a file to upload first.",
});

export const ImageIdentity = z
	.object({
		kind: ImageKind,
		uid: z.string().meta({ example: "ami-0abcdef1234567890" }),
		checksum: z
			.string()
			.nullable()
			.meta({ description: "sha256:<hex> of an artifact; null for images that live in a cloud." }),
	})
	.meta({ id: "ImageIdentity", description: "What names one image in its cloud." });

export const Image = z
	.object({
		id: z.int().meta({ description: "Number in this catalogue." }),
		cloud: z.string().meta({ example: "aws-us-east-1" }),
		kind: ImageKind,
		uid: z.string().meta({ example: "ami-0abcdef1234567890" }),
		checksum: z.string().nullable(),
		name: z.string().nullable(),
		os: z.string().nullable().meta({ example: "fedora-coreos" }),
		osVersion: z.string().nullable().meta({ description: "Text, never a number.", example: "18.04" }),
		architecture: z.string().nullable().meta({ example: "x86_64" }),
		publishedArchitecture: z
			.string()
			.nullable()
			.meta({ description: "The publisher's own spelling.", example: "amd64" }),
		variant: z.string().nullable(),
		owner: z.string().nullable(),
		visibility: z.string().nullable(),
		state: z.enum(imageStates),
		release: z.string().nullable().meta({ description: "The publisher's release that first had it." }),
		createdAt: Moment.nullable(),
		deprecatedAt: Moment.nullable(),
		deletedAt: Moment.nullable(),
		endOfLifeAt: Moment.nullable(),
		replacement: z.string().nullable().meta({ description: "Name or uid of its successor." }),
		url: z.string().nullable(),
	})
	.meta({ id: "Image", description: "One image of the catalogue." });

export const Setting = z
	.object({
		cloud: z.string().meta({ example: "aws-us-east-1" }),
		image: ImageIdentity,
		instanceType: z.string().nullable(),
		kernel: z.string().nullable(),
		ramdisk: z.string().nullable(),
		userData: z.string().nullable(),
	})
	.meta({ id: "Setting", description: "One row of the map: cloud → image and what goes with it." });

export const Pin = z
	.object({
		lineage: z.string().meta({ description: "Lineage of the MCI or script." }),
		revision: z.int().meta({ description: "0 is HEAD, which still moves." }),
		digest: z.string().nullable().meta({ description: "Content digest of the commit; null for HEAD." }),
	})
	.meta({ id: "Pin", description: "A reference to one revision, by what is the same on every installation." });

export const ScriptInput = z
	.object({
		name: z.string().meta({ example: "PORT" }),
		description: z.string(),
		default: z.string().nullable().meta({ description: "Taken when nobody gives another; null = none." }),
		required: z.boolean().meta({ description: "A server can't be made until somebody gives a value." }),
	})
	.meta({ id: "InputDeclaration", description: "A value that a script reads from its environment." });

/** What can stand at a place of a content. */
export const PlaceValue = z.union([
	Setting,
	ImageIdentity,
	Pin,
	ScriptInput,
	z.string(),
	z.boolean(),
	z.null(),
	z.array(z.string()),
	z.array(Pin),
]);

export const changeKinds = [
	"text-changed",
	"tag-added",
	"tag-removed",
	"setting-added",
	"setting-removed",
	"setting-changed",
	"mci-added",
	"mci-removed",
	"mci-changed",
	"mcis-reordered",
	"default-changed",
	"scripts-changed",
	"input-changed",
	"script-input-added",
	"script-input-removed",
	"script-input-changed",
] as const satisfies readonly CoreChange["kind"][];

export const Change = z
	.object({
		kind: z.enum(changeKinds),
		cloud: z.string().optional().meta({ description: "Of a change of a setting." }),
		field: z.string().optional().meta({ description: "Of a changed text, or field of a setting." }),
		tag: z.string().optional(),
		lineage: z.string().optional().meta({ description: "Of the MCI that a template takes, drops or swaps." }),
		sequence: z.enum(scriptSequences).optional().meta({ description: "Of a template's list of scripts." }),
		name: z.string().optional().meta({ description: "Of an input." }),
		before: PlaceValue.optional().meta({ description: "Absent for what is new." }),
		after: PlaceValue.optional().meta({ description: "Absent for what is gone." }),
	})
	.meta({ id: "Change", description: "One difference between two contents." });

/** A change as the wire has it: the same fields, its lists no longer read-only. */
export function presentChanges(changes: readonly CoreChange[]): z.infer<typeof Change>[] {
	return changes as readonly unknown[] as z.infer<typeof Change>[];
}

export const Finding = z
	.object({
		rule: z.string().meta({ description: "Id of the rule; docs/lint.md describes it.", example: "os-differs" }),
		severity: z.enum(severities),
		place: z.string().meta({ example: "settings.aws-us-east-1.image" }),
		text: z.string().meta({ description: "What is wrong there." }),
		cure: z.string().meta({ description: "What can be done about it." }),
	})
	.meta({ id: "Finding", description: "One result of lint." });

export const NamedRevision = z
	.object({
		name: z.string(),
		number: z.int().meta({ description: "0 is HEAD." }),
		digest: z.string(),
	})
	.meta({ id: "NamedRevision", description: "Which revision." });

/** One page of a list; `next` is the cursor of the page after it. */
export function pageOf<T extends z.ZodType>(item: T) {
	return z.object({
		items: z.array(item),
		next: z.string().nullable().meta({ description: "Cursor of the next page; null = this is the last." }),
	});
}

export const PageQuery = {
	limit: z.coerce.number().int().min(1).max(500).default(50).meta({ description: "Items on a page, 1 to 500." }),
	cursor: z
		.string()
		.max(2000)
		.optional()
		.meta({ description: "`next` of the page before, with the same filters and order." }),
};

export const NamePath = z.object({
	name: z.string().meta({ description: "Name of the MultiCloud Image.", example: "fedora-coreos-stable-x86_64" }),
});

export const IfMatch = z.object({
	"if-match": z.string().optional().meta({
		description: 'ETag of the HEAD the change was made on, such as `"head-12"`; `*` changes whatever is there.',
		example: '"head-12"',
	}),
});

export const DryRun = z.object({
	dryRun: z
		.enum(["true", "false"])
		.default("false")
		.meta({ description: "true = tell what would change, and change nothing." }),
});

export const IfMatchVersion = z.object({
	"if-match": z.string().optional().meta({
		description: 'ETag of what the change was made on, such as `"server-3"`; `*` changes whatever is there.',
		example: '"server-3"',
	}),
});

/** The error answers that every route can give. */
export const problems = {
	400: Problem,
	401: Problem,
	403: Problem,
	404: Problem,
	429: Problem,
} as const;

/** And those of routes that change HEAD. */
export const writeProblems = { ...problems, 409: Problem, 412: Problem, 428: Problem } as const;
