import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import PostalMime, { type Email } from "postal-mime";
import { patience, within } from "./system.ts";

/** A mail as SES was given it. */
export interface Mail {
  readonly mailId: string;
  readonly kind: string;
  readonly to: string;
  readonly email: Email;
}

const header = (email: Email, name: string) => email.headers.find(({ key }) => key === name)?.value ?? "";

const parsed = new Map<string, Promise<Mail>>();

async function parse(file: string): Promise<Mail> {
  const email = await PostalMime.parse(await readFile(file));
  const to = email.to?.[0]?.address ?? "";
  return { mailId: header(email, "x-palais-mail"), kind: header(email, "x-palais-kind"), to, email };
}

/** Every mail that was given to SES, as the system under `home` has kept them. */
export async function mails(home: string): Promise<Mail[]> {
  const names = (await readdir(join(home, "mail"))).filter((name) => name.endsWith(".eml")).toSorted();
  const files = names.map((name) => join(home, "mail", name));
  for (const file of files) if (!parsed.has(file)) parsed.set(file, parse(file));
  return Promise.all(files.flatMap((file) => parsed.get(file) ?? []));
}

/** The mails to an address, once there are so many. */
export async function mailsTo(home: string, address: string, count: number): Promise<Mail[]> {
  const theirs = async () => (await mails(home)).filter(({ to }) => to === address);
  return within(patience, theirs, (found) => found.length >= count);
}

/** The token of a sign-in mail. */
export function tokenOf({ email }: Mail): string {
  const token = /#sign-in=([^\s"<]+)/.exec(email.text ?? "")?.[1];
  if (!token) throw new Error("a sign-in mail without a token");
  return decodeURIComponent(token);
}
