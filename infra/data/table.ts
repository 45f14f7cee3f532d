import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from "aws-cdk-lib/aws-dynamodb";
import { Fn, RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { createIsSetCondition } from "../parameters.ts";

const toStringAttribute = (name: string) => ({ name, type: AttributeType.STRING });

/**
 * The attributes that a list shows without reading the item. Projecting whole items would make every write more
 * expensive.
 */
const projectedAttributes = [
  "entity",
  "accreditationState",
  "seatState",
  "category",
  "delegationId",
  "changeRequestedAt",
  "waitingFor",
  "registrationId",
];

/** The partition and sort key of each index. */
const indexKeys = {
  "by-conference": ["conferenceKey", "conferenceSort"],
  due: ["dueKey", "dueSort"],
  expiring: ["expiringKey", "expiringSort"],
} as const;

export type IndexName = keyof typeof indexKeys;

export const indexNames = Object.keys(indexKeys);

/** The table that the functions use. */
export interface TableInUse {
  readonly name: string;
  readonly arn: string;
  readonly streamArn: string;
  /** A short text that differs for each restored table: the day and the time of its stream. */
  readonly mark: string;
}

/**
 * The table of the stack, or the restored one that has this stream. A table of its own can't be filled again, because
 * consumers read its stream; so the stack changes to the restored one when that is complete (docs/operations.md). It is no
 * resource of the stack.
 * @param restoredStreamArn empty for the table of the stack
 */
export function chooseTable(scope: Construct, own: Table, restoredStreamArn: string): TableInUse {
  const { logicalId } = createIsSetCondition(scope, "HasRestoredTable", restoredStreamArn);
  const choose = (restored: string, ofStack: string) => Fn.conditionIf(logicalId, restored, ofStack).toString();
  // CloudFormation may evaluate both branches: each list has the selected part also if the parameter is empty.
  const padded = Fn.join("", [restoredStreamArn, "/stream/---"]);
  const label = Fn.select(1, Fn.split("/stream/", padded));
  if (!own.tableStreamArn) throw new Error("the table has no stream");
  return {
    name: choose(Fn.select(1, Fn.split("/", padded)), own.tableName),
    arn: choose(Fn.select(0, Fn.split("/stream/", restoredStreamArn)), own.tableArn),
    streamArn: choose(restoredStreamArn, own.tableStreamArn),
    mark: choose(Fn.select(2, Fn.split("-", Fn.join("", [label, "---"]))), "own"),
  };
}

/** Creates the table. docs/architecture.md lists its keys and access patterns. It outlives the stack. */
export function createTable(scope: Construct): Table {
  const table = new Table(scope, "Table", {
    partitionKey: toStringAttribute("PK"),
    sortKey: toStringAttribute("SK"),
    billingMode: BillingMode.PAY_PER_REQUEST,
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
    timeToLiveAttribute: "expiresAt",
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  for (const [indexName, [partition, sort]] of Object.entries(indexKeys))
    table.addGlobalSecondaryIndex({
      indexName,
      partitionKey: toStringAttribute(partition),
      sortKey: toStringAttribute(sort),
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: projectedAttributes,
    });
  return table;
}
