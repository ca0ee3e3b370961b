import { z } from "zod";
import { serverStates } from "../../../core/server/index.ts";
import { ImageIdentity, Moment, PageQuery, Problem } from "../../schema.ts";

const RevisionName = z.object({
	name: z.string(),
	lineage: z.string(),
	revision: z.int().meta({ description: "0 is HEAD." }),
	ref: z.string().meta({ example: "php-app@12" }),
	digest: z.string(),
});

export const ServerTemplateOf = RevisionName.extend({
	follows: z.string().meta({
		description: "What stood behind the @: a number, `latest`, `head`, or the channel that is followed.",
		example: "production",
	}),
}).meta({ id: "ServerTemplateOf", description: "The template revision that a server was resolved by." });

export const ServerMci = RevisionName.meta({
	id: "ServerMci",
	description: "The MCI revision that a server was given.",
});

const property = (text: string) => z.string().nullable().meta({ description: text });

export const Overrides = z
	.object({
		mci: property("Reference of the MCI that was chosen."),
		image: property("Image id, also one that no MCI has."),
		architecture: z.string().nullable(),
		instanceType: z.string().nullable(),
		kernel: z.string().nullable(),
		ramdisk: z.string().nullable(),
		userData: z.string().nullable(),
		inputs: z.record(z.string(), z.string()),
	})
	.meta({ id: "ServerOverrides", description: "What it has instead of what its template gives; null = inherited." });

export const ServerInputs = z
	.object({
		script: z.string().meta({ description: "The script as a reference.", example: "install-php@3" }),
		inputs: z.array(
			z.object({
				name: z.string(),
				value: z.string().nullable(),
				source: z
					.enum(["server", "deployment", "template", "script"])
					.nullable()
					.meta({ description: "Who gave the value; null = nobody." }),
			}),
		),
	})
	.meta({ id: "ServerInputs" });

export const UserDataPart = z
	.object({
		filename: z.string().nullable(),
		contentType: z.string().meta({ example: "text/x-shellscript" }),
		bytes: z.int(),
		from: z.string().meta({ description: "`setting`, or the script as a reference." }),
	})
	.meta({ id: "UserDataPart" });

const Told = z.array(z.object({ property: z.string(), text: z.string() })).meta({ description: "Why each value." });
const Warned = z.array(z.object({ code: z.string(), text: z.string() }));

const summary = {
	deployment: z.string().meta({ example: "prod" }),
	name: z.string().meta({ example: "web" }),
	description: z.string(),
	state: z.enum(serverStates),
	version: z.int().meta({ description: "Grows with every change; the ETag holds it." }),
	template: ServerTemplateOf,
	cloud: z.string().meta({ example: "aws-us-east-1" }),
	cloudType: z.string().meta({ example: "aws" }),
	mci: ServerMci.nullable().meta({
		description: "Null when the image was wished for and no MCI has a setting for the cloud.",
	}),
	image: ImageIdentity,
	instanceType: z.string().nullable(),
	kernel: z.string().nullable().meta({ description: "Null = the cloud's default." }),
	ramdisk: z.string().nullable(),
	overridden: z.array(z.string()).meta({ description: "What was wished for instead of inherited." }),
	resolvedAt: Moment,
	createdAt: Moment,
	updatedAt: Moment,
};

export const UpdateDifference = z
	.object({ property: z.string(), before: z.string().nullable(), after: z.string().nullable() })
	.meta({
		id: "ServerDifference",
		description: "One property that would have, or has, another value; user data as the cloud is sent it.",
	});

const differences = {
	summary: z
		.string()
		.nullable()
		.meta({ description: "In a few words; null when nothing differs.", example: "img1 → img3, A@4 → A@5" }),
	differences: z.array(UpdateDifference),
};

export const ServerUpdate = z
	.object({
		kind: z.enum(["resolves-differently", "newer-template", "channel-moved"]).meta({
			description:
				"resolves-differently: the same revision of its template gives something else now · newer-template: its template has a newer commit · channel-moved: the channel that it follows points elsewhere.",
		}),
		...differences,
		summary: z.string(),
		command: z.string().meta({ description: "The command that takes it." }),
	})
	.meta({ id: "ServerUpdate", description: "Something newer that the server could take; nothing takes it by itself." });

export const ServerFinding = z
	.object({
		code: z.string().meta({ example: "image-deleted" }),
		severity: z.enum(["error", "warning"]).meta({ description: "An error refuses its launch." }),
		text: z.string(),
		replacement: z.string().nullable(),
	})
	.meta({ id: "ServerFinding" });

export const ServerSummary = z
	.object({
		...summary,
		updates: z.array(ServerUpdate).nullable().meta({ description: "Only in a list asked for by hasUpdate." }),
	})
	.meta({ id: "ServerSummary" });

export const Server = z
	.object({
		...summary,
		overrides: Overrides,
		userData: z.string().nullable().meta({ description: "Of the setting, or wished for." }),
		sentUserData: z
			.string()
			.nullable()
			.meta({ description: "The same with the boot scripts: what the cloud is sent." }),
		sentBytes: z.int(),
		parts: z.array(UserDataPart),
		inputs: z.array(ServerInputs),
		reasons: Told,
		warnings: Warned,
	})
	.meta({ id: "Server", description: "A server with the answer that was recorded when it was resolved." });

