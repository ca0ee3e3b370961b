import type { Source } from "../source.ts";
import { parseCloudProfile } from "./parse.ts";
import { isCloudProfile } from "./profile.ts";

/** The source for Gardener's CloudProfile (https://gardener.cloud/docs/gardener/concepts/cloudprofiles/). */
export const source: Source = {
	id: "gardener-cloudprofile",
	title: "Gardener CloudProfile",
	about:
		"Operators of Gardener list the machine images of one cloud per file; each image and architecture becomes a MultiCloud Image, each version a revision for that cloud.",
	syntaxes: ["yaml", "json"],
	options: [],
	recognizes: (document) => isCloudProfile(document.value),
	parse: parseCloudProfile,
};
