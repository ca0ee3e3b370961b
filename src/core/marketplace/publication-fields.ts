import { compareText } from "../../base/compare-text.ts";
import { fault } from "../errors.ts";

/** The publisher's texts on a publication. */
export interface PublicationFields {
	/** One line, for lists. */
	readonly short: string;
	readonly description: string;
	/** What is new in this revision. */
	readonly notes: string;
	/** Lower case, sorted, without repeats. */
	readonly categories: readonly string[];
}

/** Some of the fields. */
export type PartialPublicationFields = {
	readonly [Field in keyof PublicationFields]?: PublicationFields[Field] | undefined;
};

const limits = { short: 200, description: 64 * 1024, notes: 64 * 1024 } as const;
const mostCategories = 10;
const categoryLimit = 50;

/** Checked fields in canonical form. Throws `publication-invalid` naming the field. */
export function publicationFields(parts: PartialPublicationFields): PublicationFields {
	const short = (parts.short ?? "").trim();
	const description = parts.description ?? "";
	const notes = parts.notes ?? "";
	if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(short))
		throw wrong("short description", "must be one line without control characters");
	for (const [field, text] of Object.entries({ short, description, notes })) {
		const limit = limits[field as keyof typeof limits];
		if (text.length > limit)
			throw wrong(field === "short" ? "short description" : field, `is longer than ${limit} characters`);
	}
	const categories = [...new Set((parts.categories ?? []).map((one) => parseCategory(one)))].sort(compareText);
	if (categories.length > mostCategories) throw wrong("categories", `must be at most ${mostCategories}`);
	return { short, description, notes, categories };
}

/**
 * A category in the form used for comparison: lower case, single spaces. Throws `publication-invalid` if it is not
 * valid.
 */
export function parseCategory(text: string): string {
	const category = text.trim().replace(/\s+/gu, " ").toLowerCase();
	if (category === "" || category.length > categoryLimit || /[,\p{C}]/u.test(category))
		throw wrong(`category “${text.slice(0, 60)}”`, `does not have 1 to ${categoryLimit} characters without commas`);
	return category;
}

function wrong(field: string, problem: string) {
	return fault("publication-invalid", { field, problem });
}
