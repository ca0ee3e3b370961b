import { describe, expect, it } from "vitest";
import { renderTerraform, type TerraformServer } from "./render-terraform.ts";

const server: TerraformServer = {
	name: "web",
	deployment: "prod",
	cloud: { slug: "aws-us-east-1", type: "aws", region: "us-east-1" },
	image: { kind: "id", uid: "ami-1", checksum: null },
	os: null,
	instanceType: "m5.large",
	kernel: null,
	ramdisk: null,
	userData: "#!/bin/sh\n",
};

function resourceOf(parts: Partial<TerraformServer>) {
	const rendered = renderTerraform({ ...server, ...parts });
	if (rendered.kind !== "rendered") throw new Error(rendered.problem);
	return JSON.parse(rendered.text);
}

const azure = { slug: "azure-westeurope", type: "azure", region: "westeurope" };
const gcp = { slug: "gcp", type: "gcp", region: null };
const openstack = { slug: "acme-regionone", type: "openstack", region: "RegionOne" };

describe("a server as Terraform", () => {
	it.each<{ what: string; parts: Partial<TerraformServer>; has: object }>([
		{
			what: "of AWS",
			parts: {},
			has: {
				provider: { aws: { region: "us-east-1" } },
				resource: {
					aws_instance: {
						web: {
							ami: "ami-1",
							instance_type: "m5.large",
							user_data_base64: "IyEvYmluL3NoCg==",
							tags: { Name: "web", Deployment: "prod" },
						},
					},
				},
			},
		},
		{
			what: "of Azure, by URN",
			parts: {
				cloud: azure,
				image: { kind: "urn", uid: "canonical:ubuntu:server:24.04.1", checksum: null },
				instanceType: "Standard_B2s",
			},
			has: {
				variable: { admin_public_key: { type: "string" } },
				resource: {
					azurerm_linux_virtual_machine: {
						web: {
							location: "westeurope",
							size: "Standard_B2s",
							source_image_reference: { publisher: "canonical", offer: "ubuntu", sku: "server", version: "24.04.1" },
							custom_data: "IyEvYmluL3NoCg==",
						},
					},
				},
			},
		},
		{
			what: "of Azure, by path, with Windows",
			parts: {
				cloud: azure,
				image: { kind: "path", uid: "/subscriptions/s/images/i", checksum: null },
				os: "Windows Server",
			},
			has: {
				variable: { admin_password: { sensitive: true } },
				resource: {
					azurerm_windows_virtual_machine: {
						web: { source_image_id: "/subscriptions/s/images/i", admin_password: "${var.admin_password}" },
					},
				},
			},
		},
		{
			what: "of Google Cloud, whose names are narrower",
			parts: {
				cloud: gcp,
				name: "7 Web Servers!",
				image: { kind: "path", uid: "projects/p/global/images/i", checksum: null },
			},
			has: {
				resource: {
					google_compute_instance: {
						_7_web_servers_: {
							name: "server-7-web-servers",
							machine_type: "m5.large",
							zone: "${var.zone}",
							boot_disk: { initialize_params: { image: "projects/p/global/images/i" } },
							metadata: { "user-data": "IyEvYmluL3NoCg==", "user-data-encoding": "base64" },
						},
					},
				},
			},
		},
		{
			what: "of OpenStack",
			parts: { cloud: openstack },
			has: {
				provider: { openstack: { region: "RegionOne" } },
				resource: {
					openstack_compute_instance_v2: {
						web: { image_id: "ami-1", flavor_name: "m5.large", user_data: "#!/bin/sh\n" },
					},
				},
			},
		},
	])("$what has its image, type and user data", ({ parts, has }) => {
		expect(resourceOf(parts)).toMatchObject(has);
	});

	it.each(["aws", "azure", "gcp", "openstack"])("of type %s omits missing user data and instance type", (type) => {
		const text = JSON.stringify(
			resourceOf({ cloud: { slug: type, type, region: null }, userData: null, instanceType: null }),
		);
		expect(text).not.toMatch(/user.?data|custom_data|instance_type|machine_type|flavor_name|"size"/);
	});

	it("escapes templates in the registry's texts", () => {
		const text = "echo ${HOME} %{if} $HOME $${x}";
		const found = resourceOf({ cloud: openstack, userData: text, name: "${var.x}", instanceType: "%{t}" });
		const [resource] = Object.values(found.resource.openstack_compute_instance_v2) as {
			user_data: string;
			name: string;
			flavor_name: string;
		}[];
		expect(resource).toMatchObject({
			user_data: "echo $${HOME} %%{if} $HOME $$${x}",
			name: "$${var.x}",
			flavor_name: "%%{t}",
		});
	});

	it.each<{ what: string; parts: Partial<TerraformServer>; problem: RegExp }>([
		{
			what: "a cloud of another type",
			parts: { cloud: { slug: "lab", type: "vmware", region: null } },
			problem: /clouds of type vmware are not supported/,
		},
		{
			what: "a type that every object inherits",
			parts: { cloud: { slug: "lab", type: "constructor", region: null } },
			problem: /constructor/,
		},
		{
			what: "a file to upload",
			parts: { image: { kind: "object", uid: "https://x/y.vhd", checksum: null } },
			problem: /file to upload/,
		},
		{ what: "a kernel", parts: { kernel: "aki-1" }, problem: /kernel/ },
	])("is refused for $what", ({ parts, problem }) => {
		expect(renderTerraform({ ...server, ...parts })).toEqual({
			kind: "unsupported",
			problem: expect.stringMatching(problem),
		});
	});
});
