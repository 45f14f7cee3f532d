import {
  AccountRecovery,
  CfnUserPoolGroup,
  CfnUserPoolRiskConfigurationAttachment,
  FeaturePlan,
  Mfa,
  StandardThreatProtectionMode,
  UserPool,
  type UserPoolClient,
} from "aws-cdk-lib/aws-cognito";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { StaffGroup } from "../shared/contract/routes.ts";

/** Each group, and what its members come for. */
const groups: Record<StaffGroup, string> = {
  secretariat: "Decides on registrations and runs conferences",
  reviewer: "Reads registrations",
  "entry-desk": "Prints badges and reads them at the gates",
};

export interface Identity {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
}

/** The staff's accounts. Only the secretariat makes them: nobody signs up. Delegates have none, they get mailed links. */
export function makeIdentity(scope: Construct): Identity {
  const pool = new UserPool(scope, "Staff", {
    selfSignUpEnabled: false,
    signInAliases: { email: true },
    signInCaseSensitive: false,
    autoVerify: { email: true },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    // Length counts, and that it leaked nowhere; what must stand in it is AWS's rule (cdk-nag's COG1), not ours.
    passwordPolicy: {
      minLength: 15,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
      tempPasswordValidity: Duration.days(3),
    },
    // Passwords that leaked elsewhere, and sign-ins that look like somebody else's: 0.02 USD a month and person.
    featurePlan: FeaturePlan.PLUS,
    standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
    // The sign-in page has whoever comes without an authenticator set one up.
    mfa: Mfa.REQUIRED,
    mfaSecondFactor: { sms: false, otp: true },
    enableSmsRole: false,
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  // Whoever signs in with a password that is known to have leaked, or is often guessed, has to choose another one first.
  new CfnUserPoolRiskConfigurationAttachment(scope, "LeakedPasswords", {
    userPoolId: pool.userPoolId,
    clientId: "ALL",
    compromisedCredentialsRiskConfiguration: { actions: { eventAction: "BLOCK" } },
  });
  for (const [groupName, description] of Object.entries(groups)) {
    new CfnUserPoolGroup(scope, `Group-${groupName}`, { userPoolId: pool.userPoolId, groupName, description });
  }
  return { pool, client: makeClient(pool) };
}

function makeClient(pool: UserPool): UserPoolClient {
  // So long somebody who was disabled can still do what they could; the pages renew by themselves, for a day at most.
  const hour = Duration.hours(1);
  return pool.addClient("Console", {
    authFlows: { userPassword: true, userSrp: true },
    disableOAuth: true,
    preventUserExistenceErrors: true,
    idTokenValidity: hour,
    accessTokenValidity: hour,
    refreshTokenValidity: Duration.days(1),
    enableTokenRevocation: true,
    // Long enough to install an authenticator between one question and the next.
    authSessionValidity: Duration.minutes(15),
  });
}
