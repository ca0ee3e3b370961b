import type { StoredDeployment } from "../../../registry/stored.ts";

/** A deployment in an answer. */
export function presentDeployment(deployment: StoredDeployment & { readonly servers?: number }) {
	const { name, description, inputs, version, servers, createdAt, updatedAt } = deployment;
	return {
		name,
		description,
		inputs: { ...inputs },
		version,
		...(servers === undefined ? {} : { servers }),
		createdAt,
		updatedAt,
	};
}
