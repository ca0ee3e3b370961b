/**
 * AWS partitions. An account, its images and its regions belong to exactly one.
 * https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
export const awsPartitions = ["commercial", "us-gov", "cn", "us-iso", "us-isob", "us-isof", "eu-isoe", "eusc"] as const;
export type AwsPartition = (typeof awsPartitions)[number];

/** The partition of a region's name, such as `us-iso-east-1`; by the form of the name, so new regions count too. */
export function awsPartition(region: string): AwsPartition {
	const found = awsPartitions.find((partition) => partition !== "commercial" && region.startsWith(`${partition}-`));
	return found ?? "commercial";
}
