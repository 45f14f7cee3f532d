import { beforeAll, expect, test } from "vitest";
import { addDays, addHours, getConferenceDay, getDayStart } from "#shared/model/time.ts";
import { ensureBarcodeReader, readCodes } from "../support/barcode-reader.ts";
import { ensurePoppler, readPageTexts, renderPages } from "../support/pdf-reader.ts";
import { type BadgeWearer, createBadgeWearer, nextScanId, scanOnline, sendScans } from "./support/gate-desk.ts";
import {
  asSecretariat,
  callSuccessfully,
  callSystem,
  createConference,
  getSharedSystem,
  postDecision,
} from "./support/system.ts";

beforeAll(() => {
  ensureBarcodeReader();
  ensurePoppler();
}, 300_000);

const clock = { timeZone: "Europe/Zurich" };

/** A person who came yesterday, to a gate whose scan arrives today. */
async function createAttendee(): Promise<BadgeWearer> {
  const today = getConferenceDay(new Date().toISOString(), clock);
  const conferenceId = await createConference(3, { startsOn: addDays(today, -1), endsOn: addDays(today, 1) });
  const wearer = await createBadgeWearer(conferenceId);
  const at = addHours(getDayStart(new Date().toISOString(), clock), -1);
  const scans = [{ scanId: nextScanId(), token: wearer.token, at, offline: true, admitted: true }];
  await sendScans(conferenceId, { gate: "Gate A", direction: "in", scans });
  return wearer;
}

async function downloadCertificate(registrationId: string): Promise<Buffer> {
  const { api, tokens } = getSharedSystem();
  const response = await fetch(`${api}/v1/registrations/${registrationId}/certificate.pdf`, {
    headers: { authorization: `Bearer ${tokens.secretariat}` },
  });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

/** The verification of a certificate's code, as an anonymous caller sees it. */
async function verify(certificate: Buffer) {
  const [url = ""] = readCodes(renderPages(certificate, 150));
  const [, letterId = ""] = /#certificate-(.+)$/.exec(url) ?? [];
  return callSystem(`/v1/letters/${letterId}`);
}

test("a certificate names the days that are over; its code shows it as valid, revoked, and unknown once the person is erased", async () => {
  const { registrationId } = await createAttendee();
  const yesterday = addDays(getConferenceDay(new Date().toISOString(), clock), -1);
  const certificate = await downloadCertificate(registrationId);
  expect(readPageTexts(certificate).join()).toContain("Amina Diallo");
  expect(readCodes(renderPages(await downloadCertificate(registrationId), 150))).toEqual(
    readCodes(renderPages(certificate, 150)),
  );
  const valid = (await verify(certificate)).body;
  expect(valid).toMatchObject({ kind: "certificate", state: "valid", days: [yesterday] });
  expect(JSON.stringify(valid)).not.toMatch(/Amina|Diallo|SEN|example\.org/);
  await postDecision(registrationId, "revoke", { reason: "ended" });
  const revoked = (await verify(certificate)).body;
  expect(revoked).toMatchObject({ kind: "certificate", state: "revoked" });
  expect(revoked).not.toHaveProperty("days");
  const erasure = `/v1/registrations/${registrationId}?reason=at-their-request`;
  await callSuccessfully(erasure, asSecretariat({ method: "DELETE" }));
  expect((await verify(certificate)).status).toBe(404);
});

test("there is no certificate before the day is over, nor of a person who only left", async () => {
  const conferenceId = await createConference(3);
  const { registrationId, token } = await createBadgeWearer(conferenceId);
  const path = `/v1/registrations/${registrationId}/certificate.pdf`;
  const readCode = async () => (await callSystem(path, asSecretariat())).body.code;
  expect(await readCode()).toBe("not-attended");
  await scanOnline(conferenceId, token);
  expect(await readCode()).toBe("not-attended");
});
