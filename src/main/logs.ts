import { type DestinationStream, pino } from "pino";

/** What is never written, should a library log a request or an error that holds it. */
const secretPaths = ["", "*.", "*.headers.", "headers."].flatMap((at) =>
	["authorization", "cookie", "password", "secret", "token"].map((name) => `${at}${name}`),
);

/**
 * A log of JSON lines on standard error. No token, password or body gets into it: of a request it has the method, the pattern of its
 * address, its status and who sent it, and nothing else that was sent.
 */
export function openLog(level: string, destination: DestinationStream = pino.destination({ dest: 2, sync: true })) {
	return pino({ level, redact: { paths: secretPaths, censor: "[secret]" } }, destination);
}
