export const problem = {
  "already-registered": {
    title: "Already registered",
    detail: "This person already has a registration at this conference. Open that one instead.",
  },
  "bad-cursor": {
    title: "No such page",
    detail: "The list does not continue there. Start again from its beginning.",
  },
  "badge-not-printable": {
    title: "The badge can’t be printed",
    detail:
      "A character of this badge stands in no font we print with. Correct the field, or give another name for the badge.",
  },
  "body-too-large": { title: "Too large", detail: "A request may hold at most 64 KB." },
  "category-full": {
    title: "No place in that category",
    detail: "All places of the category you chose are taken. Your registration and its place stay as they were.",
  },
  "changed-meanwhile": {
    title: "Changed in the meantime",
    detail: "Somebody else has changed this since you read it. Read it again, then repeat your change.",
  },
  "conference-in-use": {
    title: "People have registered",
    detail: "Once somebody has registered, this can no longer be changed. See the fields named.",
  },
  "delegation-not-accredited": {
    title: "Not accredited yet",
    detail: "The secretariat has not accredited this delegation. It can nominate people after that.",
  },
  "file-not-checked": {
    title: "Not checked yet",
    detail: "The file is still being checked. Please try again in a moment.",
  },
  "file-refused": { title: "Not kept", detail: "The file was refused when it was checked. Its own page says why." },
  full: { title: "Full", detail: "All places are taken, and this conference keeps no waiting list." },
  "inside-already": {
    title: "Already inside",
    detail: "This person is inside the venue now. They can be replaced once they have been read on the way out.",
  },
  "idempotency-key-reused": {
    title: "Key used before",
    detail: "This Idempotency-Key was used for another request. Take a new one.",
  },
  "internal-error": {
    title: "Something went wrong on our side",
    detail: "We have been told. Please try again in a few minutes.",
  },
  "invalid-request": { title: "Please check your entries", detail: "Some entries cannot be accepted as they are." },
  "link-used-or-expired": {
    title: "This link no longer works",
    detail: "A sign-in link works once, for ten minutes. Ask for a new one.",
  },
  "list-not-printable": {
    title: "The list can’t be printed",
    detail:
      "Names or titles in it have characters that no font has that we print with. Please correct them, or take the list in another form.",
  },
  "malformed-json": { title: "Not readable", detail: "The request is not valid JSON in UTF-8." },
  "name-protected": {
    title: "This name is protected",
    detail:
      "This person appears under an alias. Only the staff whom the secretariat has named for it may see the real name or change this.",
  },
  "not-a-member": {
    title: "Not in this delegation",
    detail: "This registration does not belong to this delegation.",
  },
  "not-allowed": { title: "Not allowed", detail: "Your account may not do this." },
  "not-confirmed": {
    title: "No badge",
    detail: "Only a person who is approved and holds a place has a badge. Look at the registration first.",
  },
  "not-found": { title: "Not found", detail: "There is nothing here that you may see." },
  "not-signed-in": { title: "Please sign in", detail: "Your sign-in is missing, or no longer valid." },
  "registration-closed": {
    title: "Registration is closed",
    detail: "This conference does not take registrations at the moment.",
  },
  "reserve-full": {
    title: "The reserve is full",
    detail: "The delegation has nominated as many people as it may. Nobody of this nomination was added.",
  },
  "second-head": {
    title: "There is a head of delegation",
    detail: "A delegation has one head. Change the role of the present one first.",
  },
  "too-busy": {
    title: "Too many people at once",
    detail: "We could not finish this just now. Please try again in a moment.",
  },
  "too-many-uploads": {
    title: "Too many uploads",
    detail: "Too many files were announced from your network within an hour. Please try again later.",
  },
  "unknown-conference": { title: "No such conference", detail: "There is no conference here that you may see." },
  "version-required": {
    title: "Which version?",
    detail: "Say in If-Match which version of this you have seen, so that nobody's change is lost.",
  },
  "wrong-content-type": { title: "Not JSON", detail: "Send the request as application/json." },
  "wrong-state": {
    title: "Not possible at this stage",
    detail: "The registration is not in a state that allows this. Read it again to see where it stands.",
  },
};
