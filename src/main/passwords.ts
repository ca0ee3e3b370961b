import * as crypto from "node:crypto";
import { fault } from "../core/errors.ts";
import type { Passwords } from "../registry/needs.ts";

/** The cost of a hash: KiB of memory, and passes. */
export interface HashCost {
	readonly memory: number;
	readonly passes: number;
}

/** OWASP's Password Storage Cheat Sheet: argon2id with 19 MiB, 2 passes, 1 lane. About 90 ms here. */
const owaspCost: HashCost = { memory: 19_456, passes: 2 };
const tagLength = 32;
const saltLength = 16;
/** Concurrent hashes, each on its own thread: password guessing must not use up all processors or memory. */
const atOnce = 2;
/** Maximum queue length; at the cost above, the last one waits three seconds. */
const waitingLimit = 64;

/**
 * Hashes with argon2id (RFC 9106); hashes are texts in the PHC form, which say their own cost, so that a later, higher
 * one leaves old ones valid. Throws `rate-limited` when too many wait.
 */
export function passwordsWith(cost: HashCost = owaspCost): Passwords {
	const turns = queue();
	const hash = async (password: string): Promise<string> => {
		const salt = crypto.randomBytes(saltLength);
		return phcText({ ...cost, salt, tag: await turns(() => argon2id(password, salt, { ...cost, tagLength })) });
	};
	// Nobody knows what it is of.
	const nobody = phcText({ ...cost, salt: crypto.randomBytes(saltLength), tag: crypto.randomBytes(tagLength) });
	return {
		hash,
		verify: async (password, known) => {
			const { salt, tag, ...made } = parsePhc(known ?? nobody);
			const found = await turns(() => argon2id(password, salt, { ...made, tagLength: tag.length }));
			return crypto.timingSafeEqual(found, tag) && known !== null;
		},
	};
}

function argon2id(
	password: string,
	nonce: Buffer,
	{ memory, passes, tagLength }: HashCost & { readonly tagLength: number },
): Promise<Buffer> {
	// One password typed on two keyboards can be two sequences of code points (RFC 8265, 4.2).
	const parameters = { message: password.normalize("NFC"), nonce, parallelism: 1, tagLength, memory, passes };
	return new Promise((resolve, reject) => {
		crypto.argon2("argon2id", parameters, (error, tag) => (error === null ? resolve(tag) : reject(error)));
	});
}

interface Hashed extends HashCost {
	readonly salt: Buffer;
	readonly tag: Buffer;
}

/** https://github.com/P-H-C/phc-string-format: base64 without padding. */
function phcText({ memory, passes, salt, tag }: Hashed): string {
	const text = (bytes: Buffer) => bytes.toString("base64").replaceAll("=", "");
	return `$argon2id$v=19$m=${memory},t=${passes},p=1$${text(salt)}$${text(tag)}`;
}

function parsePhc(text: string): Hashed {
	const match = /^\$argon2id\$v=19\$m=(\d{1,6}),t=(\d{1,2}),p=1\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/.exec(
		text,
	);
	if (!match) throw new Error("a stored password hash is not one of argon2id");
	const [, memory, passes, salt = "", tag = ""] = match;
	return {
		memory: Number(memory),
		passes: Number(passes),
		salt: Buffer.from(salt, "base64"),
		tag: Buffer.from(tag, "base64"),
	};
}

/** Runs functions in order, a few at a time. */
function queue(): <T>(act: () => Promise<T>) => Promise<T> {
	let running = 0;
	const waiting: (() => void)[] = [];
	return async (act) => {
		if (running >= atOnce) {
			if (waiting.length >= waitingLimit) throw fault("rate-limited", { what: "sign-ins at once", seconds: 3 });
			// Whoever ends hands the place on, so that nobody slips in between.
			await new Promise<void>((resolve) => waiting.push(resolve));
		} else running++;
		try {
			return await act();
		} finally {
			const next = waiting.shift();
			if (next) next();
			else running--;
		}
	};
}
