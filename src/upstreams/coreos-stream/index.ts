import type { ListDocument } from "../document.ts";
import { isMembers, memberOf } from "../reading/values.ts";
import type { Listing, Source } from "../source.ts";
import { parseLegacy } from "./parse-legacy.ts";
import { parseStream } from "./parse-stream.ts";

/** Stream metadata of Fedora CoreOS, RHCOS and SCOS, and the rhcos.json that came before it. */
export const source: Source = {
	id: "coreos-stream",
	title: "CoreOS stream metadata",
	about:
		"What Fedora CoreOS and OpenShift (RHCOS, SCOS) publish per stream: one MultiCloud Image per stream and architecture, images and artifacts.",
	syntaxes: ["json"],
	options: [],
	recognizes: (document) => isStream(document) || isLegacy(document),
	parse: (document): Listing => (isLegacy(document) ? parseLegacy(document) : parseStream(document)),
};

function isStream({ value }: ListDocument): boolean {
	if (!isMembers(value)) return false;
	const architectures = memberOf(value, "architectures");
	if (!isMembers(architectures) || typeof memberOf(value, "stream") !== "string") return false;
	const all = Object.values(architectures);
	return (
		all.length === 0 ||
		all.some((one) => isMembers(one) && (Object.hasOwn(one, "artifacts") || Object.hasOwn(one, "images")))
	);
}

function isLegacy({ value }: ListDocument): boolean {
	return (
		isMembers(value) &&
		typeof memberOf(value, "buildid") === "string" &&
		(Object.hasOwn(value, "amis") || Object.hasOwn(value, "baseURI"))
	);
}
