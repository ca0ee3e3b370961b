import { accountRoles } from "../../core/access/index.ts";
import { fault } from "../../core/errors.ts";
import type { StoredChannel } from "../../storage/store.ts";
import { type Actor, personNameOf } from "../actor.ts";

/** What must hold of a revision before a channel is moved to it: it is a commit; lint finds no error in it. */
export const channelGuards = ["commits", "lint"] as const;
export type ChannelGuard = (typeof channelGuards)[number];

/** What a new channel has unless somebody says otherwise. */
export const usualGuards: readonly ChannelGuard[] = ["commits"];

const channelPattern = /^[a-z][a-z0-9._-]{0,62}$/;
const reserved = ["head", "latest"];
const moverPattern = new RegExp(`^(role:(${accountRoles.join("|")})|user:.{1,200}|token:.{1,200})$`);
const moverLimit = 50;

/** Checks a channel's name: it stands behind the @ of a reference. Throws `channel-invalid`. */
export function parseChannelName(text: string): string {
	const wrong = (problem: string) => fault("channel-invalid", { channel: text.slice(0, 80), problem });
	if (reserved.includes(text)) throw wrong("its name means a revision in every reference");
	if (!channelPattern.test(text))
		throw wrong(
			"its name must have 1 to 63 lowercase letters, digits, dots, dashes and underscores, and start with a letter",
		);
	return text;
}

/** Checks who may move a channel: `role:admin`, `user:<name>`, `token:<name>`; an empty list means nobody is named, so every designer may. */
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

/** Throws `channel-restricted` unless the actor is among those who may move it. An admin always may change who they are. */
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

/** What a list of movers may call an actor by. A token's name never passes for a person's; a person is who they are also through a token of theirs. */
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
