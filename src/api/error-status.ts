import { catalogue, type Fault, type FaultCode, type FaultKind } from "../core/errors.ts";

/** The HTTP status of each kind of fault. */
const statusOfKind: Readonly<Record<FaultKind, number>> = {
	invalid: 400,
	unauthenticated: 401,
	denied: 403,
	"not-found": 404,
	conflict: 409,
	stale: 412,
	unsupported: 501,
	unavailable: 503,
	internal: 500,
};

/** Codes with a more specific HTTP status than their kind's. */
const statusOfCode: Readonly<Partial<Record<FaultCode, number>>> = {
	"head-condition-missing": 428,
	"version-condition-missing": 428,
	"input-too-large": 413,
	"rate-limited": 429,
	"upstream-file-too-large": 413,
	"fetch-failed": 502,
	"openid-unavailable": 502,
	"fetch-refused": 422,
};

/** The HTTP status of a code. */
export function statusOf(code: FaultCode): number {
	return statusOfCode[code] ?? statusOfKind[catalogue[code].kind];
}

/** An error as RFC 9457 problem details. */
export interface Problem {
	readonly type: string;
	readonly title: string;
	readonly status: number;
	readonly detail: string;
	readonly code: FaultCode;
	readonly help: string;
	readonly details: Record<string, unknown>;
}

/** Converts a fault into the body of an `application/problem+json` answer. */
export function problemOf(error: Fault): Problem {
	const status = statusOf(error.code);
	return {
		type: `/v1/errors/${error.code}`,
		title: titleOf(error.code),
		status,
		detail: error.message,
		code: error.code,
		help: error.help,
		details: { ...error.details },
	};
}

function titleOf(code: FaultCode): string {
	const words = code.replaceAll("-", " ");
	return words.startsWith("mci ")
		? `MultiCloud Image ${words.slice(4)}`
		: words.charAt(0).toUpperCase() + words.slice(1);
}
