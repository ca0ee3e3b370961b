import type { App } from "./app.ts";

/** How long a client may take, and how many there may be. Times in milliseconds. */
export interface ConnectionLimits {
	/** From the first byte of a request to the end of its headers. */
	readonly headersMs: number;
	/** To the end of its body. */
	readonly requestMs: number;
	/** During which nothing is read or written, as when an answer is not taken. */
	readonly idleMs: number;
	/** Between two requests; longer than the minute for which load balancers keep theirs. */
	readonly keepAliveMs: number;
	/** How often the first two are looked at. */
	readonly checkMs: number;
	readonly connections: number;
}

/** Those of a server in service. A body of 64 MiB in two minutes is 4.5 Mbit/s. */
export const connectionLimits: ConnectionLimits = {
	headersMs: 15_000,
	requestMs: 120_000,
	idleMs: 600_000,
	keepAliveMs: 72_000,
	checkMs: 5_000,
	connections: 10_000,
};

/** Sets what the framework has no option for: further connections than so many are closed at once. */
export function limitConnections(app: App, { connections }: ConnectionLimits): void {
	app.server.maxConnections = connections;
}
