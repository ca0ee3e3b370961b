import { resolve } from "node:path";
import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";
import { formatTime } from "../../output/format-time.ts";
import { UsageError } from "../../usage-error.ts";
import { openFeedDirectory } from "./feed-directory.ts";

interface Options {
	readonly days: string;
	readonly removeOld?: boolean;
}

export const examples = ["mci feed publish /srv/www/images", "mci feed publish ./feed --days 7 --remove-old"];

export function define(command: Command, run: Run): void {
	command
		.argument("<directory>", "directory for index.json and the bundles; only missing files are written")
		.option("--days <days>", "days until the index expires, 1 to 400", "30")
		.option("--remove-old", "remove bundles that no longer belong to the feed")
		.action(
			run<[string], Options>(async (session, [place], { days: given, removeOld }) => {
				const days = readDays(given);
				const { output, world } = session;
				const { sha256Hex } = await world.checkSignatures();
				const directory = await openFeedDirectory(resolve(world.cwd, place), sha256Hex);
				const have = new Set(await directory.list());
				await session.connect();
				let written = 0;
				let made = await session.client.exportFeed({ have: [...have], days });
				for (;;) {
					for (const { digest, bundle } of made.bundles) {
						await directory.writeBundle(digest, bundle);
						have.add(digest);
						written++;
					}
					if (made.index !== null) break;
					made = await session.client.exportFeed({ have: [...have], days });
				}
				// Last, so that an index never names a missing bundle.
				await directory.writeIndex(made.index.text);
				const old = [...have].filter((digest) => !made.digests.includes(digest));
				if (removeOld) for (const digest of old) await directory.removeBundle(digest);
				const { sequence, expiresAt } = made.index;
				output.show(
					{
						directory: place,
						sequence,
						expiresAt,
						bundles: made.digests.length,
						written,
						old: old.length,
					},
					() => {
						output.line(
							`${place}: index ${sequence}, ${made.digests.length} bundles, ${written} of them new. It holds until ${formatTime(expiresAt)}.`,
						);
						if (old.length > 0)
							output.note(
								`${old.length} older bundles ${removeOld ? "were removed" : "are still there (--remove-old removes them)"}.`,
							);
					},
				);
				return undefined;
			}),
		);
}

function readDays(text: string): number {
	const days = Number(text);
	if (/^\d{1,3}$/.test(text) && days >= 1 && days <= 400) return days;
	throw new UsageError(`“${text}” is not a whole number from 1 to 400, which --days takes.`);
}
