import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from "aws-cdk-lib/aws-dynamodb";
import { RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** What a row of a list shows before its item is read; whole items would make every write dearer. */
const shownInLists = [
  "entity",
  "accreditationState",
  "seatState",
  "category",
  "delegationId",
  "waitingFor",
  "registrationId",
];

/** The one table; its keys and access patterns are in docs/architecture.md. It outlives the stack. */
export function makeTable(scope: Construct): Table {
  const table = new Table(scope, "Table", {
    partitionKey: text("PK"),
    sortKey: text("SK"),
    billingMode: BillingMode.PAY_PER_REQUEST,
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
    timeToLiveAttribute: "expiresAt",
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const index = (indexName: string, partition: string, sort: string) =>
    table.addGlobalSecondaryIndex({
      indexName,
      partitionKey: text(partition),
      sortKey: text(sort),
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: shownInLists,
    });
  index("by-conference", "conferenceKey", "conferenceSort");
  index("due", "dueKey", "dueSort");
  index("expiring", "expiringKey", "expiringSort");
  return table;
}
