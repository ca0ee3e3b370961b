import type { Command } from "commander";
import type { Session } from "../../connection/session.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { readNewPassword, readSecrets } from "../../input/secret-input.ts";
import { UsageError } from "../../usage-error.ts";

interface Options {
	readonly generate?: boolean;
}

export const examples = [
	"mci user password",
	"mci user password ada --generate",
	"mci user password ada < password.txt",
];

export function define(command: Command, run: Run): void {
	command
		.argument("[name]", "another user, operators only (default: yourself)")
		.option("--generate", "generate a password and print it only once; for another user")
		.addHelpText(
			"after",
			"\nPasswords are asked for, or are lines of standard input: the old one and the new one for yourself, the new one for another user.\nSetting one ends the user's other sessions; tokens stay.\n",
		)
		.action(
			run<[string | undefined], Options>(async (session, [name], { generate }) => {
				await (name === undefined ? setOwn(session, generate) : setOther(session, name, generate));
				return undefined;
			}),
		);
}

async function setOwn(session: Session, generate: boolean | undefined): Promise<void> {
	if (generate) throw new UsageError("--generate is for another user's password.", "Name the user, or leave it out.");
	const { world, output } = session;
	const change = world.stdin.isTTY
		? {
				old: (await readSecrets(world, ["The password you have: "]))[0] ?? "",
				password: await readNewPassword(world, "The new one: "),
			}
		: await fromLines(session);
	await session.connect();
	await session.client.setOwnPassword(change);
	output.show({ changed: true }, () => output.line("Your password is changed, and your other sessions have ended."));
}

async function fromLines({ world }: Session): Promise<{ readonly old: string; readonly password: string }> {
	const [old = "", password = ""] = await readSecrets(world, ["The password you have: ", "The new one: "]);
	return { old, password };
}

async function setOther(session: Session, name: string, generate: boolean | undefined): Promise<void> {
	const { output } = session;
	const password = generate ? undefined : await readNewPassword(session.world, `New password of ${name}: `);
	await session.connect();
	const user = await session.client.resetPassword(name, dropUndefined({ password }));
	output.show(user, () => {
		if (user.password === null) output.line(`${user.name}: has a new password, and no session any more`);
		else {
			output.line(user.password);
			output.note(`This is the new password of ${user.name}, shown this once. Their sessions have ended.`);
		}
	});
}
