import type { DatabaseTime } from "./engine.ts";

/** Keeps the latest of the recorded times that it is given. */
export function recordedTime(): Pick<DatabaseTime, "recorded" | "note"> {
	let latest = "";
	return {
		recorded: () => latest,
		note: (at) => {
			if (at > latest) latest = at;
		},
	};
}
