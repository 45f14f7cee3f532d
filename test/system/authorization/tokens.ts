import { generateKeyPairSync } from "node:crypto";
import { computeDigest, createId } from "#shared/dynamodb/keys.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { createDelegateSession } from "#shared/sign-in/sign-in.repository.ts";
import { createTestClient } from "../../support/table.ts";
import { createIdToken } from "../support/id-token.ts";
import { callSystem, getSharedSystem } from "../support/system.ts";
import { callerRoles, getRoleEmail, type RoleName } from "./roles.ts";

const foreignKey = generateKeyPairSync("rsa", { modulusLength: 2_048 }).privateKey;

export const openSystemTable = (): Table => ({
  client: createTestClient(getSharedSystem().dynamodb),
  name: getSharedSystem().table,
});

/** A session that the sign-in link of an address opens. */
export async function createSession(
  conferenceId: string,
  email: string,
  registrationIds: readonly string[],
  openedAt = Date.now(),
): Promise<string> {
  const token = createId() + createId();
  await createDelegateSession(
    openSystemTable(),
    token,
    { conferenceId, registrationIds, addressDigest: computeDigest(email) },
    openedAt,
  );
  return token;
}

export const createStaffToken = (role: RoleName): Promise<string> => {
  const [known, email] = [callerRoles[role], getRoleEmail(role)];
  return createIdToken({ sub: email, email, groups: known.is === "staff" ? known.groups : [] });
};

async function signOutToken(accessToken: string): Promise<string> {
  const { status } = await callSystem("/v1/sign-outs", { body: { accessToken } });
  if (status !== 200) throw new Error(`signing out answered ${status}`);
  return accessToken;
}

/** Tokens that give no access, each based on the caller with the most rights. */
export async function createBadTokens(
  conferenceId: string,
  registrationId: string,
): Promise<Partial<Record<RoleName, string>>> {
  const [email, focalPoint] = [getRoleEmail("the secretariat"), getRoleEmail("a focal point")];
  const secretariat = { sub: email, email, groups: ["secretariat"] };
  const yesterday = Date.now() - 86_400_000;
  return {
    "a forged token": createId() + createId(),
    "an id token of another key": await createIdToken(secretariat, foreignKey),
    "an expired id token": await createIdToken(secretariat, undefined, -60),
    "an id token after the sign-out": await signOutToken(await createIdToken(secretariat)),
    "an expired session": await createSession(conferenceId, focalPoint, [registrationId], yesterday),
  };
}
