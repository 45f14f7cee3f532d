import { isIPv6 } from "node:net";
import { CfnIPSet, CfnWebACL } from "aws-cdk-lib/aws-wafv2";
import { CfnOutput, Stack, type StackProps, Tags } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { noSetting } from "./parameters.ts";

/**
 * The most requests from one IP address in five minutes. A mission with two hundred people behind one address stays
 * below; 20 requests a second for minutes are a program.
 */
const maxRequestsPerAddress = 6_000;

/** The most of these requests for sign-in links and sign-ins, which are expensive and rarely needed. */
const maxSensitiveRequestsPerAddress = 300;
const sensitivePaths = ["/v1/sign-in-links", "/v1/sign-ins"];

/**
 * Rule groups that AWS maintains, with the rules that only count. These inspect bodies, where a name may look like an
 * attack.
 */
const managedRuleGroups = {
  AWSManagedRulesAmazonIpReputationList: [],
  AWSManagedRulesKnownBadInputsRuleSet: [],
  AWSManagedRulesCommonRuleSet: [
    "SizeRestrictions_BODY",
    "CrossSiteScripting_BODY",
    "GenericLFI_BODY",
    "GenericRFI_BODY",
    "EC2MetaDataSSRF_BODY",
  ],
} as const;

/**
 * The firewall of the site. It is a separate stack because CloudFront accepts a firewall in us-east-1 only. Its output
 * is the parameter `WebAclArn` of the stack Palais (docs/operations.md).
 */
export class PalaisEdgeStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, {
      description: "Palais: the firewall of the site",
      ...props,
      env: { region: "us-east-1", ...props?.env },
    });
    const venues = String(this.node.tryGetContext("venues") ?? noSetting);
    const firewall = new CfnWebACL(this, "Firewall", {
      scope: "CLOUDFRONT",
      defaultAction: { allow: {} },
      visibilityConfig: createVisibilityConfig("Firewall"),
      rules: [...createRateRules(createVenueStatements(this, venues)), ...createManagedRules()].map(
        (rule, priority) => ({
          ...rule,
          priority,
        }),
      ),
    });
    new CfnOutput(this, "WebAclArn", { value: firewall.attrArn });
    new CfnOutput(this, "Venues", { value: venues });
    Tags.of(this).add("service", "palais");
  }
}

type WebAclRule = Omit<CfnWebACL.RuleProperty, "priority">;

const createVisibilityConfig = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  // Samples would contain IP addresses and headers of people.
  sampledRequestsEnabled: false,
});

/**
 * Matches requests of the networks of venues, where hundreds of people have one address: `cdk deploy PalaisEdge -c
 * venues=192.0.2.0/28,2001:db8::/48` (docs/operations.md).
 * @param venues the networks with commas, or `none`
 */
function createVenueStatements(scope: Construct, venues: string): CfnWebACL.StatementProperty[] {
  const networks = venues === noSetting ? [] : venues.split(",").filter(Boolean);
  const byVersion = { IPV4: networks.filter((each) => !isOfIPv6(each)), IPV6: networks.filter(isOfIPv6) };
  return Object.entries(byVersion).flatMap(([ipAddressVersion, addresses]) => {
    if (addresses.length === 0) return [];
    const set = new CfnIPSet(scope, `Venues${ipAddressVersion}`, { scope: "CLOUDFRONT", ipAddressVersion, addresses });
    return [{ ipSetReferenceStatement: { arn: set.attrArn } }];
  });
}

const isOfIPv6 = (network: string): boolean => isIPv6(network.split("/")[0] ?? "");

const matchAll = (statements: CfnWebACL.StatementProperty[]): CfnWebACL.StatementProperty | undefined =>
  statements.length > 1 ? { andStatement: { statements } } : statements[0];

/**
 * Blocked requests get 429, so that clients retry: a whole country may use one address.
 * @param venues whose requests are not counted
 */
function createRateRules(venues: readonly CfnWebACL.StatementProperty[]): WebAclRule[] {
  const elsewhere = venues.map((statement) => ({ notStatement: { statement } }));
  const rule = (name: string, limit: number, ...counted: CfnWebACL.StatementProperty[]): WebAclRule => {
    const scopeDownStatement = matchAll([...counted, ...elsewhere]);
    return {
      name,
      visibilityConfig: createVisibilityConfig(name),
      action: { block: { customResponse: { responseCode: 429 } } },
      statement: {
        rateBasedStatement: { aggregateKeyType: "IP", limit, ...(scopeDownStatement && { scopeDownStatement }) },
      },
    };
  };
  return [
    rule("RateLimitPerAddress", maxRequestsPerAddress),
    rule("SensitiveRateLimitPerAddress", maxSensitiveRequestsPerAddress, {
      orStatement: { statements: sensitivePaths.map(matchPathPrefix) },
    }),
  ];
}

const matchPathPrefix = (searchString: string): CfnWebACL.StatementProperty => ({
  byteMatchStatement: {
    fieldToMatch: { uriPath: {} },
    positionalConstraint: "STARTS_WITH",
    searchString,
    textTransformations: [{ priority: 0, type: "NONE" }],
  },
});

function createManagedRules(): WebAclRule[] {
  return Object.entries(managedRuleGroups).map(([name, counted]) => ({
    name,
    visibilityConfig: createVisibilityConfig(name),
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name,
        ruleActionOverrides: counted.map((each) => ({ name: each, actionToUse: { count: {} } })),
      },
    },
  }));
}
