import { pino } from "pino";

/** A log of JSON lines on standard error; tokens never get into it. */
export function openLog(level: string) {
	return pino({ level, redact: ["req.headers.authorization"] }, pino.destination({ dest: 2, sync: true }));
}
