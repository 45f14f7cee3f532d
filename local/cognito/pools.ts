import {
  type CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  ListGroupsCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Properties } from "../template/resources.ts";

/** The pool of the template's resource, found by its name, or made. @returns its id */
export async function ensurePool(
  client: CognitoIdentityProviderClient,
  name: string,
  { UsernameAttributes }: Properties<"AWS::Cognito::UserPool">,
): Promise<string> {
  const { UserPools = [] } = await client.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  const existing = UserPools.find(({ Name }) => Name === name)?.Id;
  const id = existing ?? (await makePool(client, name, UsernameAttributes as Attributes));
  // The emulator refuses whoever has no second factor where all need one: the server before it asks them to set one up.
  const asked = { MfaConfiguration: "OPTIONAL", SoftwareTokenMfaConfiguration: { Enabled: true } } as const;
  await client.send(new SetUserPoolMfaConfigCommand({ UserPoolId: id, ...asked }));
  return id;
}

type Attributes = CreateUserPoolCommandInput["UsernameAttributes"];

async function makePool(
  client: CognitoIdentityProviderClient,
  PoolName: string,
  UsernameAttributes: Attributes,
): Promise<string> {
  const { UserPool } = await client.send(new CreateUserPoolCommand({ PoolName, UsernameAttributes }));
  return UserPool?.Id ?? "";
}

/** The pool's client of the template's resource, as the template describes it now. @returns its id */
export async function ensureClient(
  client: CognitoIdentityProviderClient,
  name: string,
  properties: Properties<"AWS::Cognito::UserPoolClient">,
): Promise<string> {
  const { UserPoolId } = properties;
  const { UserPoolClients = [] } = await client.send(new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 60 }));
  const settings = { ...properties, ClientName: name } as CreateUserPoolClientCommandInput;
  const existing = UserPoolClients.find(({ ClientName }) => ClientName === name)?.ClientId;
  if (existing) await client.send(new UpdateUserPoolClientCommand({ ...settings, ClientId: existing }));
  const made = existing ?? (await client.send(new CreateUserPoolClientCommand(settings))).UserPoolClient?.ClientId;
  return made ?? "";
}

export async function ensureGroup(
  client: CognitoIdentityProviderClient,
  { UserPoolId, GroupName }: Properties<"AWS::Cognito::UserPoolGroup">,
): Promise<void> {
  const { Groups = [] } = await client.send(new ListGroupsCommand({ UserPoolId }));
  if (Groups.some((group) => group.GroupName === GroupName)) return;
  await client.send(new CreateGroupCommand({ UserPoolId, GroupName }));
}
