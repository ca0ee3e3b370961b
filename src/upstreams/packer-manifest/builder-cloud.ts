/**
 * Builder types' first words and the cloud that they build in (https://developer.hashicorp.com/packer/integrations).
 */
const publicClouds: readonly (readonly [prefix: string, cloud: string])[] = [
	["amazon", "aws"],
	["azure", "azure"],
	["googlecompute", "gcp"],
	["openstack", "openstack"],
	["alicloud", "alibaba"],
	["digitalocean", "digitalocean"],
	["oracle", "oracle"],
	["ibmcloud", "ibm"],
	["tencentcloud", "tencentcloud"],
	["huaweicloud", "huaweicloud"],
	["yandex", "yandex"],
	["linode", "linode"],
	["hcloud", "hetzner"],
	["scaleway", "scaleway"],
	["vultr", "vultr"],
	["osc", "outscale"],
	["outscale", "outscale"],
	["ucloud", "ucloud"],
	["upcloud", "upcloud"],
	["exoscale", "exoscale"],
	["cloudstack", "cloudstack"],
	["jdcloud", "jdcloud"],
	["ncloud", "ncloud"],
];

/** Builders of clouds of one's own, whose artifact is a template's number, path or uuid. */
const privateClouds: readonly (readonly [prefix: string, cloud: string])[] = [
	["proxmox", "proxmox"],
	["vsphere", "vsphere"],
	["nutanix", "nutanix"],
	["opennebula", "opennebula"],
	["triton", "triton"],
];

/** More public clouds. A source that is named like one of them may be a product: only types are looked up here. */
const furtherClouds: readonly (readonly [prefix: string, cloud: string])[] = [
	["volcengine", "volcengine"],
	["ksyun", "ksyun"],
	["hyperone", "hyperone"],
	["gridscale", "gridscale"],
	["sakuracloud", "sakuracloud"],
	["civo", "civo"],
	["kamatera", "kamatera"],
	["stackit", "stackit"],
	["oneandone", "oneandone"],
	["profitbricks", "ionos"],
];

/** Forms of an artifact that tell its cloud whatever built it: an import post-processor keeps the builder's type. */
const artifactForms: readonly (readonly [form: RegExp, cloud: string])[] = [
	[/^[a-z]{2}[a-z-]*-\d+:ami-[0-9a-f]{8,17}(?:\s*,\s*[a-z]{2}[a-z-]*-\d+:ami-[0-9a-f]{8,17})*$/, "aws"],
	[/^(?:https:\/\/\S+\/)?projects\/[^/\s]+\/global\/images\/[^/\s]+$/, "gcp"],
	[/^\/subscriptions\/[^/\s]+\/\S+$/i, "azure"],
	[/^ocid1\.image\.\S+$/, "oracle"],
	[/^[a-z]{2}-[a-z0-9-]+:m-[0-9a-z]{6,}(?:\s*,\s*[a-z]{2}-[a-z0-9-]+:m-[0-9a-z]{6,})*$/, "alibaba"],
	[/^[a-z]{2}-[a-z0-9-]+:img-[0-9a-z]{6,}(?:\s*,\s*[a-z]{2}-[a-z0-9-]+:img-[0-9a-z]{6,})*$/, "tencentcloud"],
];

/** The cloud type in which a build made its image; null for one that made files only. */
export function cloudOfBuild(type: string, artifactId: string): string | null {
	const builder = lookUp(publicClouds, type) ?? lookUp(privateClouds, type) ?? lookUp(furtherClouds, type);
	// Outscale's ids have the form of Amazon's.
	if (builder === "outscale") return builder;
	return artifactForms.find(([form]) => form.test(artifactId))?.[1] ?? builder;
}

/** True for the type of a builder for private clouds. */
export function isPrivateBuilder(type: string): boolean {
	return lookUp(privateClouds, type) !== null;
}

/** True for a source's name that only repeats its builder: `amazon-ebs`, or `vsphere` of a vsphere-iso. */
export function isBuilderWord(name: string, type: string): boolean {
	if (lookUp(publicClouds, name) !== null) return true;
	const own = privateClouds.find(([prefix]) => type === prefix || type.startsWith(`${prefix}-`))?.[0];
	return own !== undefined && name.replace(/-(?:iso|clone|base|vm)$/, "") === own;
}

function lookUp(clouds: readonly (readonly [prefix: string, cloud: string])[], word: string): string | null {
	return clouds.find(([prefix]) => word === prefix || word.startsWith(`${prefix}-`))?.[1] ?? null;
}
