import type { UserPool, UserPoolClient } from "aws-cdk-lib/aws-cognito";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Environment as Accreditation } from "../functions/accreditation/index.ts";
import type { Environment as Authoriser } from "../functions/authoriser/index.ts";
import type { Environment as Badge } from "../functions/badge/index.ts";
import type { Environment as BadgeRun } from "../functions/badge-run/index.ts";
import type { Environment as Conference } from "../functions/conference/index.ts";
import type { Environment as Document } from "../functions/document/index.ts";
import type { Environment as DocumentScan } from "../functions/document-scan/index.ts";
import type { Environment as Entry } from "../functions/entry/index.ts";
import type { Environment as Front } from "../functions/front/index.ts";
import type { Environment as Import } from "../functions/import/index.ts";
import type { Environment as ImportRun } from "../functions/import-run/index.ts";
import type { Environment as Job } from "../functions/job/index.ts";
import type { Environment as MailFeedback } from "../functions/mail-feedback/index.ts";
import type { Environment as Nomination } from "../functions/nomination/index.ts";
import type { Environment as Outbox } from "../functions/outbox/index.ts";
import type { Environment as Participants } from "../functions/participants/index.ts";
import type { Environment as People } from "../functions/people/index.ts";
import type { Environment as PeopleIndex } from "../functions/people-index/index.ts";
import type { Environment as Privacy } from "../functions/privacy/index.ts";
import type { Environment as Records } from "../functions/records/index.ts";
import type { Environment as Registration } from "../functions/registration/index.ts";
import type { Environment as Retention } from "../functions/retention/index.ts";
import type { Environment as SignIn } from "../functions/sign-in/index.ts";
import type { Environment as WaitingList } from "../functions/waiting-list/index.ts";
import type { FontLayer } from "./fonts.ts";
import { type House, PalaisFunction, type PalaisFunctionProps } from "./function.ts";
import type { FunctionName } from "./permissions.ts";

/** What the functions are told in their environment. */
export interface Settings {
  readonly table: string;
  readonly siteUrl: string;
  readonly badgeKey: string;
  readonly linkKey: string;
  readonly passportKey: string;
  readonly mailFrom: string;
  readonly configurationSet: string;
  readonly givenUpMails: string;
  readonly documents: string;
  readonly fonts: FontLayer;
  readonly pool: UserPool;
  readonly client: UserPoolClient;
}

export type Functions = Readonly<Record<FunctionName, LambdaFunction>>;

/** Every function with its environment, and with who is hurt when it fails. */
export function makeFunctions(scope: Construct, house: House, settings: Settings): Functions {
  const make = <Environment>(id: string, props: PalaisFunctionProps<Environment>) =>
    new PalaisFunction<Environment>(scope, id, house, props).lambda;
  return {
    ...peoplesFunctions(make, settings),
    ...staffsFunctions(make, settings),
    ...eventsFunctions(make, settings),
  };
}

type Make = <Environment>(id: string, props: PalaisFunctionProps<Environment>) => LambdaFunction;

function peoplesFunctions(make: Make, settings: Settings) {
  const { table, siteUrl, linkKey, passportKey, documents, pool, client } = settings;
  const issuer = { TOKEN_ISSUER: pool.userPoolProviderUrl, TOKEN_AUDIENCE: client.userPoolClientId };
  return {
    front: make<Front>("Front", {
      folder: "front",
      environment: { SITE_URL: siteUrl },
      impact: "nobody sees the API's description",
    }),
    registration: make<Registration>("Registration", {
      folder: "registration",
      environment: { TABLE: table, PASSPORT_KEY: passportKey },
      impact: "delegates can't register",
      // At 50 ms each, 8,000 forms a second: the rest of the account stays free for others.
      concurrency: 400,
    }),
    nomination: make<Nomination>("Nomination", {
      folder: "nomination",
      environment: { TABLE: table, PASSPORT_KEY: passportKey },
      impact: "delegations can't nominate anybody",
      // A hundred nominations in order, each a transaction; the gateway waits no longer.
      timeout: Duration.seconds(29),
    }),
    document: make<Document>("Document", {
      folder: "document",
      environment: { TABLE: table, DOCUMENTS: documents, SITE_URL: siteUrl },
      impact: "nobody can hand in a photo, a passport or a letter",
    }),
    privacy: make<Privacy>("Privacy", {
      folder: "privacy",
      environment: { TABLE: table, DOCUMENTS: documents },
      impact: "nobody can ask what is held about them, or have it erased",
      timeout: Duration.seconds(29),
    }),
    "sign-in": make<SignIn>("SignIn", {
      folder: "sign-in",
      environment: { TABLE: table, ...issuer, LINK_KEY: linkKey },
      impact: "delegates can't reach their registrations",
    }),
    authoriser: make<Authoriser>("Authoriser", {
      folder: "authoriser",
      environment: { TABLE: table, ...issuer },
      impact: "staff and delegates are locked out",
    }),
  };
}

