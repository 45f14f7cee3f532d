import { openingList } from "../document.ts";
import { distinction, history, nameOpening, possibleDuplicates, protection, search, searchAnswer } from "../people.ts";
import { pageQuery, registrationAnswer } from "../registration.ts";
import { nothing, type OperationsOf } from "./operation.ts";

export const peopleOperations = {
  searchRegistrations: {
    summary: "Finds people by the words of their name, organization or address",
    query: pageQuery,
    body: search,
    success: 200,
    answer: searchAnswer,
    refusals: ["unknown-conference", "bad-cursor"],
  },
  listPossibleDuplicates: {
    summary: "Who may be the same person, under another address or in another delegation, and by what",
    query: nothing,
    success: 200,
    answer: possibleDuplicates,
    refusals: ["not-found"],
  },
  tellApart: {
    summary:
      "Says that one who looked like the same person is somebody else; neither is pointed out beside the other any more",
    query: nothing,
    body: distinction,
    success: 200,
    answer: registrationAnswer,
    ifMatch: "optional",
    refusals: ["not-found", "changed-meanwhile"],
  },
  readHistory: {
    summary: "What happened to a registration, when, by whom and why; the latest first",
    query: pageQuery,
    success: 200,
    answer: history,
    refusals: ["not-found", "bad-cursor"],
  },
  protectRegistration: {
    summary: "Gives somebody an alias; the real name is for the readers named, and each look is kept",
    query: nothing,
    body: protection,
    success: 200,
    answer: registrationAnswer,
    ifMatch: "optional",
    refusals: ["not-found", "name-protected", "changed-meanwhile"],
  },
  unprotectRegistration: {
    summary: "Takes the alias away",
    query: nothing,
    success: 200,
    answer: registrationAnswer,
    ifMatch: "optional",
    refusals: ["not-found", "name-protected", "changed-meanwhile"],
  },
  openName: {
    summary: "A reader opens a protected name, says why, and it is kept",
    query: nothing,
    body: nameOpening,
    success: 200,
    answer: registrationAnswer,
    refusals: ["not-found", "name-protected", "wrong-state"],
  },
  listNameOpenings: {
    summary: "Which of the staff opened a protected name, when and why",
    query: pageQuery,
    success: 200,
    answer: openingList,
    refusals: ["not-found", "bad-cursor"],
  },
} as const satisfies OperationsOf<"people">;
