import { describe, expect, it } from "vitest";
import { awsPartition } from "./aws-partition.ts";
import { canonicalUid, sameUid } from "./canonical-uid.ts";
import { cloudOf } from "./cloud.ts";
import { imageKindOf } from "./image.ts";
import { imageProblem } from "./image-forms.ts";
import { findKnownCloud } from "./known-regions.ts";
import { hasRegionForm, regionOfText } from "./region-spellings.ts";

const guid = "00000000-1111-2222-3333-444444444444";
const compute = `/subscriptions/${guid}/resourceGroups/Images/providers/Microsoft.Compute`;
const azureImage = `${compute}/galleries/acme/images/web/versions/1.0.9`;

describe("spellings of an image id", () => {
	it.each([
		["https://www.googleapis.com/compute/v1/projects/acme/global/images/web-7", "projects/acme/global/images/web-7"],
		["https://www.googleapis.com/compute/beta/projects/acme/global/images/web-7", "projects/acme/global/images/web-7"],
		[
			"https://compute.googleapis.com/compute/v1/projects/acme/global/images/web-7",
			"projects/acme/global/images/web-7",
		],
		["//compute.googleapis.com/projects/acme/global/images/web-7", "projects/acme/global/images/web-7"],
		["arn:aws:ec2:us-east-1::image/ami-0abcdef1234567890", "ami-0abcdef1234567890"],
		["arn:aws-us-gov:ec2:us-gov-west-1:111122223333:image/ami-0abcdef1234567890", "ami-0abcdef1234567890"],
		["AMI-0ABCDEF1234567890", "ami-0abcdef1234567890"],
		[
			azureImage.replace("resourceGroups", "resourcegroups").replace("Microsoft.Compute", "microsoft.compute"),
			azureImage,
		],
		["https://example.org/web.qcow2", "https://example.org/web.qcow2"],
		["web-7", "web-7"],
	])("%s is %s", (uid, canonical) => {
		expect(canonicalUid(uid)).toBe(canonical);
		expect(sameUid(uid, canonical)).toBe(true);
	});

	it("of Azure differ in case only, and are one image", () => {
		expect(sameUid(azureImage, azureImage.toUpperCase())).toBe(true);
		expect(sameUid("Canonical:Ubuntu:Server:1.0.0", "canonical:ubuntu:server:1.0.0")).toBe(true);
		expect(sameUid("projects/a/global/images/x", "projects/a/global/images/X")).toBe(false);
	});
});

describe("an id for a cloud", () => {
	const problem = (type: string, region: string | null, uid: string) =>
		imageProblem(cloudOf(type, region), { kind: imageKindOf(uid), uid });

	it.each([
		["aws", "us-east-1", "ami-0abcdef1234567890"],
		["aws", "us-east-1", "ami-0abcdef1"],
		["aws", "us-east-1", "arn:aws:ec2:us-east-1::image/ami-0abcdef1234567890"],
		["gcp", null, "projects/acme/global/images/web-7"],
		["gcp", null, "https://www.googleapis.com/compute/v1/projects/acme/global/images/web-7"],
		["gcp", null, "web-7"],
		["azure", "westeurope", "Canonical:ubuntu-24_04-lts:server:24.04.202502210"],
		["azure", "westeurope", azureImage],
		["azure", "westeurope", "/CommunityGalleries/acme-1/Images/web/Versions/1.0.0"],
		["oracle", "iad", "ocid1.image.oc1.iad.aaaaaaaa"],
		["openstack", "regionone", "8f3f0f0e-0000-4000-8000-000000000000"],
		["hetzner", null, "161547269"],
	])("of %s %s can be %s", (type, region, uid) => expect(problem(type, region, uid)).toBeUndefined());

	it.each([
		["aws", "us-east-1", "ami-123", "is not an AMI id"],
		["aws", "us-east-1", "x", "is not an AMI id"],
		["aws", "us-east-1", "projects/acme/global/images/web-7", "is an id of Google Cloud, not of AWS"],
		[
			"aws",
			"eu-west-1",
			"arn:aws:ec2:us-east-1::image/ami-0abcdef1234567890",
			"is an image of us-east-1, not of eu-west-1",
		],
		["gcp", null, "ami-0abcdef1234567890", "is an id of AWS, not of Google Cloud"],
		["azure", "westeurope", "ami-0abcdef1234567890", "is an id of AWS, not of Azure"],
		["azure", "westeurope", "/subscriptions/half", "is not a URN"],
		["oracle", "iad", "image-1", "is not an OCID"],
	])("of %s %s can't be %s", (type, region, uid, text) => {
		expect(problem(type, region, uid)).toMatchObject({ isMoving: false, problem: expect.stringContaining(text) });
	});

	it.each([
		["aws", "us-east-1", "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"],
		["aws", "us-east-1", "{{resolve:ssm:/golden/ami}}"],
		["gcp", null, "projects/debian-cloud/global/images/family/debian-12"],
		["azure", "westeurope", "Canonical:ubuntu-24_04-lts:server:latest"],
		["azure", "westeurope", azureImage.replace("/versions/1.0.9", "")],
	])("of %s %s moves if it is %s", (type, region, uid) =>
		expect(problem(type, region, uid)).toMatchObject({ isMoving: true }),
	);
});

describe("a region", () => {
	it.each([
		["aws", "us-east-1a", "us-east-1"],
		["aws", "US East (N. Virginia)", "us-east-1"],
		["aws", "Europe (Frankfurt)", "eu-central-1"],
		["aws", "AWS GovCloud (US-West)", "us-gov-west-1"],
		["azure", "(Europe) West Europe", "westeurope"],
		["azure", "USGov Virginia", "usgovvirginia"],
		["oracle", "iad", "us-ashburn-1"],
		["oracle", "us-phoenix-1", "us-phoenix-1"],
	])("of %s written %s is %s", (type, text, region) => expect(regionOfText(type, text)).toBe(region));

	it.each([
		["us-east-1", "commercial"],
		["us-gov-west-1", "us-gov"],
		["cn-north-1", "cn"],
		["us-iso-east-1", "us-iso"],
		["us-isob-east-1", "us-isob"],
		["eu-isoe-west-1", "eu-isoe"],
		["eusc-de-east-1", "eusc"],
	])("%s is in the partition %s", (region, partition) => {
		expect(awsPartition(region)).toBe(partition);
		expect(hasRegionForm("aws", region)).toBe(true);
		expect(findKnownCloud(`aws-${region}`)).toMatchObject({ type: "aws", region });
	});

	it.each(["usgovvirginia", "usgovarizona", "usgovtexas", "usdodeast", "chinaeast2", "chinanorth3", "denmarkeast"])(
		"%s of Azure is known",
		(region) => expect(findKnownCloud(`azure-${region}`)).toMatchObject({ type: "azure", region }),
	);

	it.each([
		["aws", "sbom"],
		["aws", "workerTypeMetaData"],
		["azure", "sbom"],
		["azure", "false-fuzzing"],
	])("of %s is never %s", (type, text) => expect(hasRegionForm(type, regionOfText(type, text))).toBe(false));
});
