import { z } from "zod";
import { Change, ImageKind, NamePath, PageQuery, Setting, Timestamp } from "../../schema.ts";
import {
	ComponentPatch,
	committedFields,
	componentFields,
	FormerName,
	NewComponent,
	revisionFields,
} from "../components/schema.ts";
import { RevisionStatus } from "../lifecycles/lifecycle.ts";

export const Mci = z
	.object({
		...componentFields,
		upstream: z.string().nullable().meta({
			description: "The upstream product line it is imported from.",
			example: "csv:almalinux-os/9/x86_64",
		}),
		os: z.string().nullable().meta({ description: "OS of all its images; null if they differ." }),
		osVersion: z.string().nullable(),
		architecture: z.string().nullable(),
	})
	.meta({ id: "Mci", description: "A MultiCloud Image." });

export const ListedMci = Mci.extend({
	status: RevisionStatus.meta({ description: "Status of the newest commit." }),
}).meta({ id: "ListedMci", description: "A MultiCloud Image with the status of its newest commit." });

export const Head = z
	.object({
		mci: ListedMci,
		formerNames: z.array(FormerName),
		digest: z.string(),
		settings: z.array(Setting),
		status: RevisionStatus.meta({ description: "Status of HEAD." }),
		changes: z
			.array(Change)
			.meta({ description: "Changes since the newest commit; empty if there is nothing to commit." }),
	})
	.meta({ id: "Head", description: "A MultiCloud Image with the content of its HEAD." });

export const Release = z
	.object({ version: z.string().nullable().meta({ example: "9.7.20260518" }), releasedAt: Timestamp.nullable() })
	.meta({ id: "Release" });

export const RevisionSummary = z
	.object({
		mci: z.string(),
		...revisionFields,
		release: Release.nullable().meta({ description: "The upstream's release of this commit." }),
		settingsCount: z.int(),
	})
	.meta({ id: "RevisionSummary" });

export const ListedRevision = RevisionSummary.extend({
	status: RevisionStatus,
	behind: z.array(z.object({ part: z.string(), release: z.string() })).meta({
		description: "Parts of the map that the release's list does not cover, with the release that they are still at.",
		example: [],
	}),
}).meta({ id: "ListedRevision" });

export const Revision = z
	.object({
		mci: z.string(),
		number: z.int().meta({ description: "0 is HEAD." }),
		digest: z.string(),
		description: z.string(),
		tags: z.array(z.string()),
		settings: z.array(Setting),
		behind: z.array(z.object({ cloud: z.string(), release: z.string() })).meta({
			description: "Clouds that are still at an earlier release, because the commit's list does not cover them.",
			example: [],
		}),
		status: RevisionStatus,
		commit: RevisionSummary.nullable().meta({ description: "Null for HEAD." }),
	})
	.meta({ id: "Revision", description: "A revision with its content." });

export const SearchMcisQuery = z.object({
	text: z
		.string()
		.max(200)
		.optional()
		.meta({ description: "Words in the name, description or tags.", example: "coreos" }),
	cloud: z
		.string()
		.max(100)
		.optional()
		.meta({ description: "Only those with a setting for this cloud.", example: "aws-us-east-1" }),
	os: z.string().max(100).optional(),
	osVersion: z.string().max(100).optional(),
	architecture: z.string().max(40).optional(),
	sort: z.enum(["name", "updated"]).default("name"),
	...PageQuery,
});

export const NewMci = z.object(NewComponent).meta({ id: "NewMci" });

export const MciPatch = z
	.object(ComponentPatch)
	.meta({ id: "MciPatch", description: "Omit a field to keep its current value." });

const ImageInput = z.object({
	uid: z.string().meta({ example: "ami-09ead7c0c20bbed7e" }),
	kind: ImageKind.optional().meta({ description: "Derived from the form of the uid by default." }),
	checksum: z.string().nullable().optional(),
});

const settingFields = {
	instanceType: z.string().nullable().optional(),
	kernel: z.string().nullable().optional(),
	ramdisk: z.string().nullable().optional(),
	userData: z.string().nullable().optional(),
};

export const SettingInput = z
	.object({ image: ImageInput.optional().meta({ example: { uid: "ami-09ead7c0c20bbed7e" } }), ...settingFields })
	.meta({
		id: "SettingChange",
		description: "Omit a field to keep its current value; null removes it. A new setting needs an image.",
	});

export const HeadInput = z
	.object({
		description: z.string().default(""),
		tags: z.array(z.string()).default([]),
		settings: z.array(z.object({ cloud: z.string(), image: ImageInput, ...settingFields })).max(10_000),
	})
	.meta({ id: "HeadContent", description: "The complete content of HEAD. Settings that are not listed are removed." });

export const EditedHead = z
	.object({
		mci: Mci,
		changes: z.array(Change).meta({ description: "The changes made; empty if nothing had to change." }),
	})
	.meta({ id: "EditedHead" });

export const Committed = z.object({ revision: RevisionSummary, ...committedFields }).meta({ id: "Committed" });

export const SettingPath = NamePath.extend({ cloud: z.string().meta({ example: "aws-us-east-1" }) });

export const RevisionPath = NamePath.extend({
	revision: z.string().meta({ description: "A number, `latest`, `head` or a channel.", example: "latest" }),
});
