import type { WhereUsed } from "../../client/generated/registry.ts";
import { revisionWord } from "../../core/revision/index.ts";

export const usageHeader = ["what", "name", "revisions", "uses", "now"];

/** The uses other than MCIs, a row each: templates, channels, servers and publications. */
export function usageRows({
	templates,
	channels,
	servers,
	publications,
}: Pick<WhereUsed, "templates" | "channels" | "servers" | "publications">): string[][] {
	return [
		...templates.map(({ template, pinned, part, revisions, head, latest }) => [
			"template",
			template,
			stretchText({ revisions, head }),
			`${part} ${pinned.name}@${revisionWord(pinned.number)}`,
			latest ? "latest" : "",
		]),
		...channels.map(({ kind, name, channel, number, restricted }) => [
			"channel",
			`${kind === "mci" ? "" : `${kind} `}${name}@${channel}`,
			revisionWord(number),
			"",
			restricted ? "restricted" : "",
		]),
		...servers.map(({ deployment, name, through }) => [
			"server",
			`${deployment}/${name}`,
			"",
			through ? `${through.name}@${revisionWord(through.number)}` : "the image",
			"",
		]),
		...publications.map(({ publication, component, revision, state, everyone }) => [
			"publication",
			String(publication),
			revisionWord(revision),
			`${component}@${revisionWord(revision)} for ${everyone ? "everyone" : "groups"}`,
			state,
		]),
	];
}

/** A range of commits as text: `2-5, head`. */
export function stretchText({
	revisions,
	head,
}: {
	readonly revisions: { readonly first: number; readonly last: number } | null;
	readonly head: boolean;
}): string {
	if (revisions === null) return "head only";
	const range = revisions.first === revisions.last ? String(revisions.first) : `${revisions.first}-${revisions.last}`;
	return head ? `${range}, head` : range;
}
