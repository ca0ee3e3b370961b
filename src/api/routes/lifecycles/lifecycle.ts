import { z } from "zod";
import { lifecycleStates } from "../../../core/component/index.ts";
import { Timestamp } from "../../schema.ts";

export const LifecycleState = z.enum(lifecycleStates);

export const Lifecycle = z
	.object({
		deprecatedAt: Timestamp.nullable().meta({ description: "When it starts to warn; may be in the future." }),
		revokedAt: Timestamp.nullable().meta({ description: "When it starts to be refused; may be in the future." }),
		reason: z
			.string()
			.nullable()
			.meta({ examples: [null] }),
		replacement: z.string().nullable().meta({ description: "What to use instead: a reference or an image id." }),
	})
	.meta({ id: "Lifecycle" });

const statusFields = {
	state: LifecycleState,
	since: Timestamp.nullable().meta({ description: "Since when it is deprecated or revoked; null while it is active." }),
	changesAt: Timestamp.nullable().meta({ description: "When the state changes next; null if never." }),
	reason: z
		.string()
		.nullable()
		.meta({ examples: [null] }),
	replacement: z.string().nullable().meta({ description: "What to use instead: a reference or an image id." }),
};

export const LifecycleStatus = z
	.object(statusFields)
	.meta({ id: "LifecycleStatus", description: "Whether something may be used now, and if not, why." });

export const RevisionStatus = z
	.object({
		...statusFields,
		images: z.array(z.object({ cloud: z.string(), uid: z.string(), ...statusFields })).meta({
			description: "Images that this account deprecated or revoked, now or from a date ahead.",
			example: [],
		}),
	})
	.meta({ id: "RevisionStatus", description: "Whether a revision may be used, and which of its images may not." });

/** Fields of a request that sets a lifecycle. */
export const lifecycleFields = {
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
