import type { ILayerVersion, Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { AccreditationEnvironment as Accreditation } from "../../functions/accreditation/index.ts";
import type { AuditAndStatisticsEnvironment as AuditAndStatistics } from "../../functions/audit-and-statistics/index.ts";
import type { AuthorizerEnvironment as Authorizer } from "../../functions/authorizer/index.ts";
import type { BadgeEnvironment as Badge } from "../../functions/badge/index.ts";
import type { BadgeWorkerEnvironment as BadgeWorker } from "../../functions/badge-worker/index.ts";
import type { CanaryEnvironment as Canary } from "../../functions/canary/index.ts";
import type { CheckInEnvironment as CheckIn } from "../../functions/check-in/index.ts";
import type { ConferenceEnvironment as Conference } from "../../functions/conference/index.ts";
import type { DelegationsEnvironment as Delegations } from "../../functions/delegations/index.ts";
import type { DocumentEnvironment as Document } from "../../functions/document/index.ts";
import type { DocumentInspectEnvironment as DocumentInspect } from "../../functions/document-inspect/index.ts";
import type { DocumentScanEnvironment as DocumentScan } from "../../functions/document-scan/index.ts";
import type { EmailFeedbackEnvironment as EmailFeedback } from "../../functions/email-feedback/index.ts";
import type { EmailOutboxEnvironment as EmailOutbox } from "../../functions/email-outbox/index.ts";
import type { ExportWorkerEnvironment as ExportWorker } from "../../functions/export-worker/index.ts";
import type { ImportEnvironment as Import } from "../../functions/import/index.ts";
import type { ImportWorkerEnvironment as ImportWorker } from "../../functions/import-worker/index.ts";
import type { JobEnvironment as Job } from "../../functions/job/index.ts";
import type { OpenApiEnvironment as OpenApi } from "../../functions/openapi/index.ts";
import type { ParticipantsEnvironment as Participants } from "../../functions/participants/index.ts";
import type { PeopleSearchEnvironment as PeopleSearch } from "../../functions/people-search/index.ts";
import type { PrivacyEnvironment as Privacy } from "../../functions/privacy/index.ts";
import type { RegistrationEnvironment as Registration } from "../../functions/registration/index.ts";
import type { RetentionEnvironment as Retention } from "../../functions/retention/index.ts";
import type { SearchIndexerEnvironment as SearchIndexer } from "../../functions/search-indexer/index.ts";
import type { SignInEnvironment as SignIn } from "../../functions/sign-in/index.ts";
import type { StreamDispatcherEnvironment as StreamDispatcher } from "../../functions/stream-dispatcher/index.ts";
import type { WaitingListEnvironment as WaitingList } from "../../functions/waiting-list/index.ts";
import { createConsumersQueue } from "../messaging/dead-letter-queues.ts";
import { PalaisFunction, type PalaisFunctionProps, type SharedResources } from "./palais-function.ts";
import type { FunctionName, StreamConsumerName } from "./permissions.ts";

/** The values of the functions' environment variables. */
export interface FunctionVariables {
  readonly TABLE_NAME: string;
  readonly SITE_URL: string;
  readonly BADGE_KEY_ARNS: string;
  readonly SIGN_IN_KEY_ARN: string;
  readonly PASSPORT_KEY_ARN: string;
  readonly EMAIL_FROM: string;
  readonly SES_CONFIGURATION_SET: string;
  readonly EMAIL_DLQ_URL: string;
  readonly DOCUMENTS_BUCKET: string;
  readonly SITE_BUCKET: string;
  readonly FONTS_DIR: string;
  readonly TOKEN_ISSUER: string;
  readonly TOKEN_AUDIENCE: string;
  readonly USER_POOL_ID: string;
}

export type LambdaFunctions = Readonly<Record<FunctionName, LambdaFunction>>;

/** How many uploads are inspected at a time. Each waits for its inspection in `document-scan`. */
const inspectionConcurrency = 50;

/** Creates every function with its environment and its resources. */
export function createFunctions(
  scope: Construct,
  resources: SharedResources,
  variables: FunctionVariables,
  fontLayer: ILayerVersion,
): LambdaFunctions {
  const inspect = new PalaisFunction<DocumentInspect>(scope, "document-inspect", resources, {
    environment: {},
    impact: "uploaded files stay unchecked, so that they can't be opened",
    timeout: Duration.seconds(30),
    concurrency: inspectionConcurrency,
    // A processor, which 1,769 MB have, and 512 MB for the process that decodes a file.
    memory: 1769,
  }).lambda;
  const authorizer = new PalaisFunction<Authorizer>(scope, "authorizer", resources, {
    environment: {
      TABLE_NAME: variables.TABLE_NAME,
      TOKEN_ISSUER: variables.TOKEN_ISSUER,
      TOKEN_AUDIENCE: variables.TOKEN_AUDIENCE,
    },
    impact: "staff and delegates are locked out",
  }).lambda;
  const resourceArns = {
    ...resources.resourceArns,
    inspectionArn: inspect.functionArn,
    authorizerArn: authorizer.functionArn,
  };
  const shared = { ...resources, resourceArns };
  const AUTHORIZER_FUNCTION = authorizer.functionName;
  const create = <Environment>(name: FunctionName, props: PalaisFunctionProps<Environment>) =>
    new PalaisFunction<Environment>(scope, name, shared, props).lambda;
  const deadLetterQueue = createConsumersQueue(scope, shared.alarms);
  const createConsumer = <Environment>(name: StreamConsumerName, props: PalaisFunctionProps<Environment>) =>
    create<Environment>(name, { ...props, deadLetterQueue });
  const { TABLE_NAME, SITE_URL, BADGE_KEY_ARNS, SIGN_IN_KEY_ARN, PASSPORT_KEY_ARN } = variables;
  const { DOCUMENTS_BUCKET, SITE_BUCKET } = variables;
  const { EMAIL_FROM, SES_CONFIGURATION_SET, EMAIL_DLQ_URL, FONTS_DIR, TOKEN_ISSUER, TOKEN_AUDIENCE } = variables;
  const layers = [fontLayer];
  const consumers = {
    "import-worker": createConsumer<ImportWorker>("import-worker", {
      environment: { TABLE_NAME, DOCUMENTS_BUCKET, PASSPORT_KEY_ARN },
      impact: "imports don't progress",
      timeout: Duration.seconds(60),
      memory: 2048,
    }),
    "badge-worker": createConsumer<BadgeWorker>("badge-worker", {
      environment: { TABLE_NAME, BADGE_KEY_ARNS, DOCUMENTS_BUCKET, FONTS_DIR },
      layers,
      impact: "badges aren't printed before people arrive",
      // A thousand badges in one file, each signed and with its photo, take about a minute.
      timeout: Duration.seconds(300),
      memory: 2048,
    }),
    "export-worker": createConsumer<ExportWorker>("export-worker", {
      environment: { TABLE_NAME, DOCUMENTS_BUCKET, FONTS_DIR, SITE_URL },
      layers,
      impact: "the secretariat gets no exports",
      // The photos of ten thousand people, a few at a time.
      timeout: Duration.minutes(15),
      memory: 1769,
    }),
    "audit-and-statistics": createConsumer<AuditAndStatistics>("audit-and-statistics", {
      environment: { TABLE_NAME },
      impact: "statistics don't change, and new audit entries are not chained",
      timeout: Duration.seconds(60),
      // Each conference has one audit chain, so that more runs at a time would only wait for one another.
      concurrency: 5,
    }),
    "search-indexer": createConsumer<SearchIndexer>("search-indexer", {
      environment: { TABLE_NAME },
      impact: "new registrations aren't found by name, and duplicates aren't detected",
      timeout: Duration.seconds(60),
      // It may lag during an opening minute, so that it does not take capacity from submissions.
      concurrency: 10,
    }),
    "waiting-list": createConsumer<WaitingList>("waiting-list", {
      environment: { TABLE_NAME },
      impact: "released seats stay empty while people wait",
      timeout: Duration.seconds(60),
      concurrency: 20,
    }),
  };
  return {
    openapi: create<OpenApi>("openapi", {
      environment: { SITE_URL, AUTHORIZER_FUNCTION },
      impact: "the description of the API can't be read",
    }),
    registration: create<Registration>("registration", {
      environment: { TABLE_NAME, PASSPORT_KEY_ARN, AUTHORIZER_FUNCTION },
      impact: "delegates can't register",
      // At 50 ms each, 8,000 submissions a second. The rest of the account's concurrency is left to other functions.
      concurrency: 400,
    }),
    delegations: create<Delegations>("delegations", {
      environment: { TABLE_NAME, PASSPORT_KEY_ARN, AUTHORIZER_FUNCTION },
      impact: "delegations can't nominate members",
      // A hundred nominations, each a transaction, one after the other. The gateway waits no longer.
      timeout: Duration.seconds(29),
    }),
    document: create<Document>("document", {
      environment: { TABLE_NAME, DOCUMENTS_BUCKET, SITE_URL, SITE_BUCKET, AUTHORIZER_FUNCTION },
      impact: "photos, passports and letters can't be uploaded",
    }),
    privacy: create<Privacy>("privacy", {
      environment: { TABLE_NAME, DOCUMENTS_BUCKET },
      impact: "delegates can't request their data or its erasure",
      timeout: Duration.seconds(29),
    }),
    "sign-in": create<SignIn>("sign-in", {
      environment: { TABLE_NAME, TOKEN_ISSUER, TOKEN_AUDIENCE, SIGN_IN_KEY_ARN, AUTHORIZER_FUNCTION },
      impact: "delegates can't open their registrations",
    }),
    authorizer,
    conference: create<Conference>("conference", {
      environment: { TABLE_NAME, AUTHORIZER_FUNCTION },
      impact: "delegates see no conference to register for",
    }),
    accreditation: create<Accreditation>("accreditation", {
      environment: { TABLE_NAME },
      impact: "the secretariat can't decide on registrations",
      // A hundred decisions, each a transaction, one after the other. The gateway waits no longer.
      timeout: Duration.seconds(29),
    }),
    participants: create<Participants>("participants", {
      environment: { TABLE_NAME, DOCUMENTS_BUCKET, FONTS_DIR, AUTHORIZER_FUNCTION },
      layers,
      impact: "the secretariat can't create the list of participants",
      timeout: Duration.seconds(29),
      // A document of thousands of people is created in memory.
      memory: 2048,
    }),
    import: create<Import>("import", {
      environment: { TABLE_NAME, DOCUMENTS_BUCKET },
      impact: "the secretariat can't upload sheets for imports",
      timeout: Duration.seconds(29),
      // A sheet of ten thousand rows with remarks is written in memory.
      memory: 2048,
    }),
    job: create<Job>("job", {
      environment: { TABLE_NAME, DOCUMENTS_BUCKET },
      impact: "the progress of imports and badge batches can't be seen",
    }),
    "people-search": create<PeopleSearch>("people-search", {
      environment: { TABLE_NAME },
      impact: "people can't be found by name, also at the entry desk",
    }),
    badge: create<Badge>("badge", {
      environment: { TABLE_NAME, BADGE_KEY_ARNS, DOCUMENTS_BUCKET, FONTS_DIR, SITE_URL, AUTHORIZER_FUNCTION },
      layers,
      impact: "the entry desk can't print badges",
      // The Chinese fonts have 10 MB each, and are in memory twice: in the font reader and in HarfBuzz.
      memory: 1769,
    }),
    "check-in": create<CheckIn>("check-in", {
      environment: { TABLE_NAME, BADGE_KEY_ARNS, DOCUMENTS_BUCKET },
      impact: "people have to wait at the gates",
      concurrency: 100,
      timeout: Duration.seconds(29),
    }),
    "document-scan": create<DocumentScan>("document-scan", {
      environment: { TABLE_NAME, DOCUMENTS_BUCKET, INSPECT_FUNCTION: inspect.functionName },
      impact: "documents stay unchecked, so that they can't be opened",
      timeout: Duration.seconds(60),
      concurrency: inspectionConcurrency,
    }),
    "document-inspect": inspect,
    "email-outbox": create<EmailOutbox>("email-outbox", {
      environment: {
        TABLE_NAME,
        SITE_URL,
        EMAIL_FROM,
        SES_CONFIGURATION_SET,
        EMAIL_DLQ_URL,
        BADGE_KEY_ARNS,
        SIGN_IN_KEY_ARN,
        PASSPORT_KEY_ARN,
        DOCUMENTS_BUCKET,
        FONTS_DIR,
        USER_POOL_ID: variables.USER_POOL_ID,
      },
      layers,
      impact: "delegates don't get their emails",
      // The claim on an email and the lease on a waiting list expire after about this time, also in the other
      // consumers.
      timeout: Duration.seconds(60),
      // Reserved, so that emails are sent under any load of submissions, and limited, so that SES does not throttle.
      concurrency: 40,
      // An approval contains the badge, which uses the same fonts as those of the entry desk.
      memory: 1769,
    }),
    "email-feedback": create<EmailFeedback>("email-feedback", {
      environment: { TABLE_NAME },
      impact: "emails are sent to addresses that bounce",
    }),
    retention: create<Retention>("retention", {
      environment: { TABLE_NAME, DOCUMENTS_BUCKET },
      impact: "personal data is stored longer than the conference states",
      timeout: Duration.minutes(5),
    }),
    canary: create<Canary>("canary", {
      environment: { TABLE_NAME, SITE_URL },
      impact: "a site that stops answering stays unnoticed",
      // Three answers and the table.
      timeout: Duration.seconds(30),
    }),
    ...consumers,
    "stream-dispatcher": createDispatcher(scope, shared, consumers),
  };
}

/** Creates the function that hands the records of the stream to the consumers. */
function createDispatcher(
  scope: Construct,
  shared: SharedResources,
  consumers: Readonly<Record<StreamConsumerName, LambdaFunction>>,
): LambdaFunction {
  const consumerArns = Object.values(consumers).map(({ functionArn }) => functionArn);
  const resources = { ...shared, resourceArns: { ...shared.resourceArns, consumerArns } };
  return new PalaisFunction<StreamDispatcher>(scope, "stream-dispatcher", resources, {
    environment: {
      AUDIT_AND_STATISTICS_FUNCTION: consumers["audit-and-statistics"].functionName,
      SEARCH_INDEXER_FUNCTION: consumers["search-indexer"].functionName,
      WAITING_LIST_FUNCTION: consumers["waiting-list"].functionName,
      IMPORT_WORKER_FUNCTION: consumers["import-worker"].functionName,
      BADGE_WORKER_FUNCTION: consumers["badge-worker"].functionName,
      EXPORT_WORKER_FUNCTION: consumers["export-worker"].functionName,
    },
    impact: "jobs and statistics don't progress, and released seats stay empty",
    // It sends small events, and waits for their acceptance.
    memory: 512,
  }).lambda;
}
