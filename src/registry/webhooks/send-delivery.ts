import { isFault } from "../../core/errors.ts";
import { cutText, pingType, retryDelayMs, webhookHeaders, webhookPayload } from "../../core/event/index.ts";
import type { DeliveryTry, StoredDelivery, StoredWebhook, TakenDelivery } from "../../storage/store.ts";
import type { Needs, PostOutcome } from "../needs.ts";
import { afterMs, retryShare } from "../retry-time.ts";
import { endDelivery } from "./end-delivery.ts";

const answerLimit = 1000;

/** The lease of a delivery; an attempt ends before it. */
export const deliveryLeaseMs = 60_000;

/**
 * Attempts a leased delivery and records the outcome. An attempt that the signal cancels is returned to the queue,
 * uncounted.
 */
export async function sendDelivery(
	needs: Needs,
	{ delivery, webhook }: TakenDelivery,
	signal?: AbortSignal,
): Promise<void> {
	const begun = needs.now();
	const outcome = await post(needs, { delivery, webhook }, { begun, signal });
	if (outcome.kind === "called-off") {
		await needs.store.keep((tx) => tx.deliveries.giveBack(delivery));
		return;
	}
	const at = needs.now();
	const last = tryOf(outcome, { at: begun, tookMs: Math.max(0, Date.parse(at) - Date.parse(begun)) });
	const isTaken = last.problem === null;
	const wait = isTaken || isLast(delivery, outcome) ? undefined : waitOf(needs, delivery, outcome);
	const state = isTaken ? "delivered" : wait === undefined ? "failed" : "pending";
	await endDelivery(needs, { delivery, webhook, state, nextAt: wait === undefined ? at : afterMs(at, wait), last });
}

/** A delivery's body, from its notification; undefined if that was deleted meanwhile. */
export async function deliveryBody(
	needs: Pick<Needs, "store">,
	delivery: StoredDelivery,
	webhook: StoredWebhook,
): Promise<string | undefined> {
	const { read } = needs.store;
	const account = (await read.accounts.get(webhook.accountId)).name;
	if (delivery.notificationId === null) {
		const subject = { kind: "webhook", id: webhook.id, name: webhook.name };
		const title = `This is a try of webhook ${webhook.name}`;
		return webhookPayload({
			type: pingType,
			at: delivery.createdAt,
			account,
			notification: null,
			auditSeq: null,
			subject,
			title,
			details: {},
		});
	}
	const told = await read.notifications.find(webhook.accountId, delivery.notificationId);
	return told && webhookPayload({ ...told, type: told.event, account, notification: told.id });
}

/** The context that a webhook's secrets are sealed for. */
export function webhookSecretContext(uid: string): string {
	return `webhook ${uid} secret`;
}

async function post(
	needs: Needs,
	{ delivery, webhook }: TakenDelivery,
	{ begun, signal }: { readonly begun: string; readonly signal: AbortSignal | undefined },
): Promise<PostOutcome> {
	try {
		const body = await deliveryBody(needs, delivery, webhook);
		if (body === undefined) return { kind: "failed", problem: "what it was to tell is forgotten" };
		const message = { id: delivery.messageId, timestamp: Math.floor(Date.parse(begun) / 1000), body };
		const signed = webhookHeaders(message, openSecrets(needs, webhook, begun), (key, text) =>
			needs.hmacSha256(key, text),
		);
		return await needs.outbound.post(webhook.url, {
			headers: { "content-type": "application/json", ...signed },
			body,
			signal,
		});
	} catch (error) {
		// A missing secret key may be there at the next attempt.
		if (isFault(error) && error.kind !== "internal") return { kind: "failed", problem: error.message };
		throw error;
	}
}

function openSecrets({ secrets }: Needs, webhook: StoredWebhook, now: string): string[] {
	const { secret, previousSecret, uid } = webhook;
	const both = previousSecret !== null && previousSecret.until > now ? [secret, previousSecret.secret] : [secret];
	return both.map((sealed) => secrets.open(sealed, webhookSecretContext(uid)));
}

function tryOf(
	outcome: Exclude<PostOutcome, { kind: "called-off" }>,
	{ at, tookMs }: Pick<DeliveryTry, "at" | "tookMs">,
): DeliveryTry {
	if (outcome.kind !== "answered") return { at, tookMs, status: null, problem: outcome.problem, answer: null };
	const { status } = outcome;
	// PostgreSQL does not store NUL.
	const answer = cutText(outcome.answer.replaceAll("\0", "\ufffd").toWellFormed(), answerLimit);
	return { at, tookMs, status, problem: problemOf(status), answer };
}

function problemOf(status: number): string | null {
	if (status >= 200 && status < 300) return null;
	if (status >= 300 && status < 400) return `the receiver answers ${status}, and redirects are not followed`;
	return status === 410 ? "the receiver answers 410: it is gone for good" : `the receiver answers ${status}`;
}

/** A receiver that is gone, a refused address, and a ping are not tried again. */
function isLast(delivery: StoredDelivery, outcome: PostOutcome): boolean {
	return (
		delivery.notificationId === null ||
		outcome.kind === "refused" ||
		(outcome.kind === "answered" && outcome.status === 410)
	);
}

function waitOf(
	needs: Needs,
	{ messageId, webhookId, tries }: StoredDelivery,
	outcome: PostOutcome,
): number | undefined {
	return retryDelayMs(
		tries,
		retryShare(needs, `${messageId} ${webhookId} ${tries}`),
		outcome.kind === "answered" ? outcome.retryAfterMs : null,
	);
}
