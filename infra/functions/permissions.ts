import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { isPublicRoute, type Route, routes } from "#shared/http/routes.ts";
import type { IndexName } from "../data/table.ts";

/** `table` is the table itself. The others are its indexes. */
type QueryTarget = "table" | IndexName;

interface FunctionPermissions {
  readonly table?: readonly (
    | "GetItem"
    | "BatchGetItem"
    | "PutItem"
    | "UpdateItem"
    | "DeleteItem"
    | "ConditionCheckItem"
  )[];
  readonly query?: readonly QueryTarget[];
  readonly badgeKey?: readonly ("Sign" | "GetPublicKey")[];
  readonly signInKey?: readonly ("GenerateMac" | "VerifyMac")[];
  readonly passportKey?: readonly "GenerateMac"[];
  readonly email?: readonly "SendRawEmail"[];
  /** SES knows no resource of the account's quota. */
  readonly emailQuota?: readonly "GetSendQuota"[];
  /** The queue of emails that failed permanently. */
  readonly emailDlq?: readonly "SendMessage"[];
  /** The accounts of the staff, in the user pool. */
  readonly accounts?: readonly "AdminCreateUser"[];
  /** The function that inspects uploads. */
  readonly inspection?: readonly "InvokeFunction"[];
  /** The functions that follow the stream through the dispatcher. */
  readonly consumers?: readonly "InvokeFunction"[];
  /** Uploads before their scan. */
  readonly quarantine?: readonly ("PutObject" | "GetObject" | "GetObjectTagging" | "DeleteObject")[];
  /** Uploads after their scan. Reading also requires the tag of a clean scan. */
  readonly checked?: readonly ("PutObject" | "PutObjectTagging" | "GetObject" | "DeleteObject")[];
  /** Files that are made of data of people: printed badges, exported lists. */
  readonly madeFiles?: readonly ("PutObject" | "AbortMultipartUpload" | "GetObject" | "DeleteObject")[];
  /** Versions of the list of participants. */
  readonly participantLists?: readonly ("PutObject" | "GetObject" | "DeleteObject")[];
  /** Logos, which anyone may read on the site. */
  readonly publicFiles?: readonly "PutObject"[];
  /** The list of all files. */
  readonly bucket?: readonly "ListBucket"[];
}

/**
 * The permissions of each function besides those for its own log. A transaction needs the permission for each of its
 * writes. No function may scan the table. `DeleteItem` is for uniqueness constraints of people who withdraw or change
 * their address, for focal points who are removed, for outdated search entries, for count markers of deleted
 * registrations, and for erasure.
 */
