import { expect, it } from "vitest";
import { clientNetwork } from "./client-network.ts";

it.each([
	["192.0.2.7", "192.0.2.7"],
	["::ffff:192.0.2.7", "192.0.2.7"],
	["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
	["2001:db8:1:2::6", "2001:db8:1:2::/64"],
	["2001:DB8:0001:2::", "2001:db8:1:2::/64"],
	["2001:db8::6", "2001:db8:0:0::/64"],
	["::1", "0:0:0:0::/64"],
	["::", "0:0:0:0::/64"],
	["1::2:3:4:5:6:7", "1:0:2:3::/64"],
	["2001:db8:1:2::192.0.2.7", "2001:db8:1:2::/64"],
	["fe80::1%eth0", "fe80:0:0:0::/64"],
	["no address", "no address"],
])("%s counts as %s", (address, network) => expect(clientNetwork(address)).toBe(network));
