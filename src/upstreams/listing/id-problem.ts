import { cloudType, imageKindOf, imageProblem } from "../../core/image/index.ts";

const placeholders =
	/^(?:unsupported|placeholder|none|null|n\/?a|-+|todo|tbd|undefined|not[-_ ]?available|unavailable|x+)$/i;

/**
 * Why `id` is not an image id of a cloud type, or undefined: a publisher's word for “there is none”, or not the form
 * of that cloud's ids. An empty type accepts every form.
 */
export function idProblem(type: string, id: string): string | undefined {
	if (id.trim() === "") return "the image id is empty";
	if (placeholders.test(id.trim())) return `the publisher says ${JSON.stringify(id)} here: no image`;
	if (type === "") return undefined;
	const found = imageProblem({ type: cloudType(type), region: null }, { kind: imageKindOf(id), uid: id });
	return found && (cloudType(type) === "aws" || !found.isMoving) ? found.problem : undefined;
}
