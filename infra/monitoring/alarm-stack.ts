import { CfnParameter, type CfnStack, NestedStack, type Stack } from "aws-cdk-lib/core";
import type { TableInUse } from "../data/table.ts";

/**
 * The alarms and the dashboard of a stack, nested in it: a stack has at most 500 resources
 * (docs/decisions/0142-nest-the-stack-of-the-alarms.md). It refers to resources of the other stack by parameters, which
 * CDK adds. No resource there waits for it, and it contains nothing that runs.
 */
export class AlarmStack extends NestedStack {
  /** The name of the table in use, which depends on a condition that only the other stack has. */
  readonly tableName: string;

  constructor(scope: Stack, table: TableInUse) {
    super(scope, "AlarmStack", {
      description: "Palais: alarms and dashboard",
      parameters: { TableName: table.name },
    });
    this.tableName = new CfnParameter(this, "TableName", { description: "The table in use" }).valueAsString;
    // CloudFormation gives an alarm the name of its stack and its own. CDK's identifier would fill the subject of an email.
    (this.nestedStackResource as CfnStack).overrideLogicalId(this.node.id);
  }
}
