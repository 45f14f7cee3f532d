import {
  AdminAddUserToGroupCommand,
  CognitoIdentityProviderClient,
  ListUsersInGroupCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { createStaffAccount } from "#shared/auth/staff-accounts.ts";
import type { StaffGroup } from "#shared/model/access.ts";

const GroupName: StaffGroup = "secretariat";

/** Whether the pool has a user who can invite others. */
export async function hasSecretariat(region: string, UserPoolId: string): Promise<boolean> {
  const client = new CognitoIdentityProviderClient({ region });
  const { Users = [] } = await client.send(new ListUsersInGroupCommand({ UserPoolId, GroupName, Limit: 1 }));
  return Users.length > 0;
}

/** Creates a user of the secretariat. Cognito emails the first password. A user of the address is kept. */
export async function createFirstUser(region: string, UserPoolId: string, email: string): Promise<void> {
  const client = new CognitoIdentityProviderClient({ region });
  // An interrupted call has created the user, and left the group out.
  await createStaffAccount(client, UserPoolId, email);
  await client.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName, Username: email }));
}
