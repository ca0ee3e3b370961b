import { z } from "zod";
import { serverStates } from "../../../core/server/index.ts";
import { ImageIdentity, PageQuery, Problem, Timestamp } from "../../schema.ts";

const RevisionName = z.object({
	name: z.string(),
	lineage: z.string(),
	revision: z.int().meta({ description: "0 is HEAD." }),
	ref: z.string(),
	digest: z.string(),
});

export const ServerTemplateOf = RevisionName.extend({
	ref: z.string().meta({ example: "web-server@3" }),
	follows: z.string().meta({
		description: "The part after @ in the reference: a number, `latest`, `head` or a channel.",
		example: "production",
	}),
}).meta({ id: "ServerTemplateOf", description: "The template revision that a server was resolved with." });

const mciLineage = "01992f0a-5c1e-7a44-9d0b-6f1f8a6f2b11";

export const ServerMci = RevisionName.extend({
	name: z.string().meta({ example: "almalinux-os-9-x86_64" }),
	lineage: z.string().meta({ example: mciLineage }),
	ref: z.string().meta({ example: "almalinux-os-9-x86_64@3" }),
}).meta({ id: "ServerMci", description: "The MCI revision of a server." });

const property = (text: string) =>
	z
		.string()
		.nullable()
		.meta({ description: text, examples: [null] });

export const Overrides = z
	.object({
		mci: property("Reference of the chosen MCI."),
		image: property("Image id, which need not be in an MCI."),
		architecture: z
			.string()
			.nullable()
			.meta({ examples: [null] }),
		instanceType: z.string().nullable(),
		kernel: z.string().nullable(),
		ramdisk: z.string().nullable(),
		userData: z.string().nullable(),
		inputs: z.record(z.string(), z.string()).meta({ example: {} }),
	})
	.meta({ id: "ServerOverrides", description: "Values that override the template's; null if inherited." });

export const ServerInputs = z
	.object({
		script: z.string().meta({ description: "Reference of the script.", example: "install-nginx@3" }),
		inputs: z.array(
			z.object({
				name: z.string(),
				value: z.string().nullable(),
				source: z
					.enum(["server", "deployment", "template", "script"])
					.nullable()
					.meta({ description: "Where the value comes from; null if there is none." }),
			}),
		),
	})
	.meta({ id: "ServerInputs" });

export const UserDataPart = z
	.object({
		filename: z.string().nullable(),
		contentType: z.string().meta({ example: "text/x-shellscript" }),
		bytes: z.int(),
		from: z.string().meta({ description: "`setting`, or a reference to the script.", example: "install-nginx@3" }),
	})
	.meta({ id: "UserDataPart" });

const Reasons = z
	.array(z.object({ property: z.string(), text: z.string() }))
	.meta({ description: "The reason for each value." });
const Warnings = z.array(z.object({ code: z.string(), text: z.string() }));

const summary = {
	deployment: z.string().meta({ example: "demo" }),
	name: z.string().meta({ example: "web" }),
	description: z.string(),
	state: z.enum(serverStates),
	version: z.int().meta({ description: "Increases with every change; part of the ETag." }),
	template: ServerTemplateOf,
	cloud: z.string().meta({ example: "aws-us-east-1" }),
	cloudType: z.string().meta({ example: "aws" }),
	mci: ServerMci.nullable().meta({
		description: "Null if the image was requested by id and no MCI has a setting for the cloud.",
	}),
	image: ImageIdentity,
	instanceType: z.string().nullable(),
	kernel: z.string().nullable().meta({ description: "Null for the cloud's default." }),
	ramdisk: z.string().nullable(),
	overridden: z.array(z.string()).meta({ description: "Names of the overridden values." }),
	resolvedAt: Timestamp,
	createdAt: Timestamp,
	updatedAt: Timestamp,
};

export const UpdateDifference = z
	.object({ property: z.string(), before: z.string().nullable(), after: z.string().nullable() })
	.meta({
		id: "ServerDifference",
		description: "A changed property; user data as sent to the cloud.",
	});

