import type { Architecture } from "./architecture.ts";
import type { CloudType } from "./cloud.ts";

/**
 * The architecture of an instance type's processors according to its vendor's naming rules. Null = unknown: another
 * cloud type, or a name that does not follow the rules. Only names are read, so new types are understood as long as
 * they follow the rules.
 */
export function instanceTypeArchitecture(type: CloudType | null, instanceType: string): Architecture | null {
	const name = instanceType.trim().toLowerCase();
	switch (type) {
		case "aws":
			return awsArchitecture(name);
		case "azure":
			return azureArchitecture(name);
		case "gcp":
			return gcpArchitecture(name);
		case "oracle":
			return oracleArchitecture(name);
		case "alibaba":
			return alibabaArchitecture(name);
		default:
			return null;
	}
}

/**
 * True if processors of `type` can start an image for `image`. 64-bit x86 also starts 32-bit x86 images; 64-bit Arm
 * also starts 32-bit Arm images.
 */
export function canRun(type: Architecture, image: Architecture): boolean {
	if (type === image) return true;
	return (type === "x86_64" && image === "i386") || (type === "arm64" && image === "arm");
}

/**
 * Families of all generations.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-type-specifications.html
 */
const awsFamilies: ReadonlySet<string> = new Set(
	"a c cc cg cr d dl f g gr h hi hpc hs i im inf is m p r t trn u vt x z".split(" "),
);

/**
 * Family, generation, then letters of which `g` is Graviton: `c7gn.xlarge`. The first Graviton is `a1`; Grace
 * processors stand after a dash (`p6e-gb200`); Macs are Arm since `mac2`.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
function awsArchitecture(name: string): Architecture | null {
	const mac = /^mac(\d|-m\d)(?:-[a-z0-9]+)?\.metal$/.exec(name);
	if (mac) return mac[1] === "1" ? "x86_64" : "arm64";
	if (/^u-\d+tb1\./.test(name)) return "x86_64";
	const match =
		/^([a-z]+)(\d+)([a-z]*)(?:-([a-z0-9]+))?\.(?:nano|micro|small|medium|(?:\d+x?)?large|\d*xlarge|metal(?:-\d+xl)?)$/.exec(
			name,
		);
	if (!match) return null;
	const [, family = "", generation = "", letters = "", after = ""] = match;
	// A family that is not known may mean anything, and so may a generation that does not exist yet.
	if (!awsFamilies.has(family) || generation.length > 1) return null;
	if (family === "a" && generation === "1") return "arm64";
	return letters.includes("g") || /^gb?\d/.test(after) ? "arm64" : "x86_64";
}

/**
 * Family, number of vCPUs, then small letters of which `p` is Arm: `Standard_D4ps_v5`, `Standard_B2pts_v2`. Sizes older
 * than that rule (`Standard_DS3_v2`) are x86; there was no Arm then.
 * https://learn.microsoft.com/en-us/azure/virtual-machines/vm-naming-conventions
 */
function azureArchitecture(name: string): Architecture | null {
	const match = /^(?:standard|basic)_([a-z]+)(\d+)(?:-\d+)?([a-z]*)(?:_[a-z0-9]+)*$/.exec(name);
	if (!match) return null;
	// ND…_GB200_v6: its processor is Nvidia's Grace.
	if (/_gb\d/.test(name)) return "arm64";
	return match[3]?.includes("p") && !/np/.test(match[3]) ? "arm64" : "x86_64";
}

const gcpArm = ["t2a", "c4a", "n4a", "a4x"];
const gcpX86 = [
	"a2",
	"a3",
	"a4",
	"c2",
	"c2d",
	"c3",
	"c3d",
	"c4",
	"c4d",
	"e2",
	"f1",
	"g1",
	"g2",
	"g4",
	"h3",
	"h4d",
	"m1",
	"m2",
	"m3",
	"m4",
];
const gcpMoreX86 = ["n1", "n2", "n2d", "n4", "n4d", "t2d", "x4", "z3"];

/**
 * The series is the part before the first dash: `t2a-standard-1`.
 * https://cloud.google.com/compute/docs/machine-resource
 */
function gcpArchitecture(name: string): Architecture | null {
	const series = /^([a-z]\d[a-z]?)-/.exec(name)?.[1];
	if (series === undefined) return /^custom-\d+-\d+$/.test(name) ? "x86_64" : null;
	if (gcpArm.includes(series)) return "arm64";
	return gcpX86.includes(series) || gcpMoreX86.includes(series) ? "x86_64" : null;
}

/**
 * `A` before the generation is Ampere (Arm), `E` AMD, only digits or `X` Intel. Shapes with GPUs are not told by their
 * name. https://docs.oracle.com/en-us/iaas/Content/Compute/References/computeshapes.htm
 */
function oracleArchitecture(name: string): Architecture | null {
	const series = /^(?:vm|bm)\.(?:standard|optimized|denseio|hpc)(?:\.([aebx]?)\d+|(\d))/.exec(name);
	if (!series) return null;
	return series[1] === "a" ? "arm64" : "x86_64";
}

const alibabaArm = /^(?:ebm)?[gcr](?:6r|8y|9y)$/;
const alibabaX86 = /^(?:ebm)?[gcrut][5-9](?:a|i|h|e|s|t|ne|se|hi)*$/;

/**
 * The family is the second part: `ecs.g8y.large`. `r` after generation 6 is Ampere Altra, `y` is YiTian 710, both Arm.
 * https://www.alibabacloud.com/help/en/ecs/user-guide/instance-specification-naming-and-classification
 */
function alibabaArchitecture(name: string): Architecture | null {
	const family = /^ecs\.([a-z0-9]+)(?:-[a-z0-9]+)?\./.exec(name)?.[1];
	if (family === undefined) return null;
	if (alibabaArm.test(family)) return "arm64";
	return alibabaX86.test(family) ? "x86_64" : null;
}
