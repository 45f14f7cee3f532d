import { randomBytes } from "node:crypto";
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  InitiateAuthCommand,
  ListGroupsCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolClientCommand,
  UsernameExistsException,
} from "@aws-sdk/client-cognito-identity-provider";
import { readJson, writeJson } from "../home.ts";
import type { ResourceProperties } from "../template/resources.ts";

/** A local member of staff. */
export interface LocalUser {
  readonly email: string;
  readonly password: string;
  readonly groups: readonly string[];
  /** The value of `Authorization: Bearer` for the API. */
  readonly idToken: string;
}

/** One account for each group of the template. */
const localAccounts = [
  { email: "secretariat@palais.local", group: "secretariat" },
  { email: "reviewer@palais.local", group: "reviewer" },
  { email: "desk@palais.local", group: "entry-desk" },
];

export interface UserPoolIds {
  readonly userPoolId: string;
  readonly clientId: string;
}

const newPasswords = "Remove it: the next start gives the local accounts new passwords.";

/** Creates missing accounts. @param file the file of their passwords, which stay the same after a restart */
export async function ensureUsers(
  client: CognitoIdentityProviderClient,
  pool: UserPoolIds,
  file: string,
): Promise<LocalUser[]> {
  const passwords = (await readJson<Record<string, string>>(file, newPasswords)) ?? {};
  for (const { email } of localAccounts) passwords[email] ??= `${randomBytes(15).toString("base64url")}-Aa1`;
  await writeJson(file, passwords);
  const users: LocalUser[] = [];
  for (const { email, group } of localAccounts) {
    const password = passwords[email] ?? "";
    await ensureUser(client, pool.userPoolId, email, password, group);
    users.push({ email, password, groups: [group], idToken: await signInForIdToken(client, pool, email, password) });
  }
  return users;
}

async function ensureUser(
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
  email: string,
  password: string,
  group: string,
): Promise<void> {
  try {
    const UserAttributes = [
      { Name: "email", Value: email },
      { Name: "email_verified", Value: "true" },
    ];
    await client.send(
      new AdminCreateUserCommand({ UserPoolId, Username: email, UserAttributes, MessageAction: "SUPPRESS" }),
    );
  } catch (error) {
    if (!(error instanceof UsernameExistsException)) throw error;
  }
  await client.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username: email, Password: password, Permanent: true }),
  );
  await client.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: email, GroupName: group }));
}

async function signInForIdToken(
  client: CognitoIdentityProviderClient,
  { clientId }: UserPoolIds,
  email: string,
  password: string,
): Promise<string> {
  const AuthParameters = { USERNAME: email, PASSWORD: password };
  const { AuthenticationResult } = await client.send(
    new InitiateAuthCommand({ ClientId: clientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }),
  );
  return AuthenticationResult?.IdToken ?? "";
}

/** The same users with new tokens. */
export const renewTokens = (
  client: CognitoIdentityProviderClient,
  pool: UserPoolIds,
  users: readonly LocalUser[],
): Promise<LocalUser[]> =>
  Promise.all(
    users.map(async (user) => ({ ...user, idToken: await signInForIdToken(client, pool, user.email, user.password) })),
  );

/** Finds a pool by its name, or creates it. @returns its id */
export async function ensureUserPool(
  client: CognitoIdentityProviderClient,
  name: string,
  { UsernameAttributes }: ResourceProperties<"AWS::Cognito::UserPool">,
): Promise<string> {
  const { UserPools = [] } = await client.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  const existing = UserPools.find(({ Name }) => Name === name)?.Id;
  const id = existing ?? (await createUserPool(client, name, UsernameAttributes as PoolUsernameAttributes));
  // With a required second factor the emulator rejects users who have none. The proxy enforces it instead.
  const mfa = { MfaConfiguration: "OPTIONAL", SoftwareTokenMfaConfiguration: { Enabled: true } } as const;
  await client.send(new SetUserPoolMfaConfigCommand({ UserPoolId: id, ...mfa }));
  return id;
}

type PoolUsernameAttributes = CreateUserPoolCommandInput["UsernameAttributes"];

async function createUserPool(
  client: CognitoIdentityProviderClient,
  PoolName: string,
  UsernameAttributes: PoolUsernameAttributes,
): Promise<string> {
  const { UserPool } = await client.send(new CreateUserPoolCommand({ PoolName, UsernameAttributes }));
  return UserPool?.Id ?? "";
}

/** Creates a client of a pool, or updates it. @returns its id */
export async function ensureUserPoolClient(
  client: CognitoIdentityProviderClient,
  name: string,
  properties: ResourceProperties<"AWS::Cognito::UserPoolClient">,
): Promise<string> {
  const { UserPoolId } = properties;
  const { UserPoolClients = [] } = await client.send(new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 60 }));
  const settings = { ...properties, ClientName: name } as CreateUserPoolClientCommandInput;
  const existing = UserPoolClients.find(({ ClientName }) => ClientName === name)?.ClientId;
  if (existing) await client.send(new UpdateUserPoolClientCommand({ ...settings, ClientId: existing }));
  const id = existing ?? (await client.send(new CreateUserPoolClientCommand(settings))).UserPoolClient?.ClientId;
  return id ?? "";
}

export async function ensureUserPoolGroup(
  client: CognitoIdentityProviderClient,
  { UserPoolId, GroupName }: ResourceProperties<"AWS::Cognito::UserPoolGroup">,
): Promise<void> {
  const { Groups = [] } = await client.send(new ListGroupsCommand({ UserPoolId }));
  if (Groups.some((group) => group.GroupName === GroupName)) return;
  await client.send(new CreateGroupCommand({ UserPoolId, GroupName }));
}
