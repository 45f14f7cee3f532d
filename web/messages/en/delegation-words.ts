/** What focal points read, in English; the catalogue whose shape the others have. */
export const delegationWords = {
  delegation: {
    title: "My delegation",
    none: "Your link opens no delegation. Please ask for a new one on the conference’s page.",
    toMine: "To my own registration",
  },
  status: {
    requested: "Requested",
    accredited: "Accredited",
    refused: "Not accredited",
  },
  quota: {
    title: "Places",
    used: "{held} of {quota, plural, one {# place} other {# places}} taken",
    free: "{held, plural, one {# place taken} other {# places taken}}; your delegation has no quota of its own",
    waiting: "{count, plural, one {# person waits} other {# people wait}} for a place",
  },
  members: {
    title: "Members, in your order",
    lead: "Places that become free go to your members in this order. Drag a row, or use its arrows.",
    nobody: "Nobody has been nominated yet.",
    up: "Move {name} up",
    down: "Move {name} down",
    moved: "{name} is now number {rank}.",
    photo: "Photo",
    photoOf: "Photo of {name}",
    missing: "Missing:",
    complete: "Complete",
  },
  missing: {
    photo: "photo",
    letter: "name in the letter",
    correction: "a correction",
  },
  substitute: {
    ask: "Substitute",
    askFor: "Substitute {name}",
    title: "Who comes instead of {name}?",
    means:
      "The new person takes the rank and the seat. The registration of the person who leaves is withdrawn, and their badge is no longer valid.",
    do: "Substitute",
  },
  nominate: {
    title: "Nominate",
    lead: "One row for each person, in the order in which you want them seated. You can paste rows from a spreadsheet into the first cell.",
    email: "E-mail (optional: else mails go to you)",
    cell: "{field}, row {row}",
    add: "Add a row",
    remove: "Remove row {row}",
    row: "Row {row}",
    send: "{count, plural, =0 {Nominate} one {Nominate # person} other {Nominate # people}}",
    done: "{count, plural, one {# person has been nominated.} other {# people have been nominated.}}",
  },
  letters: {
    version: "Version {version}, {date}",
    read: "Read by the secretariat",
    unread: "Not yet read",
  },
};
