import { z } from "zod";
import { componentKinds, lifecycleStates } from "../../../core/component/index.ts";
import { publicationStates } from "../../../core/marketplace/index.ts";
import { Moment } from "../../schema.ts";

/** Shapes that channels, lifecycles and updates speak in. */
export const Kind = z.enum(componentKinds);

export const LifecycleState = z.enum(lifecycleStates);

export const Lifecycle = z
	.object({
		deprecatedAt: Moment.nullable().meta({ description: "From when on it warns; may lie ahead." }),
		revokedAt: Moment.nullable().meta({ description: "From when on it is refused; may lie ahead." }),
		reason: z.string().nullable(),
		replacement: z.string().nullable().meta({ description: "What to use instead: a reference, or an image's id." }),
	})
	.meta({ id: "Lifecycle" });

export const LifecycleWords = {
	state: LifecycleState,
	at: z.iso
		.datetime({ offset: true })
		.optional()
		.meta({ description: "From when on, with its time zone; absent = now.", example: "2027-01-31T00:00:00Z" }),
	reason: z
		.string()
		.max(2000)
		.optional()
		.meta({ description: "What its users are told. Needed unless it is made active.", example: "CVE-2026-1234" }),
	replacement: z
		.string()
		.max(2048)
		.nullable()
		.optional()
		.meta({ description: "What to use instead. Absent = stays what it was; null = nothing." }),
};

export const Warning = z.object({ code: z.string(), text: z.string() });

export const ServerUsage = z
	.object({
		deployment: z.string(),
		name: z.string(),
		through: z
			.object({ kind: Kind, name: z.string(), number: z.int() })
			.nullable()
			.meta({ description: "The revision that it uses; null = the image alone." }),
	})
	.meta({ id: "ServerUsage", description: "A server that uses a revision or an image." });

export const PublicationUsage = z
	.object({
		publication: z.int().meta({ description: "Number of the publication." }),
		componentKind: Kind,
		component: z.string(),
		revision: z.int().meta({ description: "0 is HEAD." }),
		state: z.enum(publicationStates),
		everyone: z.boolean().meta({ description: "False = it is offered to account groups." }),
	})
	.meta({ id: "PublicationUsage", description: "A revision that is offered to others." });
