import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text as readAll } from "node:stream/consumers";
import type { Command } from "commander";
import type { ServerPatch } from "../../../client/generated/registry.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import { collect } from "../../input/define-command.ts";
import { readInputs } from "../../input/input-values.ts";
import { UsageError } from "../../usage-error.ts";
import type { World } from "../../world.ts";

/** The overrides of a server on the command line. */
export interface RequestOptions {
	readonly mci?: string;
	readonly image?: string;
	readonly arch?: string;
	readonly instanceType?: string;
	readonly kernel?: string;
	readonly ramdisk?: string;
	readonly userData?: string;
	readonly input?: string[];
}

/** The overrides in the form of the API. */
export type RequestedValues = Omit<ServerPatch, "name" | "description">;

/** Adds the options for overrides to a command. */
export function addRequestOptions(command: Command): Command {
	return command
		.option("--mci <ref>", "the MultiCloud Image to use; a bare name means the revision on the template")
		.option("--image <uid>", "image id, even if no MultiCloud Image maps it; warns")
		.option("--arch <architecture>", "use the MultiCloud Image for this architecture")
		.option("--instance-type <type>", "instance type to use instead of the setting's")
		.option("--kernel <id>", "kernel to use instead of the setting's")
		.option("--ramdisk <id>", "ramdisk to use instead of the setting's")
		.option("--user-data <file>", "file with user data to use instead of the setting's, - for standard input")
		.option("--input <name=value>", "value of a script's input; can be repeated", collect);
}

/** Properties by the names of their options, for `--inherit`. */
export const inheritable = {
	mci: "mci",
	image: "image",
	arch: "architecture",
	"instance-type": "instanceType",
	kernel: "kernel",
	ramdisk: "ramdisk",
	"user-data": "userData",
} as const satisfies Record<string, keyof RequestedValues>;

/**
 * Reads the options for overrides; what `inherit` names (an option, or `input:NAME`) becomes null. Throws `UsageError`
 * if a property is both set and inherited.
 */
export async function readRequestedValues(
	options: RequestOptions,
	world: Pick<World, "stdin" | "cwd">,
	inherit: readonly string[] = [],
): Promise<RequestedValues> {
	const { mci, image, arch, instanceType, kernel, ramdisk, input } = options;
	const userData = options.userData === undefined ? undefined : await readUserData(world, options.userData);
	const inputs: Record<string, string | null> = readInputs(input);
	const requestedValues: RequestedValues = dropUndefined({
		mci,
		image,
		architecture: arch,
		instanceType,
		kernel,
		ramdisk,
		userData,
	});
	for (const name of inherit) {
		if (name.startsWith("input:")) {
			const of = name.slice("input:".length);
			if (Object.hasOwn(inputs, of)) throw new UsageError(`Input ${of} can't be both set and inherited.`);
			inputs[of] = null;
			continue;
		}
		const property = Object.hasOwn(inheritable, name) ? inheritable[name as keyof typeof inheritable] : undefined;
		if (property === undefined) {
			throw new UsageError(
				`${name} is not a property that --inherit takes.`,
				`Use ${Object.keys(inheritable).join(", ")} or input:NAME.`,
			);
		}
		if (requestedValues[property] !== undefined) throw new UsageError(`--${name} can't be both set and inherited.`);
		requestedValues[property] = null;
	}
	return Object.keys(inputs).length === 0 ? requestedValues : { ...requestedValues, inputs };
}

async function readUserData({ stdin, cwd }: Pick<World, "stdin" | "cwd">, file: string): Promise<string> {
	return file === "-" ? readAll(stdin) : readFile(resolve(cwd, file), "utf8");
}
