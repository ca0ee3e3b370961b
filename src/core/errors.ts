/** What kind of "no" a fault is. Edges translate it once: to an HTTP status, an exit code, a sentence. */
export type FaultKind =
	| "invalid"
	| "unauthenticated"
	| "denied"
	| "not-found"
	| "conflict"
	| "stale"
	| "unsupported"
	| "unavailable"
	| "internal";

/** JSON details that name the thing, the rule and what to do. */
export type FaultDetails = Readonly<Record<string, unknown>>;

interface CatalogueEntry {
	readonly kind: FaultKind;
	/** One sentence; `{name}` takes a detail's value. */
	readonly text: string;
	/** What the person can do about it; same placeholders. */
	readonly help: string;
}

/** Every fault there is. `docs/errors.md` is made from this list. */
export const catalogue = {
	"cloud-slug-invalid": {
		kind: "invalid",
		text: "“{cloud}” is not a cloud's name: 1 to 100 lower-case letters, digits, dots, dashes and underscores, beginning with a letter or digit.",
		help: "Write it like aws-us-east-1, azure-westeurope, gcp or acme-regionone.",
	},
	"image-invalid": {
		kind: "invalid",
		text: "Image “{uid}” for {cloud} can't be used: {problem}.",
		help: "Copy the id exactly as the cloud or the publisher shows it.",
	},
	"setting-invalid": {
		kind: "invalid",
		text: "The setting for {cloud} can't be used: {field} {problem}.",
		help: "Correct that field, or leave it out.",
	},
	"setting-duplicate": {
		kind: "conflict",
		text: "“{name}” already has a setting for {cloud}: {image}. One cloud has at most one setting.",
		help: "Change the setting that is there, or remove it first.",
	},
	"setting-not-found": {
		kind: "not-found",
		text: "“{name}” has no setting for {cloud} in its HEAD.",
		help: "`mci show {name}@head` lists the clouds it has.",
	},
	"component-name-invalid": {
		kind: "invalid",
		text: "“{name}” can't be a name: it {problem}.",
		help: "Use 1 to 200 characters without / and @.",
	},
	"component-invalid": {
		kind: "invalid",
		text: "“{name}” can't be stored: {problem}.",
		help: "Correct that part and try again.",
	},
	"mci-not-found": {
		kind: "not-found",
		text: "There is no MultiCloud Image “{name}” in account {account}.",
		help: "`mci list` shows what is there; names are case-sensitive.",
	},
	"template-not-found": {
		kind: "not-found",
		text: "There is no ServerTemplate “{name}” in account {account}.",
		help: "`mci template list` shows what is there; names are case-sensitive.",
	},
	"script-not-found": {
		kind: "not-found",
		text: "There is no script “{name}” in account {account}.",
		help: "`mci script list` shows what is there; names are case-sensitive.",
	},
	"template-exists": {
		kind: "conflict",
		text: "A ServerTemplate “{name}” is already there.",
		help: "Choose another name, or change the one that is there.",
	},
	"script-exists": {
		kind: "conflict",
		text: "A script “{name}” is already there.",
		help: "Choose another name, or change the one that is there.",
	},
	"name-kept": {
		kind: "conflict",
		text: "“{name}” was the name of what is now “{now}”, and answers for it until {until}.",
		help: "Choose another name; or give the old one up with `--forget-former-names` on `{command} rename {now} {now}`.",
	},
	"template-pins-head": {
		kind: "conflict",
		text: "Template “{name}” can't be committed as it is: it uses {pinned}, and a HEAD still changes, so the commit would not stay what it is.",
		help: "Commit those with it (--with-head-dependencies); or use a commit of each instead (`mci template swap-mci`, `swap-script`); or keep them, with a warning for ever (--allow-head).",
	},
	"pin-invalid": {
		kind: "invalid",
		text: "Template “{name}” can't use {pinned}: {problem}.",
		help: "Use a revision that is there: `mci log NAME` and `mci script log NAME` list them.",
	},
	"component-used": {
		kind: "conflict",
		text: "“{name}” can't be deleted while it is used: {users}.",
		help: "See “usages”; take it out there first.",
	},
	"undo-nothing": {
		kind: "conflict",
		text: "There is no edit of HEAD of “{name}” to undo: {problem}.",
		help: "`mci audit list --name {name}` shows what was done; `{command} restore` sets HEAD to any revision.",
	},
	"merge-conflicts": {
		kind: "conflict",
		text: "{from} can't be merged into “{name}” without answers: both sides changed {paths}.",
		help: "Answer each with --resolve PATH=ours, PATH=theirs or PATH=VALUE; see “conflicts” for both sides. Nothing was changed.",
	},
	"merge-answer-invalid": {
		kind: "invalid",
		text: "The answer for “{path}” can't be used: {problem}.",
		help: "Answers are for the conflicts there are: see “paths”.",
	},
	"patch-rejected": {
		kind: "conflict",
		text: "The patch does not fit HEAD of “{name}”: it starts from something else than what is there at {paths}.",
		help: "See “rejected” for what was expected and what is there; make the patch anew. Nothing was changed.",
	},
	"channel-invalid": {
		kind: "invalid",
		text: "Channel “{channel}” {problem}.",
		help: "Name it like production or candidate-2; guards are commits and lint; movers are role:admin, user:NAME or token:NAME.",
	},
	"channel-restricted": {
		kind: "denied",
		text: "You ({you}) may not move channel “{channel}” of “{name}”; only {movers} may.",
		help: "Ask one of them, or an admin to change who may (`mci channel restrict`).",
	},
	"channel-guarded": {
		kind: "conflict",
		text: "Channel “{channel}” of “{name}” does not take {ref}: {problem}.",
		help: "Choose another revision, mend this one, or change the channel's guards (`mci channel restrict`).",
	},
	"channel-moved": {
		kind: "stale",
		text: "Channel “{channel}” of “{name}” was moved by somebody else meanwhile.",
		help: "Look where it is now, and repeat your move if it still holds.",
	},
	"channel-no-way-back": {
		kind: "conflict",
		text: "Channel “{channel}” of “{name}” has not pointed anywhere before.",
		help: "`mci channel history {name} {channel}` shows where it has been.",
	},
	"policy-invalid": {
		kind: "invalid",
		text: "The account's policy can't be set: {field}: {problem}.",
		help: "Correct that field.",
	},
	"lifecycle-invalid": { kind: "invalid", text: "{ref} can't be given that state: {problem}.", help: "{cure}" },
	"impact-unseen": {
		kind: "stale",
		text: "{ref} takes {count} with it, and these are not what you looked at.",
		help: "Look at its impact (`mci impact {ref}`), and send the impact's digest with the cascade. Nothing was changed.",
	},
	"lint-errors": {
		kind: "conflict",
		text: "“{name}” is not committed: lint finds {count} ({first}).",
		help: "`{command} lint {name}@head` shows them with their cures; or commit over them with a reason (--override-lint REASON), which stays with the commit.",
	},
	"template-mci-duplicate": {
		kind: "conflict",
		text: "Template “{name}” would have “{mci}” twice: as {mci}@{at} and as {mci}@{and}. A template has one revision of each MCI.",
		help: "Choose one of the two; `mci template swap-mci {name} {mci}@N` puts another revision in the place of the one that is there.",
	},
	"template-default-missing": {
		kind: "invalid",
		text: "Template “{name}” needs exactly one default among its MCIs, and {problem}.",
		help: "Say which one is the default (--default MCI): servers get it unless they ask for another.",
	},
	"template-default-removed": {
		kind: "conflict",
		text: "“{mci}” is the default MCI of template “{name}” and can't be removed.",
		help: "Make another one the default first (`mci template set-default {name} MCI`), or set the whole list in one act with `mci template set-mcis`.",
	},
	"template-mci-last": {
		kind: "conflict",
		text: "“{mci}” is the last MCI of template “{name}” and can't be removed.",
		help: "Add another one first, or put another in its place (`mci template swap-mci {name} {mci} OTHER`).",
	},
	"template-mci-absent": {
		kind: "not-found",
		text: "MCI “{mci}” is not on template “{name}”.",
		help: "`mci template show {name}@head` lists its MCIs.",
	},
	"template-script-absent": {
		kind: "not-found",
		text: "Template “{name}” has no {sequence} script “{script}”.",
		help: "`mci template show {name}@head` lists its scripts.",
	},
	"template-input-absent": {
		kind: "not-found",
		text: "Template “{name}” gives no value to input {input}.",
		help: "`mci template show {name}@head` lists its inputs and where each value is from.",
	},
	"mci-exists": {
		kind: "conflict",
		text: "A MultiCloud Image “{name}” is already there.",
		help: "Choose another name, or change the one that is there.",
	},
	"revision-not-found": {
		kind: "not-found",
		text: "“{name}” has no revision {revision}; it has {available}.",
		help: "`{command} log {name}` lists its revisions.",
	},
	"nothing-committed": {
		kind: "not-found",
		text: "“{name}” has no commit yet, so nothing is @latest.",
		help: "Commit its HEAD (`{command} commit {name} -m …`), or ask for {name}@head.",
	},
	"channel-not-found": {
		kind: "not-found",
		text: "“{name}” has no channel “{channel}”; it has {available}.",
		help: "Ask for one of its channels, a revision number, @latest or @head.",
	},
	"nothing-to-commit": {
		kind: "conflict",
		text: "Nothing to commit: HEAD of “{name}” equals revision {revision}.",
		help: "Change HEAD first; `{command} diff {name}` shows what a commit would hold.",
	},
	"message-missing": {
		kind: "invalid",
		text: "A commit needs a message.",
		help: "Give one with -m; it says what changes for users of the image.",
	},
	"message-invalid": { kind: "invalid", text: "The commit message {problem}.", help: "Write 1 to 10,000 characters." },
	"head-stale": {
		kind: "stale",
		text: "HEAD of “{name}” was changed after you read it (you have {have}, it is {now}).",
		help: "Read it again, look at what changed, and repeat your change on it.",
	},
	"head-busy": {
		kind: "unavailable",
		text: "Others kept changing “{name}” while it was to be changed.",
		help: "Try again; nothing of this change was kept.",
	},
	"head-condition-missing": {
		kind: "invalid",
		text: "A change of “{name}” must say which HEAD it was made on.",
		help: "Send If-Match with the ETag of the HEAD you read, or If-Match: * to change whatever is there.",
	},
	"reference-invalid": {
		kind: "invalid",
		text: "“{ref}” is not a reference: {problem}.",
		help: "Write [account/]name, with @N, @head, @latest or @channel after it if you want another than the newest commit.",
	},
	"account-not-found": {
		kind: "not-found",
		text: "There is no account “{account}”, or you can't see it.",
		help: "Leave the account out to use your own.",
	},
	"cloud-not-found": {
		kind: "not-found",
		text: "There is no cloud “{cloud}” here.",
		help: "`mci cloud list` shows the clouds; `mci cloud add {cloud} --type …` adds one.",
	},
	"cloud-exists": {
		kind: "conflict",
		text: "A cloud “{cloud}” is already there.",
		help: "Use it as it is; `mci cloud list` shows it.",
	},
	"cloud-invalid": {
		kind: "invalid",
		text: "Cloud “{cloud}” can't be added: {problem}.",
		help: "Give a slug, a type and, where there is one, a region.",
	},
	"image-not-found": {
		kind: "not-found",
		text: "There is no image “{uid}” in the catalogue.",
		help: "`mci image search` shows what is there.",
	},
	"not-resolved": {
		kind: "not-found",
		text: "{ref} has no image for {cloud}: {because}.",
		help: "See “instead” for what is there.",
	},
	"resolve-refused": {
		kind: "conflict",
		text: "{ref} for {cloud} is refused: {because}.",
		help: "See “instead” for what can be used.",
	},
	"artifact-only": {
		kind: "conflict",
		text: "{ref} has only an artifact for {cloud}: a file to upload, not an image id.",
		help: "Ask for JSON to get its URL and checksum; upload it, then set the id your cloud gives.",
	},
	"deployment-not-found": {
		kind: "not-found",
		text: "There is no deployment “{deployment}” in account {account}.",
		help: "`mci deployment list` shows what is there; `mci deployment create {deployment}` makes it.",
	},
	"deployment-exists": {
		kind: "conflict",
		text: "A deployment “{deployment}” is already there.",
		help: "Choose another name, or use the one that is there.",
	},
	"deployment-used": {
		kind: "conflict",
		text: "Deployment “{deployment}” can't be deleted: it has {count} ({servers}).",
		help: "Delete its servers first (`mci server delete`).",
	},
	"server-not-found": {
		kind: "not-found",
		text: "There is no server “{server}” in deployment {deployment}.",
		help: "`mci server list --deployment {deployment}` shows what is there.",
	},
	"server-exists": {
		kind: "conflict",
		text: "A server “{server}” is already in deployment {deployment}.",
		help: "Choose another name, or edit the one that is there (`mci server edit`).",
	},
	"server-invalid": {
		kind: "invalid",
		text: "Server {server} can't be so: {problem}.",
		help: "Correct that part and try again.",
	},
	"server-state": {
		kind: "conflict",
		text: "Server {server} is {state}: {problem}.",
		help: "The table of states tells what can be done in each of them.",
	},
	"instance-type-missing": {
		kind: "invalid",
		text: "Server {server} has no instance type: none is wished for, and no setting has one for {cloud}.",
		help: "Give one (--instance-type), or set one for {cloud} in the MultiCloud Image.",
	},
	"user-data-too-large": {
		kind: "invalid",
		text: "The user data of server {server} is too large: {size} bytes, and {cloud} takes {limit} at most.",
		help: "Shorten the user data or the boot scripts, or let them fetch what is large.",
	},
	"input-missing": {
		kind: "invalid",
		text: "Server {server} needs a value for {inputs}.",
		help: "Give one (--input NAME=VALUE), or set it for the deployment or the template.",
	},
	"launch-refused": {
		kind: "conflict",
		text: "Server {server} can't be launched: {because}.",
		help: "Choose another image or MultiCloud Image for it (`mci server edit`), or take what its template gives now (`mci server re-inherit`).",
	},
	"cloud-connection-missing": {
		kind: "unsupported",
		text: "Server {server} is ready, and there is no connection to {cloud} to launch it with: it would need {needs}.",
		help: "Launch it with a tool of yours: `mci server export {server} --format terraform`, json or cloud-init.",
	},
	"export-unsupported": {
		kind: "unsupported",
		text: "Server {server} can't be exported as {format}: {problem}.",
		help: "Export it as json or cloud-init.",
	},
	"version-stale": {
		kind: "stale",
		text: "{subject} was changed after you read it (you have version {have}, it is {now}).",
		help: "Read it again, look at what changed, and repeat your change on it.",
	},
	"version-condition-missing": {
		kind: "invalid",
		text: "A change of {subject} must say which version of it it was made on.",
		help: "Send If-Match with the ETag that you read, or If-Match: * to change whatever is there.",
	},
	"upstream-format-unknown": {
		kind: "invalid",
		text: "{file} is in none of the formats that can be imported.",
		help: "Name the format with --format; `mci upstream formats` lists them.",
	},
	"upstream-format-ambiguous": {
		kind: "invalid",
		text: "{file} could be {formats}.",
		help: "Name the format with --format.",
	},
	"upstream-format-missing": {
		kind: "not-found",
		text: "There is no upstream format “{format}”.",
		help: "`mci upstream formats` lists them.",
	},
	"upstream-file-malformed": {
		kind: "invalid",
		text: "{file}:{line}:{column}: {problem}. Nothing was imported.",
		help: "Mend the file, or fetch it again: it may be cut short.",
	},
	"upstream-file-too-large": {
		kind: "invalid",
		text: "{file} is larger than {limit} bytes. Nothing was imported.",
		help: "Import it in parts.",
	},
	"upstream-file-unusable": {
		kind: "invalid",
		text: "No row of {file} could be used. Nothing was imported.",
		help: "See “skipped” for the reason of each row.",
	},
	"upstream-option-invalid": {
		kind: "invalid",
		text: "Option {option} of format {format}: {problem}.",
		help: "`mci upstream formats` shows each format's options.",
	},
	"upstream-not-found": {
		kind: "not-found",
		text: "There is no upstream “{upstream}”.",
		help: "`mci upstream list` shows what is there; `mci upstream add` adds one.",
	},
	"upstream-exists": {
		kind: "conflict",
		text: "An upstream “{upstream}” is already there.",
		help: "Sync it, or choose another name.",
	},
	"upstream-invalid": {
		kind: "invalid",
		text: "Upstream “{upstream}” can't be added: {problem}.",
		help: "Give a name and an http or https URL.",
	},
	"webhook-not-found": {
		kind: "not-found",
		text: "There is no webhook “{webhook}” in account {account}.",
		help: "`mci webhook list` shows what is there.",
	},
	"webhook-exists": {
		kind: "conflict",
		text: "A webhook “{webhook}” is already there.",
		help: "Change it (`mci webhook edit {webhook}`), or choose another name.",
	},
	"webhook-invalid": {
		kind: "invalid",
		text: "Webhook “{webhook}” can't be so: {problem}.",
		help: "Give it a name, an http or https URL that the server reaches, and events. Private addresses are for servers with --allow-private-webhooks.",
	},
	"delivery-not-found": {
		kind: "not-found",
		text: "Webhook “{webhook}” has no delivery {delivery}.",
		help: "`mci webhook deliveries {webhook}` lists them; they are forgotten after 90 days.",
	},
	"notification-not-found": {
		kind: "not-found",
		text: "There is no notification {notification} in account {account}.",
		help: "`mci notification list` lists them; they are forgotten after 90 days.",
	},
	"listen-failed": {
		kind: "unavailable",
		text: "The registry can't listen on {address}: {problem}.",
		help: "Give a free --port, or a --host that is an address of this machine.",
	},
	"fetch-failed": {
		kind: "unavailable",
		text: "{url} can't be fetched: {problem}.",
		help: "Try again; nothing was changed.",
	},
	"fetch-refused": {
		kind: "denied",
		text: "{url} is not fetched: {problem}.",
		help: "Only http and https addresses are fetched; private ones need --allow-private-upstreams.",
	},
	"token-missing": {
		kind: "unauthenticated",
		text: "A token is needed.",
		help: "Send Authorization: Bearer <token>. The first start wrote the admin token to the data directory (admin-token); set MCI_TOKEN for the command line.",
	},
	"token-invalid": {
		kind: "unauthenticated",
		text: "The token is not known, expired or revoked.",
		help: "Ask an admin for a new one (`mci token create`).",
	},
	"token-roles": {
		kind: "denied",
		text: "A token can't be given {roles}, which you are not here: you are {has}.",
		help: "Leave them out, or ask an admin of the account for them first.",
	},
	"token-narrowed": {
		kind: "denied",
		text: "This token is for “{name}” alone.",
		help: "Use a token for the whole account (`mci token create` without --only).",
	},
	"token-name-taken": {
		kind: "conflict",
		text: "“{name}” is a person's name here, so no service's token may be called that.",
		help: "Call the token by what uses it, such as deploy-pipeline.",
	},
	"session-ended": { kind: "unauthenticated", text: "You are not signed in any more.", help: "Sign in again." },
	"sign-in-refused": {
		kind: "unauthenticated",
		text: "This name and password are not those of anybody who may sign in.",
		help: "Check both; an operator of the registry can give you a new password.",
	},
	"password-wrong": {
		kind: "denied",
		text: "The password you have now is another one.",
		help: "Give the one you have; an operator of the registry can set a new one without it.",
	},
	"person-needed": {
		kind: "denied",
		text: "This is for people, and “{name}” is none.",
		help: "Sign in as a person (`mci login URL --user NAME`).",
	},
	"session-not-found": {
		kind: "not-found",
		text: "You have no session {session}.",
		help: "`mci session list` shows them.",
	},
	"account-name-invalid": {
		kind: "invalid",
		text: "“{name}” can't be an account's name: it {problem}.",
		help: "Use 1 to 100 characters that everybody can read, without / and @.",
	},
	"account-exists": {
		kind: "conflict",
		text: "An account “{account}” is already there.",
		help: "Choose another name.",
	},
	"account-invalid": {
		kind: "invalid",
		text: "Account “{account}” can't be so: {problem}.",
		help: "Correct that part and try again.",
	},
	"user-name-invalid": {
		kind: "invalid",
		text: "“{name}” can't be a user's name: it {problem}.",
		help: "Use 1 to 100 of a to z, 0 to 9 and . _ + - @, such as ada or ada@example.com.",
	},
	"user-exists": {
		kind: "conflict",
		text: "A user “{user}” is already there.",
		help: "Choose another name, or use the one that is there.",
	},
	"user-name-taken": {
		kind: "conflict",
		text: "“{user}” is the name of a service's token, so nobody may be called that.",
		help: "Choose another name, or revoke that token first (`mci token list`).",
	},
	"user-not-found": {
		kind: "not-found",
		text: "There is no user “{user}”.",
		help: "An operator makes users: `mci user create {user}`.",
	},
	"user-invalid": {
		kind: "invalid",
		text: "User “{user}” can't be so: {problem}.",
		help: "Correct that part and try again.",
	},
	"user-last-operator": {
		kind: "conflict",
		text: "“{user}” is the last operator who can sign in.",
		help: "Make another user operator first (`mci user operator NAME`).",
	},
	"member-not-found": {
		kind: "not-found",
		text: "“{user}” is no member of account {account}.",
		help: "`mci member list` shows who is.",
	},
	"member-last-admin": {
		kind: "conflict",
		text: "“{user}” is the last admin of account {account}.",
		help: "Make another member admin first (`mci member set NAME --roles admin`).",
	},
	"member-of-provider": {
		kind: "conflict",
		text: "“{user}” is a member of account {account} by {source}, not by an admin of it.",
		help: "Take them out of the group there; they lose these roles when they sign in next.",
	},
	"cross-site": {
		kind: "denied",
		text: "A page of another site ({from}) asked for a change in your name, so it was not made.",
		help: "Do it on the registry's own page, or with a token.",
	},
	"account-none": {
		kind: "denied",
		text: "“{user}” is a member of no account.",
		help: "An admin of an account makes you a member of it (`mci member add`).",
	},
	"token-not-found": { kind: "not-found", text: "There is no token {token}.", help: "`mci token list` shows them." },
	"token-last-admin": {
		kind: "conflict",
		text: "Token {token} is the last one that may administer the account, and no person may.",
		help: "Create another admin token first, or make a member admin (`mci member add`).",
	},
	"permission-denied": {
		kind: "denied",
		text: "You may not {act}.",
		help: "It takes the role {roles}, and here you are {has}. Roles are given by an admin of the account.",
	},
	"workload-rule-invalid": {
		kind: "invalid",
		text: "The workload rule “{rule}” can't be kept: {problem}.",
		help: "Correct that part; docs/workload-identity.md has whole rules for GitHub Actions and GitLab.",
	},
	"group-mapping-invalid": {
		kind: "invalid",
		text: "Group “{group}” can't be mapped: {problem}.",
		help: "Give the group as the provider writes it, an account and at least one role.",
	},
	"openid-unavailable": {
		kind: "unavailable",
		text: "{issuer} can't be asked who this is: {problem}.",
		help: "Try again; if it stays so, its operator or the registry's must look.",
	},
	"input-invalid": {
		kind: "invalid",
		text: "The request is not understood: {problem}.",
		help: "See “issues” for each field; /docs describes the request.",
	},
	"input-too-large": { kind: "invalid", text: "The request is larger than {limit} bytes.", help: "Send less at once." },
	"rate-limited": { kind: "denied", text: "There are too many {what}.", help: "Try again in {seconds} s." },
	"secret-key-missing": {
		kind: "unavailable",
		text: "There is no key for the secrets at rest: {problem}.",
		help: "Put the file secret-key back from the backup, or set MCI_SECRET_KEY to the same key for all servers of this registry.",
	},
	"secret-unreadable": {
		kind: "unavailable",
		text: "The secret kept for {context} can't be read: {problem}.",
		help: "Give the server the key it was sealed with (MCI_SECRET_KEY_PREVIOUS), or set that secret anew.",
	},
	"password-invalid": {
		kind: "invalid",
		text: "That can't be a password: it {problem}.",
		help: "Use 12 to 1,000 characters that nobody guesses; a few random words do.",
	},
	"route-not-found": { kind: "not-found", text: "There is nothing at {path}.", help: "/docs lists every address." },
	"cursor-invalid": {
		kind: "invalid",
		text: "The page cursor is not one of this list.",
		help: "Take `next` from the page before, with the same filters and order.",
	},
	"document-invalid": {
		kind: "invalid",
		text: "{file}:{line}:{column}: {problem}.",
		help: "`mci export NAME` shows the form of the file.",
	},
	"server-unreachable": {
		kind: "unavailable",
		text: "No registry answers at {url}: {problem}.",
		help: "Start one with `mci serve`, set MCI_URL to where it is, or work on the embedded one with --data DIR.",
	},
	"database-unavailable": {
		kind: "unavailable",
		text: "The database can't be used: {problem}.",
		help: "Check --data or --database-url, and that nothing else holds it.",
	},
	"database-not-empty": {
		kind: "conflict",
		text: "The target database holds a registry already.",
		help: "Give an empty database; nothing was copied.",
	},
	"database-newer": {
		kind: "unsupported",
		text: "The database was written by a newer version (migration {migration}).",
		help: "Start that version, or a newer one; migrations only go forward.",
	},
	"audit-entry-not-found": {
		kind: "not-found",
		text: "There is no audit entry {seq} in account {account}.",
		help: "`mci audit` lists the entries; their numbers count over all accounts.",
	},
	"audit-broken": {
		kind: "conflict",
		text: "The audit is not what the registry wrote: entry {seq} {problem}.",
		help: "Keep the database as it is, and compare it with a backup; `mci audit show {seq}` shows the entry as it is now.",
	},
	"bundle-invalid": {
		kind: "invalid",
		text: "The bundle can't be used: {place} {problem}.",
		help: "Get it again from its publisher; `mci bundle verify` checks a file without importing it. Nothing was imported.",
	},
	"bundle-key-unknown": {
		kind: "denied",
		text: "It is signed with the key {key}, which is not trusted here.",
		help: "Ask the publisher for the fingerprint of their key, by another way than this file came; when it is that one, give it with --key. When it takes the place of another that you trust: `mci bundle replace-key OLD NEW`.",
	},
	"bundle-tampered": {
		kind: "invalid",
		text: "It is not what the owner of the key {key} signed: {problem}.",
		help: "Get it again from its publisher. Nothing was imported.",
	},
	"feed-replayed": {
		kind: "conflict",
		text: "The feed of {publisher} answers with index {sequence}, and index {seen} was seen before: it is older, or another one of the same number.",
		help: "A mirror may be behind: try again later, or take the feed from its publisher. Nothing was imported.",
	},
	"feed-expired": {
		kind: "conflict",
		text: "The index of the feed of {publisher} expired at {expires}: its publisher has not renewed it, or whoever serves it holds newer ones back.",
		help: "Ask the publisher to publish the feed again (`mci feed publish`). Nothing was imported.",
	},
	"sign-in-provider-invalid": {
		kind: "invalid",
		text: "The sign-in provider “{provider}” can't be kept: {problem}.",
		help: "Correct that part; docs/sign-in.md tells what the provider must be told.",
	},
	"sign-in-provider-exists": {
		kind: "conflict",
		text: "A sign-in provider “{provider}” is already there.",
		help: "Choose another name, or change the one that is there (`mci sign-in provider change {provider}`).",
	},
	"sign-in-provider-not-found": {
		kind: "not-found",
		text: "There is no sign-in provider “{provider}”.",
		help: "`mci sign-in provider list` shows what is there.",
	},
	"openid-sign-in-refused": {
		kind: "unauthenticated",
		text: "You were not signed in.",
		help: "Begin again; if it stays so, ask an operator of the registry, whose audit has the reason.",
	},
	"workload-rule-exists": {
		kind: "conflict",
		text: "A workload rule “{rule}” is already there.",
		help: "Choose another name, or remove the one that is there (`mci workload-rule remove {rule}`).",
	},
	"workload-rule-not-found": {
		kind: "not-found",
		text: "There is no workload rule “{rule}” in account {account}.",
		help: "`mci workload-rule list` shows what is there.",
	},
	"workload-token-refused": {
		kind: "unauthenticated",
		text: "No token is given for this one.",
		help: "Each identity token is taken once, while it is valid, where a workload rule of an account holds for it. An admin of that account finds the reason in its audit.",
	},
	"workload-rule-ambiguous": {
		kind: "conflict",
		text: "More than one workload rule holds: {rules}.",
		help: "Say which one is meant: its account and its name. The identity token can still be used.",
	},
	"publisher-invalid": {
		kind: "invalid",
		text: "“{name}” can't be a publisher's name: {problem}.",
		help: "Give 1 to 100 characters that are seen, without ; \\ / > < & , and . (`mci publisher set NAME`).",
	},
	"publisher-exists": {
		kind: "conflict",
		text: "Another account publishes as “{taken}”, and “{name}” would be taken for it.",
		help: "Choose a name that nobody can mistake for another (`mci publisher set NAME`).",
	},
	"publisher-missing": {
		kind: "not-found",
		text: "Account {account} has no publisher profile yet.",
		help: "`mci publisher set NAME` makes it; so does the first publication.",
	},
	"group-invalid": {
		kind: "invalid",
		text: "“{name}” can't be the name of an account group: {problem}.",
		help: "Give 1 to 100 characters that are seen, without commas and /.",
	},
	"group-exists": {
		kind: "conflict",
		text: "An account group “{group}” is already there.",
		help: "Choose another name, or use the one that is there.",
	},
	"group-not-found": {
		kind: "not-found",
		text: "There is no account group “{group}” in account {account}.",
		help: "`mci group list` shows the account's groups, and those it has joined.",
	},
	"group-has-members": {
		kind: "conflict",
		text: "Account group “{group}” can't be deleted while accounts are in it: {members}.",
		help: "Remove them first (`mci group remove {group} ACCOUNT`); what they have imported stays theirs.",
	},
	"group-member-not-found": {
		kind: "not-found",
		text: "Account “{member}” is not in group “{group}”.",
		help: "`mci group members {group}` lists who is.",
	},
	"group-own": {
		kind: "conflict",
		text: "The invitation is to “{group}”, which is this account's own group.",
		help: "The account that it is for accepts it: `mci group accept CODE` there. The code is still good.",
	},
	"group-joined": {
		kind: "conflict",
		text: "This account is in group “{group}” already.",
		help: "Nothing is to be done; the code is still good for another account.",
	},
	"invitation-invalid": {
		kind: "invalid",
		text: "That invitation code is not good: it is mistyped, used, revoked or older than six days.",
		help: "Ask who invited you for a new one (`mci group invite`).",
	},
	"invitation-not-found": {
		kind: "not-found",
		text: "Group “{group}” has no open invitation {invitation}.",
		help: "`mci group invitations {group}` lists them with their numbers.",
	},
	"publication-invalid": {
		kind: "invalid",
		text: "It can't be published so: {field} {problem}.",
		help: "Correct that and try again; nothing was published.",
	},
	"publication-exists": {
		kind: "conflict",
		text: "{ref} is published already ({state}), and each revision is published once.",
		help: "Change its words or who sees it with `mci publication edit {publication}`, or its state with `mci publication {verb} {publication}`.",
	},
	"publication-not-found": {
		kind: "not-found",
		text: "There is no publication {publication} that this account sees.",
		help: "`mci publication list` shows the account's own, `mci marketplace search` what others offer.",
	},
	"publication-imported": {
		kind: "conflict",
		text: "“{name}” is imported from {publisher}, and only its publisher publishes it.",
		help: "Clone it to offer something of your own: `{command} clone {name} NEW-NAME`.",
	},
	"publication-revoked": {
		kind: "conflict",
		text: "{ref} is revoked ({reason}), so it is not published.",
		help: "Publish another revision.",
	},
	"publication-pins-head": {
		kind: "conflict",
		text: "{ref} uses {pinned}, and a HEAD still changes, so others would not get what you published.",
		help: "Commit HEAD with all it uses first (--commit-heads), or share HEAD itself with groups ({name}@head).",
	},
	"publication-retracted": {
		kind: "conflict",
		text: "{ref} uses {dependency}, whose publication {publication} was retracted.",
		help: "Reactivate it first (`mci publication reactivate {publication}`), or use another revision.",
	},
	"publication-needed": {
		kind: "conflict",
		text: "{ref} is needed by what else is published: {users}.",
		help: "Retract or narrow that first; deprecating {ref} hides it and leaves it to those who need it.",
	},
	"publication-state": {
		kind: "conflict",
		text: "Publication {publication} of {ref} is {state}: {problem}.",
		help: "{cure}",
	},
	"cloud-dormant": {
		kind: "conflict",
		text: "This account does not have cloud “{cloud}”: it only came with an import, so nothing runs there.",
		help: "`mci cloud add {cloud}` adds it; what was imported for it answers from then on.",
	},
	"component-imported": {
		kind: "conflict",
		text: "“{name}” is imported from {publisher}, and what is imported is read-only.",
		help: "Clone it (`{command} clone {name} NEW-NAME`) and change the clone: what {publisher} changes later is offered to the clone and can be merged.",
	},
	"import-differs": {
		kind: "conflict",
		text: "{ref} can't be imported: {problem}.",
		help: "A commit never changes, so one of the two is not genuine: ask its publisher. Nothing was imported.",
	},
	"import-own": {
		kind: "conflict",
		text: "{ref} can't be imported: “{name}” is this account's own, and that revision {problem}.",
		help: "Revisions of your own lineage come about by commits only. Nothing was imported.",
	},
	"import-publisher": {
		kind: "conflict",
		text: "“{name}” is imported from {publisher}, and this comes from {other}: a lineage has one publisher.",
		help: "Make sure who it is from; delete the import first if you want it from {other}. Nothing was imported.",
	},
	"import-unavailable": {
		kind: "conflict",
		text: "{ref} can't be imported: {problem}.",
		help: "See what else its publisher offers (`mci marketplace show`). Nothing was imported.",
	},
	"import-none": {
		kind: "conflict",
		text: "“{name}” is this account's own, not an import.",
		help: "`mci imports list` shows what is imported, and from whom.",
	},
	"import-by-feed": {
		kind: "conflict",
		text: "What is newer of “{name}” is {ref} of feed {feed}.",
		help: "`mci feed import {feed} {ref} --kind {kind}` takes it.",
	},
	"import-newest": {
		kind: "conflict",
		text: "Nothing newer of “{name}” is offered: {problem}.",
		help: "`mci imports list` shows what is newer; older revisions come with `mci marketplace import PUBLISHER/NAME@N`.",
	},
	"publication-own": {
		kind: "conflict",
		text: "{ref} is this account's own publication: there is nothing to import.",
		help: "Use your own component; `mci publication list` shows what is published of it.",
	},
	"publication-ambiguous": {
		kind: "invalid",
		text: "“{ref}” could be {count} publications: {publications}.",
		help: "Say which by its number (in parentheses), or by --kind.",
	},
	"subscription-not-found": {
		kind: "not-found",
		text: "Nothing called “{name}” is followed.",
		help: "`mci imports subscriptions` lists what is.",
	},
	"swap-refused": {
		kind: "conflict",
		text: "{ref} can't be put into {count}: {problems}.",
		help: "See “problems” for each; leave those templates out (--templates), or mend them first. Nothing was changed.",
	},
	"import-name-taken": {
		kind: "conflict",
		text: "Nothing was imported, because names are taken: {names}.",
		help: "Give other names with {cure}; or rename what has them.",
	},
	"publisher-key-invalid": {
		kind: "invalid",
		text: "“{key}” is not the fingerprint of a key.",
		help: "Copy it as its publisher shows it: sha256: and 64 hex digits.",
	},
	"publisher-key-other": {
		kind: "conflict",
		text: "The key {key} is trusted as {other}'s, and the one that it is to replace is {publisher}'s.",
		help: "Compare both with what their publishers show; `mci bundle distrust` takes a trust back.",
	},
	"publisher-key-same": {
		kind: "conflict",
		text: "The key {key} can't take its own place.",
		help: "Give the old key first, then the one that its publisher has now.",
	},
	"signing-key-absent": {
		kind: "not-found",
		text: "Account {account} has no key that it signs with.",
		help: "`mci bundle key` makes it.",
	},
	"publisher-key-not-found": {
		kind: "not-found",
		text: "The key {key} is not trusted here.",
		help: "`mci bundle keys` lists the keys that are.",
	},
	"feed-invalid": {
		kind: "invalid",
		text: "Feed “{feed}” can't be added: {problem}.",
		help: "Give a name and the http or https URL of a feed.",
	},
	"feed-exists": {
		kind: "conflict",
		text: "A feed “{feed}” is already there.",
		help: "Sync it, or choose another name.",
	},
	"feed-not-found": {
		kind: "not-found",
		text: "There is no feed “{feed}”.",
		help: "`mci feed list` shows what is there; `mci feed add` adds one.",
	},
	"feed-offer-absent": {
		kind: "not-found",
		text: "Feed “{feed}” does not offer {ref}: it is not listed, or was deprecated, retracted or revoked.",
		help: "`mci feed sync {feed}` reads the feed again; `mci feed show {feed}` lists what it offers.",
	},
	"export-nothing": {
		kind: "not-found",
		text: "Account {account} has published nothing that could be exported as {what}.",
		help: "Publish it first: bundles and feeds carry publications, never what an account has for itself.",
	},
	internal: {
		kind: "internal",
		text: "Something went wrong on our side.",
		help: "The server's log has the details under this id: {id}.",
	},
} as const satisfies Record<string, CatalogueEntry>;

export type FaultCode = keyof typeof catalogue;

/** The one class of thrown errors. Made through `fault`; its message is the catalogue's text with the details filled in. */
export class Fault extends Error {
	readonly code: FaultCode;
	readonly kind: FaultKind;
	readonly details: FaultDetails;
	readonly help: string;

	constructor(code: FaultCode, details: FaultDetails, options?: { cause?: unknown }) {
		super(fill(catalogue[code].text, details), options);
		this.name = "Fault";
		this.code = code;
		this.kind = catalogue[code].kind;
		this.details = details;
		this.help = fill(catalogue[code].help, details);
	}
}

/** Makes the fault of a code. `details` fill the text's placeholders and travel to the caller as JSON. */
export function fault(code: FaultCode, details: FaultDetails = {}, cause?: unknown): Fault {
	return new Fault(code, details, cause === undefined ? undefined : { cause });
}

/** True for a fault of the catalogue; anything else that is thrown is a mistake of ours. */
export function isFault(error: unknown): error is Fault {
	return error instanceof Fault;
}

function fill(text: string, details: FaultDetails): string {
	return text.replace(/\{(\w+)\}/g, (whole, key: string) =>
		Object.hasOwn(details, key) ? String(details[key]) : whole,
	);
}