const differences = {
	summary: z.string().nullable().meta({
		description: "The differences in a few words; null if there are none.",
		example: "ami-0a763a298d810524a → ami-09ead7c0c20bbed7e",
	}),
	differences: z.array(UpdateDifference),
};

export const ServerUpdate = z
	.object({
		kind: z.enum(["resolves-differently", "newer-template", "channel-moved"]).meta({
			description:
				"resolves-differently: the same template revision resolves differently now · " +
				"newer-template: its template has a newer commit · channel-moved: its channel points to another revision.",
		}),
		...differences,
		summary: z.string(),
		command: z.string().meta({ description: "The command that applies the update." }),
	})
	.meta({ id: "ServerUpdate", description: "An available update. It is never applied automatically." });

export const ServerFinding = z
	.object({
		code: z.string().meta({ example: "image-deleted" }),
		severity: z.enum(["error", "warning"]).meta({ description: "An error prevents the launch." }),
		text: z.string(),
		replacement: z.string().nullable(),
	})
	.meta({ id: "ServerFinding" });

export const ServerSummary = z
	.object({
		...summary,
		findings: z.array(ServerFinding).meta({ description: "Problems of its image, MCI and template; empty if none." }),
		updates: z.array(ServerUpdate).nullable().meta({ description: "Only with `hasUpdate`." }),
	})
	.meta({ id: "ServerSummary" });

export const Server = z
	.object({
		...summary,
		overrides: Overrides,
		userData: z.string().nullable().meta({ description: "User data of the setting, or the override." }),
		sentUserData: z
			.string()
			.nullable()
			.meta({ description: "The user data with the boot scripts, as sent to the cloud." }),
		sentBytes: z.int(),
		parts: z.array(UserDataPart),
		inputs: z.array(ServerInputs),
		reasons: Reasons,
		warnings: Warnings,
	})
	.meta({ id: "Server", description: "A server with the recorded result of resolving it." });

export const ServerOutlook = z.object({ updates: z.array(ServerUpdate), findings: z.array(ServerFinding) }).meta({
	id: "ServerOutlook",
	description: "Available updates of a server, and problems with its image or template.",
});

export const ChangedServer = z
	.object({
		server: Server,
		changed: z.boolean().meta({ description: "False if nothing had to change." }),
		...differences,
	})
	.meta({ id: "ChangedServer" });

export const ServerPath = z.object({
	deployment: z.string().meta({ description: "Name of the deployment.", example: "demo" }),
	server: z.string().meta({ description: "Name of the server.", example: "web" }),
});

const filter = {
	deployment: z.string().max(200).optional().meta({ example: "demo" }),
	template: z.string().max(200).optional().meta({ description: "Name of a template, with any revision." }),
	cloud: z.string().max(100).optional(),
	state: z.enum(serverStates).optional(),
};

export const ListServersQuery = z.object({
	...filter,
	hasUpdate: z.enum(["true", "false"]).optional().meta({
		description:
			"Only servers with an available update, or only those without. Pages can be short even if more follow.",
	}),
	...PageQuery,
});

const overrideInputs = {
	mci: z
		.string()
		.max(400)
		.nullable()
		.optional()
		.meta({ description: "Reference of an MCI. A plain name means the revision that the template pins." }),
	image: z.string().max(2048).nullable().optional().meta({ description: "Image id, which need not be in an MCI." }),
	architecture: z.string().max(40).nullable().optional(),
	instanceType: z.string().max(255).nullable().optional(),
	kernel: z.string().max(255).nullable().optional(),
	ramdisk: z.string().max(255).nullable().optional(),
	userData: z.string().nullable().optional(),
	inputs: z
		.record(z.string(), z.string().nullable())
		.optional()
		.meta({ description: "Values for the inputs of its scripts.", example: { PORT: "8443" } }),
};

