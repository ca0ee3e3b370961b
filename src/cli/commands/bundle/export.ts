import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type Command, Option } from "commander";
import type { Client } from "../../../client/generated/registry.ts";
import { type ComponentKind, componentKinds } from "../../../core/component/index.ts";
import { fault } from "../../../core/errors.ts";
import { revisionRef } from "../../../core/revision/index.ts";
import type { Run } from "../../input/define-command.ts";
import { readReference } from "../../input/own-reference.ts";
import { shortDigest } from "../../output/short-digest.ts";
import { UsageError } from "../../usage-error.ts";

interface Options {
	readonly all?: boolean;
	readonly kind: ComponentKind;
	readonly output?: string;
}

export const examples = [
	"mci bundle export web-base@12 -o web-base.mcib",
	"mci bundle export stack --kind template",
	"mci bundle export --all -o acme.mcib",
];

export function define(command: Command, run: Run): void {
	command
		.argument("[publication...]", "publication as name, name@N or name@head (default: its newest commit)")
		.option("--all", "everything that the account has published to everyone")
		.addOption(new Option("--kind <kind>", "kind of the publications").choices(componentKinds).default("mci"))
		.option(
			"-o, --output <file>",
			"file to write, - for standard output (default: named by its digest, ending in .mcib)",
		)
		.action(
			run<[string[]], Options>(async (session, [refs], { all, kind, output: place }) => {
				if (refs.length === 0 && !all) throw new UsageError("Which publication?", "Name one or more, or use --all.");
				if (refs.length > 0 && all) throw new UsageError("--all and names can't be combined.");
				await session.connect();
				const { output, world } = session;
				const publications = all
					? undefined
					: await Promise.all(refs.map((ref) => readPublication(session.client, kind, ref)));
				const { bundle, ...made } = await session.client.exportBundle(
					publications === undefined ? {} : { publications },
				);
				if (place === "-") {
					world.stdout.write(bundle);
					return undefined;
				}
				const file = place ?? `${shortDigest(made.digest)}.mcib`;
				await writeFile(resolve(world.cwd, file), bundle);
				output.show({ ...made, file }, () => {
					output.table(
						["kind", "publication", "state"],
						made.publications.map((one) => [one.kind, revisionRef(one.name, one.number), one.state]),
					);
					output.note(`${file}: ${made.size} bytes, signed with ${made.key}`);
				});
				return undefined;
			}),
		);
}

async function readPublication(
	client: Client,
	kind: ComponentKind,
	ref: string,
): Promise<{ kind: ComponentKind; name: string; number?: number }> {
	const { name, selector } = await readReference(client, ref);
	switch (selector.kind) {
		case "number":
			return { kind, name, number: selector.number };
		case "head":
			return { kind, name, number: 0 };
		case "latest":
			return { kind, name };
		default:
			throw fault("reference-invalid", {
				ref,
				problem: "a publication is a commit or HEAD, not a channel",
			});
	}
}
