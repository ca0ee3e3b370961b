import { isIP } from "node:net";

/**
 * The network that counts as one client: an IPv4 address, or the first 64 bits of an IPv6 address, the range that a
 * household or a machine chooses addresses from (RFC 6177).
 */
export function clientNetwork(address: string): string {
	if (isIP(address) !== 6) return address;
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
	if (mapped?.[1] !== undefined) return mapped[1];
	const [left = "", right] = address.replace(/%.*$/, "").split("::");
	const words = left === "" ? [] : left.split(":");
	// `::` stands for zeros; an IPv4 tail counts as two words and is never among the first four.
	const missing =
		right === undefined
			? 0
			: 8 - words.length - (right === "" ? 0 : right.split(":").length + (right.includes(".") ? 1 : 0));
	const all = [...words, ...new Array<string>(Math.max(0, missing)).fill("0"), ...(right ?? "").split(":")];
	return `${all
		.slice(0, 4)
		.map((word) => Number.parseInt(word === "" ? "0" : word, 16).toString(16))
		.join(":")}::/64`;
}
