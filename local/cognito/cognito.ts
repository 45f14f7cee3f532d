import { mkdir } from "node:fs/promises";
import type { Server } from "node:http";
import path from "node:path";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { type LocalContext, toClientConfig } from "../context.ts";
import { StartError } from "../errors.ts";
import { writeJson } from "../home.ts";
import { loopback, toLoopbackUrl } from "../network.ts";
import { type RunnerContext, resolveModule, SupervisedChild } from "../supervised-child.ts";
import { toArn } from "../template/arn.ts";
import { toApiUrl } from "../template/name-resources.ts";
import { listResources } from "../template/resources.ts";
import { createPasswordSender, type SendTemporaryPassword } from "./account-invitation.ts";
import { startCognitoServer } from "./second-factor-proxy.ts";
import {
  ensureUserPool,
  ensureUserPoolClient,
  ensureUserPoolGroup,
  ensureUsers,
  type LocalUser,
  renewTokens,
  type UserPoolIds,
} from "./user-pool.ts";

/**
 * The emulator of Cognito with its state in the home. Only the proxy (second-factor-proxy.ts) calls it. It signs tokens
 * with a public key pair, so no other machine may trust its tokens.
 * @param issuer the address of the proxy, which tokens name as their issuer
 */
export async function createCognitoEmulator(
  port: number,
  issuer: string,
  runner: RunnerContext,
): Promise<SupervisedChild> {
  const settings = path.join(runner.home.cognito, ".cognito", "config.json");
  await mkdir(path.dirname(settings), { recursive: true });
  await writeJson(settings, { TokenConfig: { IssuerDomain: issuer } });
  return new SupervisedChild(
    {
      name: "cognito",
      command: process.execPath,
      args: [resolveModule("cognito-local/lib/bin/start.js")],
      cwd: runner.home.cognito,
      environment: { HOST: loopback, PORT: String(port) },
      readyUrl: `${toLoopbackUrl(port)}/health`,
    },
    runner,
  );
}

export interface LocalAccounts {
  /** The proxy. */
  readonly server: Server;
  readonly users: readonly LocalUser[];
  /** The same users with new tokens. */
  renewTokens(): Promise<LocalUser[]>;
}

/** Creates the user pool of the template, its client and groups, and the local accounts. */
export async function runAccounts(
  { stack: { template }, scope, runner, ports }: LocalContext,
  emulator: string,
): Promise<LocalAccounts> {
  const endpoint = toLoopbackUrl(ports.cognito);
  const client = new CognitoIdentityProviderClient(toClientConfig(emulator));
  let isRequired = false;
  let sendTemporaryPassword: SendTemporaryPassword | undefined;
  for (const { logicalId, properties } of listResources("AWS::Cognito::UserPool", template, scope)) {
    const id = await ensureUserPool(client, logicalId, properties);
    isRequired ||= properties.MfaConfiguration === "ON";
    sendTemporaryPassword = createPasswordSender(toLoopbackUrl(ports.mailbox), properties);
    const attributes = {
      Arn: toArn("cognito-idp", `userpool/${id}`),
      UserPoolId: id,
      ProviderURL: `${endpoint}/${id}`,
      ProviderName: `${new URL(endpoint).host}/${id}`,
    };
    scope.define(logicalId, { ref: id, attributes });
  }
  const pools: UserPoolIds[] = [];
  const writableAttributes = new Set<string>();
  for (const { logicalId, properties } of listResources("AWS::Cognito::UserPoolClient", template, scope)) {
    const clientId = await ensureUserPoolClient(client, logicalId, properties);
    for (const name of properties.WriteAttributes ?? []) writableAttributes.add(name);
    scope.define(logicalId, { ref: clientId, attributes: { ClientId: clientId } });
    pools.push({ userPoolId: properties.UserPoolId, clientId });
  }
  for (const { properties } of listResources("AWS::Cognito::UserPoolGroup", template, scope))
    await ensureUserPoolGroup(client, properties);
  const [pool, ...others] = pools;
  if (!pool || !sendTemporaryPassword || others.length > 0)
    throw new StartError(`The local system needs one user pool with one client; the template has ${pools.length}.`);
  const users = await ensureUsers(client, pool, runner.home.accountsFile);
  const exemptEmails = new Set(users.map(({ email }) => email));
  const server = await startCognitoServer(ports.cognito, {
    emulator,
    isRequired,
    exemptEmails,
    writableAttributes,
    siteOrigin: toApiUrl(ports.api),
    sendTemporaryPassword,
  });
  return { server, users, renewTokens: () => renewTokens(client, pool, users) };
}
