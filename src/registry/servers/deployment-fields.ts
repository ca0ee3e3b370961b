import { componentFields } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import { checkInputName, checkInputValue } from "../../core/script/index.ts";
import type { StoredDeployment } from "../../storage/store.ts";

/** A deployment's fields. */
export type DeploymentFields = Pick<StoredDeployment, "name" | "description" | "inputs">;

const inputLimit = 1000;

/** Checks the fields and sorts the inputs. Throws `component-name-invalid` or `component-invalid`. */
export function checkDeploymentFields({ name, description, inputs }: DeploymentFields): DeploymentFields {
	const checked = componentFields({ name, description });
	const names = Object.keys(inputs).sort();
	if (names.length > inputLimit)
		throw fault("component-invalid", { name, problem: `it has more than ${inputLimit} inputs` });
	for (const input of names) {
		checkInputName(name, input);
		checkInputValue(name, input, inputs[input] ?? "");
	}
	return {
		name: checked.name,
		description: checked.description,
		inputs: Object.fromEntries(names.map((input) => [input, inputs[input] ?? ""])),
	};
}
