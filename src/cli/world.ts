import type { Transport } from "../client/request.ts";
import type { SignatureCheck } from "../core/bundle/index.ts";

/** The process around the command line, handed in by `main`; tests make their own. */
export interface World {
	readonly version: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly home: string;
	readonly cwd: string;
	/** The name of this machine, which tokens created here get. */
	readonly machine: string;
	readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
	readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
	readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
	/** Connects to a registry. The caller closes the connection. */
	connect(target: Target): Promise<Connection>;
	/** The means to verify bundles without a registry. */
	checkSignatures(): Promise<SignatureCheck>;
	/** Runs a server until it is stopped. */
	serve(options: ServeOptions): Promise<void>;
	/** Runs the waiting background work once, without a server. Rejects with the core's `Fault`. */
	runBackground(options: BackgroundOptions): Promise<BackgroundRun>;
	/**
	 * Copies the embedded registry of a data directory into an empty PostgreSQL database, history and tokens included.
	 * Returns the number of rows. Rejects with the core's `Fault`.
	 */
	copyDatabase(options: {
		readonly data: string;
		readonly databaseUrl: string;
		onTable(table: string, rows: number): void;
	}): Promise<number>;
}

/** The registry that a command talks to, with the account that its profile names. */
export type Target =
	| { readonly kind: "server"; readonly url: string; readonly token: string | null; readonly account?: string }
	/** The embedded registry in a data directory, or the database at `databaseUrl`, without a server. */
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

/** The result of a run of background work. */
export interface BackgroundRun {
	/** Number of dispatched audit entries. */
	readonly entries: number;
	readonly notifications: number;
	/** Numbers of jobs that succeeded, and that failed and will be tried again. */
	readonly jobs: number;
	readonly failedJobs: readonly { readonly kind: string; readonly key: string; readonly problem: string }[];
	/** Number of attempted webhook deliveries. */
	readonly tries: number;
}

export interface ServeOptions {
	readonly data: string;
	readonly databaseUrl: string | null;
	readonly host: string;
	/** Null = 8080, or the next free one. A given port must be free, or the start fails. */
	readonly port: number | null;
	readonly publicRead: boolean;
	readonly allowPrivateUpstreams: boolean | null;
	/** Send webhooks to private addresses too. */
	readonly allowPrivateWebhooks: boolean;
	/** Also dispatch events, deliver webhooks and run jobs. */
	readonly background: boolean;
	/** Import the bundled sample lists into a new registry, and create an example from them. */
	readonly samples: boolean;
	readonly logLevel: string;
	/** Requests per minute of one token; 0 = unlimited, null = the default. */
	readonly rateLimit: number | null;
	/** Addresses and networks of proxies that are trusted to report the client's address. */
	readonly trustProxy: readonly string[];
}
