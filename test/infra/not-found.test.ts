import { readdirSync } from "node:fs";
import path from "node:path";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { languages } from "#shared/model/conference.ts";
import { hasReference, listTemplateResources, synthesizeTemplate } from "../support/template.ts";

const template = synthesizeTemplate();
const [[functionId, { Properties }] = ["", { Properties: {} as Readonly<Record<string, unknown>> }]] =
  listTemplateResources(template, "AWS::CloudFront::Function");
const code = String(Properties["FunctionCode"]);

interface Answer {
  readonly uri?: string;
  readonly querystring?: object;
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, { readonly value: string }>>;
  readonly body?: { readonly data: string };
}

const handler = runInNewContext(`${code}\n;handler`, {}) as (event: unknown) => Answer;

/** Asks as CloudFront does. */
const ask = (uri: string, accepted?: string, lang?: string): Answer =>
  handler({
    version: "1.0",
    request: {
      method: "GET",
      uri,
      querystring: lang === undefined ? {} : { lang: { value: lang } },
      headers: accepted === undefined ? {} : { "accept-language": { value: accepted } },
      cookies: {},
    },
  });

const languageOf = ({ headers }: Answer) => headers?.["content-language"]?.value;

describe("the function before pages and files", () => {
  const web = path.resolve(import.meta.dirname, "../../web");
  const pages = readdirSync(web).filter((name) => name.endsWith(".html") && name !== "index.html");
  const known = [
    ...["/", "/index.html", "/config.json", "/desk-worker.js", "/assets/delegate-en-AbC.js"],
    ...pages.map((name) => `/${path.basename(name, ".html")}`),
    ...readdirSync(path.join(web, "public")).map((name) => `/${name}`),
    ...languages.map((language) => `/${language}`),
  ];

  test.each(known)("lets %s pass to the bucket", (uri) => {
    expect(ask(uri)).toMatchObject({ uri });
  });

  test.each(["/nothing", "/console/", "/Console", "/v1", "/index.html/", "/%ff", "/.env", "/en/desk"])(
    "answers %s with a page and the status 404",
    (uri) => {
      const { statusCode, headers, body } = ask(uri);
      expect(statusCode).toBe(404);
      expect(headers?.["content-type"]?.value).toBe("text/html; charset=utf-8");
      expect(headers?.["cache-control"]?.value).toBe("no-store");
      expect(body?.data).toContain("This page does not exist");
      expect(body?.data).not.toContain(uri);
    },
  );

  test.each([
    [undefined, undefined, "en"],
    ["fr-CH, fr;q=0.9, en;q=0.8", undefined, "fr"],
    ["de, en;q=0.5, ru;q=0.7", undefined, "ru"],
    ["de", undefined, "en"],
    ["es;q=0", undefined, "en"],
    ["fr", "zh", "zh"],
    ["fr", "de", "fr"],
    ["constructor", "toString", "en"],
  ])("with Accept-Language %s and the link's language %s, answers in %s", (accepted, lang, language) => {
    const answer = ask("/nothing", accepted, lang);
    expect(languageOf(answer)).toBe(language);
    expect(answer.body?.data).toContain(`<html lang="${language}" dir="ltr">`);
  });

  const askAs = (agent: string, uri: string, querystring: Readonly<Record<string, string>>, accepted = "en") =>
    handler({
      version: "1.0",
      request: {
        method: "GET",
        uri,
        querystring: Object.fromEntries(Object.entries(querystring).map(([name, value]) => [name, { value }])),
        headers: { "user-agent": { value: agent }, "accept-language": { value: accepted } },
        cookies: {},
      },
    });

  test.each([
    ["facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "/", "en"],
    ["Mozilla/5.0 (compatible) SkypeUriPreview Preview/0.5", "/ar", "ar"],
    ["WhatsApp/2.23.20.0", "/index.html", "en"],
    ["LinkedInBot/1.0 (compatible; Mozilla/5.0)", "/fr", "fr"],
  ])("leads %s from the page %s of a conference to its preview, in %s", (agent, uri, language) => {
    const { uri: path, querystring } = askAs(agent, uri, { conference: "idm-2027" });
    expect([path, querystring]).toEqual([`/v1/public/previews/idm-2027/${language}`, {}]);
    expect(askAs(agent, uri, { conference: "../registrations" }).uri).toBe(
      `/v1/public/previews/..%2Fregistrations/${language}`,
    );
    expect(askAs(agent, uri, {}).uri).toBe(uri);
    expect(askAs(agent, "/console", { conference: "idm-2027" }).uri).toBe("/console");
  });

  test("leaves browsers and search engines, which run scripts, on the page", () => {
    for (const agent of ["Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0", "Mozilla/5.0 (compatible; Googlebot/2.1)"])
      expect(askAs(agent, "/", { conference: "idm-2027" })).toMatchObject({ uri: "/" });
  });

  test("has the texts of each language, and is written from right to left in Arabic", () => {
    const bodies = languages.map((language) => ask("/nothing", language).body?.data);
    expect(new Set(bodies).size).toBe(languages.length);
    expect(ask("/nothing", "ar").body?.data).toContain('dir="rtl"');
    for (const body of bodies) expect(body).not.toContain("undefined");
  });

  test("is smaller than the 10 KB that CloudFront accepts", () => {
    expect(Buffer.byteLength(code)).toBeLessThan(10_240);
  });

  test("runs for pages alone, so that the API keeps its problem documents", () => {
    const [[, distribution] = []] = listTemplateResources(template, "AWS::CloudFront::Distribution");
    const config = distribution?.Properties["DistributionConfig"] as {
      readonly CustomErrorResponses?: unknown;
      readonly DefaultCacheBehavior: object;
      readonly CacheBehaviors: readonly object[];
    };
    expect(hasReference(config.DefaultCacheBehavior, functionId)).toBe(true);
    expect(hasReference(config.CacheBehaviors, functionId)).toBe(false);
    // They would replace the API's answers, too.
    expect(config.CustomErrorResponses).toBeUndefined();
  });

  test("has the API behind the bucket, which answers for missing files, and no function of its own for that", () => {
    const [[, distribution] = []] = listTemplateResources(template, "AWS::CloudFront::Distribution");
    const config = distribution?.Properties["DistributionConfig"] as {
      readonly Origins: readonly { readonly Id: string; readonly S3OriginConfig?: unknown }[];
      readonly OriginGroups: { readonly Items: readonly object[] };
      readonly DefaultCacheBehavior: { readonly TargetOriginId: string };
      readonly CacheBehaviors: readonly { readonly TargetOriginId: string; readonly PathPattern: string }[];
    };
    const [bucket, api, ...others] = config.Origins.toSorted((a) => (a.S3OriginConfig ? -1 : 1)).map(({ Id }) => Id);
    expect(others).toEqual([]);
    expect(config.OriginGroups.Items).toEqual([
      {
        Id: config.DefaultCacheBehavior.TargetOriginId,
        FailoverCriteria: { StatusCodes: { Items: [404], Quantity: 1 } },
        Members: { Items: [{ OriginId: bucket }, { OriginId: api }], Quantity: 2 },
      },
    ]);
    const behaviors = config.CacheBehaviors.map(({ PathPattern, TargetOriginId }) => [PathPattern, TargetOriginId]);
    const [previewBehavior, apiBehavior, ...fileBehaviors] = behaviors;
    expect(previewBehavior).toEqual(["/v1/public/previews/*", api]);
    expect(apiBehavior).toEqual(["/v1/*", api]);
    expect(fileBehaviors.length).toBeGreaterThan(0);
    for (const [, target] of fileBehaviors) expect(target).toBe(config.DefaultCacheBehavior.TargetOriginId);
  });
});
