/**
 * The arrows of the architecture, enforced: functions → shared/wiring → shared/{http,commands,capacity,store,mail,badge,contract} → shared/domain.
 * swc parses, for dependency-cruiser does not know TypeScript 7 (docs/decisions/0001-toolchain.md); it can't tell a
 * type-only import from another, so that infra takes only types is a test's rule (test/infra/layering.test.ts).
 */

/** dependency-cruiser has swc parse every file as plain TypeScript, in which the pages' JSX is an error. */
const swc = require("@swc/core");
const { parseFileSync } = swc;
swc.parseFileSync = (file, options) => parseFileSync(file, { ...options, tsx: file.endsWith(".tsx") });

/** Everything of ours that `from` may not import, as a path that fails unless it is one of `allowed`. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: from },
  to: { path: "^(?!node_modules/)(?:infra|functions|shared|web|local|bench|test)/", pathNot: allowed },
});

module.exports = {
  forbidden: [
    only("domain-imports-only-domain", "^shared/domain/", "^shared/domain/", "The rules know nothing around them."),
    {
      name: "domain-is-pure",
      comment: "No AWS package, clock, random number or other part of Node: time and identifiers are arguments.",
      severity: "error",
      from: { path: "^shared/domain/" },
      to: { dependencyTypes: ["core", "npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg"] },
    },
    only(
      "contract-imports-only-domain",
      "^shared/contract/",
      "^shared/(?:contract|domain)/",
      "The contract is also what pages and the OpenAPI document are made from, so it carries no server code.",
    ),
    only(
      "store-imports-only-domain-and-capacity",
      "^shared/store/",
      "^shared/(?:store|commands|capacity|domain)/",
      "The table knows rules, not HTTP or mail.",
    ),
    only(
      "capacity-imports-only-store",
      "^shared/capacity/",
      "^shared/(?:capacity|store|domain)/",
      "Pools, shards and the waiting list know no command.",
    ),
    only(
      "commands-import-no-derived-subject",
      "^shared/commands/",
      "^shared/(?:commands|capacity|domain)/|^shared/store/(?:conference-item|ids|keys|registrations|table|transaction|uniqueness-constraints)\\.ts$",
      "A command knows capacity and the journal. What other subjects write with a change comes from shared/wiring.",
    ),
    only(
      "wiring-imports-only-server-subjects",
      "^shared/wiring/",
      "^shared/(?:wiring|commands|capacity|store|domain)/",
      "Wiring composes what commands need of every subject; functions, tests and benchmarks use it.",
    ),
    only(
      "badge-imports-only-domain",
      "^shared/badge/",
      "^shared/(?:badge|domain)/",
      "A badge is made from facts alone.",
    ),
    only(
      "documents-import-only-domain",
      "^shared/documents/",
      "^shared/(?:documents|domain)/",
      "A file is looked into for what it is; whose it is, the table knows.",
    ),
    only(
      "participants-import-badge-and-messages",
      "^shared/participants/",
      "^shared/(?:participants|badge|i18n|domain)/",
      "The list is made from a snapshot and the catalogues, and set by the badge room; whose rows they are, the table knows.",
    ),
    only(
      "i18n-imports-only-domain",
      "^shared/i18n/",
      "^shared/(?:i18n|domain)/",
      "A sentence is the same on a page, in a mail and in a problem, so it knows none of them.",
    ),
    {
      name: "functions-read-locales-through-i18n",
      comment:
        "A namespace is read in all six languages by one file, so that a bundle holds no more of them than it uses.",
      severity: "error",
      from: { path: "^(?:functions|infra|shared)/", pathNot: "^shared/i18n/catalogue\\.ts$" },
      to: { path: "^locales/" },
    },
    only(
      "http-imports-no-mail-or-badge",
      "^shared/http/",
      "^shared/(?:http|contract|commands|capacity|store|i18n|domain)/",
      "The stack parses, carries out a command and answers. It may reach the table; the table never knows of it.",
    ),
    only(
      "sheets-import-contract-and-messages",
      "^shared/sheets/",
      "^shared/(?:sheets|contract|i18n|domain)/",
      "A sheet's columns are the form's fields, in the words of the catalogues; who is in it, the function asks.",
    ),
    only(
      "jobs-import-http-and-store",
      "^shared/jobs/",
      "^shared/(?:jobs|http|commands|store|domain)/",
      "How a job is run is the same for every kind; what a chunk does, its function brings.",
    ),
    only(
      "erasure-imports-store-and-documents",
      "^shared/erasure/",
      "^shared/(?:erasure|documents|commands|store|domain)/",
      "Traces of a person lie in the table and in the bucket; who asked for it, the function knows.",
    ),
    only(
      "mail-imports-badge-and-messages",
      "^shared/mail/",
      "^shared/(?:mail|badge|i18n|domain)/",
      "A mail shows the badge's code; what it says comes from the caller, so rendering needs no table.",
    ),
    only(
      "papers-import-badge-store-and-documents",
      "^shared/papers/",
      "^shared/(?:papers|badge|documents|store|i18n|domain)/|^shared/mail/in-language\\.ts$",
      "What is printed for a person: its facts from table and bucket, its words from the catalogues, set by the badge room.",
    ),
    only(
      "functions-import-only-shared",
      "^functions/([^/]+)/",
      "^shared/|^functions/$1/",
      "A function is its folder and what is shared; two functions meet in the table and the stream only.",
    ),
    only(
      "infra-names-functions-and-routes",
      "^infra/",
      "^infra/|^functions/[^/]+/index\\.ts$|^shared/contract/routes\\.ts$",
      "What exists in AWS follows from the table of routes and each function's environment, from nothing inside them.",
    ),
    only(
      "pages-import-contract-and-messages",
      "^web/",
      "^web/|^shared/(?:contract|i18n|domain)/|^shared/badge/token\\.ts$",
      "A page knows what the API promises, the words for it, and how a badge is checked; how the server keeps it is none of its business.",
    ),
    {
      name: "nothing-imports-local-bench-test",
      comment: "What runs in AWS may not lean on what only exists on this machine.",
      severity: "error",
      from: { path: "^(?:infra|functions|shared|web)/" },
      to: { path: "^(?:local|bench|test)/" },
    },
    {
      name: "tools-stay-tools",
      comment: "Code that is deployed imports dependencies, never devDependencies; types alone are exempt.",
      severity: "error",
      from: { path: "^(?:functions|shared)/" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], pathNot: "(?:^|/)node_modules/@types/" },
    },
    {
      name: "no-cycles",
      comment: "Two files that import each other are one file, or one of them has two purposes.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "not-to-unresolvable",
      comment: "An import that no rule can follow would pass every rule.",
      severity: "error",
      from: {},
      // What Vite gives: the address of a file, and a page's messages (web/page-messages-plugin.ts).
      to: { couldNotResolve: true, pathNot: "\\.wasm\\?url$|^virtual:messages/" },
    },
  ],
  options: {
    parser: "swc",
    exclude: { path: "^\\.stryker/" },
    doNotFollow: { path: "(?:^|/)node_modules/" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["node", "import", "types", "default"],
      mainFields: ["module", "main", "types"],
    },
  },
};
