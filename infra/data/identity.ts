import {
  AccountRecovery,
  type CfnUserPool,
  CfnUserPoolGroup,
  CfnUserPoolRiskConfigurationAttachment,
  ClientAttributes,
  FeaturePlan,
  Mfa,
  StandardThreatProtectionMode,
  type UserInvitationConfig,
  UserPool,
  type UserPoolClient,
} from "aws-cdk-lib/aws-cognito";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { StaffGroup } from "#shared/model/access.ts";
import type { EmailResources } from "../messaging/email.ts";
import { isTrialStage } from "../parameters.ts";
import { readSiteTexts } from "../site-texts.ts";

/** The tasks of each group. */
const staffGroupDescriptions: Record<StaffGroup, string> = {
  secretariat: "Decides on registrations and runs conferences",
  reviewer: "Reads registrations",
  "entry-desk": "Prints badges and reads them at the gates",
};

export interface StaffAccounts {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
}

/**
 * Creates the accounts of the staff. The secretariat creates users; self sign-up is disabled. Delegates have no
 * account: they sign in with a link from an email.
 */
export function createStaffAccounts(scope: Construct, email: EmailResources): StaffAccounts {
  const pool = new UserPool(scope, "StaffUserPool", {
    selfSignUpEnabled: false,
    signInAliases: { email: true },
    signInCaseSensitive: false,
    autoVerify: { email: true },
    // A changed address takes effect when it is verified.
    keepOriginal: { email: true },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    userInvitation: createAccountInvitation(),
    // Length and absence from known leaks are what protects; rules of composition lead to passwords that follow them.
    passwordPolicy: {
      minLength: 15,
      requireLowercase: false,
      requireUppercase: false,
      requireDigits: false,
      requireSymbols: false,
      tempPasswordValidity: Duration.days(3),
    },
    // Detects leaked passwords and suspicious sign-ins, for 0.02 USD a month and user.
    featurePlan: FeaturePlan.PLUS,
    standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
    // The sign-in page sets up an authenticator for a user who has none.
    mfa: Mfa.REQUIRED,
    mfaSecondFactor: { sms: false, otp: true },
    enableSmsRole: false,
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  if (!isTrialStage(scope)) sendThroughSes(pool, email);
  // A user whose password has leaked or is often guessed has to choose another one first.
  new CfnUserPoolRiskConfigurationAttachment(scope, "CompromisedCredentials", {
    userPoolId: pool.userPoolId,
    clientId: "ALL",
    compromisedCredentialsRiskConfiguration: { actions: { eventAction: "BLOCK" } },
  });
  for (const [groupName, description] of Object.entries(staffGroupDescriptions)) {
    new CfnUserPoolGroup(scope, `Group-${groupName}`, { userPoolId: pool.userPoolId, groupName, description });
  }
  return { pool, client: createConsoleClient(pool) };
}

/**
 * The email with the temporary password of a new account. A pool has one text, so it is in each language of the site.
 * Cognito replaces `{username}` and `{####}`.
 */
function createAccountInvitation(): UserInvitationConfig {
  const texts = readSiteTexts<{ readonly subject: string; readonly text: string }>("newAccount");
  const paragraphs = Object.entries(texts).map(([language, { text }]) => {
    return `<p lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">${text}</p>`;
  });
  const emailBody = [...paragraphs, "<p>{username}</p>", "<p>{####}</p>"].join("\n");
  return { emailSubject: [texts["en"], texts["fr"]].map((each) => each?.subject).join(" · "), emailBody };
}

/**
 * Sends invitations and codes through SES: Cognito's own sender allows 50 emails a day. Cognito accepts the identity of
 * the sender's own domain only when it is verified, and a trial may have no such domain.
 */
function sendThroughSes({ node }: UserPool, { from, domainArn, configurationSetName }: EmailResources): void {
  (node.defaultChild as CfnUserPool).emailConfiguration = {
    emailSendingAccount: "DEVELOPER",
    sourceArn: domainArn,
    from: `Palais <${from}>`,
    replyToEmailAddress: from,
    configurationSet: configurationSetName,
  };
}

function createConsoleClient(pool: UserPool): UserPoolClient {
  // A disabled user keeps access until the token expires. The pages renew tokens for at most a day.
  const hour = Duration.hours(1);
  return pool.addClient("ConsoleClient", {
    authFlows: { userPassword: true, userSrp: true },
    disableOAuth: true,
    preventUserExistenceErrors: true,
    idTokenValidity: hour,
    accessTokenValidity: hour,
    refreshTokenValidity: Duration.days(1),
    enableTokenRevocation: true,
    // Users cannot change their own address. The list must not be empty: Cognito then allows all standard attributes.
    writeAttributes: new ClientAttributes().withStandardAttributes({ locale: true }),
    // Leaves enough time to install an authenticator.
    authSessionValidity: Duration.minutes(15),
  });
}
