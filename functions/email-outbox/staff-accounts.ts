import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { createStaffAccount, renewTemporaryPassword } from "#shared/auth/staff-accounts.ts";

const client = new CognitoIdentityProviderClient({});

/**
 * Creates the account of an invited address, if it has none. Cognito emails a temporary password, which Palais never
 * sees.
 * @param isAgain whether an account without a password of its own gets another temporary one
 */
export async function ensureStaffAccount(userPoolId: string, email: string, isAgain: boolean): Promise<void> {
  const isNew = await createStaffAccount(client, userPoolId, email);
  if (!isNew && isAgain) await renewTemporaryPassword(client, userPoolId, email);
}
