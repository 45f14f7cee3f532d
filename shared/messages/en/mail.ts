export const mail = {
  substituted: {
    subject: "Somebody comes in your place: {conference}",
    lead: "Your delegation has named somebody else in your place, and your registration has been withdrawn.",
    next: "A badge issued to you is no longer valid. If you have questions, please write to your delegation.",
  },
  "delegation-requested": {
    subject: "Request received: {conference}",
    lead: "We have received your organization's request to attend.",
    next: "The secretariat will look at it, and you will hear from us. You can then nominate the people you want to send.",
  },
  "delegation-accredited": {
    subject: "Your delegation is accredited: {conference}",
    lead: "Your organization may send a delegation.",
    quota:
      "{quota, plural, one {# place is} other {# places are}} kept for your delegation as its quota. Whoever you nominate beyond it is your reserve.",
    next: "Please sign in to nominate the people you want to send, in the order in which you want them seated.",
  },
  "delegation-refused": {
    subject: "Your request: {conference}",
    lead: "The secretariat has not accredited your organization to this conference.",
    next: "If you have questions, please write to the secretariat.",
  },
  "quota-changed": {
    subject: "The quota of your delegation has changed: {conference}",
    lead: "The number of places that your delegation may have has changed. Nobody who has a place has lost it.",
    quota: "The quota is now {quota, plural, one {# place} other {# places}}.",
    next: "Please sign in to see how each of your nominees stands.",
  },
  "delegation-sign-in": {
    subject: "Your sign-in link: {conference}",
    lead: "With this link you act for your delegation. It works once, for ten minutes.",
    next: "If you did not ask for it, you need do nothing.",
  },
  received: {
    subject: "Registration received: {conference}",
    lead: "We have received your registration, and a place is held for you.",
    leadUnseated: "We have received your registration.",
    next: "The secretariat will review it, and you will hear from us. Please make no travel arrangements before your registration is approved.",
  },
  waiting: {
    subject: "Waiting list: {conference}",
    lead: "We have received your registration. You are on the waiting list.",
    next: "Places that become free go to the next person in line, in an order that everyone can check. As soon as a place is yours, you will hear from us.",
  },
  "seat-given": {
    subject: "A place for you: {conference}",
    lead: "A place has become free, and it is now held for you.",
    next: "The secretariat will review your registration, and you will hear from us.",
  },
  offer: {
    subject: "A place is offered to you: {conference}",
    lead: "A place has become free, and it is yours if you accept it in time.",
    until: "Please accept it by {until}. After that it goes to the next person in line.",
    next: "Please sign in to accept the place, or to leave it to somebody else.",
  },
  "offer-expired": {
    subject: "The offer of a place has ended: {conference}",
    lead: "The place that was offered to you was not accepted in time, and has gone to the next person in line.",
    next: "If you would still like to come, please sign in and ask again: you will be last in line.",
  },
  "correction-overdue": {
    subject: "Your place was not kept: {conference}",
    lead: "The correction that the secretariat asked for did not arrive in time, and your place has gone to the next person in line.",
    next: "You can still sign in and make the correction. There you will also see where your registration stands.",
  },
  "address-unconfirmed": {
    subject: "Your place was not kept: {conference}",
    lead: "Nobody has opened your registration through a link sent to this address, and the place has gone to the next person in line.",
    next: "If you would still like to come, please sign in and ask again: you will be last in line.",
  },
  approved: {
    subject: "Approved: {conference}",
    lead: "Your registration has been approved, and your place is confirmed.",
    code: "Your badge code (number {serial})",
    codeAlt: "QR code of your badge",
    next: "Please bring this code, on paper or on your phone, and an identity document. Your badge will be handed to you at the entry desk.",
    lost: "If the code is not shown, your identity document is enough: the entry desk will find your registration.",
  },
  "approved-waiting": {
    subject: "Approved, on the waiting list: {conference}",
    lead: "Your registration has been approved. You are still on the waiting list.",
    next: "As soon as a place is yours, we will send you your badge code. Please do not travel before you have it.",
  },
  returned: {
    subject: "Please correct your registration: {conference}",
    lead: "Your registration needs a correction.",
    fields: "Please correct:",
    until: "Your place is held for you until {until}.",
    next: "Please sign in, make the correction and send your registration again.",
  },
  rejected: {
    subject: "Your registration: {conference}",
    lead: "We regret that your registration cannot be accepted.",
    next: "Thank you for your interest.",
  },
  revoked: {
    subject: "Approval withdrawn: {conference}",
    lead: "The approval of your registration has been withdrawn. A badge issued to you is no longer valid.",
    next: "If you think that this is a mistake, please contact the secretariat.",
  },
  withdrawn: {
    subject: "Registration withdrawn: {conference}",
    lead: "Your registration has been withdrawn. A place that was held for you goes to the next person in line.",
    next: "If you change your mind, you can register again.",
  },
  reopened: {
    subject: "Your registration is being reviewed again: {conference}",
    lead: "Your registration has been reopened and is being reviewed again.",
    next: "You will hear from us. There is nothing you need to do.",
  },
  "already-registered": {
    subject: "You are already registered: {conference}",
    lead: "Somebody has just tried to register your e-mail address once more. You are already registered, and nothing has changed.",
    next: "If this was not you, there is nothing you need to do.",
  },
  "sign-in": {
    subject: "Your sign-in link: {conference}",
    lead: "This link opens your registration.",
    next: "It is valid for ten minutes and works once. If you did not ask for it, there is nothing you need to do.",
  },
  substitute: {
    subject: "You are named for your delegation: {conference}",
    lead: "Your delegation has named you in place of another member, and that place is held for you.",
    leadUnseated: "Your delegation has named you in place of another member.",
    next: "The secretariat will review your registration, and you will hear from us. Please make no travel arrangements before it is approved.",
  },
  reminder: {
    subject: "The conference begins soon: {conference}",
    lead: "The conference begins soon, and your place is confirmed.",
    next: "Please bring your badge code, on paper or on your phone, and an identity document. The code is in the mail that told you of the approval.",
    cannotCome: "If you cannot come, please sign in and withdraw, so that somebody else can have the place.",
  },
  "conference-changed": {
    subject: "Change of date or venue: {conference}",
    lead: "The conference has been changed. Please look at the new details above.",
    changes: "This has changed:",
    days: "Dates: {now} (before: {before})",
    venue: "Venue: {now} (before: {before})",
    session: "Session “{title}”: {now}",
    next: "Your registration stands as it is. If you cannot come any more, please sign in and withdraw, so that somebody else can have the place.",
  },
  "visa-letter": {
    subject: "Letter of invitation: {conference}",
    lead: "Your letter of invitation for a visa application is attached.",
    next: "Whoever reads the letter can check by its code whether it is valid. It ceases to be valid when your registration is withdrawn or its approval is taken back.",
  },
};
