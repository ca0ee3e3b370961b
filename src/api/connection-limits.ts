import type { App } from "./app.ts";

/** Time limits for clients, in milliseconds, and the number of connections. */
export interface ConnectionLimits {
	/** From the first byte of a request to the end of its headers. */
	readonly headersMs: number;
	/** To the end of its body. */
	readonly requestMs: number;
	/** Idle time: nothing is read or written, for example because a client does not read its answer. */
	readonly idleMs: number;
	/** Between two requests; longer than the minute for which load balancers keep connections open. */
	readonly keepAliveMs: number;
	/** How often the first two are checked. */
	readonly checkMs: number;
	readonly connections: number;
}

/** The limits in production. A body of 64 MiB in two minutes is 4.5 Mbit/s. */
export const connectionLimits: ConnectionLimits = {
	headersMs: 15_000,
	requestMs: 120_000,
	idleMs: 600_000,
	keepAliveMs: 72_000,
	checkMs: 5_000,
	connections: 10_000,
};

/** Sets what the framework has no option for: connections above the limit are closed at once. */
export function limitConnections(app: App, { connections }: ConnectionLimits): void {
	app.server.maxConnections = connections;
}
