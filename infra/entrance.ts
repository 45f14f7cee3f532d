import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";

/** Which secret the distribution sends. Raised by one it is exchanged, while requests go on (docs/decisions/0090). */
const generation = 1;

export interface Entrance {
  /** What the distribution sends with each request to the API. */
  readonly sent: string;
  /** What the functions let in: that, and the next, so that edges which send the next already are let in. */
  readonly accepted: string;
}

/** An HTTP API has no resource policy: who knows its address could pass by the firewall. So the site brings a secret. */
export function makeEntrance(scope: Construct): Entrance {
  const [sent, next] = [generation, generation + 1].map((each) => secret(scope, `Entrance${each}`));
  return { sent: `${sent}`, accepted: `${sent},${next}` };
}

/** As text, for CloudFormation puts it in where the template names it; no template has it. */
const secret = (scope: Construct, id: string) =>
  new Secret(scope, id, {
    description: "Palais: by it the API knows what comes through the site",
    generateSecretString: { excludePunctuation: true, passwordLength: 48 },
  }).secretValue.unsafeUnwrap();
