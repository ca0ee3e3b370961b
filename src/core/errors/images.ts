import type { CatalogueEntry } from "./catalogue-entry.ts";

/** Clouds, images and the settings that map one to the other. */
export const imageErrors = {
	"cloud-slug-invalid": {
		kind: "invalid",
		text:
			"“{cloud}” is not a valid cloud name: use 1 to 100 lowercase letters, digits, dots, dashes and " +
			"underscores, starting with a letter or digit.",
		help: "Use a name such as aws-us-east-1, azure-westeurope, gcp or acme-regionone.",
	},
	"cloud-not-found": {
		kind: "not-found",
		text: "This account has no cloud “{cloud}”.",
		help: "Run `mci cloud list` to see its clouds, or `mci cloud add {cloud} --type TYPE` to add this one.",
	},
	"cloud-exists": {
		kind: "conflict",
		text: "Cloud “{cloud}” already exists.",
		help: "Use the existing one; `mci cloud show {cloud}` shows its type and region.",
	},
	"cloud-invalid": {
		kind: "invalid",
		text: "Cloud “{cloud}” can't be added: {problem}.",
		help: "Pass its type with --type, and its region with --region if it has one.",
	},
	"cloud-dormant": {
		kind: "conflict",
		text: "Cloud “{cloud}” came with an import, and this account has not added it.",
		help: "Run `mci cloud add {cloud}` to add it; the imported settings for it work from then on.",
	},
	"image-invalid": {
		kind: "invalid",
		text: "Image “{uid}” for {cloud} is not valid: {problem}.",
		help: "Copy the id exactly as the cloud or the publisher shows it.",
	},
	"image-moving": {
		kind: "invalid",
		text: "Image “{uid}” for {cloud} is not one image: {problem}.",
		help: "Name the image that it points to now, by its own id.",
	},
	"image-not-found": {
		kind: "not-found",
		text: "There is no image “{uid}” in the catalogue.",
		help: "Run `mci image search` to find images.",
	},
	"artifact-only": {
		kind: "conflict",
		text: "{ref} maps {cloud} to an artifact, which is a file to upload and not an image id.",
		help:
			"Request JSON to get its URL and checksum, upload the file, and set the image id that your cloud " +
			"assigns to it.",
	},
	"setting-invalid": {
		kind: "invalid",
		text: "Field {field} of the setting for {cloud} is not valid: {problem}.",
		help: "Correct the field, or leave it out.",
	},
	"setting-duplicate": {
		kind: "conflict",
		text: "“{name}” already maps {cloud} to {image}, and a cloud has at most one setting.",
		help: "Change the existing setting, or remove it first.",
	},
	"setting-not-found": {
		kind: "not-found",
		text: "HEAD of “{name}” has no setting for {cloud}.",
		help: "Run `mci show {name}@head` to see the clouds that it maps.",
	},
} as const satisfies Record<string, CatalogueEntry>;