function staffsFunctions(make: Make, { table, badgeKey, documents, fonts }: Settings) {
  return {
    conference: make<Conference>("Conference", {
      folder: "conference",
      environment: { TABLE: table },
      impact: "delegates see no conference to register for",
    }),
    accreditation: make<Accreditation>("Accreditation", {
      folder: "accreditation",
      environment: { TABLE: table },
      impact: "the secretariat can't decide on registrations",
      // A hundred decisions in order, each a transaction; the gateway waits no longer.
      timeout: Duration.seconds(29),
    }),
    participants: make<Participants>("Participants", {
      folder: "participants",
      environment: { TABLE: table, DOCUMENTS: documents, FONTS: fonts.folder },
      layers: [fonts.layer],
      impact: "the secretariat can't have the list of participants",
      timeout: Duration.seconds(29),
      // A document of thousands of people is made in memory.
      memory: 2048,
    }),
    import: make<Import>("Import", {
      folder: "import",
      environment: { TABLE: table, DOCUMENTS: documents },
      impact: "the secretariat can't hand in sheets of people",
    }),
    job: make<Job>("Job", {
      folder: "job",
      environment: { TABLE: table, DOCUMENTS: documents },
      impact: "nobody sees how imports and badge batches stand",
    }),
    people: make<People>("People", {
      folder: "people",
      environment: { TABLE: table },
      impact: "nobody is found by name, at the entry desk too",
    }),
    badge: make<Badge>("Badge", {
      folder: "badge",
      environment: { TABLE: table, BADGE_KEY: badgeKey, DOCUMENTS: documents, FONTS: fonts.folder },
      layers: [fonts.layer],
      impact: "the entry desk can't print badges",
      // The Chinese fonts are 10 MB each, and are held twice: by the reader, and by what shapes text.
      memory: 1769,
    }),
    entry: make<Entry>("Entry", {
      folder: "entry",
      environment: { TABLE: table, BADGE_KEY: badgeKey, DOCUMENTS: documents },
      impact: "people are held up at the gates",
      concurrency: 100,
      timeout: Duration.seconds(29),
    }),
  };
}

/** Those that send mails and serve lines run at most a minute; what one held that broke off is free again about then (shared/store). */
function eventsFunctions(make: Make, settings: Settings) {
  const { table, siteUrl, badgeKey, linkKey, passportKey, mailFrom, configurationSet, givenUpMails, documents, fonts } =
    settings;
  return {
    "document-scan": make<DocumentScan>("DocumentScan", {
      folder: "document-scan",
      environment: { TABLE: table, DOCUMENTS: documents },
      impact: "documents stay unchecked, so nobody can open them",
      timeout: Duration.seconds(60),
      concurrency: 20,
      // A photo of 40 megapixels is 160 MB of pixels, and is turned once.
      memory: 2048,
    }),
    "import-run": make<ImportRun>("ImportRun", {
      folder: "import-run",
      environment: { TABLE: table, DOCUMENTS: documents, PASSPORT_KEY: passportKey },
      impact: "imports stand still",
      timeout: Duration.seconds(60),
      memory: 2048,
    }),
    "badge-run": make<BadgeRun>("BadgeRun", {
      folder: "badge-run",
      environment: { TABLE: table, BADGE_KEY: badgeKey, DOCUMENTS: documents, FONTS: fonts.folder },
      layers: [fonts.layer],
      impact: "badges aren't printed before people arrive",
      // A thousand badges in one file, each signed and with its photo, take about a minute.
      timeout: Duration.seconds(300),
      memory: 2048,
    }),
    outbox: make<Outbox>("Outbox", {
      folder: "outbox",
      environment: {
        TABLE: table,
        SITE_URL: siteUrl,
        MAIL_FROM: mailFrom,
        CONFIGURATION_SET: configurationSet,
        GIVEN_UP_MAILS: givenUpMails,
        BADGE_KEY: badgeKey,
        LINK_KEY: linkKey,
        DOCUMENTS: documents,
        FONTS: fonts.folder,
      },
      layers: [fonts.layer],
      impact: "delegates don't get their mails",
      timeout: Duration.seconds(60),
      // Whatever rushes in at the form, mails go on; and they never ask more of SES than it gives.
      concurrency: 40,
      // An approval brings its badge, set in the same fonts as the desk's.
      memory: 1769,
    }),
    "mail-feedback": make<MailFeedback>("MailFeedback", {
      folder: "mail-feedback",
      environment: { TABLE: table },
      impact: "mails go on to addresses that send them back",
    }),
    retention: make<Retention>("Retention", {
      folder: "retention",
      environment: { TABLE: table, DOCUMENTS: documents },
      impact: "people are kept longer than the conference promised them",
      timeout: Duration.minutes(5),
    }),
    records: make<Records>("Records", {
      folder: "records",
      environment: { TABLE: table },
      impact: "statistics stand still, and the history goes on unproven",
      timeout: Duration.seconds(60),
    }),
    "people-index": make<PeopleIndex>("PeopleIndex", {
      folder: "people-index",
      environment: { TABLE: table },
      impact: "newcomers aren't found by name, and a person who registers twice isn't noticed",
      timeout: Duration.seconds(60),
    }),
    "waiting-list": make<WaitingList>("WaitingList", {
      folder: "waiting-list",
      environment: { TABLE: table },
      impact: "freed seats stay empty while people wait",
      timeout: Duration.seconds(60),
      concurrency: 20,
    }),
  };
}
