import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { faultOf } from "../../test/registries.ts";
import { serve } from "./serve.ts";

describe("a server", () => {
	const data = mkdtempSync(join(tmpdir(), "mci-serve-"));
	const taken = createServer();
	afterEach(() => {
		taken.close();
		rmSync(data, { recursive: true, force: true });
	});

	it("says where it can't listen, and how to fix it", async () => {
		await once(taken.listen(0, "127.0.0.1"), "listening");
		const address = taken.address();
		const port = typeof address === "object" && address !== null ? address.port : 0;
		const off = {
			publicRead: false,
			allowPrivateUpstreams: null,
			allowPrivateWebhooks: false,
			background: false,
			samples: false,
		};
		const start = (host: string) =>
			serve({ data, databaseUrl: null, host, port, ...off, logLevel: "silent", rateLimit: null, trustProxy: [] });
		expect(await faultOf(() => start("127.0.0.1"))).toMatchObject({
			code: "listen-failed",
			details: { address: `127.0.0.1 port ${port}`, problem: "another program already listens there" },
		});
		// An address of the documentation block (RFC 5737), which no machine has.
		expect(await faultOf(() => start("192.0.2.1"))).toMatchObject({
			code: "listen-failed",
			details: { code: "EADDRNOTAVAIL" },
		});
	});
});
