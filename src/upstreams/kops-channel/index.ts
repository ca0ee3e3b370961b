import type { Source } from "../source.ts";
import { isKopsChannel, parseKopsChannel } from "./parse.ts";

/** The source for kOps' channels (https://github.com/kubernetes/kops, channels/). */
export const source: Source = {
	id: "kops-channel",
	title: "kOps channel",
	about:
		"kOps names the image for each provider, architecture and range of Kubernetes versions; entries of one OS become a MultiCloud Image, tagged with the ranges.",
	syntaxes: ["yaml", "json"],
	options: [],
	recognizes: (document) => isKopsChannel(document.value),
	parse: (document) => parseKopsChannel(document),
};
