import { CfnOutput, Stack, type StackProps, Tags } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { makeAccessLogs } from "./access-logs.ts";
import { addRoutes, makeApi } from "./api.ts";
import { addBudget } from "./budget.ts";
import { bundleFunctions } from "./bundle.ts";
import { addDashboard } from "./dashboard.ts";
import { addDocumentScan, makeDocuments, quarantine } from "./documents.ts";
import { makeEntrance } from "./entrance.ts";
import { makeFonts } from "./fonts.ts";
import { makeFunctions } from "./functions.ts";
import { makeIdentity } from "./identity.ts";
import { makeKeys } from "./keys.ts";
import { addMailFeedback, makeMail } from "./mail.ts";
import { makeAlarmTopic } from "./observability.ts";
import { makeParameters } from "./parameters.ts";
import { addSweeps } from "./schedules.ts";
import { makeSite } from "./site.ts";
import { addSiteFiles } from "./site-files.ts";
import { makeSiteHeaders } from "./site-headers.ts";
import { addConsumers } from "./streams.ts";
import { makeTable } from "./table.ts";
import { makeUndelivered } from "./undelivered.ts";

/** All of Palais: one stack, so that a deployment has all of a change or none. */
export class Palais extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, { description: "Palais: registration and accreditation for conferences", ...props });
    const { mailFrom, siteAddress, alarmMail, monthlyBudget, ...edge } = makeParameters(this);
    const alarms = makeAlarmTopic(this, alarmMail);
    const undelivered = makeUndelivered(this, alarms);
    const table = makeTable(this);
    const keys = makeKeys(this);
    const identity = makeIdentity(this);
    const mail = makeMail(this, mailFrom, alarms);
    const api = makeApi(this, alarms);
    const entrance = makeEntrance(this);
    const logs = makeAccessLogs(this);
    const documents = makeDocuments(this, logs);
    const headers = makeSiteHeaders(this, { documents, pool: identity.pool });
    const site = makeSite(this, { api, headers, siteAddress, entrance, logs, ...edge });
    const resources = {
      tableArn: table.tableArn,
      badgeKeyArn: keys.badge.keyArn,
      linkKeyArn: keys.link.keyArn,
      passportKeyArn: keys.passport.keyArn,
      mailArns: mail.arns,
      givenUpArn: mail.givenUp.queueArn,
      quarantineArn: documents.arnForObjects(`${quarantine}*`),
      checkedArn: documents.arnForObjects("checked/*"),
      listsArn: documents.arnForObjects("lists/*"),
      bucketArn: documents.bucketArn,
    };
    const functions = makeFunctions(
      this,
      { code: bundleFunctions(this), resources, alarms, entrance, undelivered },
      {
        table: table.tableName,
        siteUrl: site.url,
        badgeKey: keys.badge.keyArn,
        linkKey: keys.link.keyArn,
        passportKey: keys.passport.keyArn,
        mailFrom: mail.from,
        configurationSet: mail.configurationSetName,
        givenUpMails: mail.givenUp.queueUrl,
        documents: documents.bucketName,
        fonts: makeFonts(this),
        ...identity,
      },
    );
    addRoutes(this, api, functions);
    addConsumers(this, table, functions, alarms);
    addSweeps(this, functions, undelivered);
    addMailFeedback(mail, functions["mail-feedback"], undelivered);
    addDocumentScan(this, documents, functions["document-scan"], undelivered);
    addSiteFiles(this, site.bucket, { ...identity, undelivered });
    addDashboard(this, { api, functions, table });
    addBudget(this, monthlyBudget, alarms);
    this.#tell({
      SiteUrl: site.url,
      UserPoolId: identity.pool.userPoolId,
      ClientId: identity.client.userPoolClientId,
      GivenUpMailQueue: mail.givenUp.queueUrl,
    });
    Tags.of(this).add("service", "palais");
  }

  /** What whoever deployed it needs to know next. */
  #tell(values: Record<string, string>): void {
    for (const [id, value] of Object.entries(values)) new CfnOutput(this, id, { value });
  }
}
