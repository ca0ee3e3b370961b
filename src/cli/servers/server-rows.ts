import type { ServerSummary } from "../../client/generated/registry.ts";
import type { Output } from "../output/output.ts";

/** Header of a table of servers. */
export const serverColumns = [
	"server",
	"state",
	"template",
	"cloud",
	"mci",
	"image",
	"instance type",
	"instead",
	"update",
	"problem",
];

/** A server's row in the table. */
export function serverRow(server: ServerSummary): string[] {
	const { deployment, name, state, template, cloud, mci, image, instanceType, overridden, findings, updates } = server;
	const follows = /^\d+$/.test(template.follows) ? "" : ` (${template.follows})`;
	return [
		`${deployment}/${name}`,
		state,
		`${template.ref}${follows}`,
		cloud,
		mci?.ref ?? "none",
		image.uid,
		instanceType ?? "",
		overridden.join(", "),
		updates?.[0]?.summary ?? "",
		findings[0] === undefined ? "" : `${findings[0].severity}: ${findings[0].text}`,
	];
}

/** Prints servers, one a line. */
export function printServers(output: Output, servers: readonly ServerSummary[]): void {
	output.table(serverColumns, servers.map(serverRow));
}
