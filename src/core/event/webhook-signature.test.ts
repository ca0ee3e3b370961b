import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { webhookPayload } from "./webhook-payload.ts";
import { webhookHeaders, webhookSecret } from "./webhook-signature.ts";

const hmac = (key: string, text: string) =>
	createHmac("sha256", Buffer.from(key, "base64")).update(text).digest("base64");

describe("the headers of a webhook's message", () => {
	// Secret, id, timestamp and body are from the tests of the Standard Webhooks libraries; the signature was made with
	// OpenSSL.
	const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
	const message = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: '{"test": 2432232314}' };

	it("equal those of every library of the standard", () => {
		expect(webhookHeaders(message, [secret], hmac)).toEqual({
			"webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
			"webhook-timestamp": "1614265330",
			"webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
		});
	});

	it("have a signature per secret while one replaces the other", () => {
		const other = webhookSecret("AAAA");
		const both = webhookHeaders(message, [other, secret], hmac)["webhook-signature"];
		const single = [other, secret].map((one) => webhookHeaders(message, [one], hmac)["webhook-signature"]);
		expect(both).toBe(single.join(" "));
		expect(new Set(single).size).toBe(2);
	});
});

describe("the body of a webhook's message", () => {
	it("has type, timestamp and data", () => {
		const subject = { kind: "mci", id: 7, name: "web" };
		const at = "2026-01-01T00:00:00.000Z";
		const told = {
			type: "channel.moved",
			at,
			account: "acme",
			notification: 5,
			auditSeq: 9,
			subject,
			title: "t",
			details: { channel: "p" },
		};
		expect(JSON.parse(webhookPayload(told))).toEqual({
			type: "channel.moved",
			timestamp: at,
			data: { account: "acme", notification: 5, auditSeq: 9, title: "t", subject, details: { channel: "p" } },
		});
	});
});
