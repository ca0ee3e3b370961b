/**
 * The revisions of a test's publisher: an MCI with three commits, another one, and a template that pins the first one's
 * commit 1.
 */
export const offers = ["m@1", "m@2", "m@3", "n@1", "t@1"] as const;
export type VisiblePublication = (typeof offers)[number];

/** The publisher's groups. */
export const groups = ["g1", "g2"] as const;
export type Group = (typeof groups)[number];

/** The other accounts. */
export const others = ["b", "c"] as const;
export type Other = (typeof others)[number];

export type To = "everyone" | readonly Group[];

export type Act =
	| { readonly act: "publish"; readonly offer: VisiblePublication; readonly to: To }
	| { readonly act: "edit"; readonly offer: VisiblePublication; readonly to: To }
	| { readonly act: "deprecate" | "reactivate" | "retract"; readonly offer: VisiblePublication }
	| { readonly act: "join" | "leave"; readonly account: Other; readonly group: Group };

interface Published {
	state: "active" | "deprecated" | "retracted";
	everyone: boolean;
	groups: Set<Group>;
	isDependency: boolean;
}

/** The rules of the marketplace, one by one, over plain sets: each account's view is computed from scratch. */
export class MarketplaceModel {
	readonly published = new Map<VisiblePublication, Published>();
	readonly members: Readonly<Record<Group, Set<Other>>> = { g1: new Set(), g2: new Set() };

	/** Applies an act; returns the code of the resulting fault, undefined for none. */
	do(act: Act): string | undefined {
		switch (act.act) {
			case "join":
				if (this.members[act.group].has(act.account)) return "group-joined";
				this.members[act.group].add(act.account);
				return undefined;
			case "leave":
				return this.members[act.group].delete(act.account) ? undefined : "group-not-found";
			case "publish":
				return this.#publish(act.offer, act.to);
			case "edit":
				return this.#edit(act.offer, act.to);
			default:
				return this.#move(act.offer, act.act);
		}
	}

	/** Whether an account sees a publication at all. */
	sees(account: Other | "publisher", offer: VisiblePublication): boolean {
		const one = this.published.get(offer);
		if (!one || one.state === "retracted") return false;
		return account === "publisher" || one.everyone || [...one.groups].some((group) => this.members[group].has(account));
	}

	/**
	 * The result of browsing for an account: of each lineage the newest visible publication that is active and not a
	 * dependency.
	 */
	shown(account: Other | "publisher"): VisiblePublication[] {
		const newest = new Map<string, VisiblePublication>();
		for (const offer of offers) {
			const one = this.published.get(offer);
			if (one?.state === "active" && !one.isDependency && this.sees(account, offer)) newest.set(offer[0] ?? "", offer);
		}
		return [...newest.values()];
	}

	#publish(offer: VisiblePublication, to: To): string | undefined {
		const existing = this.published.get(offer);
		if (existing && !(existing.isDependency && existing.state === "active")) return "publication-exists";
		const fault = this.#publishDependency(offer, to);
		if (fault !== undefined) return fault;
		if (existing) {
			widen(existing, to);
			existing.isDependency = false;
		} else this.published.set(offer, { state: "active", ...audience(to), isDependency: false });
		return undefined;
	}

	#edit(offer: VisiblePublication, to: To): string | undefined {
		const one = this.published.get(offer);
		if (!one) return "publication-not-found";
		if (one.state === "retracted") return "publication-state";
		const template = this.published.get("t@1");
		if (offer === "m@1" && template && template.state !== "retracted" && !covers(audience(to), template))
			return "publication-needed";
		const isSame = covers(audience(to), one) && covers(one, audience(to));
		if (!isSame) this.#publishDependency(offer, to);
		Object.assign(one, audience(to));
		return undefined;
	}

	#move(offer: VisiblePublication, act: "deprecate" | "reactivate" | "retract"): string | undefined {
		const one = this.published.get(offer);
		if (!one) return "publication-not-found";
		const template = this.published.get("t@1");
		const dependency = this.published.get("m@1");
		switch (act) {
			case "deprecate":
				if (one.state === "retracted") return "publication-state";
				one.state = "deprecated";
				return undefined;
			case "retract":
				if (one.state === "retracted") return undefined;
				if (offer === "m@1" && template && template.state !== "retracted") return "publication-needed";
				one.state = "retracted";
				if (offer === "t@1" && dependency?.isDependency) dependency.state = "retracted";
				return undefined;
			case "reactivate":
				if (one.state === "active") return undefined;
				if (offer === "t@1") {
					const fault = this.#publishDependency(offer, one.everyone ? "everyone" : [...one.groups]);
					if (fault !== undefined) return fault;
				}
				one.state = "active";
				return undefined;
		}
	}

	/** Publishes the template's dependency with it. */
	#publishDependency(offer: VisiblePublication, to: To): string | undefined {
		if (offer !== "t@1") return undefined;
		const dependency = this.published.get("m@1");
		if (!dependency) this.published.set("m@1", { state: "active", ...audience(to), isDependency: true });
		else if (dependency.state !== "retracted") widen(dependency, to);
		else if (dependency.isDependency) Object.assign(dependency, { state: "active", ...audience(to) });
		else return "publication-retracted";
		return undefined;
	}
}

function audience(to: To): Pick<Published, "everyone" | "groups"> {
	return { everyone: to === "everyone", groups: new Set(to === "everyone" ? [] : to) };
}

function widen(one: Published, to: To): void {
	if (to === "everyone" || one.everyone) Object.assign(one, audience("everyone"));
	else for (const group of to) one.groups.add(group);
}

function covers(outer: Pick<Published, "everyone" | "groups">, inner: Pick<Published, "everyone" | "groups">): boolean {
	return outer.everyone || (!inner.everyone && [...inner.groups].every((group) => outer.groups.has(group)));
}
