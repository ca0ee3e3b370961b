import { UsageError } from "../usage-error.ts";

/** An audience in the form of the API. */
export interface Audience {
	readonly everyone: boolean;
	readonly groups: string[];
}

/** Reads `everyone`, or names of groups separated by commas. */
export function readAudience(text: string): Audience {
	const names = text
		.split(",")
		.map((name) => name.trim())
		.filter((name) => name !== "");
	if (names.length === 0)
		throw new UsageError(
			"--to takes everyone, or names of account groups separated by commas.",
			"`mci group list` shows the groups.",
		);
	const everyone = names.some((name) => name.toLowerCase() === "everyone");
	if (everyone && names.length > 1)
		throw new UsageError("--to takes everyone or groups, not both.", "Everyone includes all groups.");
	return everyone ? { everyone, groups: [] } : { everyone, groups: names };
}

/** An audience as text. */
export function audienceText({
	everyone,
	groups,
}: {
	readonly everyone: boolean;
	readonly groups: readonly string[];
}): string {
	if (everyone) return "everyone";
	return groups.length === 0 ? "nobody" : groups.join(", ");
}
