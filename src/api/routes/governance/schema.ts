import { z } from "zod";
import { componentKinds, lifecycleStates } from "../../../core/component/index.ts";
import { publicationStates } from "../../../core/marketplace/index.ts";
import { Moment } from "../../schema.ts";

/** A kind of component. */
export const Kind = z.enum(componentKinds);

export const LifecycleState = z.enum(lifecycleStates);

export const Lifecycle = z
	.object({
		deprecatedAt: Moment.nullable().meta({ description: "When it starts to warn; may be in the future." }),
		revokedAt: Moment.nullable().meta({ description: "When it starts to be refused; may be in the future." }),
		reason: z
			.string()
			.nullable()
			.meta({ examples: [null] }),
		replacement: z.string().nullable().meta({ description: "What to use instead: a reference or an image id." }),
	})
	.meta({ id: "Lifecycle" });

export const LifecycleWords = {
	state: LifecycleState.meta({ example: "deprecated" }),
	at: z.iso
		.datetime({ offset: true })
		.optional()
		.meta({ description: "When it takes effect, with time zone; now by default.", example: "2027-01-31T00:00:00Z" }),
	reason: z.string().max(2000).optional().meta({
		description: "The reason, shown wherever it is used. Required unless `state` is active.",
		example: "CVE-2026-1234",
	}),
	replacement: z
		.string()
		.max(2048)
		.nullable()
		.optional()
		.meta({ description: "What to use instead. Omit it to keep the current value; null removes it." }),
};

export const Warning = z.object({ code: z.string(), text: z.string() });

export const ServerUsage = z
	.object({
		deployment: z.string(),
		name: z.string().meta({ example: "web" }),
		through: z
			.object({ kind: Kind, name: z.string(), number: z.int() })
			.nullable()
			.meta({ description: "The revision it uses; null if it only uses the image." }),
	})
	.meta({ id: "ServerUsage", description: "A server that uses a revision or an image." });

export const PublicationUsage = z
	.object({
		publication: z.int().meta({ description: "Number of the publication." }),
		componentKind: Kind,
		component: z.string(),
		revision: z.int().meta({ description: "0 is HEAD." }),
		state: z.enum(publicationStates),
		everyone: z.boolean().meta({ description: "False if it is published to account groups." }),
	})
	.meta({ id: "PublicationUsage", description: "A published revision." });
