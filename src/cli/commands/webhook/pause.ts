import type { CommandModule } from "../../input/define-command.ts";
import { webhookState } from "./webhook-state.ts";

export const pause = switching("pause", "pauseWebhook");
export const resume = switching("resume", "resumeWebhook");

/** `pause` or `resume`. */
function switching(verb: string, operation: "pauseWebhook" | "resumeWebhook"): CommandModule {
	return {
		examples: [`mci webhook ${verb} deploy`, `mci webhook ${verb} deploy --account acme`],
		define: (command, run) => {
			command.argument("<name>", "name of the webhook").action(
				run<[string]>(async (session, [name]) => {
					await session.connect();
					const webhook = await session.client[operation](name);
					session.output.show(webhook, () => session.output.line(`${webhook.name}: ${webhookState(webhook)}`));
					return undefined;
				}),
			);
		},
	};
}
