import { z } from "zod";
import type { ComponentKind } from "../../../core/component/index.ts";

/** One of each kind that the samples have: a question that the API's page fills in is answered by a registry that was started with them. */
export const sampleNames = {
	mci: "almalinux-os-9-x86_64",
	template: "web-server",
	script: "install-nginx",
} as const satisfies Record<ComponentKind, string>;

/** The part of an address that names a component. */
export function componentPath(kind: ComponentKind) {
	return z.object({
		name: z.string().meta({ description: "Its name, or a former one that still answers.", example: sampleNames[kind] }),
	});
}
