import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDocument } from "./reading/read-document.ts";
import { recognizeSources } from "./recognize-sources.ts";
import type { SourceOptions } from "./source.ts";

/**
 * Keys of the product lines of every fixture. An import finds its MCI by the key, so a key that changes makes a second
 * MCI of a list that was imported before. Files are added here; their keys never change.
 */
const snapshot = new URL("./fixtures/line-keys.json", import.meta.url);
const options: Readonly<Record<string, SourceOptions>> = { "aws-images": { region: "us-east-1" } };

function readKeys(file: string): string[] {
	const path = `/lists/${file}`;
	const document = readDocument(path, readFileSync(new URL(file, import.meta.url)));
	const [source] = recognizeSources(document);
	return source?.parse(document, options[source.id] ?? {}).lines.map((line) => `${source.id}:${line.key}`) ?? [];
}

describe("keys of product lines", () => {
	const known: Readonly<Record<string, readonly string[]>> = JSON.parse(readFileSync(snapshot, "utf8"));

	it.each(Object.entries(known))("of %s are those of earlier imports", (file, keys) => {
		expect(readKeys(file)).toEqual(expect.arrayContaining([...keys]));
	});
});
