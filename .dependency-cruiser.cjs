/**
 * The dependency rules of docs/architecture.md. The suffix of a file name says its layer: `*.rules.ts` is pure,
 * `*.repository.ts` contains DynamoDB expressions, `contract.ts` contains zod schemas.
 * swc parses, because dependency-cruiser does not support TypeScript 7
 * (docs/decisions/0001-run-every-script-on-node-24.md). It cannot tell a type-only import from another one, so a test
 * checks that infra imports only types (test/structure/layering.test.ts).
 */

/** dependency-cruiser has swc parse every file as plain TypeScript, in which the JSX of the pages is an error. */
const swc = require("@swc/core");
const { parseFileSync } = swc;
swc.parseFileSync = (file, options) => parseFileSync(file, { ...options, tsx: file.endsWith(".tsx") });

const ownCode = "^(?!node_modules/)(?:infra|functions|shared|locales|web|local|cli|bench|test|scripts)/";

/** Forbids every import of own code from `from`, except `allowed`. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: from },
  to: { path: ownCode, pathNot: allowed },
});

const pure = "^shared/model/|\\.rules\\.ts$";

module.exports = {
  forbidden: [
    only("model-imports-only-model", "^shared/model/", "^shared/model/", "The nouns of the domain depend on nothing."),
    only(
      "rules-import-only-rules-and-model",
      "\\.rules\\.ts$",
      "^shared/(?:model|text|countries)/|\\.rules\\.ts$",
      "A rule decides on values that it receives.",
    ),
    {
      name: "rules-and-model-are-pure",
      comment: "No AWS package, clock, random number or other part of Node: time and identifiers are arguments.",
      severity: "error",
      from: { path: pure },
      to: { dependencyTypes: ["core", "npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg"] },
    },
    {
      name: "no-cycles-between-folders-of-shared",
      comment: "Two folders that import each other are one subject, or one of their files is in the wrong place.",
      severity: "error",
      scope: "folder",
      from: { path: "^shared/" },
      to: { path: "^shared/", circular: true },
    },
    {
      name: "locales-through-i18n",
      comment: "shared/i18n/catalogue.ts types the catalogue, so that a missing key does not compile.",
      severity: "error",
      from: { path: "^(?:functions|infra|shared)/", pathNot: "^shared/i18n/catalogue\\.ts$" },
      to: { path: "^locales/" },
    },
    only(
      "commands-know-capacity-and-journal",
      "^shared/commands/",
      "^shared/(?:commands|capacity|dynamodb|model|registrations|runtime)/",
      "The writes that other subjects derive from a change come from shared/wiring.",
    ),
    only(
      "functions-import-only-shared",
      "^functions/([^/]+)/",
      "^shared/|^functions/$1/",
      "Two functions share code in shared/ and data in the table; they do not import each other.",
    ),
    only(
      "infra-names-functions-and-routes",
      "^infra/",
      "^infra/|^functions/[^/]+/index\\.ts$|^shared/(?:http/routes|model/(?:access|branding))\\.ts$",
      "AWS resources follow from the table of routes and the environment of each function.",
    ),
    only(
      "pages-import-contracts-rules-and-model",
      "^web/",
      "^web/|^locales/|^shared/(?:model|contracts|i18n|countries|text)/|^shared/http/(?:operations|routes)|contract\\.ts$|\\.rules\\.ts$|^shared/badges/(?:token|layouts)\\.ts$|^shared/pages/markdown\\.ts$",
      "A page uses the contract of the API, the rules and the messages, and nothing of the server.",
    ),
    {
      name: "nothing-imports-local-cli-bench-test",
      comment: "Deployed code does not depend on code that runs on a developer's machine only.",
      severity: "error",
      from: { path: "^(?:infra|functions|shared|web)/" },
      to: { path: "^(?:local|cli|bench|test|scripts)/" },
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
      comment: "Two files that import each other are one concept, or one of them has two.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "not-to-unresolvable",
      comment: "An import that cannot be resolved would pass every rule.",
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
