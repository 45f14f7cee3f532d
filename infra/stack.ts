import { CfnOutput, Stack, type StackProps, Tags } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { addRoutes, makeApi } from "./api.ts";
import { bundleFunctions } from "./bundle.ts";
import { addDocumentScan, makeDocuments, quarantine } from "./documents.ts";
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

/** All of Palais: one stack, so that a deployment has all of a change or none. */
export class Palais extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, { description: "Palais: registration and accreditation for conferences", ...props });
    const { mailFrom, siteAddress, alarmMail } = makeParameters(this);
    const alarms = makeAlarmTopic(this, alarmMail);
    const table = makeTable(this);
    const keys = makeKeys(this);
    const identity = makeIdentity(this);
    const mail = makeMail(this, mailFrom, alarms);
    const api = makeApi(this, alarms);
    const documents = makeDocuments(this);
    const headers = makeSiteHeaders(this, { documents, pool: identity.pool });
    const site = makeSite(this, { api, headers, siteAddress });
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
      { code: bundleFunctions(this), resources, alarms },
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
    addSweeps(this, functions);
    addMailFeedback(mail, functions["mail-feedback"]);
    addDocumentScan(this, documents, functions["document-scan"]);
    addSiteFiles(this, site.bucket, identity);
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
