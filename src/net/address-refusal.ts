import { BlockList, isIP } from "node:net";

/**
 * Why a connection to an IP address is refused, as the end of “the address … is”; undefined if it is allowed.
 * `allowPrivate` allows all addresses except those where clouds give credentials to a machine.
 */
export function addressRefusal(address: string, allowPrivate: boolean): string | undefined {
	const plain = embeddedAddress(address);
	const family = isIP(plain) === 6 ? "ipv6" : "ipv4";
	if (isIP(plain) === 0) return "not an IP address";
	if (metadata.check(plain, family)) return "a cloud's metadata service";
	if (!allowPrivate && notPublic.check(plain, family)) return "private, local or reserved";
	return undefined;
}

// EC2 and most others, in the whole link-local range, which includes ECS tasks. Then EC2 (IPv6), Google (IPv6),
// Alibaba, Oracle (classic), Azure.
const metadata = blockList([
	"169.254.0.0/16",
	"fd00:ec2::/32",
	"fd20:ce::254/128",
	"100.100.100.200/32",
	"192.0.0.192/32",
	"168.63.129.16/32",
]);

// The IANA special-purpose address registries (RFC 6890 and later): addresses that are not globally reachable, and
// multicast.
const notPublic = blockList([
	"0.0.0.0/8",
	"10.0.0.0/8",
	"100.64.0.0/10",
	"127.0.0.0/8",
	"172.16.0.0/12",
	"192.0.0.0/24",
	"192.0.2.0/24",
	"192.168.0.0/16",
	"198.18.0.0/15",
	"198.51.100.0/24",
	"203.0.113.0/24",
	"224.0.0.0/4",
	"240.0.0.0/4",
	"::/127",
	"64:ff9b:1::/48",
	"100::/64",
	"2001::/23",
	"2001:db8::/32",
	"3fff::/20",
	"5f00::/16",
	"fc00::/7",
	"fe80::/10",
	"fec0::/10",
	"ff00::/8",
]);

function blockList(ranges: readonly string[]): BlockList {
	const list = new BlockList();
	for (const range of ranges) {
		const [address = "", bits] = range.split("/");
		list.addSubnet(address, Number(bits), isIP(address) === 6 ? "ipv6" : "ipv4");
	}
	return list;
}

/** The IPv4 address in an IPv6 address that wraps it; any other address unchanged. */
function embeddedAddress(address: string): string {
	const words = isIP(address) === 6 ? ipv6Words(address) : [];
	const [first = 0, second = 0, third = 0] = words;
	const middle = words.slice(2, 6);
	const [high = 0, low = 0] = words.slice(6);
	// ::ffff:a.b.c.d (mapped), ::a.b.c.d (compatible, but not :: and ::1), ::ffff:0:a.b.c.d (translated)
	const isWrapped =
		words.length === 8 &&
		first === 0 &&
		second === 0 &&
		["0,0,0,65535", "0,0,65535,0", "0,0,0,0"].includes(middle.join());
	if (isWrapped && (high > 0 || low > 1)) return ipv4(high, low);
	// 64:ff9b::a.b.c.d (NAT64, RFC 6052): how IPv4-only hosts appear on a network without IPv4
	if (first === 0x64 && second === 0xff9b && middle.join() === "0,0,0,0") return ipv4(high, low);
	// 2002:ab:cd:: (6to4)
	if (first === 0x2002) return ipv4(second, third);
	return address;
}

function ipv4(high: number, low: number): string {
	return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

/** The eight 16-bit words of a valid IPv6 address. URL writes it in its canonical form, without dots. */
function ipv6Words(address: string): number[] {
	const { hostname } = new URL(`http://[${address.replace(/%.*$/, "")}]`);
	const [left = "", right] = hostname.slice(1, -1).split("::");
	const words = (text: string) => (text === "" ? [] : text.split(":").map((word) => Number.parseInt(word, 16)));
	if (right === undefined) return words(left);
	const head = words(left);
	const tail = words(right);
	return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}
