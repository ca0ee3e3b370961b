import { accountRoles } from "../../core/access/index.ts";
import { fault } from "../../core/errors.ts";
import type { StoredChannel } from "../../storage/store.ts";
import { type Actor, personNameOf } from "../actor.ts";

/**
 * The conditions that a revision must meet before a channel may point to it: it is a commit; lint finds no error in it.
 */
export const channelGuards = ["commits", "lint"] as const;
export type ChannelGuard = (typeof channelGuards)[number];

/** The guards of a new channel by default. */
export const usualGuards: readonly ChannelGuard[] = ["commits"];

const channelPattern = /^[a-z][a-z0-9._-]{0,62}$/;
const reserved = ["head", "latest"];
const moverPattern = new RegExp(`^(role:(${accountRoles.join("|")})|user:.{1,200}|token:.{1,200})$`);
const moverLimit = 50;

/** Checks a channel's name, which stands after the @ of a reference. Throws `channel-invalid`. */
export function parseChannelName(text: string): string {
	const wrong = (problem: string) => fault("channel-invalid", { channel: text.slice(0, 80), problem });
	if (reserved.includes(text)) throw wrong("its name means a revision in every reference");
	if (!channelPattern.test(text))
		throw wrong(
			"its name must have 1 to 63 lowercase letters, digits, dots, dashes and underscores, and start with a letter",
		);
	return text;
}

/**
 * Checks a list of allowed movers: `role:admin`, `user:<name>`, `token:<name>`. An empty list means that every designer
 * may move the channel.
 */
export function parseMovers(channel: string, movers: readonly string[]): readonly string[] | null {
	if (movers.length > moverLimit)
		throw fault("channel-invalid", { channel, problem: `it has more than ${moverLimit} movers` });
	const wrong = movers.find((mover) => !moverPattern.test(mover));
	if (wrong !== undefined)
		throw fault("channel-invalid", {
			channel,
			problem: `mover “${wrong}” is not role:<role>, user:<name> or token:<name>`,
		});
	return movers.length === 0 ? null : [...new Set(movers)].sort();
}

/** Throws `channel-restricted` unless the actor may move the channel. Admins may always change the list. */
export function assertMayMove(actor: Actor, channel: Pick<StoredChannel, "name" | "movers">, of: string): void {
	const { movers } = channel;
	if (movers === null) return;
	const who = moverNames(actor);
	if (movers.some((mover) => who.includes(mover))) return;
	throw fault("channel-restricted", {
		name: of,
		channel: channel.name,
		movers: movers.join(", "),
		you: who.join(", "),
	});
}

/**
 * The names by which a list of movers can match an actor. A token's name never matches a user's; a user's token also
 * matches its user.
 */
function moverNames(actor: Actor): string[] {
	const roles = actor.roles.map((role) => `role:${role}`);
	if (actor.kind === "local") return roles;
	const person = personNameOf(actor);
	return [
		...(person === null ? [] : [`user:${person}`]),
		...(actor.kind === "user" ? [] : [`token:${actor.name}`]),
		...roles,
	];
}
