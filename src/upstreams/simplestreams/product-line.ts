import { type Architecture, parseArchitecture } from "../../core/image/index.ts";
import { lineName } from "../listing/line-name.ts";
import type { Tags } from "./tags.ts";

/** A product's own words, architecture and name, before variants. */
export interface Product {
	readonly key: string;
	/** `ubuntu server 14.04`. */
	readonly words: string;
	readonly architecture: Architecture | null;
	readonly publishedArchitecture: string | null;
	readonly title: string;
}

const topDomains: ReadonlySet<string> = new Set(["com", "net", "org", "io", "cloud", "images"]);

/**
 * Reads a product's name, `com.ubuntu.cloud.daily:server:14.04:amd64` or `ubuntu:noble:amd64:cloud`: the publisher's
 * domain without its idle parts, then the rest without the architecture. `partition` is the word of a stream for one
 * part of a cloud (`aws-cn`), which has lines of its own because it says nothing about the regions outside it.
 */
export function productOf(key: string, tags: Tags, partition: string | null): Product {
	const [head = "", ...rest] = key.split(":");
	const publishedArchitecture =
		tags.get("arch") ?? rest.findLast((part) => parseArchitecture(part) !== undefined) ?? null;
	const architecture = publishedArchitecture === null ? null : (parseArchitecture(publishedArchitecture) ?? null);
	const domain = head.includes(".") ? head.split(".").filter((part) => !topDomains.has(part)) : [head];
	const named = [...domain, ...rest.filter((part) => part !== publishedArchitecture)];
	const os = tags.get("os")?.toLowerCase();
	const words = os === undefined || named.join(":").toLowerCase().includes(os) ? named : [os, ...named];
	return {
		key: partition === null ? key : `${partition}/${key}`,
		words: [...words, partition ?? ""].join(" "),
		architecture,
		publishedArchitecture,
		title: tags.get("release_title") ?? tags.get("version") ?? tags.get("release") ?? key,
	};
}

/** The name of a product's line in a variant. */
export function productName(product: Product, variant: string): string {
	return lineName(`${product.words} ${variant}`, product.architecture ?? product.publishedArchitecture);
}

const plainVirtualisation: ReadonlySet<string> = new Set(["hvm", "kvm", "hyper-v", ""]);

/**
 * What distinguishes images of one release: paravirtual instead of hardware virtualization, another root store than
 * SSD, the generation of an Azure SKU. Empty for the plain image, which is the same line in every cloud.
 */
export function variantOf(tags: Tags, uid: string, hasPlainSsd: boolean): string {
	const virtualisation = (tags.get("virt") ?? "").toLowerCase();
	const store = (tags.get("root_store") ?? "").toLowerCase();
	const isPlainStore = store === "" || store === "ssd" || (store === "ssd-gp3" && !hasPlainSsd);
	const sku = /^[^:/]+:[^:/]+:([^:/]+):[^:/]+$/.exec(uid)?.[1] ?? "";
	const generation = /(?:^|-)(gen[12]|cvm)(?:-|$)/i.exec(sku)?.[1]?.toLowerCase() ?? "";
	return [plainVirtualisation.has(virtualisation) ? "" : virtualisation, isPlainStore ? "" : store, generation]
		.filter((word) => word !== "")
		.join("-");
}
