import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { putItem, type Table } from "#shared/dynamodb/table.ts";
import { createConferenceChange } from "#shared/model/change.ts";
import type { Question } from "#shared/model/question.ts";
import { createNextVersion } from "#shared/questions/question-changes.rules.ts";
import { loadQuestions, toQuestionsItem } from "#shared/questions/questions.repository.ts";
import { saveConference } from "../../functions/conference/save-conference.ts";
import { reader } from "./protection.ts";

/** Saves the questions of a conference, in place of those that it asked before. */
export async function saveQuestions(table: Table, conferenceId: string, ...items: readonly Question[]): Promise<void> {
  const before = await loadConference(table, conferenceId);
  const at = new Date().toISOString();
  const questions = createNextVersion(await loadQuestions(table, before), items, at);
  await putItem(table, toQuestionsItem(conferenceId, questions));
  const after = { ...before, version: before.version + 1, questionsVersion: questions.version };
  const change = createConferenceChange(conferenceId, "update-questions", {
    actor: { kind: "staff", id: reader.id },
    at,
  });
  await saveConference(table, before, after, change, Date.now() + 60_000);
}
