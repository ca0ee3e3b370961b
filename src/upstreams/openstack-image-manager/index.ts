import type { Source } from "../source.ts";
import { isImageManager, parseImageManager } from "./parse.ts";

/**
 * The source for image definitions of the OpenStack Image Manager (https://github.com/osism/openstack-image-manager).
 */
export const source: Source = {
	id: "openstack-image-manager",
	title: "OpenStack Image Manager definitions",
	about:
		"Operators of OpenStack list the images that they upload, with URL and checksum of each version; each image becomes a MultiCloud Image of artifacts, each version a revision.",
	syntaxes: ["yaml", "json"],
	options: [],
	recognizes: (document) => isImageManager(document.value),
	parse: (document) => parseImageManager(document),
};
