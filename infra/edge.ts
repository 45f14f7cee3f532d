import { CfnWebACL } from "aws-cdk-lib/aws-wafv2";
import { CfnOutput, Stack, type StackProps, Tags } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/**
 * Requests in five minutes from one address. A mission with two hundred people behind one address fills in its forms
 * below it; what asks 20 times a second for minutes on end is a program.
 */
const perAddress = 6_000;

/** Of them, requests for a mailed link and for an upload: nobody needs many, and each costs more than it asks. */
const dearPerAddress = 300;
const dear = ["/v1/sign-in-links", "/v1/sign-ins"];

/** Rules that AWS keeps up to date. Those that look into bodies only count: a name or a reason may look like anything. */
const managed = {
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
 * The firewall before the site. A stack of its own, for CloudFront takes only one from us-east-1; its output is the
 * parameter `WebAclArn` of the other (docs/operations.md).
 */
export class PalaisEdge extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, {
      description: "Palais: the firewall before the site",
      ...props,
      env: { region: "us-east-1", ...props?.env },
    });
    const firewall = new CfnWebACL(this, "Firewall", {
      scope: "CLOUDFRONT",
      defaultAction: { allow: {} },
      visibilityConfig: seenAs("Firewall"),
      rules: [...rates(), ...managedRules()].map((rule, priority) => ({ ...rule, priority })),
    });
    new CfnOutput(this, "WebAclArn", { value: firewall.attrArn });
    Tags.of(this).add("service", "palais");
  }
}

type Rule = Omit<CfnWebACL.RuleProperty, "priority">;

const seenAs = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  // A sample would keep addresses and headers of people.
  sampledRequestsEnabled: false,
});

/** Whoever is over it hears 429, and may come back: a whole country may stand behind one address. */
function rates(): Rule[] {
  const rule = (name: string, limit: number, scopeDownStatement?: CfnWebACL.StatementProperty): Rule => ({
    name,
    visibilityConfig: seenAs(name),
    action: { block: { customResponse: { responseCode: 429 } } },
    statement: {
      rateBasedStatement: { aggregateKeyType: "IP", limit, ...(scopeDownStatement && { scopeDownStatement }) },
    },
  });
  return [
    rule("PerAddress", perAddress),
    rule("DearPerAddress", dearPerAddress, { orStatement: { statements: dear.map(startsWith) } }),
  ];
}

const startsWith = (searchString: string): CfnWebACL.StatementProperty => ({
  byteMatchStatement: {
    fieldToMatch: { uriPath: {} },
    positionalConstraint: "STARTS_WITH",
    searchString,
    textTransformations: [{ priority: 0, type: "NONE" }],
  },
});

function managedRules(): Rule[] {
  return Object.entries(managed).map(([name, counted]) => ({
    name,
    visibilityConfig: seenAs(name),
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
