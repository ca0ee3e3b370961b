import type { Argument, Command, Option } from "commander";
import type { Client } from "../../client/generated/registry.ts";
import { type ComponentKind, componentKinds } from "../../core/component/index.ts";
import type { GlobalOptions } from "../connection/global-options.ts";
import { openSession, type Session } from "../connection/session.ts";
import { defaultMember, type Run } from "../input/define-command.ts";
import { plainText } from "../output/plain-text.ts";
import { kindApi } from "../versions/kind-api.ts";
import { commandList } from "./command-list.ts";
import { buildProgram, loadCommand } from "./program.ts";

/** A possible next word. */
interface Candidate {
	readonly text: string;
	readonly about: string;
}

const most = 200;

/**
 * Prints what a completion script asks for: candidates for the last word, one a line, each with a description after a
 * tab.
 */
export async function printCandidates(session: Session, words: readonly string[]): Promise<undefined> {
	for (const { text, about } of await listCandidates(session, words)) session.output.line(`${text}\t${about}`);
}

/** The candidates for the last word: commands, options, their values, and names in the registry. */
async function listCandidates(session: Session, words: readonly string[]): Promise<Candidate[]> {
	const typed = words.at(-1) ?? "";
	const place = await findPlace(session, words.slice(0, -1));
	const { command, pending, operands } = place;
	const all = pending ? await valuesOf(session, place, pending.argChoices, nameOf(pending), typed) : await wordsOf();
	return all.filter(({ text }) => text.startsWith(typed)).slice(0, most);

	async function wordsOf(): Promise<Candidate[]> {
		if (typed.startsWith("-"))
			return place.options
				.filter((option) => !option.hidden)
				.map((option) => ({ text: option.long ?? option.flags, about: option.description }));
		const visible = command.createHelp().visibleCommands(command);
		if (visible.length > 0 && operands.length === 0)
			return visible.map((one) => ({ text: one.name(), about: one.description() }));
		const argument = argumentAt(command, operands.length);
		return argument ? valuesOf(session, place, argument.argChoices, argument.name(), typed) : [];
	}
}

interface Place {
	readonly command: Command;
	/** The command's options and the global ones. */
	readonly options: readonly Option[];
	/** The option whose value is being typed. */
	readonly pending: Option | undefined;
	readonly operands: readonly string[];
	/** Global options typed so far, which choose the registry. */
	readonly given: Readonly<Record<string, string>>;
}

/** Walks the words before the one being typed. */
async function findPlace(session: Session, words: readonly string[]): Promise<Place> {
	const program = buildProgram(session.world);
	const run: Run = () => async () => undefined;
	const operands: string[] = [];
	const given: Record<string, string> = {};
	let command = program;
	let pending: Option | undefined;
	const options = () => [
		...(command === program ? [] : command.options),
		...(defaultMember(command)?.options ?? []),
		...program.options,
	];
	for (const word of words) {
		if (pending) {
			given[pending.attributeName()] = word;
			pending = undefined;
		} else if (word.startsWith("-")) {
			const option = options().find((one) => one.long === word || one.short === word);
			pending = option && (option.required || option.optional) ? option : undefined;
		} else {
			const child =
				operands.length === 0
					? command.commands.find((one) => one.name() === word || one.aliases().includes(word))
					: undefined;
			if (!child) operands.push(word);
			else {
				const entry = command === program ? commandList.find(({ name }) => name === child.name()) : undefined;
				if (entry) await loadCommand(child, entry, run);
				command = child;
			}
		}
	}
	return { command, options: options(), pending, operands, given };
}

function argumentAt(command: Command, index: number): Argument | undefined {
	const last = command.registeredArguments.at(-1);
	return command.registeredArguments[index] ?? (last?.variadic ? last : undefined);
}

function nameOf(option: Option): string {
	return option.long?.slice(2) ?? "";
}

/**
 * Values by the name of the argument or option. A registry that does not answer gives no candidates: typing goes on.
 */
