import type { CloudType } from "./cloud.ts";

/** A cloud's limit of user data per server. */
export interface UserDataLimit {
	/** Bytes. */
	readonly bytes: number;
	/** What the cloud measures: the text itself as UTF-8, or the text after it is encoded with base64. */
	readonly measures: "text" | "base64";
}

const limits: Readonly<Record<string, UserDataLimit>> = {
	// "16 KB, in raw form, before it is base64-encoded":
	// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html
	aws: { bytes: 16 * 1024, measures: "text" },
	// "The maximum length of the binary array is 65535 bytes": osProfile.customData,
	// https://learn.microsoft.com/en-us/rest/api/compute/virtual-machines/create-or-update
	azure: { bytes: 65_535, measures: "text" },
	// "less than or equal to 262144 bytes" for one value:
	// https://cloud.google.com/compute/docs/reference/rest/v1/Metadata
	gcp: { bytes: 256 * 1024, measures: "text" },
	// "must be base64 encoded and is restricted to 65535 bytes":
	// https://docs.openstack.org/nova/latest/user/metadata.html
	openstack: { bytes: 65_535, measures: "base64" },
	// "Before user data is encoded in Base64, … up to 32 KB":
	// https://www.alibabacloud.com/help/en/ecs/user-guide/manage-the-user-data-of-linux-instances
	alibaba: { bytes: 32 * 1024, measures: "text" },
	// All metadata together at most 32,000 bytes, user_data in base64 among them:
	// https://docs.oracle.com/en-us/iaas/api/#/en/iaas/latest/datatypes/LaunchInstanceDetails
	oracle: { bytes: 32_000, measures: "base64" },
	// "cannot exceed 64 KiB":
	// https://docs.digitalocean.com/reference/api/digitalocean/#tag/Droplets/operation/droplets_create
	digitalocean: { bytes: 64 * 1024, measures: "text" },
};

/** The documented limit of a cloud type; null = unknown. */
export function userDataLimitOf(type: CloudType | null): UserDataLimit | null {
	return type !== null && Object.hasOwn(limits, type) ? (limits[type] ?? null) : null;
}

/** The size of user data in bytes, measured as a cloud's limit measures it. */
export function userDataSize(text: string, measures: UserDataLimit["measures"]): number {
	const bytes = utf8Length(text);
	return measures === "text" ? bytes : Math.ceil(bytes / 3) * 4;
}

/** A lone surrogate counts as the three bytes of its replacement character. */
function utf8Length(text: string): number {
	let bytes = 0;
	for (const char of text) {
		const code = char.codePointAt(0) ?? 0;
		bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	}
	return bytes;
}