export const ServerOutlook = z.object({ updates: z.array(ServerUpdate), findings: z.array(ServerFinding) }).meta({
	id: "ServerOutlook",
	description: "What is newer than what a server has, and what is wrong with what it has.",
});

export const ChangedServer = z
	.object({
		server: Server,
		changed: z.boolean().meta({ description: "False: it was so already, and nothing was written." }),
		...differences,
	})
	.meta({ id: "ChangedServer" });

export const ServerPath = z.object({
	deployment: z.string().meta({ description: "Name of the deployment.", example: "demo" }),
	server: z.string().meta({ description: "Name of the server.", example: "web" }),
});

const filter = {
	deployment: z.string().max(200).optional().meta({ example: "demo" }),
	template: z.string().max(200).optional().meta({ description: "Name of a template, whatever its revision." }),
	cloud: z.string().max(100).optional(),
	state: z.enum(serverStates).optional(),
};

export const ListServersQuery = z.object({
	...filter,
	hasUpdate: z.enum(["true", "false"]).optional().meta({
		description:
			"Only servers that could take something newer, or only the others. A page can then be short although more follow.",
	}),
	...PageQuery,
});

const wish = {
	mci: z
		.string()
		.max(400)
		.nullable()
		.optional()
		.meta({ description: "Reference of an MCI; a name alone means the revision on the template." }),
	image: z.string().max(2048).nullable().optional().meta({ description: "Image id, also one that no MCI has." }),
	architecture: z.string().max(40).nullable().optional(),
	instanceType: z.string().max(255).nullable().optional(),
	kernel: z.string().max(255).nullable().optional(),
	ramdisk: z.string().max(255).nullable().optional(),
	userData: z.string().nullable().optional(),
	inputs: z
		.record(z.string(), z.string().nullable())
		.optional()
		.meta({ description: "Values of its scripts' inputs." }),
};

const asked = {
	template: z
		.string()
		.max(400)
		.meta({ description: "Reference of a template; a channel or no suffix is followed.", example: "php-app@12" }),
	cloud: z.string().max(100).meta({ example: "aws-us-east-1" }),
	...wish,
};

export const PreviewedServer = z
	.object({
		deployment: z.string().optional().meta({ description: "Whose inputs count too." }),
		name: z.string().optional(),
		...asked,
	})
	.meta({ id: "PreviewedServer" });

export const NewServer = z
	.object({
		deployment: z.string().meta({ example: "prod" }),
		name: z.string().meta({ example: "web" }),
		description: z.string().optional(),
		...asked,
	})
	.meta({ id: "NewServer" });

export const ServerPatch = z
	.object({
		name: z.string().optional().meta({ description: "Another name." }),
		description: z.string().optional(),
		...wish,
	})
	.meta({ id: "ServerPatch", description: "Absent = stays; null = inherited again." });

export const ServerMove = z.object({ template: asked.template }).meta({ id: "ServerMove" });

export const ServerPreview = z
	.object({
		template: ServerTemplateOf,
		cloud: z.string(),
		cloudType: z.string().nullable(),
		eligibleClouds: z.array(z.string()).meta({ description: "Clouds for which an MCI of the template has a setting." }),
		mcis: z
			.array(
				z.object({
					ref: z.string(),
					isDefault: z.boolean(),
					image: ImageIdentity.nullable().meta({ description: "Null when it has no setting for the cloud." }),
					architecture: z.string().nullable(),
					instanceType: z.string().nullable(),
				}),
			)
			.meta({ description: "The template's MCIs in its order." }),
		resolved: z
			.object({
				mci: ServerMci.nullable(),
				image: ImageIdentity,
				instanceType: z.string().nullable(),
				kernel: z.string().nullable(),
				ramdisk: z.string().nullable(),
				userData: z.string().nullable(),
				reasons: Told,
			})
			.nullable()
			.meta({ description: "Null when there is no answer: then the first problem says why." }),
		sent: z
			.object({
				userData: z.string().nullable(),
				bytes: z.int(),
				limit: z.int().nullable().meta({ description: "Bytes that the cloud takes; null = not known." }),
				parts: z.array(UserDataPart),
			})
			.nullable()
			.meta({ description: "The user data with the boot scripts." }),
		inputs: z.array(ServerInputs),
		missingInputs: z.array(z.object({ name: z.string(), scripts: z.array(z.string()) })),
		warnings: Warned,
		problems: z.array(Problem).meta({ description: "Why the server could not be added so; empty = it could." }),
	})
	.meta({
		id: "ServerPreview",
		description: "The steps of adding a server: what could be chosen, what was chosen and why, what it is sent.",
	});

export const ReInheritance = z
	.object({
		servers: z
			.array(z.object({ deployment: z.string(), name: z.string() }))
			.max(1000)
			.optional()
			.meta({ description: "These servers; absent = all that the filter lets through." }),
		...filter,
	})
	.meta({ id: "ReInheritance" });

export const ReInherited = z
	.object({
		deployment: z.string(),
		name: z.string(),
		outcome: z.enum(["changed", "unchanged", "refused"]),
		...differences,
		problem: Problem.nullable().meta({ description: "Why it was refused; it stays as it is." }),
	})
	.meta({ id: "ReInherited", description: "What became of one server of many." });

export const ExportQuery = z.object({
	format: z.enum(["json", "cloud-init", "terraform"]).default("json").meta({
		description:
			"json: all that was resolved · cloud-init: the user data · terraform: a configuration to start from, in JSON.",
	}),
});
