import { createAccount } from "../../../registry/accounts/create-account.ts";
import { describeAccount } from "../../../registry/accounts/describe-account.ts";
import { getAccount, listAccounts } from "../../../registry/accounts/list-accounts.ts";
import type { DescribedAccount } from "../../../registry/stored.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { decodeCursor, pageFrom } from "../../cursor.ts";
import { Problem, pageOf, problems } from "../../schema.ts";
import { Account, AccountPatch, AccountPath, ListAccountsQuery, MadeAccount, NewAccount } from "./schema.ts";

export function addAccountRoutes(app: App, routeNeeds: RouteNeeds): void {
	addListAccounts(app, routeNeeds);
	addGetAccount(app, routeNeeds);
	addCreateAccount(app, routeNeeds);
	addDescribeAccount(app, routeNeeds);
}

function addListAccounts(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/accounts",
		{
			config: { list: true },
			schema: {
				operationId: "listAccounts",
				tags: ["accounts"],
				summary: "List accounts",
				description: "The accounts you are a member of; operators see all. Sorted by name.",
				querystring: ListAccountsQuery,
				response: { 200: pageOf(Account), ...problems },
			},
		},
		async (request) => {
			const { cursor, limit, text } = request.query;
			const after = cursor === undefined ? undefined : decodeCursor(cursor)[0];
			const rows = await listAccounts(needs, actorOf(request), { text, after, limit: limit + 1 });
			return pageFrom(rows, limit, presentAccount, (row) => [row.name, 0]);
		},
	);
}

function addGetAccount(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/accounts/:account",
		{
			config: { list: true },
			schema: {
				operationId: "getAccount",
				tags: ["accounts"],
				summary: "Show an account",
				params: AccountPath,
				response: { 200: Account, ...problems },
			},
		},
		async (request) => presentAccount(await getAccount(needs, actorOf(request), request.params.account)),
	);
}

function addCreateAccount(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/accounts",
		{
			schema: {
				operationId: "createAccount",
				tags: ["accounts"],
				summary: "Create an account",
				description: "Operators only. The new account has one admin: the named user, or else a new token.",
				body: NewAccount,
				response: { 201: MadeAccount, ...problems, 409: Problem },
			},
		},
		async (request, reply) => {
			const { account, token } = await createAccount(needs, actorOf(request), request.body);
			reply
				.code(201)
				.header("location", `/v1/accounts/${encodeURIComponent(account.name)}`)
				.header("cache-control", "no-store");
			return {
				...presentAccount(account),
				token: token && { id: token.token.id, name: token.token.name, secret: token.secret },
			};
		},
	);
}

function addDescribeAccount(app: App, { needs }: RouteNeeds): void {
	app.patch(
		"/v1/accounts/:account",
		{
			schema: {
				operationId: "describeAccount",
				tags: ["accounts"],
				summary: "Edit an account's description",
				description: "Only for admins of the account, and for operators.",
				params: AccountPath,
				body: AccountPatch,
				response: { 200: Account, ...problems },
			},
		},
		async (request) => {
			const { description } = request.body;
			return presentAccount(
				await describeAccount(needs, actorOf(request), { name: request.params.account, description }),
			);
		},
	);
}

function presentAccount({ name, description, createdAt, members }: DescribedAccount) {
	return { name, description, createdAt, members };
}
