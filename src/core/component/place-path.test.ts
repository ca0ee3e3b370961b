import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCloudSlug } from "../image/cloud.ts";
import { settingFields } from "../image/setting.ts";
import { settingFieldPath, settingPath } from "./place-path.ts";

describe("the path of a setting", () => {
	it.each([
		["aws-us-east-1", "aws-us-east-1"],
		["openstack-r_1.x", "openstack-r_1.x"],
		["name", "settings[name]"],
		["description", "settings[description]"],
		["acme.image", "settings[acme.image]"],
		["names", "names"],
	])("of cloud %s is %s", (cloud, path) => {
		expect(settingPath(cloud)).toBe(path);
		expect(settingFieldPath(cloud, "userData")).toBe(`${path}.userData`);
	});

	it("differs from every other setting's, for any cloud names", () => {
		const words = fc.constantFrom("a", "name", "description", "image", "kernel", "ramdisk", "settings", "userdata");
		const slugs = fc.array(words, { minLength: 1, maxLength: 3 }).map((parts) => parseCloudSlug(parts.join(".")));
		fc.assert(
			fc.property(fc.uniqueArray(slugs), (clouds) => {
				const paths = clouds.flatMap((cloud) => [
					settingPath(cloud),
					...settingFields.map((field) => settingFieldPath(cloud, field)),
				]);
				expect(new Set([...paths, "name", "description"]).size).toBe(paths.length + 2);
			}),
		);
	});
});
