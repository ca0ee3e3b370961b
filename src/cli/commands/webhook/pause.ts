import { pauseWebhook, resumeWebhook, type Webhook } from "../../../client/generated/registry.ts";
import type { CommandModule } from "../../define-command.ts";
import { webhookState } from "./webhook-state.ts";

export const pause = switching("pause", pauseWebhook);
export const resume = switching("resume", resumeWebhook);

/** A command that lets a webhook be sent something, or nothing. */
function switching(verb: string, act: (name: string) => Promise<Webhook>): CommandModule {
	return {
		examples: [`mci webhook ${verb} deploy`, `mci webhook ${verb} deploy --account acme`],
		define: (command, run) => {
			command.argument("<name>", "name of the webhook").action(
				run<[string]>(async (session, [name]) => {
					await session.connect();
					const webhook = await act(name);
					if (session.output.json) session.output.value(webhook);
					else session.output.line(`${webhook.name}: ${webhookState(webhook)}`);
					return undefined;
				}),
			);
		},
	};
}
