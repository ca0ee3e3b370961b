import type { Source } from "../source.ts";
import { isGcpImages, parseGcpImages } from "./parse.ts";

/** The source for Compute Engine's image resources (https://cloud.google.com/compute/docs/reference/rest/v1/images). */
export const source: Source = {
	id: "gcp-images",
	title: "Google Cloud image list (gcloud compute images list --format json)",
	about:
		"What Compute Engine lists; an image family, or the images of one name but for the release, becomes a MultiCloud Image, each image a revision.",
	syntaxes: ["json", "yaml"],
	options: [],
	recognizes: (document) => isGcpImages(document.value),
	parse: parseGcpImages,
};
