/**
 * An object that stands for one that does not exist yet: it reads each property from the result of `get`. Properties of
 * `fixed` can be read at any time; all others throw the errors of `get`.
 */
export function standIn<T extends object>(get: () => T, fixed: Partial<T> = {}): T {
	return new Proxy({} as T, {
		get: (_, key) => (Object.hasOwn(fixed, key) ? fixed[key as keyof T] : Reflect.get(get(), key)),
		has: (_, key) => Reflect.has(get(), key),
		ownKeys: () => Reflect.ownKeys(get()),
		getOwnPropertyDescriptor: (_, key) => {
			const descriptor = Reflect.getOwnPropertyDescriptor(get(), key);
			// The target has no properties of its own, so a proxy may only report configurable ones.
			return descriptor && { ...descriptor, configurable: true };
		},
	});
}
