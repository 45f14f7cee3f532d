import { generateKeyPairSync } from "node:crypto";
import { digestOf, newId } from "#shared/store/ids.ts";
import { openSession } from "#shared/store/sign-in.ts";
import type { Table } from "#shared/store/table.ts";
import { clientOf } from "../../support/table.ts";
import { idToken } from "../id-token.ts";
import { call, running } from "../system.ts";
import { addressOf, type RoleName, roles } from "./roles.ts";

const anotherKey = generateKeyPairSync("rsa", { modulusLength: 2_048 }).privateKey;

export const table = (): Table => ({ client: clientOf(running().dynamodb), name: running().table });

/** A session as the mailed link of an address opens it. */
export async function aSession(
  conferenceId: string,
  email: string,
  registrationIds: readonly string[],
  openedAt = Date.now(),
): Promise<string> {
  const token = newId() + newId();
  await openSession(table(), token, { conferenceId, registrationIds, address: digestOf(email) }, openedAt);
  return token;
}

export const staffToken = (role: RoleName): Promise<string> => {
  const [known, email] = [roles[role], addressOf(role)];
  return idToken({ sub: email, email, groups: known.is === "staff" ? known.groups : [] });
};

async function signedOut(accessToken: string): Promise<string> {
  const { status } = await call("/v1/sign-outs", { body: { accessToken } });
  if (status !== 200) throw new Error(`signing out answered ${status}`);
  return accessToken;
}

/** The tokens that are good for nothing, each of the best caller there could be. */
export async function badTokens(
  conferenceId: string,
  registrationId: string,
): Promise<Partial<Record<RoleName, string>>> {
  const [email, focalPoint] = [addressOf("the secretariat"), addressOf("a focal point")];
  const secretariat = { sub: email, email, groups: ["secretariat"] };
  const yesterday = Date.now() - 86_400_000;
  return {
    "a token that was made up": newId() + newId(),
    "an id token of another key": await idToken(secretariat, anotherKey),
    "an id token past its time": await idToken(secretariat, undefined, -60),
    "an id token after signing out": await signedOut(await idToken(secretariat)),
    "a session past its time": await aSession(conferenceId, focalPoint, [registrationId], yesterday),
  };
}
