import { fault } from "../../core/errors.ts";
import {
	type CloudSlug,
	checkSetting,
	findSetting,
	type ImageIdentity,
	imageKindOf,
	isArtifactPlace,
	mciContent,
	parseCloudSlug,
	type Setting,
} from "../../core/image/index.ts";
import type { Actor } from "../actor.ts";
import { type EditedHead, type ExpectedHead, editHead } from "../components/edit-head.ts";
import type { Needs } from "../needs.ts";

/** A setting's fields to set. Omitted fields keep their value; null removes one. */
export interface SettingInput {
	readonly image?:
		| {
				readonly uid: string;
				readonly kind?: ImageIdentity["kind"] | undefined;
				readonly checksum?: string | null | undefined;
		  }
		| undefined;
	readonly instanceType?: string | null | undefined;
	readonly kernel?: string | null | undefined;
	readonly ramdisk?: string | null | undefined;
	readonly userData?: string | null | undefined;
}

/**
 * Sets the setting of one cloud in HEAD: a new one needs an image, an existing one changes in the given fields. Throws
 * `setting-invalid` for a new setting without an image, and whatever `editHead` throws.
 */
export function putSetting(
	needs: Needs,
	actor: Actor,
	input: {
		readonly name: string;
		readonly expected: ExpectedHead;
		readonly cloud: string;
		readonly setting: SettingInput;
		readonly dryRun?: boolean | undefined;
	},
): Promise<EditedHead<"mci">> {
	const cloud = parseCloudSlug(input.cloud);
	return editHead(needs, actor, {
		kind: "mci",
		name: input.name,
		expected: input.expected,
		act: "put-setting",
		dryRun: input.dryRun,
		change: async (head, _component, tx) => {
			if ((await tx.clouds.find(actor.accountId, cloud))?.isDormant) throw fault("cloud-dormant", { cloud });
			const setting = settingFrom(cloud, findSetting(head, cloud), input.setting);
			return mciContent({ ...head, settings: [...head.settings.filter((one) => one.cloud !== cloud), setting] });
		},
	});
}

/** The setting after applying the input. */
export function settingFrom(cloud: CloudSlug, before: Setting | undefined, input: SettingInput): Setting {
	const image = input.image ? identityFrom(cloud, input.image) : before?.image;
	const pick = (field: "instanceType" | "kernel" | "ramdisk" | "userData") => {
		const given = input[field];
		return given === undefined ? (before?.[field] ?? null) : given;
	};
	return checkSetting({
		cloud,
		image: image ?? { kind: "id", uid: "", checksum: null },
		instanceType: pick("instanceType"),
		kernel: pick("kernel"),
		ramdisk: pick("ramdisk"),
		userData: pick("userData"),
	});
}

function identityFrom(cloud: CloudSlug, image: NonNullable<SettingInput["image"]>): ImageIdentity {
	const kind = image.kind ?? (isArtifactPlace(cloud) ? "artifact" : imageKindOf(image.uid));
	return { kind, uid: image.uid, checksum: image.checksum ?? null };
}
