import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Function as EdgeFunction, FunctionCode, FunctionRuntime } from "aws-cdk-lib/aws-cloudfront";
import type { Construct } from "constructs";
import { linkPreviewPath } from "#shared/model/branding.ts";
import { repositoryRoot } from "../build-paths.ts";
import { listLanguages, readSiteTexts } from "../site-texts.ts";

const web = path.join(repositoryRoot, "web");

/** Files that the deployment or the build writes, besides pages and `web/public`. */
const writtenFiles = ["config.json", "desk-worker.js"];

/** The files of `web/public` that are copied as they are. */
const listPublicFiles = () => readdirSync(path.join(web, "public"));

/** The paths of pages and files outside `/assets/`, such as `/`, `/fr`, `/console` and `/icon.svg`. */
function listSitePaths(): string[] {
  const pages = readdirSync(web).flatMap((name) => (name.endsWith(".html") ? [name.slice(0, -".html".length)] : []));
  const names = [...pages.filter((page) => page !== "index"), ...listLanguages(), ...listPublicFiles()];
  return ["/", "/index.html", ...[...names, ...writtenFiles].map((name) => `/${name}`)].toSorted();
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
    .replace("const texts = {};", `const texts = ${JSON.stringify(readSiteTexts("notFound"))};`)
    .replace("PREVIEW_PATH", linkPreviewPath)
    .replace("CONTENT_SECURITY_POLICY", contentSecurityPolicy);
  return new EdgeFunction(scope, "NotFound", {
    comment: "Palais: the page of an unknown address",
    code: FunctionCode.fromInline(code),
    runtime: FunctionRuntime.JS_2_0,
  });
}
