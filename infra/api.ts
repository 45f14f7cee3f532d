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
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Topic } from "aws-cdk-lib/aws-sns";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { type HttpFunction, type OperationId, type Route, routes } from "../shared/contract/routes.ts";
import type { Functions } from "./functions.ts";
import { raiseAlarm } from "./observability.ts";
import { makeRelease } from "./release.ts";

/** For an opening minute: requests a second that the gateway lets through, and how many at once beyond that. */
const throttle = { rateLimit: 3_000, burstLimit: 5_000 };

/** Addresses that cost more than they ask: a mail, an upload. What they let through is far above any conference's need. */
const narrower = {
  requestSignInLink: { rateLimit: 100, burstLimit: 200 },
  signIn: { rateLimit: 100, burstLimit: 200 },
  requestUpload: { rateLimit: 200, burstLimit: 400 },
  requestDelegation: { rateLimit: 50, burstLimit: 100 },
} as const satisfies Partial<Record<OperationId, typeof throttle>>;

/** How a request went, and nothing of whose it was: no path, for it names a registration, no query, no address. */
const accessLog = {
  routeKey: "$context.routeKey",
  status: "$context.status",
  latencyMs: "$context.responseLatency",
  requestId: "$context.requestId",
  integrationError: "$context.integrationErrorMessage",
  authoriserError: "$context.authorizer.error",
};

/** The gateway and its one stage; `addRoutes` gives it something to answer. */
export function makeApi(scope: Construct, alarms: Topic): HttpApi {
  const api = new HttpApi(scope, "Api", { apiName: "palais", createDefaultStage: false });
  const log = new LogGroup(scope, "AccessLog", { retention: RetentionDays.THREE_MONTHS });
  new HttpStage(scope, "Stage", {
    httpApi: api,
    stageName: "$default",
    autoDeploy: true,
    throttle,
    accessLogSettings: {
      destination: new LogGroupLogDestination(log),
      format: AccessLogFormat.custom(JSON.stringify(accessLog)),
    },
  });
  raiseAlarm(scope, "ApiErrors", {
    topic: alarms,
    metric: api.metricServerError({ statistic: "Sum" }),
    impact: "people get errors instead of answers",
    because: "the API answers 5xx",
    runbook: "api-errors",
    // A single one may be a request that met its deadline in a rush, which is answered as such.
    threshold: 5,
  });
  return api;
}

/** A route for each address of the contract, and one for every other address, which `front` refuses in our own words. */
export function addRoutes(scope: Construct, api: HttpApi, functions: Functions): void {
  const authorizer = makeAuthoriser(functions);
  const release = makeRelease(scope);
  const integrations = new Map<HttpFunction, HttpLambdaIntegration>();
  const integrate = (name: HttpFunction) => {
    const known = integrations.get(name);
    const integration =
      known ?? new HttpLambdaIntegration(name, release(name, functions[name]), { scopePermissionToRoute: false });
    integrations.set(name, integration);
    return integration;
  };
  const stage = scope.node.findChild("Stage").node.defaultChild as CfnStage;
  stage.routeSettings = Object.fromEntries(
    Object.entries(narrower).map(([id, { rateLimit, burstLimit }]) => {
      const { method, path } = routes[id as OperationId];
      return [`${method} ${path}`, { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit }];
    }),
  );
  for (const [id, route] of Object.entries<Route>(routes)) {
    const made = new HttpRoute(scope, `Route-${id}`, {
      httpApi: api,
      routeKey: HttpRouteKey.with(route.path, HttpMethod[route.method]),
      integration: integrate(route.function),
      ...(isPublic(route) ? {} : { authorizer }),
    });
    // The stage may name a route only once it is there.
    if (id in narrower) stage.node.addDependency(made);
  }
  new HttpRoute(scope, "Route-default", {
    httpApi: api,
    routeKey: HttpRouteKey.DEFAULT,
    integration: integrate("front"),
  });
}

const isPublic = ({ access }: Route) => access.length === 1 && access[0] === "public";

/**
 * Asked at every call, with whatever headers it has: the gateway would answer 401 by itself where an identity source is
 * missing, and a cached answer would outlive a session that was ended (docs/decisions/0003-authoriser-identifies.md).
 */
function makeAuthoriser(functions: Functions): HttpLambdaAuthorizer {
  return new HttpLambdaAuthorizer("Authoriser", functions.authoriser, {
    authorizerName: "palais",
    responseTypes: [HttpLambdaResponseType.SIMPLE],
    identitySource: [],
    resultsCacheTtl: Duration.seconds(0),
  });
}
