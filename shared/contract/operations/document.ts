import * as z from "zod/mini";
import {
  documentAnswer,
  documentRequest,
  documentUploadAnswer,
  letterRequest,
  openingAnswer,
  openingList,
  openingRequest,
  uploadAnswer,
  uploadRequest,
} from "../document.ts";
import { calendarQuery, pageQuery, visaLetterAnswer } from "../registration.ts";
import { nothing, type OperationsOf } from "./operation.ts";

export const documentOperations = {
  requestUpload: {
    summary: "A form to upload a photo or a letter to, before the submission that names it",
    query: nothing,
    body: uploadRequest,
    success: 201,
    answer: uploadAnswer,
    refusals: ["unknown-conference", "too-many-uploads"],
  },
  requestDocument: {
    summary: "A form to upload a registered person's photo or passport to",
    query: nothing,
    body: documentRequest,
    success: 201,
    answer: documentUploadAnswer,
    refusals: ["not-found", "wrong-state"],
  },
  requestLetter: {
    summary: "A form to upload the next version of the delegation's credential letter to",
    query: nothing,
    body: letterRequest,
    success: 201,
    answer: documentUploadAnswer,
    refusals: ["not-found"],
  },
  readDocument: {
    summary: "How far a document has come: awaited, checked, or refused and why",
    query: nothing,
    success: 200,
    answer: documentAnswer,
    refusals: ["not-found"],
  },
  openDocument: {
    summary: "Opens a checked document for a minute; staff say why, and it is kept",
    query: nothing,
    body: openingRequest,
    success: 200,
    answer: openingAnswer,
    refusals: ["not-found", "file-not-checked", "file-refused"],
  },
  listOpenings: {
    summary: "Which of the staff opened a document, when and why",
    query: pageQuery,
    success: 200,
    answer: openingList,
    refusals: ["not-found", "bad-cursor"],
  },
  readVisaLetter: {
    summary: "Whether a letter of invitation is valid, for whoever holds it",
    query: nothing,
    success: 200,
    answer: visaLetterAnswer,
    refusals: ["not-found"],
  },
  readCalendar: {
    summary: "The conference, and the sessions that the person holds a seat in, for their calendar",
    query: calendarQuery,
    success: 200,
    answer: z.string(),
    contentType: "text/calendar",
    refusals: ["not-found", "not-confirmed"],
  },
} as const satisfies OperationsOf<"document">;