const placement = {
	template: z.string().max(400).meta({
		description: "Reference of a template. A channel, or no suffix, is followed.",
		example: "web-server@production",
	}),
	cloud: z.string().max(100).meta({ example: "aws-us-east-1" }),
	...overrideInputs,
};

export const PreviewedServer = z
	.object({
		deployment: z.string().optional().meta({ description: "Deployment whose inputs apply." }),
		name: z.string().optional(),
		...placement,
	})
	.meta({ id: "PreviewedServer" });

export const NewServer = z
	.object({
		deployment: z.string().meta({ example: "demo" }),
		name: z.string().meta({ example: "web" }),
		description: z.string().optional(),
		...placement,
	})
	.meta({ id: "NewServer" });

export const ServerPatch = z
	.object({
		name: z.string().optional().meta({ description: "The new name." }),
		description: z.string().optional(),
		...overrideInputs,
	})
	.meta({
		id: "ServerPatch",
		description: "Omit a field to keep its current value; null inherits it from the template again.",
	});

export const ServerMove = z.object({ template: placement.template }).meta({ id: "ServerMove" });

export const ServerPreview = z
	.object({
		template: ServerTemplateOf,
		cloud: z.string(),
		cloudType: z.string().nullable(),
		eligibleClouds: z.array(z.string()).meta({ description: "Clouds that the template's MCIs have a setting for." }),
		mcis: z
			.array(
				z.object({
					ref: z.string().meta({ example: "almalinux-os-9-x86_64@3" }),
					isDefault: z.boolean(),
					image: ImageIdentity.nullable().meta({ description: "Null if it has no setting for the cloud." }),
					architecture: z.string().nullable(),
					instanceType: z.string().nullable(),
				}),
			)
			.meta({ description: "The template's MCIs, in order." }),
		resolved: z
			.object({
				mci: ServerMci.nullable(),
				image: ImageIdentity,
				instanceType: z.string().nullable(),
				kernel: z.string().nullable(),
				ramdisk: z.string().nullable(),
				userData: z.string().nullable(),
				reasons: Reasons,
			})
			.nullable()
			.meta({ description: "Null if it can't be resolved; the first problem says why." }),
		sent: z
			.object({
				userData: z.string().nullable(),
				bytes: z.int(),
				limit: z.int().nullable().meta({ description: "Maximum size in bytes; null if unknown." }),
				parts: z.array(UserDataPart),
			})
			.nullable()
			.meta({ description: "The user data with the boot scripts." }),
		inputs: z.array(ServerInputs),
		missingInputs: z.array(z.object({ name: z.string(), scripts: z.array(z.string()) })),
		warnings: Warnings,
		problems: z.array(Problem).meta({ description: "Why the server can't be added; empty if it can." }),
	})
	.meta({
		id: "ServerPreview",
		description: "The steps of adding a server: the options, the choice with reasons, and the user data.",
	});

export const ReInheritance = z
	.object({
		servers: z
			.array(z.object({ deployment: z.string(), name: z.string() }))
			.max(1000)
			.optional()
			.meta({ description: "The servers to update; by default all that match the filter." }),
		...filter,
	})
	.meta({ id: "ReInheritance" });

export const ReInherited = z
	.object({
		deployment: z.string(),
		name: z.string(),
		outcome: z.enum(["changed", "unchanged", "refused"]),
		...differences,
		problem: Problem.nullable().meta({ description: "Why it was refused; the server stays unchanged." }),
	})
	.meta({ id: "ReInherited", description: "The result for one server." });

export const ExportQuery = z.object({
	allowRevoked: z
		.string()
		.min(1)
		.max(2000)
		.optional()
		.meta({
			description:
				"The reason to export a server although its image, MCI or template is revoked. Recorded in the audit; needs " +
				"the permission to set lifecycles.",
		}),
	format: z.enum(["json", "cloud-init", "terraform"]).default("json").meta({
		description:
			"json: the complete result · cloud-init: the user data · terraform: a JSON configuration to start from.",
	}),
});
