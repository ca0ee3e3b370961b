/** The CPU architectures of images, in their canonical spelling. */
export const architectures = ["x86_64", "arm64", "i386", "arm", "ppc64le", "s390x", "riscv64"] as const;
export type Architecture = (typeof architectures)[number];

const spellings: Readonly<Record<string, Architecture>> = {
	x86_64: "x86_64",
	"x86-64": "x86_64",
	amd64: "x86_64",
	x64: "x86_64",
	intel64: "x86_64",
	em64t: "x86_64",
	arm64: "arm64",
	aarch64: "arm64",
	armv8: "arm64",
	i386: "i386",
	i486: "i386",
	i586: "i386",
	i686: "i386",
	x86: "i386",
	ia32: "i386",
	arm: "arm",
	armhf: "arm",
	armv7: "arm",
	armv7l: "arm",
	ppc64le: "ppc64le",
	ppc64el: "ppc64le",
	powerpc64le: "ppc64le",
	s390x: "s390x",
	riscv64: "riscv64",
};

/**
 * Parses any spelling that publishers use (`amd64`, `X86_64`, `Arm64`, `aarch64-linux`); undefined if it is not an
 * architecture.
 */
export function parseArchitecture(text: string): Architecture | undefined {
	const key = text
		.trim()
		.toLowerCase()
		.replace(/-linux$/, "");
	return Object.hasOwn(spellings, key) ? spellings[key] : undefined;
}
