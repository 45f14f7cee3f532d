import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  type CfnStage,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { MathExpression } from "aws-cdk-lib/aws-cloudwatch";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { type HttpFunction, isPublicRoute, type OperationId, type Route, routes } from "#shared/http/routes.ts";
import type { LambdaFunctions } from "../functions/functions.ts";
import { type Alarms, createAlarm } from "../monitoring/alarms.ts";
import { createReleases } from "./release.ts";

/** The throttle for an opening minute, in requests a second, and the burst above it. */
const defaultThrottle = { rateLimit: 3_000, burstLimit: 5_000 };

/** Lower throttles for routes that cost more: an email, an upload. They are far above the needs of a conference. */
const routeThrottles = {
  requestSignInLink: { rateLimit: 100, burstLimit: 200 },
  signIn: { rateLimit: 100, burstLimit: 200 },
  requestUpload: { rateLimit: 200, burstLimit: 400 },
  getPublishedList: { rateLimit: 50, burstLimit: 100 },
  getProgrammeCalendar: { rateLimit: 200, burstLimit: 400 },
  requestDelegation: { rateLimit: 50, burstLimit: 100 },
} as const satisfies Partial<Record<OperationId, typeof defaultThrottle>>;

/**
 * The access log contains nothing that identifies a person: no path (it contains registration ids), query or IP
 * address.
 */
const accessLogFields = {
  routeKey: "$context.routeKey",
  status: "$context.status",
  latencyMs: "$context.responseLatency",
  requestId: "$context.requestId",
  integrationError: "$context.integrationErrorMessage",
  authorizerError: "$context.authorizer.error",
};

/** Creates the HTTP API and its only stage. `addRoutes` adds the routes. */
export function createApi(scope: Construct, alarms: Alarms): HttpApi {
  const api = new HttpApi(scope, "Api", { apiName: "palais", createDefaultStage: false });
  const log = new LogGroup(scope, "AccessLog", { retention: RetentionDays.THREE_MONTHS });
  new HttpStage(scope, "Stage", {
    httpApi: api,
    stageName: "$default",
    autoDeploy: true,
    throttle: defaultThrottle,
    accessLogSettings: {
      destination: new LogGroupLogDestination(log),
      format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
    },
  });
  createAlarm(alarms, "ApiErrors", {
    metric: api.metricServerError({ statistic: "Sum" }),
    impact: "users get errors instead of answers",
    cause: "the API answers 5xx",
    runbook: "api-errors",
    // A single error may be a request that reached its deadline under load.
    threshold: 5,
  });
  createAlarm(alarms, "ApiRefusals", {
    metric: createRefusalShare(api),
    impact: "users may be locked out, or an attacker tries the API",
    cause: "most answers of the API are 4xx",
    runbook: "api-refusals",
    threshold: 75,
    periods: 2,
  });
  return api;
}

/**
 * The share of 4xx among the answers, in percent; 0 with fewer than 50 requests in five minutes. With a wrong origin
 * verification secret every answer is 403.
 */
function createRefusalShare(api: HttpApi): MathExpression {
  const period = Duration.minutes(5);
  return new MathExpression({
    expression: "IF(requests >= 50, 100 * refusals / requests, 0)",
    label: "Share of 4xx",
    usingMetrics: {
      refusals: api.metricClientError({ statistic: "Sum", period }),
      requests: api.metricCount({ statistic: "Sum", period }),
    },
    period,
  });
}

/**
 * Adds a route for each operation of the contract, and a default route, which `openapi` answers with a problem
 * document.
 */
export function addRoutes(scope: Construct, api: HttpApi, functions: LambdaFunctions, alarms: Alarms): void {
  const authorizer = createAuthorizer(functions);
  const createAlias = createReleases(scope, alarms);
  const integrations = new Map<HttpFunction, HttpLambdaIntegration>();
  const integrate = (name: HttpFunction) => {
    const integration =
      integrations.get(name) ??
      new HttpLambdaIntegration(name, createAlias(name, functions[name]), { scopePermissionToRoute: false });
    integrations.set(name, integration);
    return integration;
  };
  const stage = scope.node.findChild("Stage").node.defaultChild as CfnStage;
  stage.routeSettings = Object.fromEntries(
    Object.entries(routeThrottles).map(([id, { rateLimit, burstLimit }]) => {
      const { method, path } = routes[id as OperationId];
      return [`${method} ${path}`, { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit }];
    }),
  );
  for (const [id, route] of Object.entries<Route>(routes)) {
    const httpRoute = new HttpRoute(scope, `Route-${id}`, {
      httpApi: api,
      routeKey: HttpRouteKey.with(route.path, HttpMethod[route.method]),
      integration: integrate(route.function),
      ...(!isPublicRoute(route) && { authorizer }),
    });
    // The settings of the stage can refer to existing routes only.
    if (id in routeThrottles) stage.node.addDependency(httpRoute);
  }
  new HttpRoute(scope, "Route-default", {
    httpApi: api,
    routeKey: HttpRouteKey.DEFAULT,
    integration: integrate("openapi"),
  });
}

/**
 * Creates an authorizer that runs for every request except on public routes, whose functions ask it about tokens
 * themselves (docs/decisions/0106-ask-the-authorizer-only-about-tokens.md). It has no identity source, because the
 * gateway answers 401 by itself when one is missing, and no cache, because a cached answer outlives a session
 * (docs/decisions/0003-identify-callers-in-the-authorizer.md).
 */
function createAuthorizer(functions: LambdaFunctions): HttpLambdaAuthorizer {
  return new HttpLambdaAuthorizer("Authorizer", functions.authorizer, {
    authorizerName: "palais",
    responseTypes: [HttpLambdaResponseType.SIMPLE],
    identitySource: [],
    resultsCacheTtl: Duration.seconds(0),
  });
}
