import { refOf, type TemplateAnswer } from "../../../registry/resolve/resolve-template.ts";

/** The answer to resolving a template. */
export function presentTemplateAnswer(answer: TemplateAnswer) {
	const { ref, template, mci, cloud, image, facts, instanceType, kernel, ramdisk, userData, reasons, warnings } =
		answer;
	const { component, number, digest } = template;
	return {
		ref,
		template: { name: component.name, lineage: component.lineage, revision: number, ref: refOf(template), digest },
		mci: mci && {
			name: mci.component.name,
			lineage: mci.component.lineage,
			revision: mci.number,
			ref: mci.ref,
			digest: mci.digest,
		},
		cloud,
		image: { ...image, facts },
		instanceType,
		kernel,
		ramdisk,
		userData,
		reasons: [...reasons],
		warnings: [...warnings],
	};
}
