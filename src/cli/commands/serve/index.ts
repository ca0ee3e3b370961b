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
		.option("--public-read", "reads need no token")
		.option(
			"--allow-private-upstreams",
			"fetch upstreams from private addresses (default: only on this machine's own address)",
		)
		.option("--no-allow-private-upstreams", "fetch none from private addresses")
		.option("--allow-private-webhooks", "send webhooks to private addresses too, never to a cloud's metadata service")
		// Commander sets the default of a single --no-… option before a command's options are loaded, so it never applies
		// here.
		.option(
			"--no-background",
			"answer only: another server or `mci jobs run` delivers webhooks and does what waits",
			true,
		)
		.option("--samples", "import the bundled lists of real vendors into a new registry, with an example")
		.option("--log-level <level>", "trace, debug, info, warn, error, fatal or silent", "info")
		.option("--rate-limit <number>", "requests a minute with one token; 0 = any number (default: 12000)")
		.option(
			"--trust-proxy <addresses>",
			"believe what proxies at these addresses say of where requests come from (X-Forwarded-For)",
		)
		.addHelpText(
			"after",
			"\nData is kept in --data (default: MCI_DATA, or data in this directory), or in PostgreSQL with --database-url.\n",
		)
		.action(
			run<[], Options>(async ({ world }, _args, options) => {
				if (options.url !== undefined || options.profile !== undefined) {
					throw new UsageError(
						"serve runs a registry; --url and --profile name one that runs.",
						"Give --host and --port.",
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
	if (!levels.includes(text)) throw new UsageError(`“${text}” is no log level.`, `There is ${levels.join(", ")}.`);
	return text;
}

function readPort(text: string | undefined): number | null {
	if (text === undefined) return null;
	if (!/^\d{1,5}$/.test(text) || Number(text) > 65535)
		throw new UsageError(`“${text}” is no port.`, "A port is a number from 0 to 65535.");
	return Number(text);
}

function readRateLimit(text: string | undefined): number | null {
	if (text === undefined) return null;
	if (!/^\d{1,9}$/.test(text))
		throw new UsageError(`“${text}” is no number of requests.`, "Give a whole number a minute; 0 = any number.");
	return Number(text);
}
