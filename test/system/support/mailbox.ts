import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import PostalMime, { type Email } from "postal-mime";
import { assertStrictEmail } from "../../support/strict-email.ts";
import { waitFor } from "../../support/wait-for.ts";
import { waitTimeoutMs } from "./system.ts";

/** An email as SES received it. */
export interface DeliveredEmail {
  readonly emailId: string;
  readonly kind: string;
  readonly to: string;
  readonly email: Email;
}

const getHeader = (email: Email, name: string) => email.headers.find(({ key }) => key === name)?.value ?? "";

const parsedEmails = new Map<string, Promise<DeliveredEmail>>();

async function parseEmailFile(file: string): Promise<DeliveredEmail> {
  const raw = await readFile(file);
  assertStrictEmail(raw);
  const email = await PostalMime.parse(raw);
  const to = email.to?.[0]?.address ?? "";
  return { emailId: getHeader(email, "x-palais-mail"), kind: getHeader(email, "x-palais-kind"), to, email };
}

/** Every email that SES received, from the folder of the system under `home`. */
export async function readEmails(home: string): Promise<DeliveredEmail[]> {
  const names = (await readdir(join(home, "mail"))).filter((name) => name.endsWith(".eml")).toSorted();
  const files = names.map((name) => join(home, "mail", name));
  for (const file of files) if (!parsedEmails.has(file)) parsedEmails.set(file, parseEmailFile(file));
  return Promise.all(files.flatMap((file) => parsedEmails.get(file) ?? []));
}

/** Waits until an address has at least `count` emails. */
export async function waitForEmails(home: string, address: string, count: number): Promise<DeliveredEmail[]> {
  const readOwn = async () => (await readEmails(home)).filter(({ to }) => to === address);
  return waitFor(waitTimeoutMs, readOwn, (found) => found.length >= count);
}

/** The token of a sign-in email. */
export function getSignInToken({ email }: DeliveredEmail): string {
  const token = /[#&]sign-in=([^\s"<]+)/.exec(email.text ?? "")?.[1];
  if (!token) throw new Error("a sign-in email without a token");
  return decodeURIComponent(token);
}
