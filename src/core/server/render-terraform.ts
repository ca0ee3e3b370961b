import { base64 } from "../../base/base64.ts";
import { trimCharacters, trimEndCharacters } from "../../base/trim-characters.ts";
import { utf8Bytes } from "../../base/utf8.ts";
import type { ImageIdentity } from "../image/image.ts";

/** The properties of a server that go into a Terraform configuration. */
export interface TerraformServer {
	readonly name: string;
	readonly deployment: string;
	readonly cloud: { readonly slug: string; readonly type: string; readonly region: string | null };
	readonly image: ImageIdentity;
	/** The image's OS in its publisher's words; null = unknown. */
	readonly os: string | null;
	readonly instanceType: string | null;
	readonly kernel: string | null;
	readonly ramdisk: string | null;
	/** The user data for the cloud; null = none. */
	readonly userData: string | null;
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type Block = { readonly [key: string]: Json };

/** A configuration, or the reason why there is none. */
export type Terraform =
	| { readonly kind: "rendered"; readonly text: string }
	| { readonly kind: "unsupported"; readonly problem: string };

const renderers: Readonly<Record<string, (server: TerraformServer) => Block>> = { aws, azure, gcp, openstack };

/**
 * The server in Terraform's JSON syntax (https://developer.hashicorp.com/terraform/language/syntax/json), as a starting
 * point: one provider, one resource, and a variable for each value that the registry does not have, such as a zone or a
 * network.
 */
export function renderTerraform(server: TerraformServer): Terraform {
	const { cloud, image, kernel, ramdisk } = server;
	const render = Object.hasOwn(renderers, cloud.type) ? renderers[cloud.type] : undefined;
	if (!render)
		return unsupported(
			`clouds of type ${cloud.type} are not supported; supported types are ${Object.keys(renderers).join(", ")}`,
		);
	if (image.kind === "artifact" || image.kind === "object")
		return unsupported(`${image.uid} is a file to upload, not an image of ${cloud.slug}`);
	if (kernel !== null || ramdisk !== null)
		return unsupported("the Terraform provider does not support a kernel or ramdisk");
	return { kind: "rendered", text: `${JSON.stringify(render(server), null, 2)}\n` };
}

function unsupported(problem: string): Terraform {
	return { kind: "unsupported", problem };
}

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/instance */
function aws(server: TerraformServer): Block {
	const { cloud, image, instanceType } = server;
	return {
		terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
		provider: { aws: cloud.region === null ? {} : { region: literal(cloud.region) } },
		resource: {
			aws_instance: {
				[label(server)]: {
					ami: literal(image.uid),
					...(instanceType === null ? {} : { instance_type: literal(instanceType) }),
					...encoded(server, "user_data_base64"),
					tags: { Name: literal(server.name), Deployment: literal(server.deployment) },
				},
			},
		},
	};
}

/**
 * https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_virtual_machine (and
 * windows_virtual_machine)
 */
function azure(server: TerraformServer): Block {
	const { cloud, image, instanceType } = server;
	const isWindows = /windows/i.test(server.os ?? "");
	const [publisher = "", offer = "", sku = "", version = ""] = image.kind === "urn" ? image.uid.split(":") : [];
	const reference = {
		publisher: literal(publisher),
		offer: literal(offer),
		sku: literal(sku),
		version: literal(version),
	};
	const resource = {
		name: literal(server.name),
		location: cloud.region === null ? "${var.location}" : literal(cloud.region),
		resource_group_name: "${var.resource_group_name}",
		network_interface_ids: "${var.network_interface_ids}",
		...(instanceType === null ? {} : { size: literal(instanceType) }),
		...(image.kind === "urn" ? { source_image_reference: reference } : { source_image_id: literal(image.uid) }),
		admin_username: "${var.admin_username}",
		...(isWindows
			? { admin_password: "${var.admin_password}" }
			: { admin_ssh_key: { username: "${var.admin_username}", public_key: "${var.admin_public_key}" } }),
		os_disk: { caching: "ReadWrite", storage_account_type: "Standard_LRS" },
		...encoded(server, "custom_data"),
	};
	return {
		terraform: { required_providers: { azurerm: { source: "hashicorp/azurerm" } } },
		provider: { azurerm: { features: {} } },
		variable: {
			resource_group_name: { type: "string" },
			...(cloud.region === null ? { location: { type: "string" } } : {}),
			network_interface_ids: { type: "list(string)" },
			admin_username: { type: "string" },
			...(isWindows
				? { admin_password: { type: "string", sensitive: true } }
				: { admin_public_key: { type: "string" } }),
		},
		resource: {
			[isWindows ? "azurerm_windows_virtual_machine" : "azurerm_linux_virtual_machine"]: { [label(server)]: resource },
		},
	};
}

/**
 * https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_instance; metadata can be in
 * base64: https://docs.cloud-init.io/en/latest/reference/datasources/gce.html
 */
function gcp(server: TerraformServer): Block {
	const { image, instanceType } = server;
	const userData = encoded(server, "user-data");
	return {
		terraform: { required_providers: { google: { source: "hashicorp/google" } } },
		variable: {
			project: { type: "string" },
			zone: { type: "string" },
			network: { type: "string", default: "default" },
		},
		provider: { google: { project: "${var.project}" } },
		resource: {
			google_compute_instance: {
				[label(server)]: {
					name: gcpName(server.name),
					zone: "${var.zone}",
					...(instanceType === null ? {} : { machine_type: literal(instanceType) }),
					boot_disk: { initialize_params: { image: literal(image.uid) } },
					network_interface: { network: "${var.network}" },
					...(server.userData === null ? {} : { metadata: { ...userData, "user-data-encoding": "base64" } }),
				},
			},
		},
	};
}

/**
 * https://registry.terraform.io/providers/terraform-provider-openstack/openstack/latest/docs/resources/compute_instance_v2
 */
function openstack(server: TerraformServer): Block {
	const { cloud, image, instanceType, userData } = server;
	return {
		terraform: { required_providers: { openstack: { source: "terraform-provider-openstack/openstack" } } },
		variable: { network: { type: "string" } },
		provider: { openstack: cloud.region === null ? {} : { region: literal(cloud.region) } },
		resource: {
			openstack_compute_instance_v2: {
				[label(server)]: {
					name: literal(server.name),
					...(image.kind === "name" ? { image_name: literal(image.uid) } : { image_id: literal(image.uid) }),
					...(instanceType === null ? {} : { flavor_name: literal(instanceType) }),
					network: { name: "${var.network}" },
					// The provider encodes it.
					...(userData === null ? {} : { user_data: literal(userData) }),
				},
			},
		},
	};
}

function encoded({ userData }: TerraformServer, argument: string): Block {
	return userData === null ? {} : { [argument]: base64(utf8Bytes(userData)) };
}

/**
 * Text without Terraform templates.
 * https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
function literal(text: string): string {
	return text.replace(/([$%])\{/g, "$1$1{");
}

/** A resource's name: letters, digits, dashes and underscores; the first character is not a digit. */
function label({ name }: TerraformServer): string {
	const word = name.toLowerCase().replace(/[^a-z0-9_-]+/g, "_");
	return /^[a-z_]/.test(word) ? word : `_${word}`;
}

/** https://cloud.google.com/compute/docs/naming-resources */
function gcpName(name: string): string {
	const word = trimCharacters(name.toLowerCase().replace(/[^a-z0-9]+/g, "-"), "-");
	return trimEndCharacters((/^[a-z]/.test(word) ? word : `server-${word}`).slice(0, 63), "-");
}
