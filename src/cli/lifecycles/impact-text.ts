import type { Impact } from "../../client/generated/registry.ts";
import type { Output } from "../output/output.ts";
import { plainText } from "../output/plain-text.ts";

/** How many others a commit affects: revisions, HEADs of templates, channels, servers and publications. */
export function countTouched({ commits, templateHeads, channels, servers, publications }: Impact): number {
	return commits.length - 1 + templateHeads.length + channels.length + servers.length + publications.length;
}

/** Prints everything that is affected, a row each. */
export function printImpact(output: Output, ref: string, impact: Impact): void {
	if (countTouched(impact) === 0) {
		output.line(plainText(`${ref}: nothing else is affected.`));
		return;
	}
	const rows = [
		...impact.commits
			.filter(({ because }) => because !== "itself")
			.map(({ kind, name, number, because, through }) => [
				kind,
				`${name}@${number}`,
				becauseWords[because],
				through ?? "",
			]),
		...impact.templateHeads.map(({ name, through }) => ["template", `${name}@head`, "pins", through]),
		...impact.channels.map(({ kind, name, channel, number }) => [
			"channel",
			`${kind === "mci" ? "" : `${kind} `}${name}@${channel}`,
			"points to",
			`${name}@${number}`,
		]),
		...impact.servers.map(({ deployment, name, through }) => [
			"server",
			`${deployment}/${name}`,
			"uses",
			through ? `${through.name}@${through.number}` : "",
		]),
		...impact.publications.map(({ publication, component, revision, everyone }) => [
			"publication",
			String(publication),
			everyone ? "published to everyone" : "published to groups",
			`${component}@${revision}`,
		]),
	];
	output.line(plainText(`${ref} affects:`));
	output.table(["what", "name", "because it", "through"], rows);
}

const becauseWords: Readonly<Record<Impact["commits"][number]["because"], string>> = {
	itself: "",
	clone: "is a copy of",
	merge: "has merged",
	template: "pins",
};
