import * as z from "zod/mini";
import { authorizerEnvironment, createLazyAuthorizer } from "#shared/auth/public-caller.ts";
import { openTable } from "#shared/dynamodb/table.ts";
import { createHttpHandler } from "#shared/http/http-handler.ts";
import { parseEnvironment, tableEnvironment } from "#shared/runtime/lambda.ts";
import { countAnswersByOption } from "./answer-statistics.ts";
import { getCapacity, getWaitingList } from "./capacity.ts";
import { sendCertificates } from "./certificates.ts";
import { getConference, listConferences, putConference } from "./conferences.ts";
import { listEmails } from "./emails.ts";
import { getQuestions, putQuestions, remindOfQuestions } from "./questions.ts";
import { inviteStaffAgain, listStaff, registerStaffMember } from "./staff.ts";
import { getCompositionAdvice, getStatistics } from "./statistics.ts";

const environmentSchema = z.object({ ...authorizerEnvironment, ...tableEnvironment });
export type ConferenceEnvironment = z.infer<typeof environmentSchema>;

const env = parseEnvironment(environmentSchema);
const table = openTable(env.TABLE_NAME);

export const handler = createHttpHandler(
  {
    listConferences: listConferences(table),
    getConference: getConference(table),
    putConference: putConference(table),
    getStatistics: getStatistics(table),
    countAnswersByOption: countAnswersByOption(table),
    getCompositionAdvice: getCompositionAdvice(table),
    registerStaffMember: registerStaffMember(table),
    listStaff: listStaff(table),
    inviteStaffAgain: inviteStaffAgain(table),
    getQuestions: getQuestions(table),
    putQuestions: putQuestions(table),
    remindOfQuestions: remindOfQuestions(table),
    sendCertificates: sendCertificates(table),
    getCapacity: getCapacity(table),
    listEmails: listEmails(table),
    getWaitingList: getWaitingList(table),
  },
  createLazyAuthorizer(env),
);
