import { resolve } from "node:path";
import type { Command } from "commander";
import type { GlobalOptions } from "../../connection/global-options.ts";
import type { Run } from "../../input/define-command.ts";
import { UsageError } from "../../usage-error.ts";
import { readTrustProxy } from "./trust-proxy.ts";

interface Options extends GlobalOptions {
	readonly host: string;
	readonly port?: string;
	readonly publicRead?: boolean;
	readonly allowPrivateUpstreams?: boolean;
	readonly allowPrivateWebhooks?: boolean;
	readonly background?: boolean;
	readonly samples?: boolean;
	readonly logLevel: string;
	readonly rateLimit?: string;
	readonly trustProxy?: string;
}

export const examples = [
	"mci serve --samples",
	"mci serve --data /var/lib/mci --host 0.0.0.0 --port 8080 --public-read",
	"mci serve --database-url postgres://user@host/registry",
];

export function define(command: Command, run: Run): void {
	command
		.option("--host <address>", "address to listen on", "127.0.0.1")
		.option("--port <port>", "port to listen on (default: 8080, or the next free one)")
		.option("--public-read", "allow reading without a token")
		.option(
			"--allow-private-upstreams",
			"fetch upstreams from private addresses (default: only if the server listens on loopback)",
		)
		.option("--no-allow-private-upstreams", "never fetch upstreams from private addresses")
		.option(
			"--allow-private-webhooks",
			"also send webhooks to private addresses, but never to a cloud's metadata service",
		)
		// Commander sets the default of a single --no-… option before a command's options are loaded, so it never applies
		// here.
		.option("--no-background", "only answer requests; another server or `mci jobs run` does the background work", true)
		.option("--samples", "import the bundled vendor lists into a new registry, with an example")
		.option("--log-level <level>", "trace, debug, info, warn, error, fatal or silent", "info")
		.option("--rate-limit <number>", "requests per minute of one token; 0 = unlimited (default: 12000)")
		.option("--trust-proxy <addresses>", "trust X-Forwarded-For from proxies at these addresses")
		.addHelpText(
			"after",
			"\nStores its data in --data (default: MCI_DATA, or ./data), or in PostgreSQL with --database-url.\n",
		)
		.action(
			run<[], Options>(async ({ world }, _args, options) => {
				if (options.url !== undefined || options.profile !== undefined) {
					throw new UsageError(
						"`serve` starts a registry, but --url and --profile name one that is already running.",
						"Use --host and --port.",
					);
				}
				const { env, cwd } = world;
				await world.serve({
					data: resolve(cwd, options.data ?? (env.MCI_DATA || "data")),
					databaseUrl: options.databaseUrl ?? (env.MCI_DATABASE_URL || null),
					host: options.host,
					port: readPort(options.port),
					publicRead: options.publicRead === true,
					allowPrivateUpstreams: options.allowPrivateUpstreams ?? null,
					allowPrivateWebhooks: options.allowPrivateWebhooks === true,
					background: options.background !== false,
					samples: options.samples === true,
					logLevel: readLevel(options.logLevel),
					rateLimit: readRateLimit(options.rateLimit),
					trustProxy: readTrustProxy(options.trustProxy),
				});
				return undefined;
			}),
		);
}

const levels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

function readLevel(text: string): string {
	if (!levels.includes(text)) throw new UsageError(`“${text}” is not a log level.`, `Use ${levels.join(", ")}.`);
	return text;
}

function readPort(text: string | undefined): number | null {
	if (text === undefined) return null;
	if (!/^\d{1,5}$/.test(text) || Number(text) > 65535)
		throw new UsageError(`“${text}” is not a port number.`, "Use a number from 0 to 65535.");
	return Number(text);
}

function readRateLimit(text: string | undefined): number | null {
	if (text === undefined) return null;
	if (!/^\d{1,9}$/.test(text))
		throw new UsageError(`“${text}” is not a number of requests.`, "Use a whole number per minute; 0 = unlimited.");
	return Number(text);
}
