import Fastify, { type FastifyBaseLogger, LogController } from "fastify";
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import type { Needs } from "../registry/needs.ts";
import { authenticator } from "../registry/sign-in/authenticate.ts";
import { type Anonymous, addAccess } from "./access.ts";
import type { App } from "./app.ts";
import { addListTags } from "./conditional.ts";
import { type ConnectionLimits, connectionLimits, limitConnections } from "./connection-limits.ts";
import { addDryRunCheck } from "./dry-run-check.ts";
import { addErrors, sendFrameworkProblem, sendSocketProblem } from "./errors.ts";
import { addFieldCheck } from "./field-check.ts";
import { addAttemptLimits, addUseLimits, type RateLimits } from "./rate-limits.ts";
import { addRoutePermissions } from "./route-permissions.ts";
import { addAccountGroupRoutes } from "./routes/account-groups/index.ts";
import { addAccountRoutes } from "./routes/accounts/index.ts";
import { addMemberRoutes } from "./routes/accounts/members.ts";
import { addAuditRoutes } from "./routes/audit/index.ts";
import { addBundleRoutes } from "./routes/bundles/index.ts";
import { addCloudRoutes } from "./routes/clouds/index.ts";
import { addPerKindRoutes } from "./routes/components/per-kind.ts";
import { addNotificationRoutes } from "./routes/events/index.ts";
import { addFeedRoutes } from "./routes/feeds/index.ts";
import { addImageRoutes } from "./routes/images/index.ts";
import { addImportRoutes } from "./routes/imports/index.ts";
import { addMarketplaceRoutes } from "./routes/marketplace/index.ts";
import { addPublicationRoutes } from "./routes/marketplace/publications.ts";
import { addMciRoutes } from "./routes/mcis/index.ts";
import { addResolveRoutes } from "./routes/resolve/index.ts";
import { addDiffRoutes } from "./routes/revisions/index.ts";
import { addScriptEditRoutes } from "./routes/scripts/edit.ts";
import { addScriptRoutes } from "./routes/scripts/index.ts";
import { addDeploymentRoutes } from "./routes/servers/deployments.ts";
import { addServerRoutes } from "./routes/servers/index.ts";
import { addServiceRoutes } from "./routes/service/index.ts";
import { addSignInRoutes } from "./routes/sign-in/index.ts";
import { addSessionRoutes } from "./routes/sign-in/sessions.ts";
import { addTemplateEditRoutes } from "./routes/templates/edit.ts";
import { addTemplateRoutes } from "./routes/templates/index.ts";
import { addSwapRoutes } from "./routes/templates/swap.ts";
import { addTokenRoutes } from "./routes/tokens/index.ts";
import { addUpstreamRoutes } from "./routes/upstreams/index.ts";
import { addUserRoutes } from "./routes/users/index.ts";
import { addWebhookRoutes } from "./routes/webhooks/index.ts";
import { addWorkloadRoutes } from "./routes/workloads/index.ts";
import { addSecurityHeaders } from "./security-headers.ts";
import { addTextCheck } from "./storable-text.ts";

export interface ServerOptions {
	readonly needs: Needs;
	readonly version: string;
	/** Who acts without a token; null for nobody. */
	readonly anonymous: Anonymous | null;
	/** False for no log. */
	readonly logger: FastifyBaseLogger | false;
	/**
	 * Validates every answer against its schema, for tests. In production answers are only serialized, which is a
	 * fifth faster.
	 */
	readonly checkAnswers?: boolean;
	/**
	 * Limits per token and address. No limits if omitted: for an application in its owner's own process, and for
	 * tests.
	 */
	readonly rateLimits?: RateLimits;
	/**
	 * Addresses and networks of trusted proxies, whose X-Forwarded-For and X-Forwarded-Proto are used. None if
	 * omitted.
	 */
	readonly trustProxy?: readonly string[];
	/** Overrides of the limits in production, for tests. */
	readonly connections?: Partial<ConnectionLimits>;
	/**
	 * `page` serves /openapi.json, the docs page and the sign-in page; `document` only /openapi.json; `none` starts
	 * faster.
	 */
	readonly description: "page" | "document" | "none";
}

