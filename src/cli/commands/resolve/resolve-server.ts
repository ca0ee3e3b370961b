import type { ResolvedServer } from "../../../client/generated/registry.ts";
import { fault } from "../../../core/errors.ts";
import type { ResolveOptions } from "../../connection/quick-resolve.ts";
import type { Session } from "../../connection/session.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import { UsageError } from "../../usage-error.ts";
import { tellWarnings } from "./resolve-warnings.ts";

/** Prints the image that a server of a template gets, or with --explain everything that it gets, with the reasons. */
export async function resolveServer(
	session: Session,
	ref: string | undefined,
	options: ResolveOptions,
): Promise<undefined> {
	const { template, mci, cloud, arch, instanceType, image } = options;
	if (ref !== undefined)
		throw new UsageError(
			`--template and ${ref} can't be combined.`,
			"Use one of them. --mci names a MultiCloud Image for the template.",
		);
	if (options.artifacts) throw new UsageError("--artifacts needs --all-clouds.", "Name no cloud with it.");
	if (cloud === undefined) throw new UsageError("--cloud is missing.", "Name a cloud, or use --all-clouds.");
	await session.connect();
	const question = { template, mci, cloud, architecture: arch, instanceType, image };
	const resolved = (await session.client.resolveImage(dropUndefined(question))) as ResolvedServer;
	const { output } = session;
	if (output.json) {
		output.value(resolved);
		return undefined;
	}
	tellWarnings(session, resolved);
	if (!options.explain) {
		if (resolved.image.kind === "artifact") {
			throw fault("artifact-only", {
				ref: template,
				cloud,
				url: resolved.image.uid,
				checksum: resolved.image.checksum,
			});
		}
		output.line(resolved.image.uid);
		return undefined;
	}
	const reasonOf = (property: string) => resolved.reasons.find((reason) => reason.property === property)?.text ?? "";
	output.table(
		["property", "value", "reason"],
		[
			["template", resolved.template.ref, "requested"],
			["mci", resolved.mci?.ref ?? "none", reasonOf("mci")],
			["image", resolved.image.uid, reasonOf("image")],
			...(["instanceType", "kernel", "ramdisk", "userData"] as const).flatMap((field) => {
				const value = resolved[field];
				return value === null ? [] : [[field, value.split("\n")[0] ?? "", reasonOf(field)]];
			}),
		],
	);
	return undefined;
}
