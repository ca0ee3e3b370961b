import { type SmallMci, type SmallTemplate, typesByName } from "./small-templates.ts";

/** The image with its type and MCI, or a refusal's verdict. */
export type ModelAnswer =
	| { readonly image: string; readonly type: string | null; readonly mci: string | null }
	| { readonly verdict: string };

/** The rules of resolving, written again as a search: first for the MCI, then for its image. */
export function modelAnswer({
	mcis,
	standard,
	stranger,
	cloud,
	requestedValues,
	requestedMci,
	requestedImage,
}: SmallTemplate): ModelAnswer {
	const all = [
		...mcis.map((mci, i) => ({ mci, ref: `M${i}@1`, isDefault: i === standard })),
		{ mci: stranger, ref: "S@1", isDefault: false },
	];
	const there = all.slice(0, -1).filter(({ mci }) => mci.cells[cloud]);
	const typeArchitecture = modelTypeArchitecture(mcis, cloud, requestedValues.instanceType);
	const score = (one: SmallMci): number => {
		const have = one.cells[cloud]?.architecture ?? null;
		const scores = [2];
		if (requestedValues.architecture !== undefined)
			scores.push(have === null ? 1 : have === requestedValues.architecture ? 2 : 0);
		if (typeArchitecture !== null) {
			scores.push(
				have === typeArchitecture
					? 2
					: have === null || ["x86_64 i386", "arm64 arm"].includes(`${typeArchitecture} ${have}`)
						? 1
						: 0,
			);
		}
		return Math.min(...scores);
	};
	const hasDemand = requestedValues.architecture !== undefined || typeArchitecture !== null;
	const isChosen = (one: (typeof all)[number]): boolean => {
		if (requestedMci !== null) return one === (requestedMci === -1 ? all.at(-1) : all[requestedMci]);
		if (!there.includes(one)) return false;
		if (!hasDemand) return one.isDefault;
		const best = Math.max(...there.map(({ mci }) => score(mci)));
		const rivals = there.filter((other) => other !== one && score(other.mci) === best);
		return score(one.mci) === best && best > 0 && (one.isDefault || rivals.length === 0);
	};
	const chosen = all.find(isChosen);
	const cell = chosen?.mci.cells[cloud];
	if (!chosen && requestedValues.image === undefined) return { verdict: there.length === 0 ? "absent" : "refused" };
	if (chosen?.mci.isRevoked) return { verdict: "refused" };
	if (!cell && requestedValues.image === undefined) return { verdict: "absent" };
	const isOwn = requestedValues.image === undefined || requestedValues.image === cell?.uid;
	const image = isOwn ? cell : { uid: requestedValues.image ?? "", ...requestedImage };
	// The facts of a requested image count, even if the setting has the same image.
	if (!image || image.isRevoked || (requestedValues.image !== undefined && requestedImage.isRevoked))
		return { verdict: "refused" };
	if (
		requestedValues.architecture !== undefined &&
		image.architecture !== null &&
		image.architecture !== requestedValues.architecture
	)
		return { verdict: "refused" };
	return { image: image.uid, type: requestedValues.instanceType ?? cell?.type ?? null, mci: chosen?.ref ?? null };
}

function modelTypeArchitecture(mcis: readonly SmallMci[], cloud: string, type: string | undefined) {
	if (type === undefined) return null;
	const seen = mcis.map((mci) => mci.cells[cloud]).filter((cell) => cell?.type === type && cell.architecture !== null);
	const evidence = new Set(seen.map((cell) => cell?.architecture));
	return typesByName[type] ?? (evidence.size === 1 ? (seen[0]?.architecture ?? null) : null);
}