const requestLimit = 1024 * 1024;

/** Creates the HTTP application, ready to listen or to be called in process. */
export async function createServer(options: ServerOptions): Promise<App> {
	const { needs, rateLimits } = options;
	const limits = { ...connectionLimits, ...options.connections };
	const app: App = Fastify({
		...(options.logger ? { loggerInstance: options.logger } : {}),
		logController: new LogController({ disableRequestLogging: true }),
		bodyLimit: requestLimit,
		requestTimeout: limits.requestMs,
		connectionTimeout: limits.idleMs,
		keepAliveTimeout: limits.keepAliveMs,
		http: { headersTimeout: limits.headersMs, connectionsCheckingInterval: limits.checkMs },
		clientErrorHandler: sendSocketProblem,
		routerOptions: { maxParamLength: 1000 },
		trustProxy: options.trustProxy?.length ? [...options.trustProxy] : false,
		frameworkErrors: sendFrameworkProblem,
		// A logger per request slows answers by a tenth; log entries name their request themselves.
		childLoggerFactory: (logger) => logger,
	}).withTypeProvider<ZodTypeProvider>();
	app.setValidatorCompiler(validatorCompiler);
	app.setSerializerCompiler(options.checkAnswers ? serializerCompiler : () => (value) => JSON.stringify(value));
	limitConnections(app, limits);
	addErrors(app);
	addSecurityHeaders(app);
	if (options.description !== "none") {
		const { addDocsPage, addOpenApi } = await import("./openapi/index.ts");
		await addOpenApi(app, options.version);
		// Before permissions are set: the page's files are not operations, and are public.
		if (options.description === "page") await addDocsPage(app);
	}
	addRoutePermissions(app);
	const attempts = rateLimits && addAttemptLimits(app, rateLimits);
	const door = authenticator(needs);
	addAccess(app, { authenticator: door, anonymous: options.anonymous });
	if (rateLimits && attempts) addUseLimits(app, rateLimits, attempts);
	addTextCheck(app);
	addFieldCheck(app);
	addDryRunCheck(app);
	addListTags(app, needs);
	for (const add of [
		addServiceRoutes,
		addResolveRoutes,
		addMciRoutes,
		addTemplateRoutes,
		addScriptRoutes,
		addTemplateEditRoutes,
		addScriptEditRoutes,
		addDiffRoutes,
		addDeploymentRoutes,
		addServerRoutes,
		addImageRoutes,
		addCloudRoutes,
		addUpstreamRoutes,
		addBundleRoutes,
		addFeedRoutes,
		addTokenRoutes,
		addSignInRoutes,
		addWorkloadRoutes,
		addAuditRoutes,
		addNotificationRoutes,
		addWebhookRoutes,
		addPerKindRoutes,
		addAccountRoutes,
		addMemberRoutes,
		addUserRoutes,
		addSessionRoutes,
		addAccountGroupRoutes,
		addPublicationRoutes,
		addMarketplaceRoutes,
		addImportRoutes,
		addSwapRoutes,
	]) {
		add(app, { needs, version: options.version });
	}
	if (options.description === "page") {
		const { addSignInPages } = await import("./routes/sign-in/page-routes.ts");
		await addSignInPages(app, { needs, authenticator: door });
	}
	if (options.logger) addRequestLog(app);
	return app;
}

/** Logs requests that failed or changed something. Metrics of successful reads belong to the proxy in front. */
function addRequestLog(app: App): void {
	app.addHook("onResponse", (request, reply, done) => {
		done();
		if (reply.statusCode < 500 && (request.method === "GET" || request.method === "HEAD")) return;
		request.log.info(
			{
				method: request.method,
				path: request.routeOptions.url,
				status: reply.statusCode,
				ms: Math.round(reply.elapsedTime),
				by: request.actor?.name,
			},
			"request",
		);
	});
}
