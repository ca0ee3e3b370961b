import { homedir, hostname } from "node:os";
import { runCli } from "../cli/main.ts";
import { databaseFile } from "./config.ts";
import { connectTo } from "./embedded-transport.ts";
import { version } from "./version.ts";

// A reader that went away (`mci list | head`) is not an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
	if (error.code === "EPIPE") process.exit(0);
});

process.exitCode = await runCli(process.argv.slice(2), {
	version,
	env: process.env,
	home: homedir(),
	cwd: process.cwd(),
	machine: hostname(),
	stdin: process.stdin,
	stdout: process.stdout,
	stderr: process.stderr,
	connect: connectTo,
	checkSignatures: async () => (await import("./signing.ts")).signatureCheck,
	copyDatabase: async ({ data, databaseUrl, onTable }) =>
		(await import("../storage/copy-database.ts")).copyDatabase(
			{ file: databaseFile(data) },
			{ url: databaseUrl },
			onTable,
		),
	runBackground: async (options) => (await import("./run-background.ts")).runBackground(options),
	serve: async (options) => (await import("./serve.ts")).serve(options),
});
