import { describe, expect, it } from "vitest";
import { findingsOfMci, mciSubject } from "../../../../test/lint-subjects.ts";

describe("image-generation", () => {
	const subject = (cloud: string, instanceType: string, variant: string | null) =>
		mciSubject("web", { [cloud]: { uid: "web-1", facts: { variant }, setting: { instanceType } } });

	it.each([
		["azure", "Standard_D16ads_v6", "gen2"],
		["azure", "Standard_D1_v2", "gen1"],
		["azure-westeurope", "Standard_D2s_v5", "gen1"],
		["azure", "Standard_Unknown", "gen1"],
		["azure", "Standard_D1_v2", null],
		["aws-a", "Standard_D1_v2", "gen2"],
	])("passes %s %s with %s", (cloud, type, variant) =>
		expect(findingsOfMci("image-generation", subject(cloud, type, variant))).toEqual([]),
	);

	it.each([
		["Standard_D16ads_v6", "gen1", "Standard_D16ads_v6 starts only gen2 images, and image web-1 is gen1"],
		["Standard_D1_v2", "9-gen2", "Standard_D1_v2 starts only gen1 images, and image web-1 is gen2"],
	])("refuses %s with %s", (type, variant, text) =>
		expect(findingsOfMci("image-generation", subject("azure", type, variant))).toEqual([
			`error settings.azure.instanceType: ${text}`,
		]),
	);
});
