/** A browser without a screen: keeps cookies per origin, follows redirects, and remembers where it was. */
export class TestBrowser {
	readonly visited: string[] = [];
	readonly #cookies = new Map<string, Map<string, string>>();

	/**
	 * Goes to a URL and follows its redirects, up to an address that begins with `until`, which is returned and not
	 * visited.
	 */
	async follow(url: string, until: string): Promise<string> {
		let next = url;
		for (let hop = 0; hop < 20; hop++) {
			const answer = await this.get(next);
			const location = answer.headers.get("location");
			if (location === null)
				throw new Error(`${next} answers ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
			next = new URL(location, next).href;
			if (next.startsWith(until)) return next;
		}
		throw new Error(`sent on and on: ${this.visited.join(" → ")}`);
	}

	/** Requests one page with this browser's cookies for it; does not follow a redirect. */
	async get(url: string): Promise<Response> {
		this.visited.push(url);
		const jar = this.#jarOf(url);
		const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
		const answer = await fetch(url, {
			redirect: "manual",
			headers: { ...(cookie === "" ? {} : { cookie }), accept: "text/html" },
		});
		for (const line of answer.headers.getSetCookie()) {
			const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
			const [name = "", ...value] = pair.split("=");
			if (attributes.some((one) => /^(max-age=0|expires=Thu, 01 Jan 1970)/i.test(one))) jar.delete(name);
			else jar.set(name, value.join("="));
		}
		return answer;
	}

	/** A cookie's value as the server set it. */
	cookie(url: string, name: string): string | undefined {
		return this.#jarOf(url).get(name);
	}

	#jarOf(url: string): Map<string, string> {
		const { origin } = new URL(url);
		const jar = this.#cookies.get(origin) ?? new Map<string, string>();
		this.#cookies.set(origin, jar);
		return jar;
	}
}
