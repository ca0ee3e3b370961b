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
		{ name: "inspect", about: "tell what is in a bundle, without any registry", module: inspect },
		run,
	);
	defineMember(
		command,
		{ name: "verify", about: "check a bundle against a publisher's key, without any registry", module: verify },
		run,
	);
	defineMember(command, { name: "import", about: "check a bundle and import what it offers", module: importing }, run);
	defineMember(command, { name: "key", about: "show the key that your account signs with", module: key }, run);
	defineMember(command, { name: "rotate-key", about: "sign with a new key from now on", module: rotateKey }, run);
	defineMember(
		command,
		{ name: "keys", about: "list the publishers' keys that your account trusts", module: keys },
		run,
	);
	defineMember(
		command,
		{ name: "replace-key", about: "trust a publisher's new key in the place of the old one", module: replaceKey },
		run,
	);
	defineMember(
		command,
		{ name: "distrust", about: "trust a publisher's key no longer; what came from it stays", module: distrust },
		run,
	);
}
