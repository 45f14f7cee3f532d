import { Alarm } from "aws-cdk-lib/aws-cloudwatch";
import { CfnOutput, Fn, Stack, type StackProps, Tags } from "aws-cdk-lib/core";
import { LAMBDA_RECOGNIZE_LAYER_VERSION, S3_SERVER_ACCESS_LOGS_USE_BUCKET_POLICY } from "aws-cdk-lib/cx-api";
import type { Construct } from "constructs";
import { brandingFolder } from "#shared/model/branding.ts";
import {
  addDocumentScan,
  addMalwareProtection,
  createDocumentsBucket,
  madeFilesPrefix,
  quarantinePrefix,
} from "./data/documents.ts";
import { createStaffAccounts } from "./data/identity.ts";
import { createKmsKeys } from "./data/keys.ts";
import { createAccessLogsBucket } from "./data/private-bucket.ts";
import { chooseTable, createTable } from "./data/table.ts";
import { bundleFunctions } from "./functions/bundle.ts";
import { createFontLayer } from "./functions/fonts.ts";
import { createFunctions } from "./functions/functions.ts";
import { omitImpliedDependencies } from "./functions/implied-dependencies.ts";
import { moveFunctionPoliciesIntoRoles } from "./functions/role-policies.ts";
import { addConsumers } from "./functions/stream-consumers.ts";
import { addSweeps } from "./functions/sweeps.ts";
import { createEventDlq } from "./messaging/dead-letter-queues.ts";
import { addEmailFeedback, addEmailOutageAlarm, createEmailResources } from "./messaging/email.ts";
import { createTopicKey } from "./messaging/encrypted-topic.ts";
import { AlarmStack } from "./monitoring/alarm-stack.ts";
import { createAlarmTopic } from "./monitoring/alarms.ts";
import { addDashboard } from "./monitoring/dashboard.ts";
import { addCanaryAlarms, addKmsAlarm, addTableThrottleAlarm } from "./monitoring/service-alarms.ts";
import { createParameters } from "./parameters.ts";
import { addRoutes, createApi } from "./site/api.ts";
import { readOpening } from "./site/opening.ts";
import { createOriginVerifySecret } from "./site/origin-secret.ts";
import { createSite } from "./site/site.ts";
import { addSiteFiles } from "./site/site-files.ts";

/**
 * All resources of Palais in one stack and its nested one, so that a deployment applies all of a change or none of it.
 */
