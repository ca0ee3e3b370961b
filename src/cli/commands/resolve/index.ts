import type { Command } from "commander";
import type { Resolved } from "../../../client/generated/registry.ts";
import { fault } from "../../../core/errors.ts";
import type { ResolveOptions } from "../../connection/quick-resolve.ts";
import type { Session } from "../../connection/session.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { UsageError } from "../../usage-error.ts";
import { tellWarnings } from "./resolve-warnings.ts";

export function define(command: Command, run: Run): void {
	command
		.argument("[ref]", "name, name@N, name@head or name@channel")
		.option("--template <ref>", "resolve for a server of this ServerTemplate instead")
		.option("--mci <ref>", "with --template: the MultiCloud Image to use")
		.option("--cloud <cloud>", "the cloud to resolve for")
		.option("--arch <architecture>", "refuse other architectures")
		.option("--instance-type <type>", "instance type to use instead of the setting's")
		.option("--image <uid>", "image id to use instead of the setting's, with a warning")
		.option("--explain", "show the reason of each value")
		.option("--all-clouds", "resolve for every cloud of the revision")
		.option("--artifacts", "with --all-clouds: include files to upload")
		.option("--format <format>", "with --all-clouds: table, env, json, tfvars or yaml", "table")
		.option("--var <name>", "with --format tfvars: name of the variable; with env: prefix of the variables")
		.option("--partial", "with --all-clouds: print a map although some clouds are refused")
		.action(run<[string | undefined], ResolveOptions>((session, [ref], options) => runResolve(session, ref, options)));
}

export const examples = [
	"mci resolve fedora-coreos-stable-x86_64 --cloud aws-us-east-1",
	"mci resolve web@12 --cloud azure-westeurope --explain",
	"mci resolve --template php-app@12 --cloud aws-us-east-1 --explain",
	"mci resolve web --all-clouds --format tfvars --var web_images > images.auto.tfvars",
	"mci resolve --template php-app@production --all-clouds --json",
];

/**
 * Prints the image for one cloud, or for all of them. Warnings go to standard error, so that a script reads only the
 * id.
 */
export async function runResolve(
	session: Session,
	ref: string | undefined,
	options: ResolveOptions,
): Promise<number | undefined> {
	if (options.allClouds && (ref === undefined) !== (options.template === undefined))
		return (await import("./resolve-all.ts")).resolveAll(session, ref, options);
	if (options.var !== undefined || options.partial)
		throw new UsageError("--var and --partial need --all-clouds.", "For one cloud, use --json.");
	if (options.template !== undefined) return (await import("./resolve-server.ts")).resolveServer(session, ref, options);
	if (ref === undefined)
		throw new UsageError("There is nothing to resolve.", "Name a MultiCloud Image, or a template with --template.");
	if (options.mci !== undefined)
		throw new UsageError("--mci needs --template.", `Without it, ${ref} is the MultiCloud Image.`);
	const { cloud, arch, instanceType, image } = options;
	if (cloud === undefined) throw new UsageError("--cloud is missing.", "Name a cloud, or use --all-clouds.");
	if (options.artifacts || (options.format !== undefined && options.format !== "table")) {
		throw new UsageError("--format and --artifacts need --all-clouds.", "For one cloud, use --json.");
	}
	await session.connect();
	const question = { ref, cloud, architecture: arch, instanceType, image };
	const resolved = (await session.client.resolveImage(dropUndefined(question))) as Resolved;
	const { output } = session;
	if (output.json) {
		output.value(resolved);
		return undefined;
	}
	tellWarnings(session, resolved);
	if (options.explain) explain(session, resolved);
	else if (resolved.image.kind === "artifact") {
		throw fault("artifact-only", { ref, cloud, url: resolved.image.uid, checksum: resolved.image.checksum });
	} else output.line(resolved.image.uid);
	return undefined;
}

function explain({ output }: Session, resolved: Resolved): void {
	const { image, mci, revision, release, digest, reasons } = resolved;
	const reasonOf = (property: string) => reasons.find((reason) => reason.property === property)?.text ?? "";
	const rows = [
		["revision", revision === 0 ? `${mci.name}@head` : `${mci.name}@${revision}`, reasonOf("revision")],
		["image", image.uid, reasonOf("image")],
		...(["instanceType", "kernel", "ramdisk", "userData"] as const).flatMap((field) => {
			const value = resolved[field];
			return value === null ? [] : [[field, value.split("\n")[0] ?? "", reasonOf(field)]];
		}),
		...(release === null ? [] : [["release", release, "the vendor's release that this cloud has"]]),
		...(image.checksum === null ? [] : [["checksum", image.checksum, "of the file to upload"]]),
		["digest", digest, "digest of the revision's content"],
	];
	output.table(["property", "value", "reason"], rows);
}
