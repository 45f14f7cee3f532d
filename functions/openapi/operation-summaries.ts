import type { OperationId } from "#shared/http/routes.ts";

/** What each operation does, in one sentence of the OpenAPI document. No other function needs it. */
export const operationSummaries: Readonly<Record<OperationId, string>> = {
  listRegistrations:
    "Lists the registrations of a conference; without `order`, by accreditation and time of submission",
  decideRegistration: "Decides on one registration",
  acceptNomination: "Accepts the nomination of a person who is registered already: they move into the delegation",
  setBadgeAccess: "Limits a badge to days and zones, or removes the limits",
  startVisaLetterJob: "Starts a job that issues, sends again or revokes visa letters of people",
  previewVisaLetter: "Shows the visa letter of a person as it would be issued, marked as not valid",
  issueVisaLetter: "Issues a visa letter and sends it by e-mail; an earlier letter becomes invalid",
  decideRegistrations:
    "Takes the same decision on many registrations, in the given order; not on one that changed meanwhile",
  proposeDecision: "Records the decision that a reviewer proposes",
  requestDelegation: "Requests the accreditation of an organization",
  createDelegation: "Creates a delegation, which may nominate at once",
  listDelegations: "Lists the delegations of a conference, by status and name",
  listOrganizations: "Lists at most 1,000 accredited organizations by name; the list is at most a minute old",
  getDelegation: "Returns a delegation with its members, in the delegation's order",
  updateDelegation: "Accredits or refuses a delegation, or changes its quota, its focal points and its other data",
  confirmFocalPoint:
    "Confirms that a focal point acts for the delegation, where the secretariat has asked for it, or declines",
  nominateMembers:
    "Nominates members in the given order: they request seats within the quota, and join the reserve beyond it",
  confirmMembers: "Confirms or declines people who named the delegation in the form; each item has a result of its own",
  moveMembers:
    "Moves members to another delegation as a job, each by itself; not one who changed meanwhile, and none beyond its quota",
  rankMembers: "Changes the delegation's order; held seats stay, and the waiting members wait in the new order",
  createSubstitution:
    "Replaces a member by another person, who takes over the seat; the replaced member's badge becomes invalid",
  recordCredentialReview:
    "Records which members the latest credential letter names; approved members that it does not name are reviewed again",
  searchRegistrations: "Finds people by the words of their name, organization or address",
  getRegistrationFeed: "Returns a row for each registration, and then the changed rows",
  listRegisterViews:
    "Lists the saved views of the register that are the caller's own or shared, in no particular order",
  saveRegisterView: "Saves a view of the register under an identifier of the caller; `If-Match` takes 0 for a new one",
  deleteRegisterView: "Deletes a saved view of the register",
  listNotes:
    "Lists the notes of staff about a registration, the latest first; of a protected person, texts for readers",
  addNote: "Adds a note for staff",
  setTags: "Replaces the tags of a registration; `If-Match` takes `annotationsVersion`",
  setAssignee:
    "Assigns a registration to a member of staff, or takes the assignment back; `If-Match` takes `annotationsVersion`",
  listTags: "Lists the tags in use at a conference by name, at most 100",
  listPossibleDuplicates: "Lists the registrations that may be of the same person, with the reasons",
  dismissDuplicate: "Records that a possible duplicate is another person; neither is listed for the other any more",
  getHistory: "Lists the changes of a registration, with time, actor and reason; the latest first",
  listRegistrationEmails:
    "Lists the emails to a registration, with their delivery and the text that each would have now, without links and codes; the latest first",
  listCheckIns: "Lists the check-in events of a person, with the incidents among them; the latest first",
  protectRegistration:
    "Gives a person an alias; only the named readers can reveal the identity, and each access is recorded",
  unprotectRegistration: "Removes the alias",
  revealIdentity: "Reveals a protected identity to one of its readers, and records the access with a reason",
  openSensitiveAnswers: "Returns the sensitive answers of a person, and records the access with a reason",
  listIdentityAccess: "Lists which staff revealed a protected identity or opened sensitive answers, when and why",
  getOwnData: "Returns all data that is stored about a registered person; after an erasure, its receipt",
  listEarlierRegistrations:
    "Lists the caller's own registrations at other conferences, by the address that the link has verified",
  getFormPrefill: "Returns what an own registration at another conference fills in the form, without sensitive answers",
  eraseRegistration: "Withdraws a live registration, and erases the personal data for good",
  submitRegistration: "Submits a registration",
  getRegistration: "Returns one registration",
  amendRegistration:
    "Amends a registration: the secretariat in every field, its owner in those that the state allows; after the approval, the owner's other changes become a request to the secretariat",
  decideChangeRequest: "Accepts a person's request for changes, which are then applied, or declines it",
  withdrawRegistration: "Withdraws the registration and releases its seat",
  liftSuppression: "Sends e-mails again to an address from which they bounced",
  acceptOffer: "Accepts the offered seat; without an offer, rejoins the waiting list at its end",
  requestMembership: "Names another delegation than the one that declined the person, or none",
  declineOffer: "Declines the offered seat, which goes to the next on the waiting list",
  requestSignInLink: "Sends a single-use link by e-mail, if the address is registered",
  signIn: "Redeems a sign-in link",
  signOut: "Ends the session of an access token; the response is the same whether there was a session",
  listSessions: "Lists the open sessions of the caller, the latest first",
  endSessions: "Ends one session of the caller, or all except the one of the request, and lists the remaining ones",
  endRegistrationSessions: "Ends all sessions of the address of a registration, also those of a focal point",
  issueBadge: "Returns the live badge; with a reason, reprints it, and the earlier badge becomes invalid",
  getBadgePdf: "Returns the live badge as a PDF in the conference's layout",
  getCertificatePdf:
    "Returns the certificate of attendance as a PDF, with the attended days that are over; of a protected person, under the alias",
  getPoster: "Returns a poster with the public address of the conference, as a PDF in A4 or A3",
  previewBadges: "Returns badges of sample people in a layout; their codes are invalid at every gate",
  drawBadges: "Draws a layout with the longest and the shortest name of the conference, or with invented ones",
  getBadgeCode: "Returns the code of the live badge, for its owner to show",
  startBadgeBatch: "Prints the badges that were not printed yet, or a selection, into one file; the job names the file",
  listUncollectedBadges: "Lists the badges that were printed and not collected",
  collectBadge: "Records that the live badge was collected at the entry desk",
  listConferences: "Lists the conferences that the caller may see",
  putConference: "Creates or changes a conference",
  getQuestions:
    "Returns the questions that the conference adds to the form; for staff also those of staff and removed ones",
  sendCertificates:
    "Emails the certificate of attendance to everyone who has one, once to each person, however often it is requested",
  remindOfQuestions: "Reminds everyone who must answer a question and has not, by email, at most once a day",
  putQuestions: "Replaces the questions that the conference adds to the form; answers to a removed one are kept",
  getWaitingList: "Lists the waiting list in service order, with the pools that each registration waits for",
  listEmails: "Lists e-mails that failed, may have been sent twice, or bounced; without their content",
  getStatistics: "Counts registrations by kind and state, and compares them with the conference's targets",
  countAnswersByOption: "Counts answers by option; of sensitive questions with a reason, which it records",
  getCompositionAdvice:
    "Lists the waiting registrations that bring the composition nearer to its targets; decides nothing",
  registerStaffMember: "Stores the caller's address, which colleagues see in histories in place of an identifier",
  inviteStaffAgain: "Sends a member of the list of staff the invitation again, at most five times an hour",
  getCapacity: "Returns every pool: limit, taken, offered, waiting",
  requestUpload:
    "Returns a form to upload a photo or a letter before the submission that names it, or, for the secretariat, a logo",
  getBranding: "Returns how the organization of a conference appears: logo, colours, name and contact",
  getPage: "Returns what the page of a conference says, with the files that the caller may open",
  putPage: "Changes the page of a conference; what is left out stays, `null` takes a part away",
  getPageFile: "Returns the location of a file of the page, valid for a minute",
  getProgramme:
    "Returns the programme of a conference: the published one, for the secretariat the draft and its balance",
  putProgramme: "Changes the draft of the programme, publishes it or takes it back; what is left out stays",
  getProgrammeCalendar: "Returns the published programme as a calendar, to download or to subscribe to",
  getLinkPreview: "Returns the page that services read to show a link to a listed conference",
  getLinkPicture: "Returns the picture of a link to a listed conference; another picture has another address",
  listPublicConferences: "Lists the conferences whose pages are listed",
  putBranding: "Changes how the organization of a conference appears; what is left out stays, `null` takes a part away",
  requestDocumentUpload: "Returns a form to upload the photo or passport of a registered person",
  requestLetterUpload: "Returns a form to upload the next version of the delegation's credential letter",
  getDocument: "Returns the state of a document: awaited, checked, or refused with the reason",
  openDocument:
    "Returns the location of a checked document, valid for a minute; access by staff is recorded with a reason",
  listDocumentAccess: "Lists which staff opened a document, when and why",
  getCalendar: "Returns the conference, and the sessions that the person holds a seat in, as a calendar",
  getGateList: "Returns what a gate needs offline, or the changes of it",
  listIncidents: "Lists the check-ins that offline gates admitted and the server would have refused",
  startImport: "Returns a form to upload a sheet of registrations or nominations, and the job that imports it",
  listImports: "Lists the imports of a conference, the latest first",
  getImportTemplateCsv: "Returns an empty sheet with the headings in the caller's language",
  getImportTemplateXlsx:
    "Returns an empty sheet with the headings in the caller's language, and a second sheet that explains them",
  getSheetMapping:
    "Returns the headings and values of an import's sheet, and the fields and values that they are mapped to",
  putSheetMapping:
    "Maps the headings and values of an import's sheet or corrects cells of it, and starts its dry run, or its import, from the first row",
  getSheetRemarks:
    "Returns an import's sheet with the remarks on its rows, in the caller's language. Access is recorded, and sensitive columns need a reason",
  importSheet: "Imports the rows of a sheet whose dry run is complete, with the mapping and choices that were checked",
  undoImport:
    "Takes back all registrations that an import has made and that no one has touched since, and lists the others",
  listJobRows: "Lists the result of each row of a job's sheet; of a dry run, the expected result",
  getListAsJson: "Returns the location of the list of participants as JSON; it is valid for a few minutes",
  getPublishedList: "Returns the location of the list of participants that the page publishes, as PDF",
  getListAsCsv: "Returns the location of the list of participants as CSV; it is valid for a few minutes",
  getListAsXlsx: "Returns the location of the list of participants as XLSX; it is valid for a few minutes",
  getListAsDocx: "Returns the location of the list of participants as DOCX; it is valid for a few minutes",
  getListAsPdf: "Returns the location of the list of participants as PDF; it is valid for a few minutes",
  startExport:
    "Exports registrations, answers or photos as a job, which names the file. Sensitive columns need a reason",
  listExports: "Lists the exports that the caller has requested, the latest first",
  createListVersion: "Saves the present list of participants as a draft or final version",
  listListVersions: "Lists the versions of the list of participants",
  compareListVersions:
    "Lists who was added, removed or changed between two versions, or a version and the present list",
  listParticipantOrganizations:
    "Lists the organizations that the list of participants can show, with the number of approved people",
  listOrganizationMerges: "Lists which organizations the secretariat merged into which",
  mergeOrganizations: "Groups and shows the people of one organization under another one; changes no registration",
  separateOrganizations: "Takes a merge of organizations back",
  listUnprintablePeople:
    "Lists the people whose texts have characters that no font has; they are printed without these",
  listBadgeKeys: "Lists the public keys that verify badges",
  getConference: "Returns the public data of a conference",
  listStaff: "Lists the addresses of staff by the identifier in histories",
  verifyVisaLetter: "Verifies a visa letter or a certificate of attendance by the code on it",
  recordScans: "Records the scans of a gate",
  getAttendance:
    "Counts who came, by day, session, category, delegation, hour or quarter of an hour, and who was expected, from the check-in history",
  getHeadcount: "Counts the people who are inside now",
  getOpenApiDocument: "Returns this document",
  getJob: "Returns the progress and the result of a job",
};
