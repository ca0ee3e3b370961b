import type { Publisher } from "../../client/generated/registry.ts";
import type { Output } from "../output/output.ts";
import { plainLines } from "../output/plain-text.ts";

/** Prints a publisher profile. */
export function printPublisher(output: Output, { name, email, url, description }: Publisher): void {
	if (output.json) {
		output.value({ name, email, url, description });
		return;
	}
	output.table(
		["field", "value"],
		[
			["publisher", name],
			["email", email ?? ""],
			["url", url ?? ""],
		],
	);
	if (description !== "") output.line(`\n${plainLines(description.trimEnd())}`);
}
