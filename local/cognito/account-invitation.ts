import { randomBytes } from "node:crypto";
import { SESClient, SendRawEmailCommand } from "@aws-sdk/client-ses";
import MailComposer from "nodemailer/lib/mail-composer/index.js";
import { toClientConfig } from "../context.ts";
import type { ResourceProperties } from "../template/resources.ts";

/** Emails the temporary password of an account. */
export type SendTemporaryPassword = (address: string, password: string) => Promise<void>;

/** A password that the pool accepts. */
export const createTemporaryPassword = (): string => `${randomBytes(12).toString("base64url")}-Aa1`;

/** Cognito's own sender, for a pool without one of SES. */
const defaultSender = "no-reply@verificationemail.com";

/** Sends as Cognito does, through SES, with the texts of the pool. The emulator only prints passwords. */
export function createPasswordSender(
  ses: string,
  { AdminCreateUserConfig, EmailConfiguration }: ResourceProperties<"AWS::Cognito::UserPool">,
): SendTemporaryPassword {
  const client = new SESClient(toClientConfig(ses));
  const { EmailSubject: subject, EmailMessage } = AdminCreateUserConfig.InviteMessageTemplate;
  return async (address, password) => {
    const text = EmailMessage.replaceAll("{username}", address).replaceAll("{####}", password);
    // The composer keeps the given line ends.
    const html = text.replaceAll("\n", "\r\n");
    const from = EmailConfiguration?.From ?? defaultSender;
    const composer = new MailComposer({ from, to: address, subject, html });
    const input = { RawMessage: { Data: await composer.compile().build() }, Destinations: [address] };
    await client.send(new SendRawEmailCommand({ ...input, Source: from }));
  };
}
