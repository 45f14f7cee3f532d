import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/**
 * Creates the key of topics. It replaces its material each year, and is deleted with the stack.
 * @param publishers the services that publish besides CloudWatch, to which `grantPublish` also grants the key. The key
 * that AWS manages for SNS admits none of them, so their messages would be lost.
 */
export function createTopicKey(scope: Construct, publishers: readonly string[]): Key {
  const key = new Key(scope, "TopicKey", {
    description: "Palais: encrypts messages in topics",
    enableKeyRotation: true,
    pendingWindow: Duration.days(7),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  for (const each of publishers) key.grant(new ServicePrincipal(each), "kms:GenerateDataKey*", "kms:Decrypt");
  return key;
}

/** Creates a topic that encrypts its messages and accepts TLS only. */
export const createEncryptedTopic = (scope: Construct, id: string, masterKey: Key): Topic =>
  new Topic(scope, id, { masterKey, enforceSSL: true });
