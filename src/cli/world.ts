import type { Transport } from "../client/request.ts";
import type { SignatureCheck } from "../core/bundle/index.ts";

/** What the command line needs of the process it runs in; `main` hands it in, tests make their own. */
export interface World {
	readonly version: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly home: string;
	readonly cwd: string;
	/** The name of this machine: tokens made here are called by it. */
	readonly machine: string;
	readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
	readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
	readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
	/** Opens the way to a registry. The caller closes it. */
	connect(target: Target): Promise<Connection>;
	/** What it takes to check bundles here, without any registry. */
	checkSignatures(): Promise<SignatureCheck>;
	/** Runs a server until it is told to stop. */
	serve(options: ServeOptions): Promise<void>;
	/** Does once, without a server, what waits in the background. Rejects with the core's `Fault`. */
	runBackground(options: BackgroundOptions): Promise<BackgroundRun>;
	/**
	 * Copies the embedded registry of a data directory into an empty PostgreSQL database, history and tokens included. Gives the
	 * number of rows. Rejects with the core's `Fault`.
	 */
	copyDatabase(options: {
		readonly data: string;
		readonly databaseUrl: string;
		onTable(table: string, rows: number): void;
	}): Promise<number>;
}

/** Which registry a command talks to, and the account that its profile names. */
export type Target =
	| { readonly kind: "server"; readonly url: string; readonly token: string | null; readonly account?: string }
	/** The embedded registry in a data directory, or the database that `databaseUrl` names, without a server. */
	| {
			readonly kind: "embedded";
			readonly data: string;
			readonly databaseUrl: string | null;
			readonly account?: string;
	  };

export interface Connection {
	readonly transport: Transport;
	close(): Promise<void>;
}

export interface BackgroundOptions {
	readonly data: string;
	readonly databaseUrl: string | null;
	readonly allowPrivateWebhooks: boolean;
}

/** What a run of the background came to. */
export interface BackgroundRun {
	/** Audit entries that were dispatched. */
	readonly entries: number;
	readonly notifications: number;
	/** Done, and failed: those are tried again. */
	readonly jobs: number;
	readonly failedJobs: readonly { readonly kind: string; readonly key: string; readonly problem: string }[];
	/** Tries of webhooks' deliveries. */
	readonly tries: number;
}

export interface ServeOptions {
	readonly data: string;
	readonly databaseUrl: string | null;
	readonly host: string;
	/** Null = 8080, or the next free one. A given port is taken or the start fails. */
	readonly port: number | null;
	readonly publicRead: boolean;
	readonly allowPrivateUpstreams: boolean | null;
	/** Send webhooks to private addresses too. */
	readonly allowPrivateWebhooks: boolean;
	/** Dispatch events, deliver webhooks and run jobs beside answering. */
	readonly background: boolean;
	/** Import the bundled sample lists into a registry that is new, and make an example from them. */
	readonly samples: boolean;
	readonly logLevel: string;
	/** Requests a minute of one token; 0 = any number, null = as many as a server begins with. */
	readonly rateLimit: number | null;
	/** Addresses and networks of proxies whose word is taken for where a request comes from. */
	readonly trustProxy: readonly string[];
}
