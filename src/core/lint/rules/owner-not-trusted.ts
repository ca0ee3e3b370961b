import { imageLabel } from "../read-mci.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "owner-not-trusted",
	on: "mci",
	severity: "warning",
	title: "The image's owner is not trusted",
	why: "Anyone can publish an image under a well-known name, so the account lists the owners it trusts. (Info where the owner is unknown.)",
	cure: "Map the image of a trusted owner, or add this owner to the account's trusted owners.",
	check({ settings }, { trustedOwners }) {
		if (trustedOwners.length === 0) return [];
		const trusted = new Set(trustedOwners.map((owner) => owner.toLowerCase()));
		return settings.flatMap((read) => {
			const place = `${read.place}.image`;
			if (read.owner === null)
				return [{ place, text: `the owner of image ${imageLabel(read)} is unknown`, severity: "info" as const }];
			if (read.isOwn || trusted.has(read.owner.toLowerCase())) return [];
			return [
				{
					place,
					text: `image ${imageLabel(read)} belongs to ${read.owner}, which is not one of the account's trusted owners`,
				},
			];
		});
	},
};
