import type { Source } from "../source.ts";
import { isAzureImages, parseAzureImages } from "./parse.ts";

/**
 * The source for the image lists of Azure's command line (https://learn.microsoft.com/cli/azure/vm/image,
 * …/cli/azure/image, …/cli/azure/sig/image-version).
 */
export const source: Source = {
	id: "azure-images",
	title: "Azure image lists (az vm image list --all, az image list, az sig image-version list)",
	about:
		"What Azure's marketplace, a subscription or a compute gallery lists; publisher, offer and SKU, the image's name or the gallery's definition become a MultiCloud Image, each version a revision.",
	syntaxes: ["json", "yaml"],
	options: [],
	recognizes: (document) => isAzureImages(document.value),
	parse: parseAzureImages,
};
