import { randomBytes } from "node:crypto";
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  UsernameExistsException,
} from "@aws-sdk/client-cognito-identity-provider";
import { readJson, writeJson } from "../home.ts";

/** A local member of staff. */
export interface User {
  readonly email: string;
  readonly password: string;
  readonly groups: readonly string[];
  /** What the API takes as `Authorization: Bearer`. */
  readonly idToken: string;
}

/** One for each group of the template is enough to play every role. */
const accounts = [
  { email: "secretariat@palais.local", group: "secretariat" },
  { email: "reviewer@palais.local", group: "reviewer" },
  { email: "desk@palais.local", group: "entry-desk" },
];

export interface Pool {
  readonly userPoolId: string;
  readonly clientId: string;
}

/** Makes the accounts that are missing. @param file keeps their passwords, which no restart changes */
export async function ensureUsers(client: CognitoIdentityProviderClient, pool: Pool, file: string): Promise<User[]> {
  const passwords = (await readJson<Record<string, string>>(file)) ?? {};
  for (const { email } of accounts) passwords[email] ??= `${randomBytes(15).toString("base64url")}-Aa1`;
  await writeJson(file, passwords);
  const users: User[] = [];
  for (const { email, group } of accounts) {
    const password = passwords[email] ?? "";
    await ensureUser(client, pool.userPoolId, email, password, group);
    users.push({ email, password, groups: [group], idToken: await signIn(client, pool, email, password) });
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

async function signIn(
  client: CognitoIdentityProviderClient,
  { clientId }: Pool,
  email: string,
  password: string,
): Promise<string> {
  const AuthParameters = { USERNAME: email, PASSWORD: password };
  const { AuthenticationResult } = await client.send(
    new InitiateAuthCommand({ ClientId: clientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }),
  );
  return AuthenticationResult?.IdToken ?? "";
}

/** The same users with tokens that are valid anew. */
export const renewTokens = (
  client: CognitoIdentityProviderClient,
  pool: Pool,
  users: readonly User[],
): Promise<User[]> =>
  Promise.all(users.map(async (user) => ({ ...user, idToken: await signIn(client, pool, user.email, user.password) })));
