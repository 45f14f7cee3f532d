import type { Server } from "node:http";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { type Context, credentials } from "../context.ts";
import { loopback } from "../ports.ts";
import { StartError } from "../start-error.ts";
import { arn, region } from "../template/resolve.ts";
import { resourcesOf } from "../template/resources.ts";
import { ensureUsers, type Pool, renewTokens, type User } from "./accounts.ts";
import { ensureClient, ensureGroup, ensurePool } from "./pools.ts";
import { startAccountsServer } from "./second-factor.ts";

export interface Accounts {
  /** What pages and tokens call Cognito. */
  readonly server: Server;
  readonly users: readonly User[];
  /** The same users with tokens that are valid anew. */
  renew(): Promise<User[]>;
}

/** Brings up the user pool of the template, its client and groups, and the local accounts in it. */
export async function runAccounts(context: Context, emulator: string): Promise<Accounts> {
  const { stack, scope, house, ports } = context;
  const { template } = stack;
  const endpoint = `http://${loopback}:${ports.cognito}`;
  const client = new CognitoIdentityProviderClient({ endpoint: emulator, region, credentials });
  let isRequired = false;
  for (const { logicalId, properties } of resourcesOf("AWS::Cognito::UserPool", template, scope)) {
    const id = await ensurePool(client, logicalId, properties);
    isRequired ||= properties.MfaConfiguration === "ON";
    const attributes = {
      Arn: arn("cognito-idp", `userpool/${id}`),
      UserPoolId: id,
      ProviderURL: `${endpoint}/${id}`,
      ProviderName: `${new URL(endpoint).host}/${id}`,
    };
    scope.name(logicalId, { ref: id, attributes });
  }
  const pools: Pool[] = [];
  for (const { logicalId, properties } of resourcesOf("AWS::Cognito::UserPoolClient", template, scope)) {
    const clientId = await ensureClient(client, logicalId, properties);
    scope.name(logicalId, { ref: clientId, attributes: { ClientId: clientId } });
    pools.push({ userPoolId: properties.UserPoolId, clientId });
  }
  for (const { properties } of resourcesOf("AWS::Cognito::UserPoolGroup", template, scope))
    await ensureGroup(client, properties);
  const [pool, ...more] = pools;
  if (!pool || more.length > 0)
    throw new StartError("The local accounts need one user pool with one client, and the template has another number.");
  const users = await ensureUsers(client, pool, house.home.accounts);
  const exempt = new Set(users.map(({ email }) => email));
  const server = await startAccountsServer(ports.cognito, { emulator, isRequired, exempt });
  return { server, users, renew: () => renewTokens(client, pool, users) };
}