export const permissions = {
  openapi: {},
  // Binds the invitation of an address to the user who signs in with it.
  authorizer: { table: ["GetItem", "BatchGetItem", "UpdateItem"], query: ["table"] },
  conference: {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "ConditionCheckItem"],
    query: ["table", "by-conference", "due", "expiring"],
  },
  registration: {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"],
    passportKey: ["GenerateMac"],
  },
  document: {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem"],
    query: ["table"],
    quarantine: ["PutObject"],
    checked: ["GetObject"],
    publicFiles: ["PutObject"],
  },
  // Reads no upload itself: it signs the addresses that the inspection uses.
  "document-scan": {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    inspection: ["InvokeFunction"],
    quarantine: ["GetObject", "GetObjectTagging", "DeleteObject"],
    checked: ["PutObject", "PutObjectTagging", "DeleteObject"],
  },
  // Parses hostile files, so it may use nothing.
  "document-inspect": {},
  delegations: {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"],
    query: ["table", "by-conference"],
    passportKey: ["GenerateMac"],
  },
  job: {
    table: ["GetItem", "BatchGetItem"],
    query: ["table"],
    madeFiles: ["GetObject"],
    checked: ["GetObject"],
  },
  import: {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "ConditionCheckItem"],
    query: ["table", "by-conference"],
    quarantine: ["PutObject"],
    checked: ["GetObject"],
  },
  // Deletes the mapping of a sheet that an erasure has deleted.
  "import-worker": {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"],
    query: ["table", "due"],
    passportKey: ["GenerateMac"],
    checked: ["GetObject"],
  },
  "sign-in": {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    query: ["table"],
    signInKey: ["VerifyMac"],
  },
  accreditation: {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"],
    query: ["table", "by-conference"],
  },
  participants: {
    table: ["GetItem", "BatchGetItem", "PutItem"],
    query: ["table", "by-conference"],
    participantLists: ["PutObject", "GetObject", "DeleteObject"],
    madeFiles: ["PutObject", "GetObject"],
  },
  badge: {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    query: ["table", "by-conference"],
    badgeKey: ["Sign", "GetPublicKey"],
    checked: ["GetObject"],
  },
  "badge-worker": {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    query: ["table", "due"],
    badgeKey: ["Sign", "GetPublicKey"],
    checked: ["GetObject"],
    madeFiles: ["PutObject"],
  },
  "export-worker": {
    // Deletes the identifier that it made for the certificate of a person who was erased meanwhile.
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem"],
    query: ["table", "by-conference", "due"],
    checked: ["GetObject"],
    madeFiles: ["PutObject", "AbortMultipartUpload", "DeleteObject"],
  },
  "check-in": {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "ConditionCheckItem"],
    query: ["table"],
    badgeKey: ["GetPublicKey"],
    checked: ["GetObject"],
  },
  "email-outbox": {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem"],
    query: ["table", "by-conference", "due"],
    badgeKey: ["Sign", "GetPublicKey"],
    signInKey: ["GenerateMac"],
    // Opens the passport number that a visa letter prints.
    passportKey: ["GenerateMac"],
    email: ["SendRawEmail"],
    emailDlq: ["SendMessage"],
    // Creates the account of an invited address. No function may set a password or put a user into a group.
    accounts: ["AdminCreateUser"],
    checked: ["GetObject"],
  },
  // Opens the site as a visitor does.
  canary: { query: ["table"], emailQuota: ["GetSendQuota"] },
  "email-feedback": { table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem"] },
  "people-search": {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"],
    query: ["table", "by-conference", "expiring"],
  },
  "search-indexer": {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem"],
    query: ["table", "by-conference"],
  },
  privacy: {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"],
    query: ["table", "by-conference", "expiring"],
    quarantine: ["DeleteObject"],
    checked: ["GetObject", "DeleteObject"],
    participantLists: ["GetObject", "PutObject"],
    madeFiles: ["DeleteObject"],
    bucket: ["ListBucket"],
  },
  retention: {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"],
    query: ["table", "by-conference", "expiring"],
    quarantine: ["DeleteObject"],
    checked: ["GetObject", "DeleteObject"],
    participantLists: ["GetObject", "PutObject", "DeleteObject"],
    madeFiles: ["DeleteObject"],
    bucket: ["ListBucket"],
  },
  // Reads the stream (stream-consumers.ts), and never the table.
  "stream-dispatcher": { consumers: ["InvokeFunction"] },
  // Deletes the count marker of a deleted registration. Counts waiting registrations too, for composition targets.
  "audit-and-statistics": {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem"],
    query: ["table", "by-conference", "expiring"],
  },
  "waiting-list": {
    table: ["GetItem", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"],
    query: ["table", "due", "expiring"],
  },
} as const satisfies Record<string, FunctionPermissions>;

/** A folder below `functions/`. */
export type FunctionName = keyof typeof permissions;

/** The authorizer and the functions with routes accept requests from the distribution only, by its secret. */
export const isOriginVerified = (name: FunctionName): boolean =>
  name === "authorizer" || Object.values<Route>(routes).some((route) => route.function === name);

/** Functions with public routes ask the authorizer about tokens, because the gateway asks on other routes only. */
export const asksAuthorizer = (name: FunctionName): boolean =>
  Object.values<Route>(routes).some((route) => route.function === name && isPublicRoute(route));

/** The resources of the permissions. */
export interface ResourceArns {
  readonly originVerifySecretArn: string;
  readonly tableArn: string;
  /** The key that signs badges, and a text token with the list of all that are published. */
  readonly signingBadgeKeyArn: string;
  readonly badgeKeyArns: string;
  readonly signInKeyArn: string;
  readonly passportKeyArn: string;
  /** SES requires the permission for the sending identity and for the configuration set. */
  readonly emailArns: readonly string[];
  /** The only address that emails may be sent from. */
  readonly emailFrom: string;
  readonly emailDlqArn: string;
  readonly userPoolArn: string;
  /** Absent until the functions are created. */
  readonly inspectionArn?: string;
  readonly consumerArns?: readonly string[];
  readonly authorizerArn?: string;
  readonly quarantineArn: string;
  readonly checkedArn: string;
  readonly participantListsArn: string;
  readonly madeFilesArn: string;
  readonly publicFilesArn: string;
  readonly bucketArn: string;
}

/** The AWS service of each kind of permission, as endpoints name it. */
const serviceNames: Readonly<Record<Exclude<keyof FunctionPermissions, BucketPermission>, readonly string[]>> = {
  table: ["dynamodb"],
  query: ["dynamodb"],
  badgeKey: ["kms"],
  signInKey: ["kms"],
  passportKey: ["kms"],
  email: ["email"],
  emailQuota: ["email"],
  emailDlq: ["sqs"],
  accounts: ["cognito-idp"],
  inspection: ["lambda"],
  consumers: ["lambda"],
};

type BucketPermission = "quarantine" | "checked" | "madeFiles" | "participantLists" | "publicFiles" | "bucket";

/** What the names of hosts depend on. */
export interface HostNames {
  readonly region: string;
  readonly urlSuffix: string;
  readonly account: string;
  readonly documentsHost: string;
  /** The bucket of the site. */
  readonly siteFilesHost: string;
  readonly accountsHost: string;
  readonly siteHost: string;
}

/** The hosts that a function may connect to, separated by commas: the services of its permissions. */
export function listOutgoingHosts(name: FunctionName, hosts: HostNames): string {
  const { region, urlSuffix, account, documentsHost, siteFilesHost, accountsHost, siteHost } = hosts;
  const kinds = Object.keys(permissions[name]) as (keyof FunctionPermissions)[];
  const services = kinds.flatMap((kind) =>
    kind in serviceNames ? serviceNames[kind as keyof typeof serviceNames] : [],
  );
  const all = new Set([
    ...services,
    ...(isOriginVerified(name) ? ["secretsmanager"] : []),
    ...(asksAuthorizer(name) ? ["lambda"] : []),
  ]);
  return [
    ...[...all].map((service) => `${service}.${region}.${urlSuffix}`),
    // The endpoint of an account, which newer clients prefer.
    ...(all.has("dynamodb") ? [`${account}.ddb.${region}.${urlSuffix}`] : []),
    ...(usesSignedAddresses(name) || kinds.some((kind) => !(kind in serviceNames)) ? [documentsHost] : []),
    ...(kinds.includes("publicFiles") ? [siteFilesHost] : []),
    ...(readsAccounts(name) ? [accountsHost] : []),
    ...(opensSite(name) ? [siteHost] : []),
  ].join(",");
}

/** This function has no permission for the bucket: signed addresses give it the files. */
const usesSignedAddresses = (name: FunctionName) => name === "document-inspect";

/** These functions fetch the public keys of the user pool. */
const readsAccounts = (name: FunctionName) => name === "authorizer" || name === "sign-in";

const opensSite = (name: FunctionName) => name === "canary";

/** Builds the policy of a function, with a statement for each kind of resource. */
export function buildPolicyStatements(name: FunctionName, arns: ResourceArns): PolicyStatement[] {
  const granted: FunctionPermissions = permissions[name];
  const queried = granted.query?.map((each) => (each === "table" ? arns.tableArn : `${arns.tableArn}/index/${each}`));
  const isRead = (action: string) => action === "GetObject";
  const isSigning = (action: string) => action === "Sign";
  return [
    ...allow("secretsmanager", isOriginVerified(name) ? ["GetSecretValue"] : [], [arns.originVerifySecretArn]),
    ...allow("dynamodb", granted.table, [arns.tableArn]),
    ...allow("dynamodb", queried && ["Query"], queried ?? []),
    ...allow("kms", granted.badgeKey?.filter(isSigning), [arns.signingBadgeKeyArn]),
    ...allow(
      "kms",
      granted.badgeKey?.filter((action) => !isSigning(action)),
      [arns.badgeKeyArns],
    ),
    ...allow("kms", granted.signInKey, [arns.signInKeyArn]),
    ...allow("kms", granted.passportKey, [arns.passportKeyArn]),
    ...allow("ses", granted.email, arns.emailArns, { StringEquals: { "ses:FromAddress": arns.emailFrom } }),
    ...allow("ses", granted.emailQuota, ["*"]),
    ...allow("sqs", granted.emailDlq, [arns.emailDlqArn]),
    ...allow("cognito-idp", granted.accounts, [arns.userPoolArn]),
    ...allow("lambda", granted.inspection, [arns.inspectionArn ?? []].flat()),
    ...allow("lambda", granted.consumers, arns.consumerArns ?? []),
    ...allow("lambda", asksAuthorizer(name) ? ["InvokeFunction"] : [], [arns.authorizerArn ?? []].flat()),
    ...allow("s3", granted.quarantine, [arns.quarantineArn]),
    ...allow("s3", granted.participantLists, [arns.participantListsArn]),
    ...allow("s3", granted.madeFiles, [arns.madeFilesArn]),
    ...allow("s3", granted.publicFiles, [arns.publicFilesArn]),
    ...allow("s3", granted.bucket, [arns.bucketArn]),
    ...allow(
      "s3",
      granted.checked?.filter((action) => !isRead(action)),
      [arns.checkedArn],
    ),
    ...allow("s3", granted.checked?.filter(isRead), [arns.checkedArn], scannedCleanCondition),
  ];
}

/** Denies reading an object without a clean scan, independently of the code. */
const scannedCleanCondition = {
  StringEquals: { "s3:ExistingObjectTag/GuardDutyMalwareScanStatus": "NO_THREATS_FOUND" },
};

function allow(
  service: string,
  actions: readonly string[] | undefined,
  resources: readonly string[],
  conditions: Record<string, object> = {},
): PolicyStatement[] {
  if (!actions || actions.length === 0) return [];
  const qualified = actions.map((action) => `${service}:${action}`);
  return [new PolicyStatement({ actions: qualified, resources: [...resources], conditions })];
}

/** The functions that the dispatcher of the stream invokes. */
export type StreamConsumerName = Extract<
  FunctionName,
  "waiting-list" | "import-worker" | "badge-worker" | "export-worker" | "search-indexer" | "audit-and-statistics"
>;
