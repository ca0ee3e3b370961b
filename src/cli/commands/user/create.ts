import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
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
		.argument("<name>", "sign-in name: a to z, 0 to 9 and . _ + - @")
		.option("--display-name <text>", "display name")
		.option("--email <address>", "email address")
		.option("--operator", "make the user an operator")
		.option("--generate", "generate a password and print it only once")
		.addHelpText("after", "\nAsks for the password, or reads the first line of standard input.\n")
		.action(
			run<[string], Options>(async (session, [name], { displayName, email, operator, generate }) => {
				const password = generate ? undefined : await readNewPassword(session.world, `Password of ${name}: `);
				await session.connect();
				const user = await session.client.createUser({
					name,
					...dropUndefined({ displayName, email, isOperator: operator, password }),
				});
				const { output } = session;
				output.show(user, () => {
					if (user.password === null) output.line(`${user.name}: created`);
					else {
						output.line(user.password);
						output.note(`User ${user.name} is created. This is the password, shown only once.`);
					}
				});
				return undefined;
			}),
		);
}
