import type { ComponentKind } from "../component/component-kind.ts";
import type { Lifecycle } from "../component/lifecycle.ts";
import type { Act } from "./acts.ts";

/** JSON fields that an entry may have in addition to the ones that are named. */
type Fields = Readonly<Record<string, unknown>>;

interface Values<B, A> {
	readonly before: B;
	readonly after: A;
}

interface Committed extends Fields {
	readonly revision: number;
	readonly digest: string;
	readonly message: string;
}

interface ChannelMoved extends Fields {
	readonly channel: string;
	readonly revision: number;
	readonly reason: string | null;
}

interface CommitLifecycle extends Lifecycle, Fields {
	readonly revision: number;
	readonly because?: string;
}

interface ImageLifecycle extends Lifecycle, Fields {
	readonly cloud: string;
}

/**
 * From an upstream list, with the first and last commit; from a publisher, with the imported revisions; or news of
 * images.
 */
interface Imported extends Fields {
	readonly from?: string;
	readonly releases?: readonly (string | null)[];
	readonly publisher?: string;
	readonly publishedName?: string;
	readonly source?: string;
	readonly revisions?: readonly number[] | readonly { readonly number: number }[];
}

interface FeedSynced extends Fields {
	readonly outcome: string;
	readonly failed?: string | null;
	readonly offered?: number;
}

interface GroupJoined extends Fields {
	readonly account?: string;
	readonly group?: string;
	readonly owner?: string;
}

interface GroupLeft extends Fields {
	readonly account?: string;
	readonly group?: string;
	readonly owner?: string;
}

interface Published extends Fields {
	readonly digest?: string;
	readonly to?: string | readonly string[];
	readonly because?: string;
}

/**
 * The JSON values of an act's entries before and after it. They are exact where events are read from them, and any JSON
 * elsewhere; the catalogue says in words what they hold.
 */
export type ActValues<A extends Act> = A extends `${ComponentKind}.commit`
	? Values<{ readonly revision: number } | null, Committed>
	: A extends `${ComponentKind}.channel-${"set" | "promote" | "rollback"}`
		? Values<{ readonly channel: string; readonly revision: number } | null, ChannelMoved>
		: A extends `${ComponentKind}.${"deprecate" | "revoke" | "reactivate"}`
			? Values<CommitLifecycle, CommitLifecycle>
			: A extends `${ComponentKind}.import`
				? Values<Fields | null, Imported>
				: A extends `image.${string}`
					? Values<ImageLifecycle, ImageLifecycle>
					: A extends "upstream.sync"
						? Values<Fields | null, Fields & { readonly revisions: number }>
						: A extends "feed.sync"
							? Values<Fields | null, FeedSynced>
							: A extends "group.join"
								? Values<null, GroupJoined>
								: A extends `group.${"leave" | "remove"}`
									? Values<GroupLeft, Fields>
									: A extends "publication.publish"
										? Values<Fields | null, Published>
										: Values<object | null, object | null>;
