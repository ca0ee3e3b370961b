import { checkInputName, checkInputValue, componentWords } from "../core/index.ts";
import type { StoredDeployment } from "../storage/store.ts";

/** What a deployment says of itself. */
export type DeploymentWords = Pick<StoredDeployment, "name" | "description" | "inputs">;

/** Checks them and orders the inputs. Throws `component-name-invalid` or `component-invalid`. */
export function checkDeploymentWords({ name, description, inputs }: DeploymentWords): DeploymentWords {
	const checked = componentWords({ name, description });
	const names = Object.keys(inputs).sort();
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
