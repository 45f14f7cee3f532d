import { ACMClient, DescribeCertificateCommand, ResourceNotFoundException } from "@aws-sdk/client-acm";
import { type CheckContext, type CheckOutcome, fail, pass, toHostName } from "./check-outcome.ts";
import { edgeRegion } from "./stage.ts";

export async function checkCertificate({ values, account }: CheckContext): Promise<CheckOutcome> {
  const arn = values["certificate-arn"];
  const host = toHostName(values["site-address"]);
  const request = `request one for ${host ?? "the site's name"} in ACM in ${edgeRegion}, validated by DNS, and give its --certificate-arn`;
  if (arn === undefined) return fail("a site address without a certificate", request);
  const [, , , region, owner] = arn.split(":");
  if (region !== edgeRegion) return fail(`it is in ${region}, and CloudFront needs it in ${edgeRegion}`, request);
  if (owner !== account) return fail(`it belongs to the account ${owner}, not to ${account}`, request);
  const certificate = await findCertificate(arn);
  if (certificate === undefined) return fail("ACM has no certificate with this ARN", request);
  const { Status = "unknown", SubjectAlternativeNames = [] } = certificate;
  if (Status === "PENDING_VALIDATION")
    return fail("it is not issued yet (PENDING_VALIDATION)", "add the CNAME record that ACM shows to DNS, and wait");
  if (Status !== "ISSUED") return fail(`it is not issued (${Status})`, request);
  if (host && !SubjectAlternativeNames.some((name) => covers(name.toLowerCase(), host)))
    return fail(`it covers ${SubjectAlternativeNames.join(", ")}, and not ${host}`, request);
  return pass(`issued, and covers ${SubjectAlternativeNames.join(", ")}`);
}

/** A wildcard stands for one label. */
const covers = (name: string, host: string): boolean =>
  name === host || (name.startsWith("*.") && name.slice(1) === host.slice(host.indexOf(".")));

async function findCertificate(CertificateArn: string) {
  try {
    const client = new ACMClient({ region: edgeRegion });
    return (await client.send(new DescribeCertificateCommand({ CertificateArn }))).Certificate;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
