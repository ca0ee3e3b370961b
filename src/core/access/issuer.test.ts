import { describe, expect, it } from "vitest";
import { isGitHub, issuerProblem } from "./issuer.ts";

describe("an issuer", () => {
	it.each([
		"https://token.actions.githubusercontent.com",
		"https://gitlab.com",
		"https://acme.eu.auth0.com/",
		"https://login.acme.example:8443/realms/acme",
		"https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0",
		"http://127.0.0.1:4000",
		"http://[::1]:4000/a",
	])("accepts %s", (issuer) => expect(issuerProblem(issuer)).toBeUndefined());

	it.each([
		["", "is not an https URL"],
		["gitlab.com", "is not an https URL"],
		["ftp://gitlab.com", "is not an https URL"],
		["https://", "is not a URL in normal form"],
		["https://gitlab.com?a=b", "has a query or a fragment"],
		["https://gitlab.com/#a", "has a query or a fragment"],
		["https://gitlab.com@evil.example", "contains a user name"],
		["https://git lab.com", "is not a URL in normal form"],
		["https://gitlab.com\n", "is not a URL in normal form"],
		["https://gіtlab.com", "is not a URL in normal form"],
		[`https://${"a".repeat(500)}`, "is longer than 500 characters"],
	])("refuses %j: it %s", (issuer, problem) => expect(issuerProblem(issuer)).toContain(problem));

	it.each([
		["https://token.actions.githubusercontent.com", true],
		["https://token.actions.githubusercontent.com/acme", true],
		["https://token.actions.acme.ghe.com", true],
		["https://git.acme.example/_services/token", true],
		["https://gitlab.com", false],
		["https://token.actions.githubusercontent.com.evil.example", false],
	])("%s is GitHub's: %j", (issuer, is) => expect(isGitHub(issuer)).toBe(is));
});
