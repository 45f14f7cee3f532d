import { Alarm } from "aws-cdk-lib/aws-cloudwatch";
import { LambdaDeploymentConfig, LambdaDeploymentGroup } from "aws-cdk-lib/aws-codedeploy";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Alias, type IFunction, type IVersion, type Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";

/**
 * What people's requests go to: a tenth of them to new code for five minutes, then all; back to the old, and the
 * deployment with it, when the function's alarms or the API's are raised (docs/decisions/0091).
 */
export function makeRelease(scope: Construct): (name: string, lambda: LambdaFunction) => IFunction {
  const role = new Role(scope, "Releases", { assumedBy: new ServicePrincipal("codedeploy.amazonaws.com") });
  role.addToPolicy(new PolicyStatement({ actions: ["cloudwatch:DescribeAlarms"], resources: ["*"] }));
  // CDK's own classes leave out an optional property that its interfaces ask for.
  return (name, lambda) => {
    const alias = new Alias(scope, `Live-${name}`, {
      aliasName: "live",
      version: lambda.currentVersion as IVersion,
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ["lambda:GetAlias", "lambda:UpdateAlias", "lambda:GetProvisionedConcurrencyConfig"],
        resources: [lambda.functionArn, `${lambda.functionArn}:live`],
      }),
    );
    const watched = [...(lambda.node.scope?.node.children ?? []), scope.node.findChild("ApiErrors")];
    new LambdaDeploymentGroup(scope, `Release-${name}`, {
      alias,
      // As it is: CDK would give it a managed policy for all functions of the account.
      role: role.withoutPolicyUpdates(),
      deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      alarms: watched.filter((each) => each instanceof Alarm),
    });
    return alias as IFunction;
  };
}
