import { CfnBudget } from "aws-cdk-lib/aws-budgets";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Topic } from "aws-cdk-lib/aws-sns";
import { Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/** Shares of the budget in percent: half of it spent, all of it forecast. */
const budgetThresholds = [
  { notificationType: "ACTUAL", threshold: 50 },
  { notificationType: "FORECASTED", threshold: 100 },
] as const;

/**
 * Notifies about a month that becomes expensive (docs/runbooks/budget.md). Nothing is switched off, because a
 * conference must go on.
 * @param amount USD a month
 */
export function addBudget(scope: Construct, amount: number, alarms: Topic): void {
  alarms.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal("budgets.amazonaws.com")],
      actions: ["sns:Publish"],
      resources: [alarms.topicArn],
      conditions: { StringEquals: { "aws:SourceAccount": Stack.of(scope).account } },
    }),
  );
  new CfnBudget(scope, "Budget", {
    budget: {
      budgetType: "COST",
      timeUnit: "MONTHLY",
      budgetLimit: { amount, unit: "USD" },
      costFilters: { TagKeyValue: ["user:service$palais"] },
    },
    notificationsWithSubscribers: budgetThresholds.map((each) => ({
      notification: { ...each, comparisonOperator: "GREATER_THAN", thresholdType: "PERCENTAGE" },
      subscribers: [{ subscriptionType: "SNS", address: alarms.topicArn }],
    })),
  });
}
