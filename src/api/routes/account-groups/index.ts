import type { App, RouteNeeds } from "../../app.ts";
import { addGroups } from "./groups.ts";
import { addInvitations } from "./invitations.ts";
import { addJoined } from "./joined.ts";
import { addMembers } from "./members.ts";

export function addAccountGroupRoutes(app: App, needs: RouteNeeds): void {
	addGroups(app, needs);
	addMembers(app, needs);
	addInvitations(app, needs);
	addJoined(app, needs);
}
