import { describe, expect, it } from "vitest";
import { addressRefusal } from "./address-refusal.ts";

describe("addressRefusal", () => {
	it.each([
		"8.8.8.8",
		"1.1.1.1",
		"172.15.255.255",
		"172.32.0.1",
		"100.63.0.1",
		"2606:4700::1111",
		"64:ff9b::8.8.8.8",
		"::ffff:8.8.8.8",
	])("allows %s", (address) => {
		expect(addressRefusal(address, false)).toBeUndefined();
	});

	it.each([
		"0.0.0.0",
		"10.1.2.3",
		"100.64.0.1",
		"127.0.0.1",
		"127.255.0.9",
		"172.16.0.1",
		"172.31.255.255",
		"192.168.0.1",
		"198.18.0.1",
		"203.0.113.7",
		"224.0.0.1",
		"255.255.255.255",
		"::",
		"::1",
		"fc00::1",
		"fd12:3456::1",
		"fe80::1",
		"fe80::1%eth0",
		"ff02::1",
		"2001:db8::1",
		"::ffff:127.0.0.1",
		"::ffff:7f00:1",
		"0:0:0:0:0:ffff:10.0.0.1",
		"::127.0.0.1",
		"::ffff:0:10.0.0.1",
		"64:ff9b::192.168.1.1",
		"2002:7f00:1::",
	])("refuses %s unless private addresses are allowed", (address) => {
		expect(addressRefusal(address, false)).toBe("private, local or reserved");
		expect(addressRefusal(address, true)).toBeUndefined();
	});

	it.each([
		"169.254.169.254",
		"169.254.170.2",
		"fd00:ec2::254",
		"fd20:ce::254",
		"100.100.100.200",
		"168.63.129.16",
		"::ffff:169.254.169.254",
		"64:ff9b::a9fe:a9fe",
		"2002:a9fe:a9fe::1",
	])("always refuses %s", (address) => {
		expect(addressRefusal(address, true)).toBe("a cloud's metadata service");
		expect(addressRefusal(address, false)).toBe("a cloud's metadata service");
	});

	it("refuses a text that is not an address", () => {
		expect(addressRefusal("localhost", true)).toBe("not an IP address");
	});
});
