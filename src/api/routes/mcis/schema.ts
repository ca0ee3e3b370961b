import { z } from "zod";
import { Change, ImageKind, Moment, NamePath, PageQuery, Setting } from "../../schema.ts";
import {
	ComponentPatch,
	committedFields,
	componentFields,
	FormerName,
	NewComponent,
	revisionFields,
} from "../components/schema.ts";

export const Mci = z
	.object({
		...componentFields,
		upstream: z.string().nullable().meta({
			description: "The upstream product line it is made from.",
			example: "coreos-stream:fedora-coreos-stable/x86_64",
		}),
		os: z.string().nullable().meta({ description: "What all its images share; null where they differ." }),
		osVersion: z.string().nullable(),
		architecture: z.string().nullable(),
	})
	.meta({ id: "Mci", description: "A MultiCloud Image." });

export const Head = z
	.object({
		mci: Mci,
		formerNames: z.array(FormerName),
		digest: z.string(),
		settings: z.array(Setting),
		changes: z
			.array(Change)
			.meta({ description: "What HEAD changes against the newest commit; empty = nothing to commit." }),
	})
	.meta({ id: "Head", description: "A MultiCloud Image with what its HEAD says." });

export const Release = z
	.object({ version: z.string().nullable(), releasedAt: Moment.nullable() })
	.meta({ id: "Release" });

export const RevisionSummary = z
	.object({
		mci: z.string(),
		...revisionFields,
		release: Release.nullable().meta({ description: "The upstream's release that it is." }),
		settingsCount: z.int(),
	})
	.meta({ id: "RevisionSummary" });

export const Revision = z
	.object({
		mci: z.string(),
		number: z.int().meta({ description: "0 is HEAD." }),
		digest: z.string(),
		description: z.string(),
		tags: z.array(z.string()),
		settings: z.array(Setting),
		commit: RevisionSummary.nullable().meta({ description: "Null for HEAD." }),
	})
	.meta({ id: "Revision", description: "One revision with its content." });

export const SearchMcisQuery = z.object({
	text: z
		.string()
		.max(200)
		.optional()
		.meta({ description: "Words of the name, description or tags.", example: "coreos" }),
	cloud: z
		.string()
		.max(100)
		.optional()
		.meta({ description: "Has a setting for this cloud.", example: "aws-us-east-1" }),
	os: z.string().max(100).optional(),
	osVersion: z.string().max(100).optional(),
	architecture: z.string().max(40).optional(),
	sort: z.enum(["name", "updated"]).default("name"),
	...PageQuery,
});

export const NewMci = z.object(NewComponent).meta({ id: "NewMci" });

export const MciPatch = z.object(ComponentPatch).meta({ id: "MciPatch", description: "Absent = stays." });

const ImageInput = z.object({
	uid: z.string().meta({ example: "ami-0abcdef1234567890" }),
	kind: ImageKind.optional().meta({ description: "Told from the uid's form when absent." }),
	checksum: z.string().nullable().optional(),
});

const settingFields = {
	instanceType: z.string().nullable().optional(),
	kernel: z.string().nullable().optional(),
	ramdisk: z.string().nullable().optional(),
	userData: z.string().nullable().optional(),
};

export const SettingInput = z.object({ image: ImageInput.optional(), ...settingFields }).meta({
	id: "SettingChange",
	description: "Absent = stays as it is; null = taken away. A new setting needs an image.",
});

export const HeadInput = z
	.object({
		description: z.string().default(""),
		tags: z.array(z.string()).default([]),
		settings: z.array(z.object({ cloud: z.string(), image: ImageInput, ...settingFields })).max(10_000),
	})
	.meta({ id: "HeadContent", description: "All that HEAD shall say; settings it does not list go." });

export const EditedHead = z
	.object({
		mci: Mci,
		changes: z.array(Change).meta({ description: "What the request changed; empty = it was so already." }),
	})
	.meta({ id: "EditedHead" });

export const Committed = z.object({ revision: RevisionSummary, ...committedFields }).meta({ id: "Committed" });

export const SettingPath = NamePath.extend({ cloud: z.string().meta({ example: "aws-us-east-1" }) });

export const RevisionPath = NamePath.extend({
	revision: z.string().meta({ description: "A number, `latest`, `head` or a channel.", example: "latest" }),
});
