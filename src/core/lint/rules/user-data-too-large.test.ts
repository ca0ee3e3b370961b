import { describe, expect, it } from "vitest";
import { findingsOfMci, mciSubject } from "../../../../test/lint-subjects.ts";

const found = (cloud: string, userData: string | null) =>
	findingsOfMci("user-data-too-large", mciSubject("web", { [cloud]: { setting: { userData } } }));

describe("user-data-too-large", () => {
	it.each([
		["aws-a", "a".repeat(16_384)],
		["azure-a", "a".repeat(65_535)],
		["gcp", "€".repeat(65_536)],
		["openstack-a", "a".repeat(49_149)],
		["acme-a", "a".repeat(65_536)],
		["aws-a", null],
	])("passes in %s what the cloud accepts (%#)", (cloud, userData) => expect(found(cloud, userData)).toEqual([]));

	it.each([
		["aws-a", "a".repeat(16_385), "16385 bytes; that cloud allows 16384"],
		["aws-a", "€".repeat(5462), "16386 bytes; that cloud allows 16384"],
		["azure-a", "a".repeat(65_536), "65536 bytes; that cloud allows 65535"],
		["openstack-a", "a".repeat(49_152), "65536 bytes in base64; that cloud allows 65535"],
		["oracle-a", "a".repeat(24_001), "32004 bytes in base64; that cloud allows 32000"],
	])("refuses in %s what is larger (%#)", (cloud, userData, said) =>
		expect(found(cloud, userData)).toEqual([
			`error settings.${cloud}.userData: the user data for ${cloud} has ${said}`,
		]),
	);
});
