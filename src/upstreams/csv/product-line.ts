import { readImageName } from "../../core/image/index.ts";

/** OSes whose publishers treat the major version as the product. */
const majorProducts: ReadonlySet<string> = new Set([
	"almalinux",
	"almalinux-kitten",
	"rocky",
	"centos",
	"centos-stream",
	"oracle-linux",
	"rhel",
	"debian",
	"fedora",
	"amazon-linux",
]);
const rolling: ReadonlySet<string> = new Set([
	"fedora-coreos",
	"rhcos",
	"scos",
	"flatcar",
	"coreos",
	"bottlerocket",
	"gardenlinux",
	"talos",
	"arch",
	"gentoo",
]);

/**
 * `AlmaLinux OS` at 9.6.20250522 is the product `AlmaLinux OS 9`, `Ubuntu` at 22.04.3 is `Ubuntu 22.04`; other products
 * are their name.
 */
export function productLine(product: string, release: string | null): string {
	if (release === null || readImageName(product).osVersion !== null) return product;
	const { os, osVersion } = readImageName(`${product} ${release}`);
	if (os === null || osVersion === null || rolling.has(os) || /^20\d{6}/.test(release)) return product;
	return `${product} ${majorProducts.has(os) ? osVersion.replace(/[.-].*$/, "") : osVersion}`;
}
