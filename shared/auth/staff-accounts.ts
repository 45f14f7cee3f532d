import {
  AdminCreateUserCommand,
  type CognitoIdentityProviderClient,
  UnsupportedUserStateException,
  UsernameExistsException,
} from "@aws-sdk/client-cognito-identity-provider";

/**
 * Creates the account of an address in the user pool. Cognito emails a temporary password. An account that exists is
 * kept as it is.
 * @returns whether the account is new
 */
export async function createStaffAccount(
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
  email: string,
): Promise<boolean> {
  const UserAttributes = [
    { Name: "email", Value: email },
    { Name: "email_verified", Value: "true" },
  ];
  try {
    await client.send(
      new AdminCreateUserCommand({ UserPoolId, Username: email, UserAttributes, DesiredDeliveryMediums: ["EMAIL"] }),
    );
    return true;
  } catch (error) {
    if (error instanceof UsernameExistsException) return false;
    throw error;
  }
}

/** Emails another temporary password to an account that has none of its own yet. */
export async function renewTemporaryPassword(
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
  email: string,
): Promise<void> {
  const input = { UserPoolId, Username: email, MessageAction: "RESEND" } as const;
  try {
    await client.send(new AdminCreateUserCommand({ ...input, DesiredDeliveryMediums: ["EMAIL"] }));
  } catch (error) {
    // The account has a password.
    if (!(error instanceof UnsupportedUserStateException)) throw error;
  }
}
