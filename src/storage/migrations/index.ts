import { migration as registry } from "./0001-registry.ts";
import { migration as components } from "./0002-components.ts";
import { migration as auditChain } from "./0003-audit-chain.ts";
import { migration as servers } from "./0004-servers.ts";
import { migration as accounts } from "./0005-accounts.ts";
import { migration as events } from "./0006-events.ts";
import { migration as marketplace } from "./0007-marketplace.ts";
import { migration as openId } from "./0008-openid.ts";
import { migration as feeds } from "./0009-feeds.ts";
import { migration as feedSchedule } from "./0010-feed-schedule.ts";
import { migration as registryClock } from "./0011-registry-clock.ts";
import { migration as heldBack } from "./0012-held-back.ts";
import type { Migration } from "./migration.ts";

/** Every migration, in order. */
export const migrations: readonly Migration[] = [
	registry,
	components,
	auditChain,
	servers,
	accounts,
	events,
	marketplace,
	openId,
	feeds,
	feedSchedule,
	registryClock,
	heldBack,
];
