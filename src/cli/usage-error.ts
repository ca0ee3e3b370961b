/** A mistake on the command line, found before any request. Exit code 2; the help says what to write instead. */
export class UsageError extends Error {
	readonly help: string;

	constructor(message: string, help = "") {
		super(message);
		this.name = "UsageError";
		this.help = help;
	}
}
