import { PolicyStatement } from "aws-cdk-lib/aws-iam";

/** `table` is the table itself, the others are its indexes. */
type Queried = "table" | "by-conference" | "due" | "expiring";

interface Permissions {
  readonly table?: readonly (
    | "GetItem"
    | "BatchGetItem"
    | "PutItem"
    | "UpdateItem"
    | "DeleteItem"
    | "ConditionCheckItem"
  )[];
  readonly query?: readonly Queried[];
  readonly badgeKey?: readonly ("Sign" | "GetPublicKey")[];
  readonly linkKey?: readonly ("GenerateMac" | "VerifyMac")[];
  readonly passportKey?: readonly "GenerateMac"[];
  readonly mail?: readonly "SendRawEmail"[];
  /** The queue of mails that were given up. */
  readonly givenUp?: readonly "SendMessage"[];
  /** What was uploaded, and nobody has checked. */
  readonly quarantine?: readonly ("PutObject" | "GetObject" | "GetObjectTagging" | "DeleteObject")[];
  /** What was. To read it, its tag too must say that the scan found nothing. */
  readonly checked?: readonly ("PutObject" | "PutObjectTagging" | "GetObject" | "DeleteObject")[];
  /** Lists of participants. */
  readonly lists?: readonly ("PutObject" | "GetObject" | "DeleteObject")[];
  /** Which files there are. */
  readonly bucket?: readonly "ListBucket"[];
}

/**
 * Every function and all it may do, beside writing its own log; a transaction needs the right to each of its writes.
 * Nothing scans, and nothing deletes but the guard of a person who withdrew or whose address changed, and the row
 * of a focal point who was taken off; from the index of people, the row of a word that is no more; the note of how a
 * registration was counted that is gone; and, by two functions, what is left of people who are erased.
 */
export const permissions = {
  front: {},
  authoriser: { table: ["GetItem", "BatchGetItem"], query: ["table"] },
  conference: {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "ConditionCheckItem"],
    query: ["table", "by-conference", "due", "expiring"],
  },
  registration: {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"],
    passportKey: ["GenerateMac"],
  },
  document: {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    query: ["table"],
    quarantine: ["PutObject"],
    checked: ["GetObject"],
  },
  "document-scan": {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    quarantine: ["GetObject", "GetObjectTagging", "DeleteObject"],
    checked: ["PutObject", "PutObjectTagging"],
  },
  nomination: {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"],
    query: ["by-conference"],
    passportKey: ["GenerateMac"],
  },
  job: { table: ["GetItem"], query: ["table"], checked: ["GetObject"] },
  import: { table: ["GetItem", "PutItem"], quarantine: ["PutObject"] },
  "import-run": {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    query: ["due"],
    passportKey: ["GenerateMac"],
    checked: ["GetObject"],
  },
  "sign-in": { table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem"], query: ["table"], linkKey: ["VerifyMac"] },
  accreditation: {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"],
    query: ["by-conference"],
  },
  participants: {
    table: ["GetItem", "BatchGetItem", "PutItem"],
    query: ["table", "by-conference"],
    lists: ["PutObject", "GetObject"],
  },
  badge: {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    query: ["table"],
    badgeKey: ["Sign", "GetPublicKey"],
    checked: ["GetObject"],
  },
  "badge-run": {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    query: ["table", "due"],
    badgeKey: ["Sign", "GetPublicKey"],
    checked: ["PutObject", "PutObjectTagging", "GetObject"],
  },
  entry: {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "ConditionCheckItem"],
    query: ["table"],
    badgeKey: ["GetPublicKey"],
    checked: ["GetObject"],
  },
  outbox: {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    query: ["table", "by-conference", "due"],
    badgeKey: ["Sign", "GetPublicKey"],
    linkKey: ["GenerateMac"],
    mail: ["SendRawEmail"],
    givenUp: ["SendMessage"],
    checked: ["GetObject"],
  },
  "mail-feedback": { table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem"] },
  people: { table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem"], query: ["table"] },
  "people-index": {
    table: ["BatchGetItem", "PutItem", "UpdateItem", "DeleteItem"],
    query: ["table", "by-conference"],
  },
  privacy: {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"],
    query: ["table", "by-conference", "expiring"],
    quarantine: ["DeleteObject"],
    checked: ["GetObject", "DeleteObject"],
    lists: ["GetObject", "PutObject"],
  },
  retention: {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"],
    query: ["table", "by-conference", "expiring"],
    quarantine: ["DeleteObject"],
    checked: ["DeleteObject"],
    lists: ["GetObject", "PutObject", "DeleteObject"],
    bucket: ["ListBucket"],
  },
  // A registration that is gone is taken off the notes of what was counted; the line counts too, where targets order it.
  records: { table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem"] },
  "waiting-list": {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"],
    query: ["table", "due", "expiring"],
  },
} as const satisfies Record<string, Permissions>;

/** A folder below `functions/`. */
export type FunctionName = keyof typeof permissions;

/** The ARNs that permissions are given on. */
export interface Resources {
  readonly tableArn: string;
  readonly badgeKeyArn: string;
  readonly linkKeyArn: string;
  readonly passportKeyArn: string;
  /** SES asks for the right to the sending identity and to the configuration set. */
  readonly mailArns: readonly string[];
  readonly givenUpArn: string;
  readonly quarantineArn: string;
  readonly checkedArn: string;
  readonly listsArn: string;
  readonly bucketArn: string;
}

/** The policy of one function, a statement for each kind of resource. */
export function statementsFor(
  name: FunctionName,
  {
    tableArn,
    badgeKeyArn,
    linkKeyArn,
    passportKeyArn,
    mailArns,
    givenUpArn,
    quarantineArn,
    checkedArn,
    listsArn,
    bucketArn,
  }: Resources,
): PolicyStatement[] {
  const { table, query, badgeKey, linkKey, passportKey, mail, givenUp, ...files }: Permissions = permissions[name];
  const { quarantine, checked, lists, bucket } = files;
  const queried = query?.map((each) => (each === "table" ? tableArn : `${tableArn}/index/${each}`));
  return [
    ...allow("dynamodb", table, [tableArn]),
    ...allow("dynamodb", queried && ["Query"], queried ?? []),
    ...allow("kms", badgeKey, [badgeKeyArn]),
    ...allow("kms", linkKey, [linkKeyArn]),
    ...allow("kms", passportKey, [passportKeyArn]),
    ...allow("ses", mail, mailArns),
    ...allow("sqs", givenUp, [givenUpArn]),
    ...allow("s3", quarantine, [quarantineArn]),
    ...allow("s3", lists, [listsArn]),
    ...allow("s3", bucket, [bucketArn]),
    ...allow(
      "s3",
      checked?.filter((action) => action !== "GetObject"),
      [checkedArn],
    ),
    ...allow(
      "s3",
      checked?.filter((action) => action === "GetObject"),
      [checkedArn],
      foundClean,
    ),
  ];
}

/** Whatever the code believes: what carries no good result of the scan can't be read. */
const foundClean = { StringEquals: { "s3:ExistingObjectTag/GuardDutyMalwareScanStatus": "NO_THREATS_FOUND" } };

function allow(
  service: string,
  actions: readonly string[] | undefined,
  resources: readonly string[],
  conditions: Record<string, object> = {},
): PolicyStatement[] {
  if (!actions || actions.length === 0) return [];
  const named = actions.map((action) => `${service}:${action}`);
  return [new PolicyStatement({ actions: named, resources: [...resources], conditions })];
}
