import { CfnOutput, Stack, type StackProps, Tags } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { addRoutes, makeApi } from "./api.ts";
import { bundleFunctions } from "./bundle.ts";
import { addDocumentScan, makeDocuments, quarantine } from "./documents.ts";
import { makeFonts } from "./fonts.ts";
import { makeFunctions } from "./functions.ts";
import { makeIdentity } from "./identity.ts";
import { makeKeys } from "./keys.ts";
import { makeMail } from "./mail.ts";
import { makeAlarmTopic } from "./observability.ts";
import { makeParameters } from "./parameters.ts";
import { addSweeps } from "./schedules.ts";
import { addConsumers } from "./streams.ts";
import { makeTable } from "./table.ts";

/** All of Palais: one stack, so that a deployment has all of a change or none. */
export class Palais extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, { description: "Palais: registration and accreditation for conferences", ...props });
    const { mailFrom, operatorLinks, alarmMail } = makeParameters(this);
    const alarms = makeAlarmTopic(this, alarmMail);
    const table = makeTable(this);
    const keys = makeKeys(this);
    const identity = makeIdentity(this);
    const mail = makeMail(this, mailFrom);
    const api = makeApi(this, alarms);
    const documents = makeDocuments(this, api.apiEndpoint);
    const resources = {
      tableArn: table.tableArn,
      badgeKeyArn: keys.badge.keyArn,
      linkKeyArn: keys.link.keyArn,
      passportKeyArn: keys.passport.keyArn,
      mailArns: mail.arns,
      quarantineArn: documents.arnForObjects(`${quarantine}*`),
      checkedArn: documents.arnForObjects("checked/*"),
      listsArn: documents.arnForObjects("lists/*"),
    };
    const functions = makeFunctions(
      this,
      { code: bundleFunctions(this), resources, alarms },
      {
        table: table.tableName,
        siteUrl: api.apiEndpoint,
        badgeKey: keys.badge.keyArn,
        linkKey: keys.link.keyArn,
        passportKey: keys.passport.keyArn,
        mailFrom: mail.from,
        configurationSet: mail.configurationSetName,
        operatorLinks,
        documents: documents.bucketName,
        fonts: makeFonts(this),
        ...identity,
      },
    );
    addRoutes(this, api, functions);
    addConsumers(this, table, functions, alarms);
    addSweeps(this, functions);
    addDocumentScan(this, documents, functions["document-scan"]);
    this.#tell({
      SiteUrl: api.apiEndpoint,
      UserPoolId: identity.pool.userPoolId,
      ClientId: identity.client.userPoolClientId,
    });
    Tags.of(this).add("service", "palais");
  }

  /** What whoever deployed it needs to know next. */
  #tell(values: Record<string, string>): void {
    for (const [id, value] of Object.entries(values)) new CfnOutput(this, id, { value });
  }
}
