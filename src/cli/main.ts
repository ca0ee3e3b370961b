import type { GlobalOptions } from "./connection/global-options.ts";
import { readQuickResolve } from "./connection/quick-resolve.ts";
import { openSession, type Session } from "./connection/session.ts";
import { reportError } from "./output/error-report.ts";
import type { World } from "./world.ts";

/**
 * Runs one command and returns its exit code (see exit-codes.ts). Never rejects: an error is printed to standard error.
 * A plain `mci resolve` is read without commander, whose loading would take a third of its time; everything else, and
 * every mistake, goes through commander.
 */
export async function runCli(argv: readonly string[], world: World): Promise<number> {
	const quick = readQuickResolve(argv);
	if (quick) {
		const { runResolve } = await import("./commands/resolve/index.ts");
		return runSession(world, quick.options, (session) => runResolve(session, quick.ref, quick.options));
	}
	if (argv[0] === "__complete") {
		const { printCandidates } = await import("./program/candidates.ts");
		return runSession(world, {}, (session) => printCandidates(session, argv.slice(argv[1] === "--" ? 2 : 1)));
	}
	const { runProgram } = await import("./program/program.ts");
	return runProgram(argv, world, (options, act) => runSession(world, options, act));
}

async function runSession(
	world: World,
	options: GlobalOptions,
	act: (session: Session) => Promise<number | undefined>,
): Promise<number> {
	const session = openSession(world, options);
	try {
		return (await act(session)) ?? 0;
	} catch (error) {
		return reportError(error, session.output);
	} finally {
		await session.close();
	}
}
