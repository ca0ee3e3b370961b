import type { CloudType } from "../image/cloud.ts";

const needs: Readonly<Record<string, string>> = {
	// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
	aws: "an access key or a role with ec2:RunInstances",
	// https://learn.microsoft.com/en-us/rest/api/compute/virtual-machines/create-or-update
	azure: "a service principal with the role Virtual Machine Contributor, its subscription and a resource group",
	// https://cloud.google.com/compute/docs/reference/rest/v1/instances/insert
	gcp: "a service account with the role Compute Instance Admin, its project and a zone",
	// https://docs.openstack.org/keystone/latest/user/application_credentials.html
	openstack: "the address of its identity service and an application credential",
};

/** What a connection to a cloud of that type needs before a server can be launched there, as a phrase. */
export function connectionNeeds(type: CloudType): string {
	return (
		(Object.hasOwn(needs, type) ? needs[type] : undefined) ?? "its address, and credentials that can launch instances"
	);
}
