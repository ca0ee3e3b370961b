import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text as readAll } from "node:stream/consumers";
import { type Command, Option } from "commander";
import type { ImageKind } from "../../../client/generated/registry.ts";
import { fault } from "../../../core/errors.ts";
import { imageKinds, nearestNames } from "../../../core/image/index.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { readReference } from "../../input/own-reference.ts";
import { summarize } from "../../output/changes.ts";
import { UsageError } from "../../usage-error.ts";
import { editSettings, type SettingInput } from "../../versions/head-edit.ts";
import type { World } from "../../world.ts";

interface Options {
	readonly instanceType?: string;
	readonly kernel?: string;
	readonly ramdisk?: string;
	readonly userData?: string;
	readonly checksum?: string;
	readonly kind?: ImageKind;
}

export const examples = [
	"mci set web-base aws-us-east-1=ami-0abcdef1234567890 gcp=projects/acme/global/images/web-7",
	"mci set web-base aws-us-east-1 --instance-type t3.small --user-data boot.sh",
	'mci set web-base aws-us-east-1 --kernel ""',
];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the MultiCloud Image")
		.argument("<cloud[=image]...>", "clouds with their new image, or just clouds to change only other fields")
		.option("--instance-type <type>", 'default instance type; "" removes it')
		.option("--kernel <id>", "kernel")
		.option("--ramdisk <id>", "ramdisk")
		.option("--user-data <file>", "file with the user data, - for standard input")
		.option("--checksum <checksum>", "sha256:… of an artifact")
		.addOption(new Option("--kind <kind>", "kind of the image id (default: from its form)").choices(imageKinds))
		.action(
			run<[string, string[]], Options>(async (session, [ref, places], options) => {
				const { instanceType, kernel, ramdisk } = options;
				const userData =
					options.userData === undefined ? undefined : await readUserData(session.world, options.userData);
				const fields = dropUndefined({
					instanceType: orNull(instanceType),
					kernel: orNull(kernel),
					ramdisk: orNull(ramdisk),
					userData: orNull(userData),
				});
				const wanted = readPlaces(places, options, Object.keys(fields).length > 0);
				await session.connect();
				const { name } = await readReference(session.client, ref);
				const edited = await editSettings(session.client, name, (settings) => {
					for (const [cloud, image] of wanted)
						settings.set(cloud, { ...settingFor(cloud, image, settings), ...fields });
				});
				session.output.show(edited, () => session.output.line(`${name}: ${summarize(edited.changes)}`));
				return undefined;

				function settingFor(
					cloud: string,
					uid: string | undefined,
					settings: ReadonlyMap<string, SettingInput>,
				): SettingInput {
					const before = settings.get(cloud);
					if (uid === undefined && !before)
						throw fault("setting-not-found", { name, cloud, near: nearestNames(cloud, [...settings.keys()]) });
					if (before && (uid === undefined || uid === before.image.uid)) {
						return {
							...before,
							image: { ...before.image, ...dropUndefined({ kind: options.kind, checksum: options.checksum }) },
						};
					}
					return {
						...before,
						cloud,
						image: { uid: uid ?? "", ...dropUndefined({ kind: options.kind, checksum: options.checksum }) },
					};
				}
			}),
		);
}

function readPlaces(places: readonly string[], options: Options, hasFields: boolean): Map<string, string | undefined> {
	const wanted = new Map<string, string | undefined>();
	for (const place of places) {
		const equals = place.indexOf("=");
		const cloud = equals < 0 ? place : place.slice(0, equals);
		const image = equals < 0 ? undefined : place.slice(equals + 1);
		if (wanted.has(cloud)) throw new UsageError(`${cloud} is named twice.`, "One cloud has at most one setting.");
		if (image === "") throw new UsageError(`${place} has no image.`, "`mci unset` removes a cloud.");
		if (image === undefined && !hasFields && options.kind === undefined && options.checksum === undefined) {
			throw new UsageError(
				`Nothing to set for ${cloud}.`,
				`Write ${cloud}=IMAGE, or use --instance-type or another field.`,
			);
		}
		wanted.set(cloud, image);
	}
	return wanted;
}

/** Empty = remove. */
function orNull(value: string | undefined): string | null | undefined {
	return value === "" ? null : value;
}

async function readUserData({ stdin, cwd }: World, file: string): Promise<string> {
	if (file === "") return "";
	return file === "-" ? readAll(stdin) : readFile(resolve(cwd, file), "utf8");
}
