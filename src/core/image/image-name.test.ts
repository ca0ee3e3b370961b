import { describe, expect, it } from "vitest";
import { readImageName } from "./image-name.ts";

describe("readImageName", () => {
	it.each([
		[
			"Fedora CoreOS 42.20250818.3.0 x86_64",
			"fedora-coreos",
			"42",
			"x86_64",
			"42.20250818.3.0",
			"Fedora CoreOS x86_64",
		],
		[
			"fedora-coreos-42-20250818-3-0-gcp-x86-64",
			"fedora-coreos",
			"42",
			"x86_64",
			"42.20250818.3.0",
			"fedora-coreos-gcp-x86-64",
		],
		["rhcos-413-86-202301191042-0-gcp-x86-64", "rhcos", "4.13", "x86_64", "413.86.202301191042-0", "rhcos-gcp-x86-64"],
		["rhcos-9.6.20250523-0-aarch64", "rhcos", "9.6", "arm64", "9.6.20250523-0", "rhcos-aarch64"],
		["rhcos-410.8.20190325.0", "rhcos", "4.10", null, "410.8.20190325.0", "rhcos"],
		["myapp-1.4.2-20250102", null, null, null, "1.4.2-20250102", "myapp"],
		["web v2.0.1", null, null, null, "v2.0.1", "web"],
		[
			"fedora-coreos-42.20250901.3.0-aarch64",
			"fedora-coreos",
			"42",
			"arm64",
			"42.20250901.3.0",
			"fedora-coreos-aarch64",
		],
		["coreos-dcos-1.11.3-docker-1.12.6-dcos", "coreos", null, null, null, "coreos-dcos-1.11.3-docker-1.12.6-dcos"],
		[
			"redhat-rh-rhel-main-2-rhel_7_main_gen1-x86_64",
			"rhel",
			"7",
			"x86_64",
			null,
			"redhat-rh-rhel-main-2-rhel_7_main_gen1-x86_64",
		],
		[
			"ubuntu-noble-24.04-amd64-server-20250805",
			"ubuntu",
			"24.04",
			"x86_64",
			"20250805",
			"ubuntu-noble-24.04-amd64-server",
		],
		[
			"099720109477/ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20251212",
			"ubuntu",
			"22.04",
			"x86_64",
			"20251212",
			"099720109477/ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server",
		],
		[
			"ubuntu-eks/k8s_1.21/images/hvm-ssd/ubuntu-focal-20.04-amd64-server-20220610",
			"ubuntu",
			"20.04",
			"x86_64",
			"20220610",
			"ubuntu-eks/k8s_1.21/images/hvm-ssd/ubuntu-focal-20.04-amd64-server",
		],
		["ubuntu-1804-bionic-arm64-v20221018", "ubuntu", "18.04", "arm64", "v20221018", "ubuntu-1804-bionic-arm64"],
		["bionic-server-cloudimg-amd64.img", "ubuntu", "18.04", "x86_64", null, "bionic-server-cloudimg-amd64.img"],
		[
			"kope.io/k8s-1.4-debian-jessie-amd64-hvm-ebs-2017-07-28",
			"debian",
			"8",
			"x86_64",
			"2017-07-28",
			"kope.io/k8s-1.4-debian-jessie-amd64-hvm-ebs",
		],
		["debian-12-amd64-20240201-1644", "debian", "12", "x86_64", "20240201-1644", "debian-12-amd64"],
		["RightImage_CentOS_5.6_x64_v5.7", "centos", "5.6", "x86_64", "v5.7", "RightImage_CentOS_5.6_x64"],
		[
			"RightImage_CentOS_6.6_x64_v14.2.1_HVM_EBS",
			"centos",
			"6.6",
			"x86_64",
			"v14.2.1",
			"RightImage_CentOS_6.6_x64_HVM_EBS",
		],
		["RightImage_Ubuntu_12.04_x64_v5.8.8", "ubuntu", "12.04", "x86_64", "v5.8.8", "RightImage_Ubuntu_12.04_x64"],
		[
			"RightImage_Windows_2008R2_SP1_x64_v5.8.8",
			"windows",
			"2008-r2",
			"x86_64",
			"v5.8.8",
			"RightImage_Windows_2008R2_SP1_x64",
		],
		["centos-7-v20221206", "centos", "7", null, "v20221206", "centos-7"],
		[
			"CentOS Linux 7 x86_64 HVM EBS ENA 1901_01-b7ee8a69-ee97-4a49-9e68-afaee216db2e-ami-05713873c6794f575.4",
			"centos",
			"7",
			"x86_64",
			"1901_01",
			"CentOS Linux 7 x86_64 HVM EBS ENA",
		],
		[
			"RHEL-9.2.0_HVM-20230503-arm64-41-Hourly2-GP2",
			"rhel",
			"9.2.0",
			"arm64",
			"20230503-41",
			"RHEL-9.2.0_HVM-arm64-Hourly2-GP2",
		],
		[
			"RHEL_HA-8.5.0_HVM-20211103-x86_64-0-Hourly2-GP2",
			"rhel",
			"8.5.0",
			"x86_64",
			"20211103-0",
			"RHEL_HA-8.5.0_HVM-x86_64-Hourly2-GP2",
		],
		["hpcc-lsf10-scale5131-rhel84-060822-v1", "rhel", "8.4", null, "v1", "hpcc-lsf10-scale5131-rhel84-060822"],
		["AlmaLinux OS 9.6.20250522 x86_64", "almalinux", "9.6", "x86_64", "9.6.20250522", "AlmaLinux OS 9 x86_64"],
		[
			"AlmaLinux OS 9.0-beta-1.20220516 x86_64",
			"almalinux",
			"9.0",
			"x86_64",
			"9.0-beta-1.20220516",
			"AlmaLinux OS 9 x86_64",
		],
		[
			"AlmaLinux OS Kitten 10.20241224.0 aarch64",
			"almalinux-kitten",
			"10",
			"arm64",
			"10.20241224.0",
			"AlmaLinux OS Kitten 10 aarch64",
		],
		["Rocky-8-ec2-8.6-20220515.0.x86_64", "rocky", "8.6", "x86_64", "8.6-20220515.0", "Rocky-8-ec2.x86_64"],
		["sles-12-sp3-sap-byos-v20190221", "sles", "12-sp3", null, "v20190221", "sles-12-sp3-sap-byos"],
		["suse-manager-3-2-proxy-byos-v20190617", "suse-manager", "3.2", null, "v20190617", "suse-manager-3-2-proxy-byos"],
		[
			"openSUSE-Leap-15-6-v20240610-hvm-ssd-x86_64",
			"opensuse",
			"15.6",
			"x86_64",
			"v20240610",
			"openSUSE-Leap-15-6-hvm-ssd-x86_64",
		],
		[
			"al2023-ami-2023.0.20230503.0-kernel-6.1-x86_64",
			"amazon-linux",
			"2023",
			"x86_64",
			"2023.0.20230503.0",
			"al2023-ami-kernel-6.1-x86_64",
		],
		[
			"amzn2-ami-hvm-2.0.20190618-x86_64-gp2",
			"amazon-linux",
			"2",
			"x86_64",
			"2.0.20190618",
			"amzn2-ami-hvm-x86_64-gp2",
		],
		[
			"amzn-ami-2017.09.f-amazon-ecs-optimized",
			"amazon-linux",
			"2017.09",
			null,
			"2017.09.f",
			"amzn-ami-amazon-ecs-optimized",
		],
		["amazon-eks-node-1.21-v20220526", "amazon-linux", "2", null, "v20220526", "amazon-eks-node-1.21"],
		[
			"Windows_Server-2022-English-Full-Base-2023.05.10",
			"windows",
			"2022",
			null,
			"2023.05.10",
			"Windows_Server-2022-English-Full-Base",
		],
		[
			"sql-2017-enterprise-windows-2016-dc-v20221109",
			"windows",
			"2016",
			null,
			"v20221109",
			"sql-2017-enterprise-windows-2016-dc",
		],
		["relman-win2012r2", "windows", "2012-r2", null, null, "relman-win2012r2"],
		["alpine-ami-3.10.3-x86_64-r0", "alpine", "3.10.3", "x86_64", "3.10.3-r0", "alpine-ami-3.10-x86_64"],
		[
			"Fedora-Cloud-Base-37-1.7.x86_64-hvm-us-east-1-gp2-0",
			"fedora",
			"37",
			"x86_64",
			"1.7",
			"Fedora-Cloud-Base-37.x86_64-hvm-gp2-0",
		],
		["CoreOS-stable-1010.5.0-hvm", "coreos", "1010.5.0", null, "1010.5.0", "CoreOS-stable-hvm"],
		["cos-97-16919-103-4", "cos", "97", null, "16919-103-4", "cos-97"],
	])("reads %s", (name, os, osVersion, architecture, release, line) => {
		expect(readImageName(name)).toMatchObject({ os, osVersion, architecture, release, line });
	});

	it.each([
		[
			"Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2:22.04.202301010",
			"22.04",
			"Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2",
		],
		["OpenLogic:CentOS:7_9-gen2:7.9.2022020701", "7.9", "OpenLogic:CentOS:7_9-gen2"],
		["projects/windows-cloud/global/images/windows-server-2022-dc-v20221109", "2022", "windows-server-2022-dc"],
		[
			"https://example.org/AlmaLinux-8-GenericCloud-8.6-20220513.x86_64.qcow2",
			"8.6",
			"AlmaLinux-8-GenericCloud.x86_64.qcow2",
		],
	])("reads the URN, path or URL %s", (name, osVersion, line) => {
		expect(readImageName(name)).toMatchObject({ osVersion, line });
	});

	it.each([
		["docker-worker-gcp-googlecompute-2019-11-04t22-31-35z", "2019-11-04t22-31-35z"],
		["acme-base-1655312345", "1655312345"],
		["acme-web-d013ee7", "d013ee7"],
		["generic-worker-gy2tmxoiydwb9jstr390", "gy2tmxoiydwb9jstr390"],
	])("reads the suffix that a build adds to %s as its release", (name, release) => {
		expect(readImageName(name)).toMatchObject({ os: null, osVersion: null, release });
	});

	it.each([
		["RedHat:RHEL:8-LVM:8.4.2021052301", "rhel", "8.4", null],
		["RedHat:rhel-arm64:8_6-arm64:8.6.2022060901", "rhel", "8.6", "arm64"],
		["RedHat:rhel-arm64:8_6-arm64", "rhel", "8.6", "arm64"],
		["sycompatechnologycompanyinc1588192103892:sycomprhel:sycomprhel84:8.4.2", "rhel", "8.4", null],
		["haproxy-technologies:hapee-rhel:2_0r1_2", "rhel", null, null],
		["redhat:rh-ocp-worker:rh-ocp-worker-gen1:4.18.2025031114", "rhcos", "4.18", null],
		["sap:gardenlinux:greatest:934.9.0", "gardenlinux", "934.9.0", null],
		["CoreOS:CoreOS:Stable:2135.6.0", "coreos", "2135.6.0", null],
		["haproxy:web:1.0.0", null, null, null],
		["ami-rhel10-x86-useast1", "rhel", "10", "x86_64"],
		["CentOS-6-x86", "centos", "6", "i386"],
		["rhel-9-500.90.202601151000-0", "rhcos", "5.0", null],
		["rhcos-10-2-20260405-0-gcp-x86-64", "rhcos", "10.2", "x86_64"],
		["rhcos-43.81.202001142154", "rhcos", "4.3", null],
		["rhcos-42s390x.81.20191224.0-openstack.qcow2", "rhcos", "4.2", "s390x"],
		["rocky-linux-92", "rocky", "9.2", null],
		["OL810-x86_64", "oracle-linux", "8.10", "x86_64"],
		["rhel-101", "rhel", "10.1", null],
		["RHEL-EC2-9.4-x86_64", "rhel", "9.4", "x86_64"],
		["OL9U4_x86_64-kvm-b234.qcow2", "oracle-linux", "9.4", "x86_64"],
		["OL8U10_x86_64-kvm.qcow2", "oracle-linux", "8.10", "x86_64"],
		["ibm-sles-15-5-amd64-sap-hana-3", "sles", "15-sp5", "x86_64"],
		["sles-16-0-v20251104-x86-64", "sles", "16.0", "x86_64"],
		["flatcar-stable-3374.2.3-kube-v1.24.8", "flatcar", "3374.2.3", null],
		["capa-ami-amazon-2-v1.26.1-1674000000", "amazon-linux", "2", null],
		["win116425h2", "windows", "11", null],
		["win11a6425h2tester", "windows", "11", "arm64"],
		["trusted_win11_a64_24h2_builder", "windows", "11", "arm64"],
		["gecko-t-win10-64-2004-base-gpu", "windows", "10", null],
		["windows-10-enterprise-ltsc-2019", "windows", "10", null],
		["ubuntu16", "ubuntu", "16.04", null],
		["docker-worker-gcp-trusted-u1804-2022-08-12b", "ubuntu", "18.04", null],
		["ubuntu-18.4.20190617-x86_64", "ubuntu", "18.04", "x86_64"],
		["resolute-server-cloudimg-amd64", "ubuntu", "26.04", "x86_64"],
		["parallelcluster-alinux", "amazon-linux", "1", null],
		["parallelcluster-alinux2", "amazon-linux", "2", null],
		["photon-hw15-5.0-dde71ec57.x86_64", "photon", "5.0", "x86_64"],
		["edge-aarch64/edge/alpine-ami-edge-aarch64-20201104223817", "alpine", "edge", "arm64"],
		["cos-arm64-101-lts", "cos", "101", "arm64"],
		["coreos_2345_3.0_x64_30G_alibase_20200519.vhd", "coreos", "2345.3.0", "x86_64"],
		["openSUSE-Tumbleweed-JeOS.x86_64-15.1.0-OpenStack-Cloud.qcow2", "opensuse", null, "x86_64"],
	])("reads OS, version and architecture of %s", (name, os, osVersion, architecture) => {
		expect(readImageName(name)).toMatchObject({ os, osVersion, architecture });
		for (const spelling of [name.toUpperCase(), name.toLowerCase()])
			expect(readImageName(spelling)).toMatchObject({ os, osVersion, architecture });
	});

	it.each([
		[
			"https://example.org/builds/30.20190715.0/x86_64/fedora-coreos-30.20190715.0-openstack.qcow2.xz",
			["fedora-coreos", "30", "x86_64"],
		],
		[
			"https://example.org/gardenlinux/1312.1/openstack-gardener_prod-amd64-1312.1-c6ebc74e.qcow2",
			["gardenlinux", "1312.1", "x86_64"],
		],
		["https://minio.example.org/images/talos/1.3.6/disk.raw", ["talos", "1.3.6", null]],
		[
			"https://factory.talos.dev/image/376567988ad370138ad8/v1.11.3/openstack-amd64.raw.xz",
			["talos", "1.11.3", "x86_64"],
		],
		[
			"https://stable.release.flatcar-linux.net/amd64-usr/3227.2.4/flatcar_production_openstack_image.img.bz2",
			["flatcar", "3227.2.4", "x86_64"],
		],
		["https://hwxeast.blob.core.windows.net/images/cb-cdh--2005160629.vhd", [null, null, null]],
		["projects/rhel10-project/global/images/web", [null, null, null]],
		["/subscriptions/s/resourceGroups/ubuntu/providers/Microsoft.Compute/images/web", [null, null, null]],
	])("reads the folders of %s, but neither hosts nor accounts", (name, [os, osVersion, architecture]) => {
		expect(readImageName(name)).toMatchObject({ os, osVersion, architecture });
	});

	it("joins Rocky's minor versions in one line, as AlmaLinux's", () => {
		const lines = ["Rocky-9-EC2-Base-9.3-20231113.0.x86_64", "Rocky-9-EC2-Base-9.4-20240509.0.x86_64"].map(
			readImageName,
		);
		expect(lines.map(({ line, osVersion }) => [line, osVersion])).toEqual([
			["Rocky-9-EC2-Base.x86_64", "9.3"],
			["Rocky-9-EC2-Base.x86_64", "9.4"],
		]);
	});

	it("keeps the publisher's spelling of the architecture", () => {
		expect(readImageName("fedora-cloud-base-gcp-35-1-2-x86-64").publishedArchitecture).toBe("x86-64");
	});

	it.each(["", " ", "base", "-", "::::", "::", "20240101", "v1", "x86_64", "ami-0f80b5e9789f038ca"])(
		"returns a line for %j without inventing an OS",
		(name) => {
			expect(readImageName(name)).toMatchObject({ os: null, osVersion: null });
			expect(readImageName(name).line).toBe(name.trim());
		},
	);

	it.each([
		"1-".repeat(400),
		"1.".repeat(400),
		"rocky-8-a-".repeat(60),
		"alpine-3.1.1-".repeat(50),
		"a".repeat(100_000),
		"v1.".repeat(500),
		`https://example.org/${"a/".repeat(240)}b`,
		`/${"ubuntu-1/".repeat(50)}b`,
		`parallelcluster-${"alinux-".repeat(60)}`,
		"win11".repeat(100),
	])("reads hostile names quickly (%#)", (name) => {
		const from = performance.now();
		for (let i = 0; i < 20; i++) readImageName(name);
		expect(performance.now() - from).toBeLessThan(1000);
		expect(readImageName(name).line.length).toBeLessThanOrEqual(512);
	});
});
