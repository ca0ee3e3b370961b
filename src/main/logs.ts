import { type DestinationStream, pino } from "pino";

/** Paths that are never logged, in case a library logs a request or an error that contains them. */
const secretPaths = ["", "*.", "*.headers.", "headers."].flatMap((at) =>
	["authorization", "cookie", "password", "secret", "token"].map((name) => `${at}${name}`),
);

/**
 * A log of JSON lines on standard error, without tokens, passwords or bodies. Of a request it contains the method,
 * the route pattern, the status and the actor, and nothing else from the request.
 */
export function openLog(level: string, destination: DestinationStream = pino.destination({ dest: 2, sync: true })) {
	return pino({ level, redact: { paths: secretPaths, censor: "[secret]" } }, destination);
}
