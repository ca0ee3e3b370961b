import { fault } from "../errors.ts";
import type { CloudSlug } from "./cloud.ts";
import { checkImageIdentity, type ImageIdentity, sameImage } from "./image.ts";

/** One row of the map: a cloud's image, and the defaults of a server started from it. */
export interface Setting {
	readonly cloud: CloudSlug;
	readonly image: ImageIdentity;
	/** Default instance type; null = must be given when a server is made. */
	readonly instanceType: string | null;
	readonly kernel: string | null;
	readonly ramdisk: string | null;
	readonly userData: string | null;
}

/** The fields of a setting, each of which is compared and merged separately. */
export const settingFields = ["image", "instanceType", "kernel", "ramdisk", "userData"] as const;
export type SettingField = (typeof settingFields)[number];

/** Maximum length of user data in UTF-16 units. Clouds have smaller limits, which lint checks. */
export const userDataLimit = 64 * 1024;

/** A setting with only its image. */
export function plainSetting(cloud: CloudSlug, image: ImageIdentity): Setting {
	return { cloud, image, instanceType: null, kernel: null, ramdisk: null, userData: null };
}

/** Checks a setting's values; throws `image-invalid` or `setting-invalid` naming the field. */
export function checkSetting(setting: Setting): Setting {
	checkImageIdentity(setting.cloud, setting.image);
	for (const field of ["instanceType", "kernel", "ramdisk", "userData"] as const)
		checkSettingText(setting.cloud, field, setting[field]);
	return setting;
}

/** Checks the text of one field of a cloud's setting; throws `setting-invalid` naming the field. */
export function checkSettingText(cloud: string, field: Exclude<SettingField, "image">, text: string | null): void {
	if (text === null) return;
	if (field === "userData") {
		if (text.length > userDataLimit)
			throw fault("setting-invalid", { cloud, field, problem: `it is longer than ${userDataLimit} characters` });
	} else if (text.trim() !== text || text.length === 0 || text.length > 255) {
		throw fault("setting-invalid", {
			cloud,
			field,
			problem: "it must have 1 to 255 characters without surrounding spaces",
		});
	}
}

/** The setting with another value for one field. Not checked; `mciContent` checks. */
export function withField(setting: Setting, field: SettingField, value: Setting[SettingField]): Setting {
	return { ...setting, [field]: value } as Setting;
}

/** True if both map the same cloud to the same image with the same defaults. */
export function sameSetting(a: Setting, b: Setting): boolean {
	return a.cloud === b.cloud && settingFields.every((field) => sameField(a, b, field));
}

/** True when `field` has the same value in both settings. */
export function sameField(a: Setting, b: Setting, field: SettingField): boolean {
	return field === "image" ? sameImage(a.image, b.image) : a[field] === b[field];
}
