import { type Command, Option } from "commander";
import { ProblemError } from "../../../client/request.ts";
import { type ComponentKind, componentKinds } from "../../../core/component/index.ts";
import type { Session } from "../../connection/session.ts";
import type { Run } from "../../input/define-command.ts";
import { stretchText, usageHeader, usageRows } from "../../lifecycles/usage-rows.ts";
import { printStatus } from "../../output/status-text.ts";

interface Options {
	readonly kind?: "image" | ComponentKind;
}

export const examples = [
	"mci where-used ami-0abcdef1234567890",
	"mci where-used projects/acme/global/images/web-7 --json",
	"mci where-used web-base@3",
	"mci where-used setup --kind script",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<what>", "an image's id in its cloud, or a reference; without @, any of its revisions")
		.addOption(
			new Option("--kind <kind>", "kind (default: image, or MCI if there is no such image)").choices([
				"image",
				...componentKinds,
			]),
		)
		.action(
			run<[string], Options>(async (session, [what], { kind }) => {
				await session.connect();
				if (kind !== undefined && kind !== "image") return printComponent(session, kind, what);
				try {
					return await printImage(session, what);
				} catch (error) {
					if (kind === "image" || !isNotFound(error)) throw error;
					// Something that is neither is reported as the image that it most probably was.
					return printComponent(session, "mci", what).catch((other: unknown) => {
						throw isNotFound(other) || isReferenceInvalid(other) ? error : other;
					});
				}
			}),
		);
}

async function printImage({ output, client }: Session, uid: string): Promise<undefined> {
	const found = await client.lookUpImage({ uid });
	const { templates, channels, servers, publications, images } = await client.whereUsed({ image: uid });
	if (output.json) {
		output.value({ ...found, templates, channels, servers, publications, lifecycles: images });
		return undefined;
	}
	const rows = found.items.flatMap(({ image, usages }) =>
		usages.map((usage) => [usage.mci, stretchText(usage), usage.cloud, usage.latest ? "latest" : "", image.state]),
	);
	if (rows.length > 0) output.table(["mci", "revisions", "cloud", "now", "state"], rows);
	else
		output.note(
			`The image is in the catalog (${found.items.map(({ image }) => image.cloud).join(", ")}), but no revision uses it.`,
		);
	const others = usageRows({ templates, channels, servers, publications });
	if (others.length > 0) {
		output.line();
		output.table(usageHeader, others);
	}
	for (const { image, state, lifecycle } of images) {
		if (state !== "active") output.note(`Here it is ${state} in ${image.cloud}: ${lifecycle.reason ?? ""}`);
	}
	return undefined;
}

async function printComponent({ output, client }: Session, kind: ComponentKind, ref: string): Promise<undefined> {
	const found = await client.whereUsed({ [kind]: ref });
	if (output.json) {
		output.value(found);
		return undefined;
	}
	if (found.status) printStatus(output, found.status);
	const rows = usageRows(found);
	if (rows.length > 0) output.table(usageHeader, rows);
	else output.note(`Nothing uses ${ref}.`);
	return undefined;
}

function isNotFound(error: unknown): boolean {
	return (
		error instanceof ProblemError &&
		(error.code === "image-not-found" || error.code === "mci-not-found" || error.code === "account-not-found")
	);
}

function isReferenceInvalid(error: unknown): boolean {
	return error instanceof ProblemError && error.code === "reference-invalid";
}
