import { imageLabel } from "../read-mci.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "owner-not-trusted",
	on: "mci",
	severity: "warning",
	title: "The image's owner is not on the account's list",
	why: "Anybody can publish an image under a well-known name; the account's list says whose are meant. (Only information where the owner is not known.)",
	cure: "Map the image of a trusted owner, or put this owner on the account's list.",
	check({ settings }, { trustedOwners }) {
		if (trustedOwners.length === 0) return [];
		const trusted = new Set(trustedOwners.map((owner) => owner.toLowerCase()));
		return settings.flatMap((read) => {
			const place = `${read.place}.image`;
			if (read.owner === null)
				return [{ place, text: `nobody has said who owns image ${imageLabel(read)}`, severity: "info" as const }];
			if (read.isOwn || trusted.has(read.owner.toLowerCase())) return [];
			return [
				{
					place,
					text: `image ${imageLabel(read)} belongs to ${read.owner}, who is not among the account's trusted owners`,
				},
			];
		});
	},
};
