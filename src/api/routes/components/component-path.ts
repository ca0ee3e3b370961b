import { z } from "zod";
import type { ComponentKind } from "../../../core/component/index.ts";

/**
 * A sample component of each kind: the example requests of the docs page work on a registry that was started with the
 * samples.
 */
export const sampleNames = {
	mci: "almalinux-os-9-x86_64",
	template: "web-server",
	script: "install-nginx",
} as const satisfies Record<ComponentKind, string>;

/** Path parameters of a component. */
export function componentPath(kind: ComponentKind) {
	return z.object({
		name: z.string().meta({ description: "Its name, or a former one that still answers.", example: sampleNames[kind] }),
	});
}
