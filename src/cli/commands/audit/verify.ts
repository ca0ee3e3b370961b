import type { Command } from "commander";
import { parseChainLink } from "../../../core/audit/index.ts";
import { fault } from "../../../core/errors.ts";
import type { Run } from "../../input/define-command.ts";
import { UsageError } from "../../usage-error.ts";

export const examples = [
	"mci audit verify > seal",
	'mci audit verify --expect "$(cat seal)" > seal.new && mv seal.new seal',
];

export function define(command: Command, run: Run): void {
	command.option("--expect <seq:digest>", "an earlier seal, which must still match").action(
		run<[], { readonly expect?: string }>(async (session, _arguments, { expect }) => {
			if (expect !== undefined && !parseChainLink(expect)) {
				throw new UsageError(
					`“${expect}” is not a seal of the audit.`,
					"Copy it from the output of `mci audit verify`: <seq>:<digest>.",
				);
			}
			await session.connect({ progress: true });
			const { output } = session;
			const verdict = await session.client.verifyAudit(expect === undefined ? {} : { expect: expect.trim() });
			if (output.json) output.value(verdict);
			const { broken, entries, seal } = verdict;
			if (broken) throw fault("audit-broken", { ...broken, entries });
			if (output.json) return undefined;
			output.line(seal);
			output.note(
				`${entries} entries, none changed, none missing. Store this seal elsewhere; --expect compares with it.`,
			);
			return undefined;
		}),
	);
}
