import { Argument, type Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { completionScripts } from "./completion-scripts.ts";

export const examples = [
	'eval "$(mci completion bash)"',
	"mci completion zsh > ~/.zfunc/_mci",
	"mci completion fish > ~/.config/fish/completions/mci.fish",
];

export function define(command: Command, run: Run): void {
	command.addArgument(new Argument("<shell>", "which shell").choices(Object.keys(completionScripts))).action(
		run<[keyof typeof completionScripts]>(async ({ world }, [shell]) => {
			world.stdout.write(completionScripts[shell]);
			return undefined;
		}),
	);
}
