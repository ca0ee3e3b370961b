import { parseArchitecture } from "../../core/image/index.ts";
import { type ServerOverrides, serverOverrides } from "../../core/server/index.ts";
import type { Reads } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { overriddenMci } from "../resolve/requested-mci.ts";
import { changedInputs } from "./describe-deployment.ts";

/** The overrides to change. Omitted fields keep their value; null inherits again. */
export interface OverrideChanges {
	/** Reference of an MCI. */
	readonly mci?: string | null | undefined;
	readonly image?: string | null | undefined;
	readonly architecture?: string | null | undefined;
	readonly instanceType?: string | null | undefined;
	readonly kernel?: string | null | undefined;
	readonly ramdisk?: string | null | undefined;
	readonly userData?: string | null | undefined;
	readonly inputs?: Readonly<Record<string, string | null>> | undefined;
}

const texts = ["image", "instanceType", "kernel", "ramdisk", "userData"] as const;

/**
 * The overrides after these changes. Throws `mci-not-found`, `server-invalid`, and `component-invalid` for an input.
 */
export async function changedOverrides(
	needs: Pick<Needs, "now">,
	reads: Reads,
	given: {
		readonly actor: Actor;
		readonly server: string;
		readonly before: ServerOverrides;
		readonly changes: OverrideChanges;
	},
): Promise<ServerOverrides> {
	const { actor, server, before, changes } = given;
	const after: { -readonly [K in keyof ServerOverrides]: ServerOverrides[K] } = { ...before };
	for (const property of texts) {
		const value = changes[property];
		if (value === null) delete after[property];
		else if (value !== undefined) after[property] = value;
	}
	const { architecture, mci, inputs } = changes;
	if (architecture === null) delete after.architecture;
	else if (architecture !== undefined) after.architecture = parseArchitecture(architecture) ?? architecture;
	if (mci === null) delete after.mci;
	else if (mci !== undefined) after.mci = await overriddenMci(needs, reads, actor, mci);
	if (inputs !== undefined) after.inputs = changedInputs(before.inputs ?? {}, inputs);
	return serverOverrides(server, after);
}
