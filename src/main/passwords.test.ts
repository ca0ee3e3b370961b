import { argon2Sync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { faultOf } from "../../test/registries.ts";
import { passwordsWith } from "./passwords.ts";

const cheap = { memory: 64, passes: 1 };

describe("a password's hash", () => {
	it("has the cost that OWASP recommends, and matches only its password", async () => {
		const { hash, verify } = passwordsWith();
		const made = await hash("plum rocket sieve");
		expect(made).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
		expect(await verify("plum rocket sieve", made)).toBe(true);
		expect(await verify("plum rocket sievf", made)).toBe(false);
	});

	it("differs each time", async () => {
		const { hash } = passwordsWith(cheap);
		expect(await hash("plum rocket sieve")).not.toBe(await hash("plum rocket sieve"));
	});

	it("contains its cost: one with another cost still verifies", async () => {
		const made = await passwordsWith(cheap).hash("plum rocket sieve");
		expect(await passwordsWith({ memory: 128, passes: 3 }).verify("plum rocket sieve", made)).toBe(true);
	});

	it("is read in the form of other programs", async () => {
		const salt = Buffer.from("somesaltsomesalt");
		const tag = argon2Sync("argon2id", {
			message: "password of hers",
			nonce: salt,
			parallelism: 1,
			tagLength: 32,
			memory: 64,
			passes: 2,
		});
		const text = (bytes: Buffer) => bytes.toString("base64").replaceAll("=", "");
		expect(
			await passwordsWith(cheap).verify("password of hers", `$argon2id$v=19$m=64,t=2,p=1$${text(salt)}$${text(tag)}`),
		).toBe(true);
	});

	it("matches a password in any Unicode composition", async () => {
		const { hash, verify } = passwordsWith(cheap);
		expect(await verify("u\u0308bergro\u0308\u00dfe", await hash("\u00fcbergr\u00f6\u00dfe"))).toBe(true);
	});

	it("matches no password when there is none", async () => {
		const { verify } = passwordsWith(cheap);
		for (const password of ["", "plum rocket sieve", "x".repeat(1000)])
			expect(await verify(password, null)).toBe(false);
	});

	it.each([
		"",
		"plum rocket sieve",
		"$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21l$c29tZXNhbHRzb21lc29tZXNhbHQ",
		"$2b$12$abcdefghijklmnopqrstuv",
	])("of %s in the database is an error that does not reveal it", async (stored) => {
		await expect(passwordsWith(cheap).verify("plum rocket sieve", stored)).rejects.toThrow(
			"a stored password hash is not one of argon2id",
		);
	});

	it("is refused when too many wait, and computed for all who got a place", async () => {
		const { hash, verify } = passwordsWith(cheap);
		const known = await hash("plum rocket sieve");
		const asked = Array.from({ length: 80 }, () => verify("plum rocket sieve", known));
		const outcomes = await Promise.allSettled(asked);
		expect(outcomes.filter((one) => one.status === "fulfilled" && one.value)).toHaveLength(66);
		const { code, details } = await faultOf(() => asked.at(-1));
		expect({ code, details }).toEqual({ code: "rate-limited", details: { what: "sign-ins at once", seconds: 3 } });
		expect(await verify("plum rocket sieve", known), "places are free again").toBe(true);
	});
});
