import { CfnRole } from "aws-cdk-lib/aws-iam";
import { CfnFunction } from "aws-cdk-lib/aws-lambda";
import { type CfnResource, Lazy } from "aws-cdk-lib/core";
import type { IConstruct } from "constructs";

/**
 * Leaves the role out of the resources that a function waits for: the function refers to it, so CloudFormation creates
 * it first in any case (cfn-lint W3005). CDK adds the role together with its policy, which stays.
 */
export function omitImpliedDependencies(scope: IConstruct): void {
  for (const each of scope.node.findAll()) {
    if (!(each instanceof CfnFunction)) continue;
    const produce = () =>
      each
        .obtainDependencies()
        .filter((dependency) => !(dependency instanceof CfnRole))
        .map((dependency) => (dependency as CfnResource).logicalId)
        .toSorted();
    each.addOverride("DependsOn", Lazy.any({ produce }));
  }
}
