import type { Command } from "commander";
import { defineMember, type Run } from "../../input/define-command.ts";
import * as distrust from "./distrust.ts";
import * as exporting from "./export.ts";
import * as importing from "./import.ts";
import * as inspect from "./inspect.ts";
import * as key from "./key.ts";
import * as keys from "./keys.ts";
import * as replaceKey from "./replace-key.ts";
import * as rotateKey from "./rotate-key.ts";
import * as verify from "./verify.ts";

export function define(command: Command, run: Run): void {
	defineMember(
		command,
		{ name: "export", about: "sign publications as one file for other installations", module: exporting },
		run,
	);
	defineMember(
		command,
		{ name: "inspect", about: "show the content of a bundle, without a registry", module: inspect },
		run,
	);
	defineMember(
		command,
		{ name: "verify", about: "verify a bundle with a publisher's key, without a registry", module: verify },
		run,
	);
	defineMember(
		command,
		{ name: "import", about: "verify a bundle and import its publications", module: importing },
		run,
	);
	defineMember(command, { name: "key", about: "show your account's signing key", module: key }, run);
	defineMember(command, { name: "rotate-key", about: "replace your account's signing key", module: rotateKey }, run);
	defineMember(command, { name: "keys", about: "list trusted publisher keys", module: keys }, run);
	defineMember(
		command,
		{ name: "replace-key", about: "replace a trusted publisher key by the publisher's new key", module: replaceKey },
		run,
	);
	defineMember(
		command,
		{ name: "distrust", about: "stop trusting a publisher key; earlier imports stay", module: distrust },
		run,
	);
}
