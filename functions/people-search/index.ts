import * as z from "zod/mini";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { parseEnvironment, tableEnvironment } from "#shared/runtime/lambda.ts";
import { openCommandStore } from "#shared/wiring/derived-writes.ts";
import { addNote, listConferenceTags, listNotes, setAssignee, setTags } from "./annotations.ts";
import { dismissDuplicate, listPossibleDuplicates } from "./duplicates.ts";
import { getRegistrationFeed } from "./feed.ts";
import { getHistory } from "./history.ts";
import {
  listIdentityAccess,
  protectRegistration,
  revealIdentity,
  unprotectRegistration,
} from "./protected-identity.ts";
import { deleteRegisterView, listRegisterViews, saveRegisterView } from "./saved-views.ts";
import { searchRegistrations } from "./search.ts";
import { openSensitiveAnswers } from "./sensitive-answers.ts";

const environmentSchema = z.object(tableEnvironment);
export type PeopleSearchEnvironment = z.infer<typeof environmentSchema>;

const table = openCommandStore(parseEnvironment(environmentSchema).TABLE_NAME);

export const handler = createHttpHandler({
  searchRegistrations: searchRegistrations(table),
  getRegistrationFeed: getRegistrationFeed(table),
  listRegisterViews: listRegisterViews(table),
  saveRegisterView: saveRegisterView(table),
  deleteRegisterView: deleteRegisterView(table),
  listNotes: listNotes(table),
  addNote: addNote(table),
  setTags: setTags(table),
  setAssignee: setAssignee(table),
  listTags: listConferenceTags(table),
  listPossibleDuplicates: listPossibleDuplicates(table),
  dismissDuplicate: dismissDuplicate(table),
  getHistory: getHistory(table),
  listRegistrationEmails: async (request) =>
    (await import("./registration-emails.ts")).listRegistrationEmails(table)(request),
  listCheckIns: async (request) => (await import("./registration-check-ins.ts")).listCheckIns(table)(request),
  protectRegistration: protectRegistration(table),
  unprotectRegistration: unprotectRegistration(table),
  revealIdentity: revealIdentity(table),
  openSensitiveAnswers: openSensitiveAnswers(table),
  listIdentityAccess: listIdentityAccess(table),
});
