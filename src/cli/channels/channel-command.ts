import type { Command } from "commander";
import { type ComponentKind, componentNouns } from "../../core/component/index.ts";
import { revisionWord } from "../../core/revision/index.ts";
import { dropUndefined } from "../drop-undefined.ts";
import { type CommandModule, collect, defineMember } from "../input/define-command.ts";
import { readReference } from "../input/own-reference.ts";
import { formatTime } from "../output/format-time.ts";
import { type PageOptions, readPages } from "../output/pages.ts";
import { plainText } from "../output/plain-text.ts";
import { printList } from "../output/print-list.ts";
import { statusCell } from "../output/status-text.ts";
import { UsageError } from "../usage-error.ts";
import { kindClient } from "../versions/kind-client.ts";
import { printMoved } from "./moved-text.ts";

/** `channel`: the named pointers of one kind of component. */
export function channelCommand(kind: ComponentKind): CommandModule {
	return {
		define: (command, run) => {
			const member = (name: string, about: string, module: CommandModule) =>
				defineMember(command, { name, about, module }, run);
			member("list", "list channels and their revisions", listMember(kind));
			member("set", "move a channel to a revision, or create the channel", setMember(kind));
			member("rollback", "move a channel back to its previous revision; again, further back", rollbackMember(kind));
			member("history", "list a channel's moves, with who made them", historyMember(kind));
			member("restrict", "set a channel's guards and movers", restrictMember(kind));
			member("remove", "remove a channel with its history", removeMember(kind));
		},
	};
}

function nameArgument(command: Command, kind: ComponentKind): Command {
	return command.argument("<name>", `name of the ${componentNouns[kind].one}`);
}

function listMember(kind: ComponentKind): CommandModule {
	const { command: mci } = componentNouns[kind];
	return {
		examples: [`${mci} channel list web`, `${mci} channel list web --json`],
		define: (command, run) => {
			nameArgument(command, kind).action(
				run<[string]>(async (session, [ref]) => {
					await session.connect();
					const { name } = await readReference(session.client, ref);
					const found = await kindClient(session.client, kind).listChannels(name);
					session.output.show(found, () => {
						if (found.items.length === 0)
							session.output.note(`“${found.name}” has no channels. \`${mci} channel set\` creates one.`);
						else {
							const header = ["channel", "revision", "state", "moved", "moves", "guards", "movers"];
							session.output.table(
								header,
								found.items.map((channel) => [
									channel.name,
									revisionWord(channel.revision),
									statusCell(channel.status),
									formatTime(channel.updatedAt),
									String(channel.moves),
									channel.guards.join(", "),
									(channel.movers ?? []).join(", "),
								]),
							);
						}
					});
					return undefined;
				}),
			);
		},
	};
}

interface MoveOptions {
	readonly reason?: string;
	readonly dryRun?: boolean;
}

function setMember(kind: ComponentKind): CommandModule {
	const { command: mci } = componentNouns[kind];
	return {
		examples: [
			`${mci} channel set web candidate latest`,
			`${mci} channel set web production 12 --reason "tested by QA"`,
		],
		define: (command, run) => {
			nameArgument(command, kind)
				.argument("<channel>", "name of the channel, such as production")
				.argument("[revision]", "a number, latest, head, or another channel", "latest")
				.option("--reason <reason>", "reason, stored in the history")
				.option("--dry-run", "show what would change, without moving it")
				.action(
					run<[string, string, string], MoveOptions>(async (session, [ref, channel, to], { reason, dryRun }) => {
						await session.connect();
						const { name } = await readReference(session.client, ref);
						const moved = await kindClient(session.client, kind).moveChannel(
							name,
							channel,
							dropUndefined({ to, reason }),
							dryRun ? { dryRun: "true" } : undefined,
						);
						session.output.show(moved, () => printMoved(session.output, moved));
						if (dryRun) session.output.note("Dry run: nothing was moved.");
						return undefined;
					}),
				);
		},
	};
}

function rollbackMember(kind: ComponentKind): CommandModule {
	const { command: mci } = componentNouns[kind];
	return {
		examples: [
			`${mci} channel rollback web production --dry-run`,
			`${mci} channel rollback web production --reason "errors since the move"`,
		],
		define: (command, run) => {
			nameArgument(command, kind)
				.argument("<channel>", "name of the channel")
				.option("--reason <reason>", "reason, stored in the history")
				.option("--dry-run", "show what would change, without moving it")
				.action(
					run<[string, string], MoveOptions>(async (session, [ref, channel], { reason, dryRun }) => {
						await session.connect();
						const { name } = await readReference(session.client, ref);
						const moved = await kindClient(session.client, kind).rollBackChannel(
							name,
							channel,
							dropUndefined({ reason }),
							dryRun ? { dryRun: "true" } : undefined,
						);
						session.output.show(moved, () => printMoved(session.output, moved));
						if (dryRun) session.output.note("Dry run: nothing was moved.");
						return undefined;
					}),
				);
		},
	};
}

