import { z } from "zod";
import { accountRoles, roles } from "../core/access/index.ts";
import type { Change as CoreChange } from "../core/diff/index.ts";
import { imageKinds, imageStates } from "../core/image/index.ts";
import { severities } from "../core/lint/index.ts";
import { scriptSequences } from "../core/template/index.ts";

/** A time as the API writes it. */
export const Timestamp = z.string().meta({ description: "UTC, ISO 8601.", example: "2025-09-04T03:53:30.000Z" });

export const Problem = z
	.object({
		type: z.string().meta({ description: "Path that describes the code." }),
		title: z.string(),
		status: z.int(),
		detail: z.string().meta({ description: "What is wrong with which thing." }),
		code: z.string().meta({ description: "Stable; use it to tell errors apart.", example: "mci-not-found" }),
		help: z.string().meta({ description: "What to do about it." }),
		details: z
			.record(z.string(), z.unknown())
			.meta({ description: "The values in `detail`, and what you can use instead, if there is anything." }),
	})
	.meta({ id: "Problem", description: "An error (RFC 9457)." });

/** A role in an account. */
export const AccountRole = z
	.enum(accountRoles)
	.meta({ description: "Role; docs/permissions.md lists what each may do.", example: "designer" });

/** A role of a user or token. */
export const Role = z
	.enum(roles)
	.meta({ description: "Role; docs/permissions.md lists what each may do.", example: "designer" });

export const ImageKind = z.enum(imageKinds).meta({
	description:
		"id: the cloud's own id · path: a global or gallery path · urn: publisher:offer:sku:version · " +
		"name: owner/name, looked up by the cloud · object: an object in a bucket or container · " +
		"artifact: a file to upload first.",
});

export const ImageIdentity = z
	.object({
		kind: ImageKind,
		uid: z.string().meta({ example: "ami-09ead7c0c20bbed7e" }),
		checksum: z
			.string()
			.nullable()
			.meta({ description: "sha256:<hex> of an artifact; null for images that live in a cloud." }),
	})
	.meta({ id: "ImageIdentity", description: "The identity of an image in its cloud." });

export const Image = z
	.object({
		id: z.int().meta({ description: "Number in this catalog." }),
		cloud: z.string().meta({ example: "aws-us-east-1" }),
		kind: ImageKind,
		uid: z.string().meta({ example: "ami-09ead7c0c20bbed7e" }),
		checksum: z.string().nullable(),
		name: z.string().nullable().meta({ example: "AlmaLinux OS 9.7.20260518 x86_64" }),
		os: z.string().nullable().meta({ example: "almalinux-os" }),
		osVersion: z.string().nullable().meta({ description: "A string, never a number.", example: "9.7" }),
		architecture: z.string().nullable().meta({ example: "x86_64" }),
		publishedArchitecture: z
			.string()
			.nullable()
			.meta({ description: "As the publisher writes it.", example: "x86_64" }),
		variant: z.string().nullable(),
		owner: z.string().nullable().meta({ example: "AlmaLinux OS Foundation" }),
		visibility: z.string().nullable(),
		state: z.enum(imageStates),
		release: z.string().nullable().meta({
			description: "The publisher's release that first contained it.",
			example: "9.7.20260518",
		}),
		createdAt: Timestamp.nullable(),
		deprecatedAt: Timestamp.nullable(),
		deletedAt: Timestamp.nullable(),
		endOfLifeAt: Timestamp.nullable(),
		replacement: z.string().nullable().meta({ description: "Name or uid of the image that replaces it." }),
		url: z
			.string()
			.nullable()
			.meta({ examples: [null] }),
	})
	.meta({ id: "Image", description: "An image in the catalog." });

export const Setting = z
	.object({
		cloud: z.string().meta({ example: "aws-us-east-1" }),
		image: ImageIdentity,
		instanceType: z.string().nullable(),
		kernel: z.string().nullable(),
		ramdisk: z.string().nullable(),
		userData: z.string().nullable(),
	})
	.meta({ id: "Setting", description: "The image and launch settings for one cloud." });

export const Pin = z
	.object({
		lineage: z.string().meta({ description: "Lineage of the MCI or script." }),
		revision: z.int().meta({ description: "0 is HEAD, which can still change." }),
		digest: z.string().nullable().meta({ description: "Content digest of the commit; null for HEAD." }),
	})
	.meta({ id: "Pin", description: "A reference to a revision that means the same on every installation." });

export const ScriptInput = z
	.object({
		name: z.string().meta({ example: "PORT" }),
		description: z.string(),
		default: z.string().nullable().meta({ description: "Used if no value is set; null if there is none." }),
		required: z.boolean().meta({ description: "A server can't be created without a value." }),
	})
	.meta({ id: "InputDeclaration", description: "A value that a script reads from its environment." });

/** A value at a place in a component's content. */
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
		cloud: z.string().optional().meta({ description: "Cloud of the changed setting." }),
		field: z.string().optional().meta({ description: "The changed text field, or field of a setting." }),
		tag: z.string().optional(),
		lineage: z.string().optional().meta({ description: "Lineage of the MCI that was added, removed or changed." }),
		sequence: z.enum(scriptSequences).optional().meta({ description: "The changed list of scripts." }),
		name: z.string().optional().meta({ description: "Name of the changed input." }),
		before: PlaceValue.optional().meta({ description: "Missing if the value is new." }),
		after: PlaceValue.optional().meta({ description: "Missing if the value was removed." }),
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
		text: z.string().meta({ description: "What is wrong." }),
		cure: z.string().meta({ description: "What to do about it." }),
	})
	.meta({ id: "Finding", description: "A problem found by lint." });

export const NamedRevision = z
	.object({
		name: z.string(),
		number: z.int().meta({ description: "0 is HEAD." }),
		digest: z.string(),
	})
	.meta({ id: "NamedRevision", description: "A revision of a component." });

/** A page of a list. */
export function pageOf<T extends z.ZodType>(item: T) {
	return z.object({
		items: z.array(item),
		next: z.string().nullable().meta({ description: "Cursor of the next page; null on the last page." }),
	});
}

export const PageQuery = {
	limit: z.coerce.number().int().min(1).max(500).default(50).meta({ description: "Items per page, 1 to 500." }),
	cursor: z
		.string()
		.max(2000)
		.optional()
		.meta({ description: "`next` of the previous page. Keep the filters and the order." }),
};

export const NamePath = z.object({
	name: z.string().meta({ description: "Name of the MultiCloud Image.", example: "fedora-coreos-stable-x86_64" }),
});

export const IfMatch = z.object({
	"if-match": z.string().optional().meta({
		description: 'ETag of the HEAD you read, such as `"head-12"`, or `*` to skip the check.',
		example: '"head-12"',
	}),
});

export const DryRun = z.object({
	dryRun: z
		.enum(["true", "false"])
		.default("false")
		.meta({ description: "`true` for a dry run: report what would change, and save nothing." }),
});

export const IfMatchVersion = z.object({
	"if-match": z.string().optional().meta({
		description: 'ETag of the version you read, such as `"server-3"`, or `*` to skip the check.',
		example: '"server-3"',
	}),
});

/** Errors that every operation can return. */
export const problems = {
	400: Problem,
	401: Problem,
	403: Problem,
	404: Problem,
	429: Problem,
} as const;

/** Errors of operations that need If-Match. */
export const writeProblems = { ...problems, 409: Problem, 412: Problem, 428: Problem } as const;

/** A warning in an answer. */
export const Warning = z.object({ code: z.string(), text: z.string() });
