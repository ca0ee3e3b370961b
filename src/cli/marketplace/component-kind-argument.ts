import { Option } from "commander";
import type { Client } from "../../client/generated/registry.ts";
import { type ComponentKind, componentKinds } from "../../core/component/index.ts";
import { UsageError } from "../usage-error.ts";

/** `--kind`, needed if imports of two kinds have one name. */
export function kindOption(): Option {
	return new Option("--kind <kind>", "needed if imports of two kinds have one name").choices(componentKinds);
}

/**
 * The kind of the import of that name: the given one, else the only one; without any, an MCI, so that the registry
 * reports what is missing.
 */
export async function importedKind(
	client: Client,
	name: string,
	given: ComponentKind | undefined,
): Promise<ComponentKind> {
	if (given !== undefined) return given;
	const { items } = await client.listImported({ text: name.slice(0, 200), limit: 500 });
	const kinds = items.flatMap((one) => (one.name === name ? [one.kind] : []));
	if (kinds.length > 1)
		throw new UsageError(
			`“${name}” is the name of ${kinds.length} imports: ${kinds.join(", ")}.`,
			"Choose one with --kind.",
		);
	return kinds[0] ?? "mci";
}
