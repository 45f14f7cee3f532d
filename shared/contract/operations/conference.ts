import * as z from "zod/mini";
import { adviceAnswer, adviceQuery, statisticsAnswer } from "../composition.ts";
import { capacityAnswer, conferenceAnswer, conferenceDraft, conferenceSettings } from "../conference.ts";
import { mailsAnswer, mailsQuery } from "../mail.ts";
import { pageQuery, waitingListAnswer } from "../registration.ts";
import { nothing, type OperationsOf } from "./operation.ts";

const settings = z.object({ items: z.array(conferenceSettings), next: z.nullable(z.string()) });

const member = z.object({ id: z.string(), email: z.string() });

export const conferenceOperations = {
  listConferences: {
    summary: "The conferences that the caller may see",
    query: pageQuery,
    success: 200,
    answer: settings,
    refusals: ["bad-cursor"],
  },
  readConference: {
    summary: "What anyone may know of a conference",
    query: nothing,
    success: 200,
    answer: conferenceAnswer,
    refusals: ["unknown-conference"],
  },
  putConference: {
    summary: "Creates or changes a conference",
    query: nothing,
    body: conferenceDraft,
    success: 200,
    answer: conferenceSettings,
    ifMatch: "optional",
    refusals: ["changed-meanwhile", "conference-in-use"],
  },
  readWaitingList: {
    summary: "The line in the order in which it is served, and what holds each person back",
    query: pageQuery,
    success: 200,
    answer: waitingListAnswer,
    refusals: ["unknown-conference", "bad-cursor"],
  },
  readMails: {
    summary: "Mails that were not sent, may have been sent twice, or came back; none of what they say",
    query: mailsQuery,
    success: 200,
    answer: mailsAnswer,
    refusals: ["unknown-conference", "bad-cursor"],
  },
  readStatistics: {
    summary: "How many there are of each kind and how they stand, and how far that is from the conference's targets",
    query: nothing,
    success: 200,
    answer: statisticsAnswer,
    refusals: ["unknown-conference"],
  },
  adviseComposition: {
    summary: "Which of those who wait would bring the composition nearer to its targets, and why; decides nothing",
    query: adviceQuery,
    success: 200,
    answer: adviceAnswer,
    refusals: ["unknown-conference"],
  },
  introduceStaff: {
    summary: "Has the caller go by their address, and no longer by an identifier, where colleagues read who did what",
    query: nothing,
    success: 200,
    answer: member,
    refusals: [],
  },
  listStaff: {
    summary: "By what address each of the staff goes whose identifier histories have",
    query: nothing,
    success: 200,
    answer: z.object({ items: z.array(member), next: z.null() }),
    refusals: ["unknown-conference"],
  },
  readCapacity: {
    summary: "Every pool: limit, taken, offered, waiting",
    query: nothing,
    success: 200,
    answer: capacityAnswer,
    refusals: ["unknown-conference"],
  },
} as const satisfies OperationsOf<"conference">;
