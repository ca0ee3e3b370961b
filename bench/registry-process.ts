import { serve } from "../src/main/serve.ts";

/** Runs `mci serve` from the sources, for a checkout that is not built. */
await serve({
	data: process.argv[2] ?? "",
	databaseUrl: null,
	host: "127.0.0.1",
	port: 0,
	publicRead: false,
	allowPrivateUpstreams: null,
	allowPrivateWebhooks: false,
	background: true,
	samples: false,
	logLevel: "info",
	rateLimit: null,
	trustProxy: [],
});
