import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { readPastTime } from "../../input/past-time.ts";
import { readNumber } from "../../input/read-number.ts";
import { UsageError } from "../../usage-error.ts";

export const examples = ["mci webhook redeliver deploy 42", "mci webhook redeliver deploy --failed-since 2d"];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the webhook")
		.argument("[id]", "the delivery's number in `mci webhook deliveries`")
		.option(
			"--failed-since <when>",
			"all that failed since: 7d, 12h or 30m ago, a day (2026-01-31), or a time with its zone",
		)
		.action(
			run<[string, string | undefined], { readonly failedSince?: string }>(
				async (session, [name, text], { failedSince }) => {
					const { output } = session;
					if ((text === undefined) === (failedSince === undefined))
						throw new UsageError(
							"Nothing to send again.",
							"Give the number of one delivery, or use --failed-since for all that failed.",
						);
					if (failedSince !== undefined) {
						const since = readPastTime(failedSince, new Date(), "begin");
						await session.connect();
						const result = await session.client.redeliverFailed(name, { since });
						output.show(result, () => output.line(`${name}: ${result.renewed} sent again`));
						return undefined;
					}
					const id = readNumber(text ?? "", {
						what: "a delivery's number",
						where: `\`mci webhook deliveries ${name}\` shows them.`,
					});
					await session.connect();
					const delivery = await session.client.redeliver(name, id);
					output.show(delivery, () => output.line(`${name}: delivery ${delivery.id} is sent again`));
					return undefined;
				},
			),
		);
}
