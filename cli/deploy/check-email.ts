import {
  GetAccountCommand,
  GetEmailIdentityCommand,
  type GetEmailIdentityCommandOutput,
  NotFoundException,
  SESv2Client,
} from "@aws-sdk/client-sesv2";
import { type CheckContext, type CheckOutcome, fail, pass } from "./check-outcome.ts";

type Identity = Pick<GetEmailIdentityCommandOutput, "VerifiedForSendingStatus" | "DkimAttributes">;

/**
 * The domain of the sender is verified, because the user pool sends with this identity. In a trial, where it does not,
 * a domain above it or the address is enough.
 */
export async function checkSender({ stage, region, values }: CheckContext): Promise<CheckOutcome> {
  const sender = values["email-from"] ?? "";
  const client = new SESv2Client({ region });
  const domain = sender.slice(sender.lastIndexOf("@") + 1);
  const names = stage === "trial" ? [sender, ...listDomains(domain)] : [domain];
  const found: { name: string; identity: Identity }[] = [];
  for (const name of names) {
    const identity = await findIdentity(client, name);
    if (identity) found.push({ name, identity });
  }
  const usable = found.find(({ name, identity }) => canSend(name, identity));
  if (usable) return pass(`${usable.name} is verified in ${region}, and emails come from ${sender}`);
  const [first] = found;
  const way = `in SES in ${region}, create the identity ${domain} and add its three DKIM records to DNS`;
  if (first === undefined) return fail(`SES in ${region} knows neither the sender ${sender} nor its domain`, way);
  const { VerifiedForSendingStatus, DkimAttributes } = first.identity;
  const state = `verified: ${VerifiedForSendingStatus ? "yes" : "no"}, DKIM: ${DkimAttributes?.Status ?? "none"}`;
  const mend = first.name.includes("@") ? "open the link in the email of SES" : "add its three DKIM records to DNS";
  return fail(`SES in ${region} has not verified ${first.name} (${state})`, `${mend}, and wait until SES has seen it`);
}

/** `a.example.org` may send with the identity `example.org`. */
function listDomains(domain: string): string[] {
  const labels = domain.split(".");
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join("."));
}

function canSend(name: string, { VerifiedForSendingStatus, DkimAttributes }: Identity): boolean {
  if (!VerifiedForSendingStatus) return false;
  return name.includes("@") || (DkimAttributes?.Status === "SUCCESS" && DkimAttributes.SigningEnabled === true);
}

async function findIdentity(client: SESv2Client, EmailIdentity: string): Promise<Identity | undefined> {
  try {
    return await client.send(new GetEmailIdentityCommand({ EmailIdentity }));
  } catch (error) {
    if (error instanceof NotFoundException) return undefined;
    throw error;
  }
}

export async function checkEmailAccount({ stage, region }: CheckContext): Promise<CheckOutcome> {
  const { SendingEnabled, ProductionAccessEnabled, SendQuota } = await new SESv2Client({ region }).send(
    new GetAccountCommand({}),
  );
  if (!SendingEnabled)
    return fail(`SES in ${region} is paused`, "the reputation dashboard of SES says why; answer AWS's request there");
  const quota = `${SendQuota?.Max24HourSend ?? 0} emails a day, ${SendQuota?.MaxSendRate ?? 0} a second`;
  if (ProductionAccessEnabled) return pass(quota);
  if (stage === "trial") return pass(`${quota}, to verified addresses only: verify those that will register`);
  return fail(
    `SES in ${region} is in the sandbox, and sends to verified addresses only`,
    "request production access in SES, with 50 emails a second and five a day for each expected person",
  );
}