function historyMember(kind: ComponentKind): CommandModule {
	const { command: mci } = componentNouns[kind];
	return {
		examples: [`${mci} channel history web production`, `${mci} channel history web production --all --json`],
		define: (command, run) => {
			nameArgument(command, kind)
				.argument("<channel>", "name of the channel")
				.option("--limit <n>", "moves to show (default: 50)")
				.option("--all", "all moves")
				.action(
					run<[string, string], PageOptions>(async (session, [ref, channel], options) => {
						await session.connect();
						const { name } = await readReference(session.client, ref);
						const page = await readPages(
							(part) => kindClient(session.client, kind).listChannelMoves(name, channel, part),
							options,
						);
						printList(session.output, page, {
							header: ["move", "from", "to", "at", "by", "how", "reason"],
							row: (move) => [
								String(move.seq),
								move.from === null ? "" : revisionWord(move.from),
								revisionWord(move.to),
								formatTime(move.at),
								move.by,
								move.act,
								move.reason ?? "",
							],
						});
						return undefined;
					}),
				);
		},
	};
}

interface RestrictOptions {
	readonly guard?: readonly string[];
	readonly mover?: readonly string[];
	readonly guards: boolean;
	readonly movers: boolean;
}

function restrictMember(kind: ComponentKind): CommandModule {
	const { command: mci } = componentNouns[kind];
	return {
		examples: [
			`${mci} channel restrict web production --mover role:admin --mover token:deploy`,
			`${mci} channel restrict web production --guard commits --guard lint`,
			`${mci} channel restrict web production --no-movers`,
		],
		define: (command, run) => {
			nameArgument(command, kind)
				.argument("<channel>", "name of the channel")
				.option("--guard <guard>", "condition for revisions: commits, lint; can be repeated", collect)
				.option("--mover <mover>", "who may move it: role:admin, role:writer or token:NAME; can be repeated", collect)
				.option("--no-guards", "accept every revision that is not revoked")
				.option("--no-movers", "let every designer move it")
				.action(
					run<[string, string], RestrictOptions>(async (session, [ref, channel], options) => {
						const guards = options.guards ? options.guard : [];
						const movers = options.movers ? options.mover : [];
						if (guards === undefined && movers === undefined)
							throw new UsageError("Nothing to set.", "Give --guard, --mover, --no-guards or --no-movers.");
						if ((!options.guards && options.guard) || (!options.movers && options.mover))
							throw new UsageError(
								"--guard and --no-guards (or --mover and --no-movers) can't be combined.",
								"Use one of the two.",
							);
						await session.connect();
						const { name } = await readReference(session.client, ref);
						const rules = dropUndefined({ guards: guards && [...guards], movers: movers && [...movers] });
						const set = await kindClient(session.client, kind).restrictChannel(name, channel, rules);
						session.output.show(set, () => {
							const may = set.movers === null ? "every designer" : set.movers.join(", ");
							session.output.line(plainText(`${name}@${set.name}: accepts ${lets(set.guards)}; moved by ${may}`));
						});
						return undefined;
					}),
				);
		},
	};
}

function lets(guards: readonly string[]): string {
	const words = [
		...(guards.includes("commits") ? ["commits"] : ["any revision"]),
		...(guards.includes("lint") ? ["without lint errors"] : []),
	];
	return words.join(" ");
}

function removeMember(kind: ComponentKind): CommandModule {
	const { command: mci } = componentNouns[kind];
	return {
		examples: [`${mci} channel remove web candidate`, `${mci} channel remove web-base canary`],
		define: (command, run) => {
			nameArgument(command, kind)
				.argument("<channel>", "name of the channel")
				.action(
					run<[string, string]>(async (session, [ref, channel]) => {
						await session.connect();
						const { name } = await readReference(session.client, ref);
						await kindClient(session.client, kind).removeChannel(name, channel);
						session.output.note(`${name}@${channel}: removed. The audit keeps its history.`);
						return undefined;
					}),
				);
		},
	};
}
