import { type Cloud, cloudOf } from "./cloud.ts";

/**
 * Public regions whose clouds are added automatically. AWS: region codes of the EC2 documentation's region table;
 * Azure: programmatic names as printed by `az account list-locations`. Government, China,
 * isolated and sovereign regions are included: they are public to their customers. Other regions are added with `mci
 * cloud add`.
 */
const regions: Readonly<Record<string, string>> = {
	aws: `us-east-1 us-east-2 us-west-1 us-west-2 af-south-1 ap-east-1 ap-east-2 ap-south-1 ap-south-2 ap-northeast-1
		ap-northeast-2 ap-northeast-3 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5
		ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-west-1 eu-west-2 eu-west-3
		eu-north-1 eu-south-1 eu-south-2 il-central-1 me-south-1 me-central-1 mx-central-1 sa-east-1 us-gov-east-1
		us-gov-west-1 cn-north-1 cn-northwest-1 us-iso-east-1 us-iso-west-1 us-isob-east-1 us-isob-west-1 us-isof-east-1
		us-isof-south-1 eu-isoe-west-1 eusc-de-east-1`,
	azure: `eastus eastus2 centralus northcentralus southcentralus westcentralus westus westus2 westus3 canadacentral
		canadaeast brazilsouth brazilsoutheast mexicocentral northeurope westeurope uksouth ukwest francecentral
		francesouth germanywestcentral germanynorth norwayeast norwaywest swedencentral swedensouth switzerlandnorth
		switzerlandwest polandcentral italynorth spaincentral austriaeast belgiumcentral australiaeast
		australiasoutheast australiacentral australiacentral2 eastasia southeastasia japaneast japanwest koreacentral
		koreasouth centralindia southindia westindia jioindiawest jioindiacentral indonesiacentral malaysiawest
		newzealandnorth uaenorth uaecentral qatarcentral israelcentral southafricanorth southafricawest chilecentral
		denmarkeast usgovvirginia usgovarizona usgovtexas usgoviowa usdodeast usdodcentral usnateast usnatwest usseceast
		ussecwest chinaeast chinaeast2 chinaeast3 chinanorth chinanorth2 chinanorth3 germanycentral germanynortheast`,
};

const clouds: ReadonlyMap<string, Cloud> = new Map(
	[
		...Object.entries(regions).flatMap(([type, names]) => names.split(/\s+/).map((region) => cloudOf(type, region))),
		...["aws", "azure", "gcp", "oracle", "ibm", "alibaba", "digitalocean"].map((type) => cloudOf(type, null)),
	].map((cloud) => [cloud.slug, cloud]),
);

/** The public cloud with that slug; undefined for private, new and misspelled ones. */
export function findKnownCloud(slug: string): Cloud | undefined {
	return clouds.get(slug);
}

/** Slugs of all known public clouds. */
export function knownCloudSlugs(): string[] {
	return [...clouds.keys()];
}
