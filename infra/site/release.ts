import { MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch";
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from "aws-cdk-lib/aws-codedeploy";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Alias, type IFunction, type IVersion, type Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { FilterPattern, type ILogGroup, MetricFilter } from "aws-cdk-lib/aws-logs";
import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { liveAlias } from "../build-paths.ts";
import { type Alarms, createAlarm } from "../monitoring/alarms.ts";
import { warmForOpening } from "./opening.ts";

/**
 * Deploys new code to a tenth of the requests for five minutes, then to all. An alarm of the new version alone rolls the
 * deployment back, so that an alarm that the release mends does not prevent it
 * (docs/decisions/0042-roll-back-releases-on-alarms.md). Versions are kept, for a rollback in seconds.
 * @returns a function that creates the alias that receives the requests
 */
export function createReleases(scope: Construct, alarms: Alarms): (name: string, lambda: LambdaFunction) => IFunction {
  const role = new Role(scope, "DeploymentRole", { assumedBy: new ServicePrincipal("codedeploy.amazonaws.com") });
  role.addToPolicy(new PolicyStatement({ actions: ["cloudwatch:DescribeAlarms"], resources: ["*"] }));
  // One for all functions: a stack has at most 500 resources.
  const application = new LambdaApplication(scope, "Releases");
  return (name, lambda) => {
    // The classes lack optional properties that their interfaces declare, here and for the alias.
    const version = lambda.currentVersion as IVersion;
    const alias = new Alias(scope, `LiveAlias-${name}`, { aliasName: liveAlias, version });
    warmForOpening(scope, name, alias);
    role.addToPolicy(
      new PolicyStatement({
        actions: ["lambda:GetAlias", "lambda:UpdateAlias", "lambda:GetProvisionedConcurrencyConfig"],
        resources: [lambda.functionArn, `${lambda.functionArn}:${liveAlias}`],
      }),
    );
    // In the stack of the deployment group, which waits for it, and not in that of the other alarms.
    const alarm = createAlarm({ ...alarms, scope }, `Release-${name}`, {
      metric: countFailures(scope, name, lambda, version),
      impact: "the new release fails for some users",
      cause: `the new version of ${name} fails, and is rolled back`,
      runbook: "release",
    });
    new LambdaDeploymentGroup(scope, `Deployment-${name}`, {
      application,
      alias,
      // Prevents CDK from attaching a managed policy for all functions of the account.
      role: role.withoutPolicyUpdates(),
      deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      ...(alarm && { alarms: [alarm] }),
    });
    return alias as IFunction;
  };
}

/** Counts the invocations of a version that ended, and the requests that it answered with 500. */
function countFailures(scope: Construct, name: string, lambda: LambdaFunction, { version }: IVersion): MathExpression {
  const settings = { period: Duration.minutes(1), statistic: "Sum" };
  const failedRequests = { namespace: "Palais", metricName: `FailedRequests-${name}` };
  const ended = new Metric({
    ...settings,
    namespace: "AWS/Lambda",
    metricName: "Errors",
    dimensionsMap: {
      FunctionName: lambda.functionName,
      Resource: `${lambda.functionName}:${liveAlias}`,
      ExecutedVersion: version,
    },
  });
  new MetricFilter(scope, `FailedRequests-${name}`, {
    logGroup: lambda.logGroup as ILogGroup,
    filterPattern: FilterPattern.stringValue("$.code", "=", "request.failed"),
    metricNamespace: failedRequests.namespace,
    metricName: failedRequests.metricName,
    dimensions: { Version: "$.version" },
  });
  const answered = new Metric({ ...settings, ...failedRequests, dimensionsMap: { Version: version } });
  return new MathExpression({
    expression: "FILL(ended, 0) + FILL(answered, 0)",
    usingMetrics: { ended, answered },
    period: settings.period,
  });
}
