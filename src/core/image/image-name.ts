import type { Architecture } from "./architecture.ts";

/** What the name of an image says about it. Null = the name does not say. */
export interface ImageName {
	/** Lower-case word of the OS: `ubuntu`, `rhel`, `fedora-coreos`, `windows` … */
	readonly os: string | null;
	/** As text; Ubuntu and Debian code names become their numbers (`jammy` → `22.04`). */
	readonly osVersion: string | null;
	readonly architecture: Architecture | null;
	/** The architecture as the name spells it. */
	readonly publishedArchitecture: string | null;
	/** Serial, date or build that changes with every release: `20250805`, `v20190916`. */
	readonly release: string | null;
	/** The name without its release: the same for all releases of one product line. */
	readonly line: string;
}
