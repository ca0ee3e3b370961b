import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { readNumber } from "../../input/read-number.ts";

export const examples = ["mci webhook delivery deploy 42", "mci webhook delivery deploy 42 --json"];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "name of the webhook")
		.argument("<id>", "the delivery's number in `mci webhook deliveries`")
		.action(
			run<[string, string]>(async (session, [name, text]) => {
				const id = readNumber(text, {
					what: "a delivery's number",
					where: `\`mci webhook deliveries ${name}\` shows them.`,
				});
				await session.connect();
				const { output } = session;
				const delivery = await session.client.getDelivery(name, id);
				if (output.json) {
					output.value(delivery);
					return undefined;
				}
				const { last } = delivery;
				output.table(
					["field", "value"],
					[
						["id", String(delivery.id)],
						["webhook-id", delivery.messageId],
						["event", delivery.event],
						["state", delivery.state],
						["tries", String(delivery.tries)],
						["made", delivery.createdAt],
						...(delivery.nextAt === null ? [] : [["next attempt", delivery.nextAt]]),
						...(last === null ? [] : [["last attempt", `${last.at}, ${last.tookMs} ms`]]),
						...(last?.status == null ? [] : [["status", String(last.status)]]),
						...(last?.problem == null ? [] : [["problem", last.problem]]),
						...(last?.answer == null || last.answer === "" ? [] : [["answer", last.answer]]),
						["body", delivery.body ?? "its notification was deleted"],
					],
				);
				return undefined;
			}),
		);
}
