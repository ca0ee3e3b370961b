/** `T` with every member that could be undefined optional instead. */
export type WithoutAbsent<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
	[K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Leaves out the members that are undefined: what was not said on the command line is not sent. */
export function withoutAbsent<T extends object>(given: T): WithoutAbsent<T> {
	return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as WithoutAbsent<T>;
}
