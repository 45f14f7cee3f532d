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

test("requests from the networks of venues are not counted, and all others are", () => {
  const withVenues = synthesizeTemplate((app) => {
    app.node.setContext("venues", "192.0.2.0/28,198.51.100.7/32,2001:db8::/48");
    return new PalaisEdgeStack(app, "PalaisEdge");
  });
  const sets = listTemplateResources(withVenues, "AWS::WAFv2::IPSet").map(([id, { Properties }]) => [id, Properties]);
  expect(sets).toMatchObject([
    ["VenuesIPV4", { IPAddressVersion: "IPV4", Addresses: ["192.0.2.0/28", "198.51.100.7/32"], Scope: "CLOUDFRONT" }],
    ["VenuesIPV6", { IPAddressVersion: "IPV6", Addresses: ["2001:db8::/48"], Scope: "CLOUDFRONT" }],
  ]);
  const elsewhere = sets.map(([id]) => ({
    NotStatement: { Statement: { IPSetReferenceStatement: { Arn: { "Fn::GetAtt": [id, "Arn"] } } } },
  }));
  const [[, firewall] = []] = listTemplateResources(withVenues, "AWS::WAFv2::WebACL");
  const scopes = ((firewall?.Properties["Rules"] ?? []) as readonly Rule[]).flatMap(
    ({ Statement }) => Statement.RateBasedStatement?.ScopeDownStatement ?? [],
  );
  const sensitive = rates[1]?.Statement.RateBasedStatement?.ScopeDownStatement;
  expect(scopes).toEqual([
    { AndStatement: { Statements: elsewhere } },
    { AndStatement: { Statements: [sensitive, ...elsewhere] } },
  ]);
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
    "search-indexer": 10,
    "audit-and-statistics": 5,
  });
});
