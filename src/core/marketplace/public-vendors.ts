/**
 * Owners whose images everybody may use, as catalogues write them, in lower case: AWS accounts and projects of GCP.
 * Sources: the vendors' own pages, https://documentation.ubuntu.com/aws/aws-how-to/instances/find-ubuntu-images/,
 * https://wiki.debian.org/Cloud/AmazonEC2Image, https://wiki.almalinux.org/cloud/AWS.html,
 * https://fedoraproject.org/cloud/download, https://access.redhat.com/solutions/15356,
 * https://docs.cloud.google.com/compute/docs/images/os-details.
 */
const vendors: ReadonlySet<string> = new Set([
	...[
		"amazon",
		"aws-marketplace",
		"canonical",
		"debian",
		"redhat",
		"suse",
		"microsoft",
		"almalinux",
		"rocky",
		"fedora",
	],
	// Canonical, Debian, Red Hat, Fedora and CentOS, AlmaLinux, SUSE, Amazon Linux, Windows.
	...[
		"099720109477",
		"136693071363",
		"309956199498",
		"125523088429",
		"764336703387",
		"013907871322",
		"137112412989",
		"801119661308",
	],
	...[
		"debian-cloud",
		"ubuntu-os-cloud",
		"ubuntu-os-pro-cloud",
		"rhel-cloud",
		"rhel-sap-cloud",
		"suse-cloud",
		"suse-sap-cloud",
		"opensuse-cloud",
	],
	...[
		"centos-cloud",
		"rocky-linux-cloud",
		"almalinux-cloud",
		"oracle-linux-cloud",
		"cos-cloud",
		"fedora-cloud",
		"fedora-coreos-cloud",
	],
	...["windows-cloud", "windows-sql-cloud"],
]);

/** True for an owner whose images are public by nature. */
export function isPublicVendor(owner: string): boolean {
	return vendors.has(owner.trim().toLowerCase());
}
