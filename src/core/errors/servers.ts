import type { CatalogueEntry } from "./catalogue-entry.ts";

/** Resolving, deployments and servers. */
export const serverErrors = {
	"not-resolved": {
		kind: "not-found",
		text: "{ref} has no image for {cloud}: {because}.",
		help: "Use one of the alternatives in “instead”, if there are any.",
	},
	"resolve-refused": {
		kind: "conflict",
		text: "{ref} can't be used for {cloud}: {because}.",
		help: "Use one of the alternatives in “instead”, if there are any.",
	},
	"deployment-not-found": {
		kind: "not-found",
		text: "There is no deployment “{deployment}” in account {account}.",
		help:
			"Run `mci deployment list` to see the deployments, or `mci deployment create {deployment}` to create " +
			"this one.",
	},
	"deployment-exists": {
		kind: "conflict",
		text: "Deployment “{deployment}” already exists.",
		help: "Choose another name, or use the existing one.",
	},
	"deployment-used": {
		kind: "conflict",
		text: "Deployment “{deployment}” can't be deleted: it has {count} ({servers}).",
		help: "Delete its servers first (`mci server delete`).",
	},
	"server-not-found": {
		kind: "not-found",
		text: "There is no server “{server}” in deployment {deployment}.",
		help: "Run `mci server list --deployment {deployment}` to see its servers.",
	},
	"server-exists": {
		kind: "conflict",
		text: "Server “{server}” already exists in deployment {deployment}.",
		help: "Choose another name, or edit the existing one (`mci server edit`).",
	},
	"server-invalid": {
		kind: "invalid",
		text: "Server {server} is not valid: {problem}.",
		help: "Fix that and try again.",
	},
	"server-state": {
		kind: "conflict",
		text: "Server {server} is {state}: {problem}.",
		help: "See the table of states in docs/servers.md for what each state allows.",
	},
	"instance-type-missing": {
		kind: "invalid",
		text: "Server {server} has no instance type: none was requested, and no setting for {cloud} has one.",
		help: "Pass one with --instance-type, or set one for {cloud} in the MultiCloud Image.",
	},
	"user-data-too-large": {
		kind: "invalid",
		text: "The user data of server {server} has {size} bytes, and {cloud} accepts at most {limit}.",
		help: "Shorten the user data or the boot scripts, or let them download the large parts.",
	},
	"input-missing": {
		kind: "invalid",
		text: "Server {server} has no value for {inputs}.",
		help: "Pass values with --input NAME=VALUE, or set them on the deployment or the template.",
	},
	"launch-refused": {
		kind: "conflict",
		text: "Server {server} can't be launched: {because}.",
		help:
			"Choose another image or MultiCloud Image for it (`mci server edit`), or resolve it again from its " +
			"template (`mci server re-inherit`).",
	},
	"export-refused": {
		kind: "conflict",
		text: "Server {server} can't be exported: {because}.",
		help:
			"Choose another image or MultiCloud Image for it (`mci server edit`), or resolve it again from its " +
			"template (`mci server re-inherit`). To export it all the same: `--allow-revoked REASON`.",
	},
	"cloud-connection-missing": {
		kind: "unsupported",
		text: "Server {server} is ready, but there is no connection to {cloud}: launching it there needs {needs}.",
		help: "Launch it with your own tools: `mci server export {server} --format terraform`, json or cloud-init.",
	},
	"export-unsupported": {
		kind: "unsupported",
		text: "Server {server} can't be exported as {format}: {problem}.",
		help: "Export it as json or cloud-init.",
	},
} as const satisfies Record<string, CatalogueEntry>;
