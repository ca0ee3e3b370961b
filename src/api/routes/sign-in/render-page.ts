/** A way to sign in without a password. */
export interface SignInLink {
	/** “Continue with …” */
	readonly name: string;
	/** A path of this registry. */
	readonly href: string;
}

/** Content of the page. */
export interface SignInPage {
	/** Name of the signed-in user; null for nobody. */
	readonly user: string | null;
	/** The error, or the confirmation. */
	readonly notice: { readonly kind: "error" | "done"; readonly text: string } | null;
	/** The name as typed. */
	readonly name: string;
	/** Where the user goes after signing in. */
	readonly to: string;
	readonly links: readonly SignInLink[];
}

/** Renders the page as HTML. It works without scripts, by keyboard, and with screen readers. */
export function renderSignInPage(page: SignInPage): string {
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${titleOf(page)} · Multicloud Images</title>
<link rel="stylesheet" href="/sign-in.css">
</head>
<body>
<main>
<h1>Multicloud Images</h1>
${page.user === null ? form(page) : signedIn(page.user)}
</main>
</body>
</html>
`;
}

function titleOf({ notice, user }: SignInPage): string {
	if (notice?.kind === "error") return "Not signed in";
	return user === null ? "Sign in" : "Signed in";
}

function form({ notice, name, to, links }: SignInPage): string {
	const described = notice?.kind === "error" ? ' aria-describedby="notice" aria-invalid="true"' : "";
	const first = name === "" ? " autofocus" : "";
	const second = name === "" ? "" : " autofocus";
	const nameAttributes = 'autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="100"';
	const passwordAttributes = 'type="password" autocomplete="current-password" required maxlength="1000"';
	return `${noticeLine(notice)}<form method="post" action="/sign-in">
<input type="hidden" name="to" value="${escapeHtml(to)}">
<label for="name">Name</label>
<input id="name" name="name" value="${escapeHtml(name)}" ${nameAttributes}${described}${first}>
<label for="password">Password</label>
<input id="password" name="password" ${passwordAttributes}${described}${second}>
<button type="submit">Sign in</button>
</form>${linkList(links)}`;
}

function noticeLine(notice: SignInPage["notice"]): string {
	if (!notice) return "";
	const role = notice.kind === "error" ? "alert" : "status";
	return `<p id="notice" class="${notice.kind}" role="${role}">${escapeHtml(notice.text)}</p>\n`;
}

function linkList(links: readonly SignInLink[]): string {
	if (links.length === 0) return "";
	const items = links.map(
		({ href, name }) => `<li><a href="${escapeHtml(href)}">Continue with ${escapeHtml(name)}</a></li>`,
	);
	return `\n<ul>\n${items.join("\n")}\n</ul>`;
}

function signedIn(user: string): string {
	return `<p role="status">You are signed in as <strong>${escapeHtml(user)}</strong>.</p>
<p><a href="/docs">Use the API here</a></p>
<form method="post" action="/sign-out">
<button type="submit">Sign out</button>
</form>`;
}

function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Colors follow the system's color scheme. The contrast of text is at least 7:1. */
export const signInStyle = `:root { color-scheme: light dark; --text: #1a1d21; --page: #f3f4f6; --card: #fff;
--line: #6b7280; --act: #0b4f9e; --on-act: #fff; --bad: #8f1212; --good: #14532d; }
@media (prefers-color-scheme: dark) {
:root { --text: #eceef1; --page: #14171b; --card: #1f242a; --line: #9aa3af; --act: #9cc7ff; --on-act: #10151c;
--bad: #ffb4ab; --good: #a7e3bd; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--page);
color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { width: min(24rem, calc(100vw - 2rem)); margin: 1rem; padding: 2rem; background: var(--card);
border-radius: 0.5rem; box-shadow: 0 1px 4px rgb(0 0 0 / 25%); overflow-wrap: anywhere; }
h1 { margin: 0 0 1.25rem; font-size: 1.375rem; }
label { display: block; margin: 1rem 0 0.25rem; font-weight: 600; }
input { width: 100%; padding: 0.625rem; font: inherit; color: inherit; background: transparent;
border: 1px solid var(--line); border-radius: 0.25rem; }
button { width: 100%; margin-top: 1.5rem; padding: 0.625rem; font: inherit; font-weight: 600; color: var(--on-act);
background: var(--act); border: 1px solid transparent; border-radius: 0.25rem; cursor: pointer; }
input:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
a { color: var(--act); }
ul { margin: 1.5rem 0 0; padding: 1rem 0 0; border-top: 1px solid var(--line); list-style: none; }
li { margin: 0.5rem 0; }
.error, .done { margin: 0; padding: 0.625rem; border: 1px solid; border-left-width: 0.375rem;
border-radius: 0.25rem; }
.error { color: var(--bad); }
.done { color: var(--good); }
`;
