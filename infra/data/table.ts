import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from "aws-cdk-lib/aws-dynamodb";
import { RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

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

/** Creates the only table. docs/architecture.md lists its keys and access patterns. It outlives the stack. */
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
