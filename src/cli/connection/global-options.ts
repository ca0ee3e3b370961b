/** Options of every command, before or after its name. */
export interface GlobalOptions {
	readonly data?: string | undefined;
	readonly databaseUrl?: string | undefined;
	readonly url?: string | undefined;
	readonly profile?: string | undefined;
	readonly token?: string | undefined;
	readonly account?: string | undefined;
	readonly json?: boolean | undefined;
	/** False after --no-color. */
	readonly color?: boolean | undefined;
}

/**
 * Flag, description and property of each option; commander and the quick reading of `resolve` are both built from it.
 */
export const globalFlags = [
	{ flags: "--data <dir>", property: "data", about: "work on the embedded registry in a data directory (MCI_DATA)" },
	{
		flags: "--database-url <url>",
		property: "databaseUrl",
		about: "PostgreSQL instead of the embedded database (MCI_DATABASE_URL)",
	},
	{ flags: "--url <url>", property: "url", about: "URL of the registry (MCI_URL)" },
	{ flags: "--profile <name>", property: "profile", about: "a profile that `mci login` wrote" },
	{ flags: "--token <token>", property: "token", about: "the token to use (MCI_TOKEN, MCI_TOKEN_FILE)" },
	{
		flags: "--account <name>",
		property: "account",
		about: "the account to act in (MCI_ACCOUNT); a token belongs to one account",
	},
	{ flags: "--json", property: "json", about: "print the API's JSON" },
	{ flags: "--no-color", property: "color", about: "no color, even on a terminal" },
] as const satisfies readonly { flags: string; property: keyof GlobalOptions; about: string }[];
