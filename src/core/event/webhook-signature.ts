/** HMAC-SHA256 of a UTF-8 text; key and result in base64. */
export type HmacSha256 = (key: string, text: string) => string;

/** What a webhook is sent, before it is signed. */
export interface WebhookMessage {
	/** The same in every try: what receivers know repetitions by. Without a dot. */
	readonly id: string;
	/** When this try is made: seconds since 1970. */
	readonly timestamp: number;
	/** The exact body. */
	readonly body: string;
}

const secretPrefix = "whsec_";

/** A webhook's secret as it is shown, of a key in base64. */
export function webhookSecret(key: string): string {
	return `${secretPrefix}${key}`;
}

/**
 * The headers of a message, signed with each of the secrets (`whsec_…`), the present one first: receivers take a
 * message when one signature fits. Standard Webhooks 1.0.0:
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function webhookHeaders(
	message: WebhookMessage,
	secrets: readonly string[],
	hmac: HmacSha256,
): Readonly<Record<string, string>> {
	const { id, timestamp, body } = message;
	const signatures = secrets.map(
		(secret) => `v1,${hmac(secret.slice(secretPrefix.length), `${id}.${timestamp}.${body}`)}`,
	);
	return { "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": signatures.join(" ") };
}
