import { catalogue, type FaultCode, type FaultKind } from "../core/errors.ts";

/** The meaning of each exit code; `docs/cli.md` and `mci --help` show this list. */
export const exitCodes = {
	0: "done, even if nothing had to change",
	1: "internal error",
	2: "invalid command line or input",
	3: "not found",
	4: "refused: no permission, or an image that must not be used",
	5: "conflict: changed by someone else meanwhile, or already exists",
	6: "the registry, its database, a list or a webhook's receiver can't be reached",
	7: "lint found a problem of the severity in --fail-on",
	130: "interrupted",
} as const;

export type ExitCode = keyof typeof exitCodes;

const codeOfKind: Readonly<Record<FaultKind, ExitCode>> = {
	invalid: 2,
	unauthenticated: 4,
	denied: 4,
	"not-found": 3,
	conflict: 5,
	stale: 5,
	unsupported: 6,
	unavailable: 6,
	internal: 1,
};

/** Codes whose kind is not precise enough for a script. */
const codeOfCode: Readonly<Partial<Record<FaultCode, ExitCode>>> = {
	"resolve-refused": 4,
	"launch-refused": 4,
	"artifact-only": 4,
	// Like every other “later”: a script that retries on 6 is right.
	"rate-limited": 6,
};

/** The exit code of an error code; an unknown code of a newer server is judged by its HTTP status. */
export function exitCodeOf(code: string, status: number): ExitCode {
	if (isKnown(code)) return codeOfCode[code] ?? codeOfKind[catalogue[code].kind];
	if (status === 401 || status === 403) return 4;
	if (status === 404) return 3;
	if (status === 409 || status === 412) return 5;
	if (status === 502 || status === 503 || status === 504) return 6;
	return status >= 400 && status < 500 ? 2 : 1;
}

function isKnown(code: string): code is FaultCode {
	return Object.hasOwn(catalogue, code);
}
