import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFault } from "../errors.ts";
import { firstUserName, localPath, type SignInProvider, signInProvider } from "./sign-in-provider.ts";

const provider: SignInProvider = {
	name: "acme",
	title: "Acme",
	issuer: "https://login.acme.example",
	clientId: "mci",
	scopes: ["email", "groups"],
	groupsClaim: "groups",
	admits: "mapped",
};

describe("a sign-in provider", () => {
	it("requests each scope once, and openid always; without a title it is shown by its name", () => {
		expect(signInProvider({ ...provider, title: " ", scopes: ["openid", "email", "email"] })).toEqual({
			...provider,
			title: "acme",
			scopes: ["email"],
		});
	});

	it.each<[Partial<SignInProvider>, string]>([
		[{ name: "" }, "its name"],
		[{ name: "a/b" }, "its name"],
		[{ name: "Acme" }, "its name"],
		[{ title: "x".repeat(101) }, "its title"],
		[{ issuer: "login.acme.example" }, "its issuer is not an https URL"],
		[{ clientId: "" }, "its client id"],
		[{ scopes: ["a b"] }, "its scopes"],
		[{ scopes: [""] }, "its scopes"],
		[{ groupsClaim: "" }, "its groups claim"],
	])("with %j is refused", (change, problem) => {
		const act = () => signInProvider({ ...provider, ...change });
		expect(act).toThrow(problem);
		expect(act).toThrow(expect.toSatisfy((error) => isFault(error) && error.code === "sign-in-provider-invalid"));
	});
});

describe("the name of a new user", () => {
	it.each([
		[{ subject: "1", email: "Ada@Acme.example", emailVerified: true }, "ada@acme.example"],
		[{ subject: "1", email: "root@acme.example", emailVerified: false }, "acme-1"],
		[{ subject: "1", email: null, emailVerified: true }, "acme-1"],
		[{ subject: "A|B c", email: '"odd one"@acme.example', emailVerified: true }, "acme-a-b-c"],
		[{ subject: "ü", email: null, emailVerified: false }, "acme-user"],
	])("for %j is %s", (person, name) => expect(firstUserName("acme", person)).toBe(name));

	it("is never built from something that a name can't contain", () => {
		fc.assert(
			fc.property(
				fc.string(),
				fc.option(fc.oneof(fc.string(), fc.emailAddress())),
				fc.boolean(),
				(subject, email, emailVerified) => {
					expect(firstUserName("acme", { subject, email, emailVerified })).toMatch(/^[a-z0-9][a-z0-9._+@-]{0,95}$/);
				},
			),
		);
	});
});

describe("the page after signing in", () => {
	it.each([
		["/", "/"],
		["/mcis/web?x=1#top", "/mcis/web?x=1#top"],
		[undefined, "/"],
		["", "/"],
		["mcis", "/"],
		["//evil.example", "/"],
		["/\\evil.example", "/"],
		["/\t/evil.example", "/"],
		["/a\\b", "/"],
		["https://evil.example", "/"],
		["javascript:alert(1)", "/"],
		[`/${"x".repeat(1000)}`, "/"],
	])("for %j is %j", (path, goes) => expect(localPath(path)).toBe(goes));

	it("is always on this registry", () => {
		const hostile = fc.string({
			unit: fc.constantFrom("/", "\\", "\t", "\n", ".", ":", "@", "a", "?", "#", "%"),
			maxLength: 10,
		});
		fc.assert(
			fc.property(hostile, (path) => {
				expect(new URL(localPath(path), "https://mci.acme.example").origin).toBe("https://mci.acme.example");
			}),
			{ numRuns: 2000 },
		);
	});
});
