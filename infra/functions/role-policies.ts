import { type CfnRole, Policy, Role } from "aws-cdk-lib/aws-iam";
import { Lazy } from "aws-cdk-lib/core";
import type { IConstruct } from "constructs";
import { PalaisFunction } from "./palais-function.ts";

/**
 * Writes the policy of each function's role into the role, of which CDK makes a resource of its own: a stack has at most
 * 500 resources. Statements that are added later are included.
 */
export function moveFunctionPoliciesIntoRoles(scope: IConstruct): void {
  for (const policy of scope.node.findAll()) {
    const role = policy.node.scope;
    if (!(policy instanceof Policy && role instanceof Role && role.node.scope instanceof PalaisFunction)) continue;
    const { document, policyName } = policy;
    (role.node.defaultChild as CfnRole).policies = [
      { policyName, policyDocument: Lazy.any({ produce: () => document }) },
    ];
    role.node.tryRemoveChild(policy.node.id);
  }
}
