import fc from "fast-check";
import { type CloudSlug, type ImageIdentity, type MciContent, mciContent, type Setting } from "../src/core/index.ts";

/** Few values, so that two contents often share some. */
const slugs = ["aws-eu-west-1", "aws-us-east-1", "azure-westeurope", "gcp", "acme-regionone", "openstack-r_1.x"] as const;

const text = fc.constantFrom("", "a", "b", "Ärger", "a\nb", "𐍈", '"quoted"', "\u2028");

/** A cloud's slug, out of a few. */
export const cloudSlugs = fc.constantFrom(...(slugs as unknown as readonly CloudSlug[]));

/** An image reference of a cloud, out of a few. */
export const imageIdentities: fc.Arbitrary<ImageIdentity> = fc.record({
	kind: fc.constantFrom("id", "path", "urn"),
	uid: fc.constantFrom("ami-1", "ami-2", "ami-3", "projects/p/global/images/i", "a:b:c:d"),
	checksum: fc.constantFrom(null, `sha256:${"0".repeat(64)}`),
});

/** A setting of any of the few clouds. */
export const settings: fc.Arbitrary<Setting> = fc.record({
	cloud: cloudSlugs,
	image: imageIdentities,
	instanceType: fc.constantFrom(null, "small", "large"),
	kernel: fc.constantFrom(null, "aki-1"),
	ramdisk: fc.constantFrom(null, "ari-1"),
	userData: fc.constantFrom(null, "#!/bin/sh\n", "", "ünï"),
});

/** The whole content of a revision. */
export const contents: fc.Arbitrary<MciContent> = fc
	.record({
		name: fc.constantFrom("web", "Wëb 2", "db"),
		description: text,
		tags: fc.uniqueArray(fc.constantFrom("a", "b", "os:name=x", "ß")),
		settings: fc.uniqueArray(settings, { selector: (setting) => setting.cloud }),
	})
	.map(mciContent);

/** One act on a HEAD: of these a history is made. Clouds and images by their place in lists of the test. */
export type HeadAct =
	| { readonly kind: "put"; readonly cloud: number; readonly image: number; readonly instanceType: string | null; readonly userData: string | null }
	| { readonly kind: "remove"; readonly cloud: number }
	| { readonly kind: "commit" };

/** A history of puts, removals and commits over `clouds` clouds and `images` images in each. */
export function headActs(clouds: number, images: number): fc.Arbitrary<readonly HeadAct[]> {
	const cloud = fc.nat(clouds - 1);
	const act: fc.Arbitrary<HeadAct> = fc.oneof(
		{
			weight: 6,
			arbitrary: fc.record({
				kind: fc.constant("put" as const),
				cloud,
				image: fc.nat(images - 1),
				instanceType: fc.constantFrom(null, "large"),
				userData: fc.constantFrom(null, "x"),
			}),
		},
		{ weight: 3, arbitrary: fc.record({ kind: fc.constant("remove" as const), cloud }) },
		{ weight: 3, arbitrary: fc.record({ kind: fc.constant("commit" as const) }) },
	);
	return fc.array(act, { minLength: 1, maxLength: 40 });
}
