import { describe, expect, test } from "vitest";
import { type Route, routes } from "#shared/http/routes.ts";
import { PalaisEdgeStack } from "../../infra/edge-stack.ts";
import { listTemplateFunctions, listTemplateResources, synthesizeTemplate } from "../support/template.ts";

interface Rule {
  readonly Name: string;
  readonly Priority: number;
  readonly Action?: { readonly Block?: { readonly CustomResponse?: { readonly ResponseCode: number } } };
  readonly Statement: {
    readonly RateBasedStatement?: {
      readonly AggregateKeyType: string;
      readonly Limit: number;
      readonly ScopeDownStatement?: object;
    };
  };
}

const [[, acl] = []] = listTemplateResources(
  synthesizeTemplate((app) => new PalaisEdgeStack(app, "PalaisEdge")),
  "AWS::WAFv2::WebACL",
);
const rules = (acl?.Properties["Rules"] ?? []) as readonly Rule[];
const rates = rules.filter(({ Statement }) => Statement.RateBasedStatement);

describe("the firewall before the site", () => {
  test("counts by address what asks, and answers 429 beyond it; before any other rule is asked", () => {
    expect(rates.map(({ Name, Priority }) => [Name, Priority])).toEqual([
      ["RateLimitPerAddress", 0],
      ["SensitiveRateLimitPerAddress", 1],
    ]);
    for (const { Action, Statement } of rates) {
      expect(Action?.Block?.CustomResponse?.ResponseCode).toBe(429);
      expect(Statement.RateBasedStatement?.AggregateKeyType).toBe("IP");
    }
  });

  test("leaves a mission behind one address room for its forms, and for mailed links a twentieth of it", () => {
    const limits = rates.map(({ Statement }) => Statement.RateBasedStatement?.Limit);
    expect(limits).toEqual([6_000, 300]);
    expect(rates[0]?.Statement.RateBasedStatement?.ScopeDownStatement).toBeUndefined();
    const scope = JSON.stringify(rates[1]?.Statement.RateBasedStatement?.ScopeDownStatement);
    const dear = [...scope.matchAll(/"SearchString":"([^"]+)"/g)].map(([, path]) => path);
    expect(dear).toEqual(["/v1/sign-in-links", "/v1/sign-ins"]);
    const paths = Object.values<Route>(routes).map(({ path }) => path);
    for (const each of dear) expect(paths).toContain(each);
  });
});

test("a flood of one kind starves no other: each function that a rush reaches has its own share, and never more", () => {
  const shares = listTemplateFunctions(synthesizeTemplate()).flatMap(([, { Properties }]) => {
    const share = Properties["ReservedConcurrentExecutions"];
    return share === undefined ? [] : [[String(Properties["Description"]).replace("Palais: ", ""), share]];
  });
  expect(Object.fromEntries(shares)).toEqual({
    registration: 400,
    "check-in": 100,
    "email-outbox": 40,
    "document-scan": 50,
    "document-inspect": 50,
    "waiting-list": 20,
  });
});
