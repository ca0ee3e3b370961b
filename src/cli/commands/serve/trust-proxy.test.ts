import { expect, it } from "vitest";
import { UsageError } from "../../usage-error.ts";
import { readTrustProxy } from "./trust-proxy.ts";

it.each([
	[undefined, []],
	["10.0.0.5", ["10.0.0.5"]],
	["10.0.0.5, 192.168.0.0/16", ["10.0.0.5", "192.168.0.0/16"]],
	["::1,fd00::/8", ["::1", "fd00::/8"]],
])("accepts %s", (text, proxies) => expect(readTrustProxy(text)).toEqual(proxies));

it.each([
	"",
	"0",
	"10",
	"-1",
	"true",
	"*",
	"0.0.0.0/0",
	"::/0",
	"proxy.example.com",
	"10.0.0.256",
	"10.0.0.0/33",
	"10.0.0.0/8/8",
	"10.0.0.5,",
	"1,10.0.0.5",
])("refuses %s", (text) => expect(() => readTrustProxy(text)).toThrow(UsageError));
