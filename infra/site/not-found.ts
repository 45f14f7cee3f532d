import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Function as EdgeFunction, FunctionCode, FunctionRuntime } from "aws-cdk-lib/aws-cloudfront";
import type { Construct } from "constructs";
import { linkPreviewPath } from "#shared/model/branding.ts";
import { repositoryRoot } from "../build-paths.ts";

const web = path.join(repositoryRoot, "web");
const locales = path.join(repositoryRoot, "locales");

/** Files that the deployment or the build writes, besides pages and `web/public`. */
const writtenFiles = ["config.json", "desk-worker.js"];

/** The files of `web/public` that are copied as they are. */
const listPublicFiles = () => readdirSync(path.join(web, "public"));

const listLanguages = () =>
  readdirSync(locales, { withFileTypes: true }).flatMap((each) => (each.isDirectory() ? [each.name] : []));

/** The paths of pages and files outside `/assets/`, such as `/`, `/fr`, `/console` and `/icon.svg`. */
function listSitePaths(): string[] {
  const pages = readdirSync(web).flatMap((name) => (name.endsWith(".html") ? [name.slice(0, -".html".length)] : []));
  const names = [...pages.filter((page) => page !== "index"), ...listLanguages(), ...listPublicFiles()];
  return ["/", "/index.html", ...[...names, ...writtenFiles].map((name) => `/${name}`)].toSorted();
}

/** The texts of the page in each language. */
function readTexts(): Readonly<Record<string, object>> {
  return Object.fromEntries(
    listLanguages().map((language) => {
      const messages = readFileSync(path.join(locales, language, "site.json"), "utf8");
      return [language, (JSON.parse(messages) as { readonly notFound: object }).notFound];
    }),
  );
}

/** Only the style sheet of the site and its icon. */
const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * Creates the function that answers addresses without a page, and leads services that show links to their page
 * (docs/decisions/0066-answer-unknown-addresses-at-the-edge.md, 0132-make-link-previews-on-request.md).
 */
export function createNotFoundFunction(scope: Construct): EdgeFunction {
  const source = readFileSync(path.join(import.meta.dirname, "not-found.js"), "utf8");
  const code = source
    .replace("const paths = [];", `const paths = ${JSON.stringify(listSitePaths())};`)
    .replace("const texts = {};", `const texts = ${JSON.stringify(readTexts())};`)
    .replace("PREVIEW_PATH", linkPreviewPath)
    .replace("CONTENT_SECURITY_POLICY", contentSecurityPolicy);
  return new EdgeFunction(scope, "NotFound", {
    comment: "Palais: the page of an unknown address",
    code: FunctionCode.fromInline(code),
    runtime: FunctionRuntime.JS_2_0,
  });
}
