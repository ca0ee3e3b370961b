// Made by `npm run generate`; don't edit.
import { source as alpineReleases } from "./alpine-releases/index.ts";
import { source as awsImages } from "./aws-images/index.ts";
import { source as azureImages } from "./azure-images/index.ts";
import { source as cloudbreakCatalog } from "./cloudbreak-catalog/index.ts";
import { source as coreosStream } from "./coreos-stream/index.ts";
import { source as csv } from "./csv/index.ts";
import { source as gardenerCloudprofile } from "./gardener-cloudprofile/index.ts";
import { source as gcpImages } from "./gcp-images/index.ts";
import { source as imagesYaml } from "./images-yaml/index.ts";
import { source as kopsChannel } from "./kops-channel/index.ts";
import { source as openstackImageManager } from "./openstack-image-manager/index.ts";
import { source as packerManifest } from "./packer-manifest/index.ts";
import { source as parallelclusterAmis } from "./parallelcluster-amis/index.ts";
import { source as regionMap } from "./region-map/index.ts";
import { source as rightSt } from "./right-st/index.ts";
import { source as simplestreams } from "./simplestreams/index.ts";
import { source as susePint } from "./suse-pint/index.ts";
import type { Source } from "./source.ts";

/** Every upstream format, by name. */
export const sources: readonly Source[] = [
	alpineReleases,
	awsImages,
	azureImages,
	cloudbreakCatalog,
	coreosStream,
	csv,
	gardenerCloudprofile,
	gcpImages,
	imagesYaml,
	kopsChannel,
	openstackImageManager,
	packerManifest,
	parallelclusterAmis,
	regionMap,
	rightSt,
	simplestreams,
	susePint,
];
