const placeholders =
	/^(?:unsupported|placeholder|none|null|n\/?a|-+|todo|tbd|undefined|not[-_ ]?available|unavailable|x+)$/i;
const amazonMachineImage = /^ami-[0-9a-f]{8,17}$/;

/**
 * Why `id` is no image id of a cloud type, or undefined: a publisher's word for "there is none", or not the form of
 * that cloud's ids.
 */
export function idProblem(type: string, id: string): string | undefined {
	if (id.trim() === "") return "the image id is empty";
	if (placeholders.test(id.trim())) return `the publisher says ${JSON.stringify(id)} here: no image`;
	if (type === "aws" && !amazonMachineImage.test(id))
		return `${JSON.stringify(id.slice(0, 80))} is not an AMI's id (ami- and 8 to 17 hex digits)`;
	return undefined;
}
