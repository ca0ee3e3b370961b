import { UsageError } from "../../usage-error.ts";

/**
 * Reads the trusted proxies: addresses and networks, separated by commas. Empty without an argument. Throws
 * `UsageError` for anything else. “Everyone” and a number of hops are not possible, because a client that reaches the
 * server past its proxy could then pretend to be anyone.
 */
export function readTrustProxy(text: string | undefined): readonly string[] {
	if (text === undefined) return [];
	const places = text.split(",").map((place) => place.trim());
	if (places.every(isPlace)) return places;
	throw new UsageError(
		`“${text}” is not a list of proxy addresses.`,
		"Use the addresses that the proxies connect from: 10.0.0.5,192.168.0.0/16.",
	);
}

function isPlace(text: string): boolean {
	const [address = "", bits, ...rest] = text.split("/");
	const most = isIPv4(address) ? 32 : isIPv6(address) ? 128 : 0;
	if (most === 0 || rest.length > 0) return false;
	return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most);
}

function isIPv4(text: string): boolean {
	return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) && text.split(".").every((part) => Number(part) <= 255);
}

function isIPv6(text: string): boolean {
	return text.includes(":") && /^[\da-f:.]{2,45}$/i.test(text) && URL.canParse(`http://[${text}]/`);
}
