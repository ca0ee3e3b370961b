import { describe, expect, it } from "vitest";
import { canRun, instanceTypeArchitecture } from "./instance-type-architecture.ts";

const arm = {
	aws: `a1.medium t4g.micro m6g.large m6gd.xlarge m7g.2xlarge m7gd.metal m8g.24xlarge m8gd.large m8gb.large m8gn.large c6g.large c6gd.large c6gn.16xlarge
		c7g.metal c7gd.large c7gn.large c8g.48xlarge c8gd.large c8gn.metal-48xl c8gb.large r6g.large r6gd.large r7g.large r7gd.large r8g.large r8gb.large
		x2gd.metal x8g.large im4gn.large is4gen.medium i4g.large i8g.large i8ge.large g5g.xlarge hpc7g.16xlarge mac2.metal mac2-m2.metal mac2-m2pro.metal
		mac2-m1ultra.metal mac-m4.metal p6e-gb200.36xlarge`,
	azure: `Standard_D4ps_v5 Standard_D2plds_v5 Standard_D4pds_v5 Standard_D4pls_v5 Standard_E8ps_v5 Standard_E8pds_v5 Standard_B2pts_v2 Standard_B2pls_v2
		Standard_B2ps_v2 Standard_D96ps_v6 Standard_E96pds_v6 standard_d4ps_v5 Standard_ND128isr_NDR_GB200_v6`,
	gcp: "t2a-standard-1 c4a-standard-4 c4a-highmem-72-lssd n4a-standard-2 a4x-highgpu-4g",
	oracle: "VM.Standard.A1.Flex BM.Standard.A1.160 VM.Standard.A2.Flex VM.Standard.A4.Flex",
	alibaba: "ecs.g6r.large ecs.c6r.xlarge ecs.g8y.small ecs.c8y.large ecs.r8y.16xlarge ecs.ebmg6r.32xlarge",
};

const x86 = {
	aws: `t1.micro t2.nano t3.micro t3a.large m1.small m5.large m5zn.12xlarge m6i.large m6id.metal m7a.large m7i-flex.large c4.8xlarge c5n.18xlarge g4dn.xlarge
		g4ad.xlarge g5.xlarge g6.xlarge g6e.xlarge gr6.4xlarge p3.2xlarge p4de.24xlarge p5en.48xlarge p6-b200.48xlarge i3en.large i7ie.large x2idn.32xlarge
		x2iedn.metal x2iezn.2xlarge hpc6a.48xlarge hpc6id.32xlarge inf2.xlarge trn1n.32xlarge dl2q.24xlarge vt1.3xlarge f2.12xlarge u-6tb1.metal
		u7i-12tb.224xlarge u7in-16tb.224xlarge mac1.metal cc2.8xlarge cr1.8xlarge z1d.metal d3en.large h1.2xlarge`,
	azure: `Standard_D4s_v5 Standard_D2as_v5 Standard_DS3_v2 Standard_A1_v2 Basic_A0 Standard_B2ms Standard_M416ms_v2 Standard_NV16as_v4 Standard_NC4as_T4_v3
		Standard_M8-2ms_v2 Standard_E96-24ads_v5 Standard_F2s_v2 Standard_L8as_v3 Standard_HB120rs_v3 Standard_NP10s Standard_PB6s Standard_D2 Standard_DC2s_v3
		Standard_GS5-8`,
	gcp: `n1-standard-1 n2-highmem-8 n2d-standard-2 e2-medium e2-micro f1-micro g1-small t2d-standard-1 c3-standard-4 c3d-standard-4 c4-standard-2 n4-standard-2
		m1-ultramem-40 a2-highgpu-1g g2-standard-4 custom-4-8192 n2-custom-4-8192 z3-highmem-88`,
	oracle:
		"VM.Standard.E4.Flex VM.Standard2.1 VM.Standard3.Flex BM.Standard.E5.192 VM.Optimized3.Flex VM.DenseIO2.8 VM.Standard.B1.1 BM.HPC2.36",
	alibaba: "ecs.g6.large ecs.c7a.large ecs.r8i.xlarge ecs.t6-c1m1.large ecs.g5ne.large",
};

/** Shapes that no rule covers: their architecture is unknown. */
const unknown = {
	aws: "large m5 .large g.large m5.enormous x",
	azure: "D4ps_v5 Standard_ Standard_4 large",
	gcp: "b9-standard-1 standard-1 db-n1-standard-1",
	oracle: "VM.GPU.A10.1 BM.GPU4.8 Standard.A1",
	alibaba: "ecs.gn7i-c8g1.2xlarge ecs.sccg7.32xlarge g6r.large",
	openstack: "m1.small a1.medium t2a-standard-1",
	acme: "c7g.large",
};

describe("the architecture behind an instance type", () => {
	it.each(cases(arm))("of %s is Arm: %s", (cloud, type) => expect(instanceTypeArchitecture(cloud, type)).toBe("arm64"));
	it.each(cases(x86))("of %s is x86: %s", (cloud, type) =>
		expect(instanceTypeArchitecture(cloud, type)).toBe("x86_64"),
	);
	it.each(cases(unknown))("of %s is not known: %s", (cloud, type) =>
		expect(instanceTypeArchitecture(cloud, type)).toBeNull(),
	);
	it("is not known without a cloud type", () => expect(instanceTypeArchitecture(null, "m5.large")).toBeNull());
});

describe("the architectures that a processor can run", () => {
	it.each([
		["x86_64", "x86_64", true],
		["x86_64", "i386", true],
		["x86_64", "arm64", false],
		["arm64", "arm", true],
		["arm64", "x86_64", false],
		["arm64", "i386", false],
		["i386", "x86_64", false],
	] as const)("%s runs an image for %s: %s", (type, image, can) => expect(canRun(type, image)).toBe(can));
});

function cases(types: Readonly<Record<string, string>>): [string, string][] {
	return Object.entries(types).flatMap(([cloud, names]) =>
		names.split(/\s+/).map((name): [string, string] => [cloud, name]),
	);
}
