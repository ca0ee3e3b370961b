import { z } from "zod";
import type { ComponentKind } from "../../../core/component/index.ts";
import { Change, NamedRevision, Timestamp, Warning } from "../../schema.ts";
import { componentPath } from "../components/component-path.ts";
import { Lifecycle, LifecycleState, RevisionStatus } from "../lifecycles/lifecycle.ts";

/** Path parameters of a channel. */
export function channelPath(kind: ComponentKind) {
	return componentPath(kind).extend({ channel: z.string().meta({ example: "production" }) });
}

const channel = {
	name: z.string().meta({ example: "production" }),
	revision: z.int().meta({ description: "The revision it points to; 0 is HEAD." }),
	guards: z
		.array(z.string())
		.meta({ description: "What a revision must pass before the channel can point to it: `commits`, `lint`." }),
	movers: z
		.array(z.string())
		.nullable()
		.meta({
			description: "Who may move it: `role:admin`, `token:NAME`. Null if every designer may.",
			example: ["token:deploy"],
		}),
	moves: z.int().meta({ description: 'How often it was moved: the N in its ETag `"channel-N"`.' }),
	createdAt: Timestamp,
	updatedAt: Timestamp,
};

export const Channel = z.object(channel).meta({ id: "Channel", description: "A named pointer to a revision." });

export const ListedChannel = z
	.object({
		...channel,
		state: LifecycleState.meta({ description: "State of the revision it points to." }),
		lifecycle: Lifecycle,
		status: RevisionStatus.meta({ description: "Status of the revision it points to, and of its images." }),
	})
	.meta({ id: "ListedChannel" });

export const ChannelMove = z
	.object({
		seq: z.int(),
		from: z.int().nullable().meta({ description: "Null for the first move." }),
		to: z.int(),
		at: Timestamp,
		by: z.string(),
		act: z.enum(["set", "promote", "rollback"]),
		reason: z.string().nullable(),
	})
	.meta({ id: "ChannelMove" });

export const NewMove = z
	.object({
		to: z
			.string()
			.max(63)
			.meta({ description: "A number, `latest`, `head`, or another channel.", example: "candidate" }),
		expectedTo: z.int().min(0).optional().meta({
			description: "The revision that `to` meant when you looked. The move is refused if it means another now.",
		}),
		reason: z.string().max(2000).optional(),
	})
	.meta({ id: "NewChannelMove" });

export const Rollback = z
	.object({ reason: z.string().max(2000).optional().meta({ example: "Revision 3 does not boot" }) })
	.meta({ id: "ChannelRollback" });

export const MovedChannel = z
	.object({
		name: z.string(),
		channel: Channel,
		from: NamedRevision.nullable().meta({ description: "Null if the channel is new." }),
		to: NamedRevision,
		moved: z.boolean().meta({ description: "False if it pointed there already." }),
		changes: z.array(Change).meta({ description: "What the move changes for servers that follow the channel." }),
		warnings: z.array(Warning),
	})
	.meta({ id: "MovedChannel" });

export const ChannelRules = z
	.object({
		guards: z
			.array(z.string())
			.max(10)
			.optional()
			.meta({ example: ["commits"] }),
		movers: z
			.array(z.string().max(300))
			.max(50)
			.optional()
			.meta({ description: "An empty list lets every designer move it.", example: ["token:deploy"] }),
	})
	.meta({ id: "ChannelRules", description: "Omit a field to keep its current value." });

export const ChannelMatch = z.object({
	"if-match": z.string().optional().meta({
		description: 'ETag of the channel you read; `"channel-0"` if it must not exist yet. Omit it to skip the check.',
		example: '"channel-3"',
	}),
});