async function valuesOf(
	session: Session,
	place: Place,
	choices: readonly string[] | undefined,
	name: string,
	typed: string,
): Promise<Candidate[]> {
	if (choices) return choices.map((text) => ({ text, about: "" }));
	const group = place.command.parent?.name();
	const ofGroup = name === "name" ? namesOfGroup[group ?? ""] : undefined;
	const ask = listOf(group, name) ?? ofGroup ?? asks[name] ?? componentsFor(group, name);
	if (
		!ask ||
		(name === "name" && ["create", "add"].includes(place.command.name())) ||
		place.command.parent?.name() === "token"
	)
		return [];
	// Their `--name` is a new name.
	if (name === "name" && ["deployment", "server", "bundle"].includes(place.command.parent?.name() ?? "")) return [];
	const options: GlobalOptions = { ...session.options, ...place.given, color: false };
	const own = openSession(session.world, options);
	try {
		await own.connect();
		return (await ask(own.client, typed)).map(({ text, about }) => ({
			text: plainText(text),
			about: plainText(about),
		}));
	} catch {
		return [];
	} finally {
		await own.close();
	}
}

/** Looks up candidates that begin with what was typed, or all. */
type Ask = (client: Client, typed: string) => Promise<Candidate[]>;

/** Lists of names that belong to one group of commands. */
function listOf(group: string | undefined, name: string): Ask | undefined {
	if (group === "upstream" && name === "name") return upstreams;
	return group === "feed" && (name === "name" || name === "feed") ? feeds : undefined;
}

const asks: Readonly<Record<string, Ask>> = {
	cloud: clouds,
	"cloud[=image]": clouds,
	mci: references("mci"),
	template: references("template"),
	deployment: deployments,
	server: servers,
	format: async (client) => (await client.listFormats()).items.map(({ id, title }) => ({ text: id, about: title })),
};

/** Lists behind `name`, in groups that are not about components. */
const namesOfGroup: Readonly<Record<string, Ask>> = {
	upstream: upstreams,
	webhook: webhooks,
};

/** Arguments and options that name a component; all but the first can name a revision. */
const componentNames = ["name", "ref", "other-ref", "from", "base"];
const referenceNames = componentNames.slice(1);

function componentsFor(group: string | undefined, name: string): Ask | undefined {
	if (!componentNames.includes(name)) return undefined;
	const kind = componentKinds.find((one) => one === group) ?? "mci";
	return referenceNames.includes(name) ? references(kind) : (client, typed) => components(client, kind, typed);
}

function references(kind: ComponentKind): Ask {
	return (client, typed) => (typed.includes("@") ? revisions(client, kind, typed) : components(client, kind, typed));
}

async function components(client: Client, kind: ComponentKind, typed: string): Promise<Candidate[]> {
	const found = await kindApi(client, kind).search({ ...(typed === "" ? {} : { text: typed }), limit: most });
	return found.items.map(({ name, description }) => ({ text: name, about: description.split("\n")[0] ?? "" }));
}

/** The revisions of the component before the @. */
async function revisions(client: Client, kind: ComponentKind, typed: string): Promise<Candidate[]> {
	const name = typed.slice(0, typed.lastIndexOf("@"));
	const found = await kindApi(client, kind).listRevisions(name, { limit: most });
	return [
		{ text: `${name}@head`, about: "changes that are not committed" },
		{ text: `${name}@latest`, about: "the newest commit" },
		...found.items.map(({ number, message }) => ({ text: `${name}@${number}`, about: message.split("\n")[0] ?? "" })),
	];
}

async function clouds(client: Client, typed: string): Promise<Candidate[]> {
	const found = await client.listClouds({ ...(typed === "" ? {} : { text: typed }), limit: most });
	return found.items.map((cloud) => ({ text: cloud.slug, about: cloud.name }));
}

async function deployments(client: Client, typed: string): Promise<Candidate[]> {
	const found = await client.listDeployments({ ...(typed === "" ? {} : { text: typed }), limit: most });
	return found.items.map((deployment) => ({
		text: deployment.name,
		about: deployment.description.split("\n")[0] ?? "",
	}));
}

async function servers(client: Client): Promise<Candidate[]> {
	const found = await client.listServers({ limit: most });
	return found.items.map((server) => ({
		text: `${server.deployment}/${server.name}`,
		about: `${server.template.ref}, ${server.cloud}`,
	}));
}

async function feeds(client: Client): Promise<Candidate[]> {
	return (await client.listFeeds()).items.map((feed) => ({ text: feed.name, about: feed.url }));
}

async function upstreams(client: Client): Promise<Candidate[]> {
	return (await client.listUpstreams()).items.map((upstream) => ({ text: upstream.name, about: upstream.url }));
}

async function webhooks(client: Client): Promise<Candidate[]> {
	return (await client.listWebhooks()).items.map((webhook) => ({
		text: webhook.name,
		about: webhook.description.split("\n")[0] ?? "",
	}));
}