export class PalaisStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, { description: "Palais: registration and accreditation for conferences", ...props });
    // The log bucket admits its writers by a policy, and not by the access control list of former times.
    this.node.setContext(S3_SERVER_ACCESS_LOGS_USE_BUCKET_POLICY, true);
    // Changed fonts publish new versions of the functions that print, too.
    this.node.setContext(LAMBDA_RECOGNIZE_LAYER_VERSION, true);
    const { emailFrom, siteAddress, alarmEmail, keyArns, restoredTableStreamArn, ...edge } = createParameters(this);
    const topicKey = createTopicKey(this, ["ses.amazonaws.com"]);
    const table = chooseTable(this, createTable(this), restoredTableStreamArn);
    const alarmStack = new AlarmStack(this, table);
    const alarms = { scope: alarmStack, topic: createAlarmTopic(this, topicKey, alarmEmail) };
    const eventDlq = createEventDlq(this, alarms);
    const keys = createKmsKeys(this, keyArns);
    const email = createEmailResources(this, emailFrom, topicKey, alarms);
    const { pool, client } = createStaffAccounts(this, email);
    const api = createApi(this, alarms);
    const originVerify = createOriginVerifySecret(this);
    const logs = createAccessLogsBucket(this);
    const documents = createDocumentsBucket(this, logs, siteAddress);
    const site = createSite(this, { api, documents, pool, siteAddress, originVerify, logs, ...edge });
    const fonts = createFontLayer(this);
    const resourceArns = {
      tableArn: table.arn,
      originVerifySecretArn: originVerify.arn,
      signingBadgeKeyArn: keys.signingBadgeKeyArn,
      badgeKeyArns: keys.badgeKeyArnList,
      signInKeyArn: keys.signInKeyArn,
      passportKeyArn: keys.passportKeyArn,
      emailArns: email.arns,
      emailFrom: email.from,
      emailDlqArn: email.dlq.queueArn,
      userPoolArn: pool.userPoolArn,
      quarantineArn: documents.arnForObjects(`${quarantinePrefix}*`),
      checkedArn: documents.arnForObjects("checked/*"),
      participantListsArn: documents.arnForObjects("lists/*"),
      madeFilesArn: documents.arnForObjects(`${madeFilesPrefix}*`),
      publicFilesArn: site.bucket.arnForObjects(`${brandingFolder}/*`),
      bucketArn: documents.bucketArn,
    };
    const hostNames = {
      region: this.region,
      urlSuffix: this.urlSuffix,
      account: this.account,
      documentsHost: documents.bucketRegionalDomainName,
      siteFilesHost: site.bucket.bucketRegionalDomainName,
      accountsHost: Fn.select(0, Fn.split("/", pool.userPoolProviderName)),
      siteHost: Fn.select(2, Fn.split("/", site.url)),
    };
    const variables = {
      TABLE_NAME: table.name,
      SITE_URL: site.url,
      BADGE_KEY_ARNS: keys.badgeKeyArns,
      SIGN_IN_KEY_ARN: keys.signInKeyArn,
      PASSPORT_KEY_ARN: keys.passportKeyArn,
      EMAIL_FROM: email.from,
      SES_CONFIGURATION_SET: email.configurationSetName,
      EMAIL_DLQ_URL: email.dlq.queueUrl,
      DOCUMENTS_BUCKET: documents.bucketName,
      SITE_BUCKET: site.bucket.bucketName,
      FONTS_DIR: fonts.folder,
      TOKEN_ISSUER: pool.userPoolProviderUrl,
      TOKEN_AUDIENCE: client.userPoolClientId,
      USER_POOL_ID: pool.userPoolId,
    };
    const shared = { code: bundleFunctions(this), tableMark: table.mark, resourceArns, hostNames, alarms, eventDlq };
    const functions = createFunctions(this, shared, variables, fonts.layer);
    addRoutes(this, api, functions, alarms);
    addConsumers(this, table, functions, alarms);
    addTableThrottleAlarm(alarms, alarmStack.tableName);
    addKmsAlarm(this, functions, alarms);
    addCanaryAlarms(this, functions.canary, alarms);
    addSweeps(this, functions, eventDlq);
    addEmailOutageAlarm(this, functions["email-outbox"], alarms);
    addEmailFeedback(email, functions["email-feedback"], eventDlq);
    addMalwareProtection(this, documents, site.distribution);
    addDocumentScan(this, documents, functions["document-scan"], eventDlq);
    addSiteFiles(this, site.bucket, { pool, client, eventDlq });
    const dashboardName = addDashboard(alarmStack, {
      api,
      functions,
      tableName: alarmStack.tableName,
      alarms: this.node.findAll().filter((each) => each instanceof Alarm),
    });
    this.#addOutputs({
      SiteUrl: site.url,
      UserPoolId: pool.userPoolId,
      ClientId: client.userPoolClientId,
      TableName: table.name,
      DocumentsBucket: documents.bucketName,
      AccessLogsBucket: logs.bucketName,
      BadgeKeysInUse: keys.badgeKeyArns,
      PassportKeyInUse: keys.passportKeyArn,
      SignInKeyInUse: keys.signInKeyArn,
      DistributionId: site.distribution.distributionId,
      DistributionDomainName: site.distribution.distributionDomainName,
      DashboardName: dashboardName,
      OriginVerifySecretArn: originVerify.arn,
      Opening: readOpening(this),
    });
    moveFunctionPoliciesIntoRoles(this);
    omitImpliedDependencies(this);
    Tags.of(this).add("service", "palais");
  }

  /** Adds what an operator needs after the deployment. */
  #addOutputs(values: Record<string, string>): void {
    for (const [id, value] of Object.entries(values)) new CfnOutput(this, id, { value });
  }
}
