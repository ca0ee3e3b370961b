import { type ComponentKind, componentNouns } from "../../core/component/index.ts";
import type { CommandModule } from "../input/define-command.ts";
import { readReference } from "../input/own-reference.ts";
import { kindClient } from "../versions/kind-client.ts";
import { printImpact } from "./impact-text.ts";

/** `impact`: everything that the withdrawal of a commit would affect. */
export function impactCommand(kind: ComponentKind): CommandModule {
	const { command: mci } = componentNouns[kind];
	return {
		examples: [`${mci} impact web@3`, `${mci} impact web@production --json`],
		define: (command, run) => {
			command.argument("<ref>", "name, name@N or name@channel").action(
				run<[string]>(async (session, [ref]) => {
					await session.connect();
					const { name, revision } = await readReference(session.client, ref);
					const found = await kindClient(session.client, kind).getImpact(name, revision);
					session.output.show(found, () => printImpact(session.output, `${found.name}@${found.number}`, found.impact));
					return undefined;
				}),
			);
		},
	};
}
