import { fault } from "../../core/errors.ts";
import { isEventPattern, sortEventPatterns } from "../../core/event/index.ts";
import type { Needs } from "../needs.ts";

const namePattern = /^[a-z0-9][a-z0-9._-]{0,99}$/;
const urlLimit = 2000;
const descriptionLimit = 1000;

/** The checked fields of a webhook called `name`; omitted ones stay omitted. Rejects with `webhook-invalid`. */
export async function webhookFields(
	needs: Pick<Needs, "outbound">,
	name: string,
	words: {
		readonly url?: string | undefined;
		readonly events?: readonly string[] | undefined;
		readonly description?: string | undefined;
	},
): Promise<{ readonly url?: string; readonly events?: readonly string[]; readonly description?: string }> {
	const { url, events, description } = words;
	if (url !== undefined) await assertUrl(needs, name, url);
	if (description !== undefined && description.length > descriptionLimit)
		throw invalidWebhook(name, `its description is longer than ${descriptionLimit} characters`);
	if (events?.length === 0) throw invalidWebhook(name, "it has no events");
	const wrong = events?.find((event) => !isEventPattern(event));
	if (wrong !== undefined) throw invalidWebhook(name, `there is no event “${wrong.slice(0, 100)}”`);
	return {
		...(url === undefined ? {} : { url }),
		...(events === undefined ? {} : { events: sortEventPatterns(events) }),
		...(description === undefined ? {} : { description }),
	};
}

/** Throws `webhook-invalid` unless this can be a webhook's name, which is part of addresses. */
export function assertWebhookName(name: string): void {
	if (!namePattern.test(name))
		throw invalidWebhook(name, "its name must have 1 to 100 lowercase letters, digits, dots and dashes");
}

/** The fault of a webhook that can't be as requested. */
export function invalidWebhook(name: string, problem: string): Error {
	return fault("webhook-invalid", { webhook: name.slice(0, 120), problem });
}

async function assertUrl({ outbound }: Pick<Needs, "outbound">, name: string, url: string): Promise<void> {
	if (url.length > urlLimit) throw invalidWebhook(name, `its URL is longer than ${urlLimit} characters`);
	const refusal = await outbound.refusalOf(url);
	if (refusal !== null) throw invalidWebhook(name, `its URL is refused, because ${refusal}`);
}
