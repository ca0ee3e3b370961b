import type { Source } from "../source.ts";
import { isManifest, parseManifest } from "./parse.ts";

/** HashiCorp Packer's manifest post-processor. */
export const source: Source = {
	id: "packer-manifest",
	title: "Packer manifest",
	about:
		"What Packer's manifest post-processor writes: each run is a release, each builder's images are cells of the map.",
	syntaxes: ["json"],
	options: [
		{
			name: "name",
			about: "The MultiCloud Image's name, where the builds carry no custom_data.mci.",
			example: "base-22.04",
		},
		{
			name: "openstack-cloud",
			about: "The OpenStack cloud's name; the region is the builder's name.",
			example: "acme",
		},
		{ name: "project", about: "The project of googlecompute images.", example: "acme-images" },
		{
			name: "region",
			about: "The region of builders whose artifact names none (azure-arm, ibmcloud, proxmox, vsphere, nutanix).",
			example: "westeurope",
		},
	],
	recognizes: isManifest,
	parse: parseManifest,
};
