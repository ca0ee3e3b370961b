import { type Fault, isFault } from "../src/core/errors.ts";

/** The fault that a function throws; fails if it throws none. */
export function faultCaught(act: () => unknown): Fault {
	try {
		act();
	} catch (error) {
		if (isFault(error)) return error;
		throw error;
	}
	throw new Error("no fault was thrown");
}
