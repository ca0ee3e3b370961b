import type { Command } from "commander";
import { withoutAbsent } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { readNewPassword } from "../../input/secret-input.ts";

interface Options {
	readonly displayName?: string;
	readonly email?: string;
	readonly operator?: boolean;
	readonly generate?: boolean;
}

export const examples = [
	"mci user create ada --generate",
	'mci user create ada --display-name "Ada Lovelace" --email ada@example.com',
	"mci user create grace --operator < password.txt",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<name>", "what they sign in with: a to z, 0 to 9 and . _ + - @")
		.option("--display-name <text>", "what they are called")
		.option("--email <address>", "their e-mail address")
		.option("--operator", "they keep the installation")
		.option("--generate", "make a password and print it, this once")
		.addHelpText("after", "\nThe password is asked for, or is the first line of standard input.\n")
		.action(
			run<[string], Options>(async (session, [name], { displayName, email, operator, generate }) => {
				const password = generate ? undefined : await readNewPassword(session.world, `Password of ${name}: `);
				await session.connect();
				const user = await session.client.createUser({
					name,
					...withoutAbsent({ displayName, email, isOperator: operator, password }),
				});
				const { output } = session;
				output.show(user, () => {
					if (user.password === null) output.line(`${user.name}: created`);
					else {
						output.line(user.password);
						output.note(`User ${user.name} is created. This is their password, shown this once.`);
					}
				});
				return undefined;
			}),
		);
}
