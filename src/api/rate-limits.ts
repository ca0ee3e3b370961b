import type { FastifyRequest } from "fastify";
import { type Fault, fault, isFault } from "../core/errors.ts";
import type { App } from "./app.ts";
import { clientNetwork } from "./client-network.ts";
import { type WindowCounter, windowCounter } from "./window-counter.ts";

/**
 * Limits for routes where secrets could be guessed, or that cause work without a secret: `sign-in` for passwords,
 * `code` for invitation codes, `exchange` for workloads' tokens, many of which come from one address.
 */
export type RateLimitName = "sign-in" | "code" | "exchange";

export interface RateLimits {
	/** Requests per minute of one token or user; 0 for no limit. */
	readonly perActor: number;
	/** Requests per minute from one address without a token; 0 for no limit. */
	readonly perAddress: number;
	/** Unknown tokens and sessions per minute from one address. Above that, only known good ones are checked. */
	readonly failures: number;
	/** Requests per minute from one address to each route with a limit of that name. */
	readonly named: Readonly<
		Record<RateLimitName, { readonly limit: number; readonly seconds: number; readonly what: string }>
	>;
}

/** The default limits. */
export const defaultRateLimits: RateLimits = {
	perActor: 12_000,
	perAddress: 1_200,
	failures: 30,
	named: {
		"sign-in": { limit: 10, seconds: 60, what: "attempts to sign in from this address" },
		code: { limit: 20, seconds: 600, what: "codes tried from this address" },
		exchange: { limit: 300, seconds: 60, what: "tokens exchanged from this address" },
	},
};

declare module "fastify" {
	interface FastifyContextConfig {
		/** A limit in addition to the general one; false for no limit at all. */
		rateLimit?: RateLimitName | false;
	}
}

const minute = 60;

/**
 * Limits that apply before anything is read from the store: on routes with a limit of their own, and on addresses
 * that send unknown tokens. Counters belong to this process, so several servers allow a multiple. Windows are fixed,
 * so up to twice the limit can pass around the end of a window. Not @fastify/rate-limit: it slows `GET /v1/resolve`
 * by a tenth, and can't count failures.
 */
export function addAttemptLimits(
	app: App,
	limits: RateLimits,
	now: () => number = () => performance.now(),
): AttemptLimits {
	const failures = windowCounter(minute, now);
	const named = Object.fromEntries(
		Object.entries(limits.named).map(([name, { seconds }]) => [name, windowCounter(seconds, now)]),
	) as Record<RateLimitName, WindowCounter>;
	/**
	 * Credentials that worked while others failed: clients behind the same address are not locked out by one of them.
	 */
	const good = new Set<string>();

	app.addHook("onRequest", (request, _reply, done) => {
		done(refusalByName(request) ?? refusalByFailures(request));
	});
	app.addHook("onError", (request, _reply, error, done) => {
		if (isFault(error) && (error.code === "token-invalid" || error.code === "session-ended"))
			failures.add(clientNetwork(request.ip), limits.failures);
		done();
	});

	function refusalByName(request: FastifyRequest): Fault | undefined {
		const name = request.routeOptions.config.rateLimit;
		if (!name) return undefined;
		const { limit, what } = limits.named[name];
		const seconds = named[name].add(clientNetwork(request.ip), limit);
		return seconds > 0 ? fault("rate-limited", { what, seconds, limit }) : undefined;
	}

	function refusalByFailures(request: FastifyRequest): Fault | undefined {
		if (failures.isEmpty()) {
			if (good.size > 0) good.clear();
			return undefined;
		}
		const brought = broughtBy(request);
		if (brought === undefined || good.has(brought)) return undefined;
		const seconds = failures.reached(clientNetwork(request.ip), limits.failures);
		return seconds > 0
			? fault("rate-limited", { what: "unknown tokens from this address", seconds, limit: limits.failures })
			: undefined;
	}

	return {
		wasGood: (request) => {
			const brought = failures.isEmpty() ? undefined : broughtBy(request);
			if (brought !== undefined && request.actor !== null) good.add(brought);
		},
	};
}

/** The credentials of a request, unparsed. */
function broughtBy({ headers }: FastifyRequest): string | undefined {
	return headers.authorization ?? headers.cookie;
}

export interface AttemptLimits {
	/** Records that a request's token was accepted. */
	wasGood(request: FastifyRequest): void;
}

/**
 * Limits the requests of a token, a user, or an address without either. Call it after the hook that sets the actor.
 */
export function addUseLimits(
	app: App,
	limits: RateLimits,
	attempts: AttemptLimits,
	now: () => number = () => performance.now(),
): void {
	const actors = windowCounter(minute, now);
	const addresses = windowCounter(minute, now);
	app.addHook("onRequest", (request, _reply, done) => {
		attempts.wasGood(request);
		done(request.routeOptions.config.rateLimit === false ? undefined : refusal(request));
	});

	function refusal({ actor, ip }: FastifyRequest): Fault | undefined {
		const isKnown = actor !== null && actor.kind !== "public";
		const limit = isKnown ? limits.perActor : limits.perAddress;
		if (limit === 0) return undefined;
		const seconds = isKnown
			? actors.add(`${actor.accountId} ${actor.name}`, limit)
			: addresses.add(clientNetwork(ip), limit);
		if (seconds === 0) return undefined;
		return fault("rate-limited", {
			what: isKnown ? `requests of ${actor.name}` : "requests from this address",
			seconds,
			limit,
		});
	}
}
