import type { RequestListener } from "node:http";
import type { Context } from "../context.ts";
import type { LocalFunction } from "../functions/local-function.ts";
import type { Functions } from "../functions/run.ts";
import { StartError } from "../start-error.ts";
import { resourcesOf } from "../template/resources.ts";
import { gatewayFor, type Target } from "./gateway.ts";
import { RouteTable } from "./route-table.ts";

export interface RunningGateway {
  readonly listener: RequestListener;
  readonly routes: RouteTable<Target>;
}

/** The HTTP API of the template. */
export function runGateway(context: Context, functions: Functions): RunningGateway {
  const { stack, scope } = context;
  const [api, ...more] = resourcesOf("AWS::ApiGatewayV2::Api", stack.template, scope);
  if (!api || more.length > 0)
    throw new StartError("The local system runs one HTTP API, and the template has another number.");
  const routes = routesOf(context, functions);
  return { routes, listener: gatewayFor({ apiId: api.logicalId, routes }) };
}

function routesOf({ stack: { template }, scope }: Context, functions: Functions): RouteTable<Target> {
  const integrations = byId(resourcesOf("AWS::ApiGatewayV2::Integration", template, scope), ({ IntegrationUri }) =>
    functions.find(IntegrationUri),
  );
  const authorisers = byId(resourcesOf("AWS::ApiGatewayV2::Authorizer", template, scope), ({ AuthorizerUri }) =>
    functions.find(AuthorizerUri),
  );
  const routes = new RouteTable<Target>();
  for (const { logicalId, properties } of resourcesOf("AWS::ApiGatewayV2::Route", template, scope)) {
    const integration = integrations.get(properties.Target.replace("integrations/", ""));
    const authoriser =
      properties.AuthorizationType === "CUSTOM" ? authorisers.get(properties.AuthorizerId ?? "") : undefined;
    if (!integration || (properties.AuthorizationType === "CUSTOM" && !authoriser)) {
      throw new StartError(`${logicalId} leads to something that the template doesn't have.`);
    }
    routes.add(properties.RouteKey, { integration, authoriser });
  }
  return routes;
}

const byId = <P>(resources: readonly { logicalId: string; properties: P }[], find: (properties: P) => LocalFunction) =>
  new Map(resources.map(({ logicalId, properties }) => [logicalId, find(properties)]));
