export const frame = {
  greeting: "Dear {name},",
  status: "See my registration",
  statusHint: "The page asks for your e-mail address and sends you a sign-in link:",
  signIn: "Sign in",
  signInHint: "You can also copy this address into your browser:",
  confirmBy: "To keep the place, please open your registration by {until}: so we know that this address is yours.",
  reason: "The secretariat writes:",
  position: "Your place in line at the moment: {position, number}.",
  lineByTargets:
    "The order follows the shares that the conference aims at, which stand on its page, and then the time of joining. Your place in it may change with each place that is given.",
  calendar: "The attached calendar entry puts the conference into your calendar, and corrects an earlier entry.",
  calendarCancelled: "The attached calendar entry takes the conference out of your calendar.",
  full: "All of these are taken at the moment:",
  signature: "The secretariat",
  automatic: "This message was sent automatically. Please do not reply to it.",
};

export const pool = {
  venue: "the places at the venue",
  category: "the places for {title}",
  delegation: "the places of your delegation",
  session: "the places in “{title}”",
};

export const calendar = {
  confirmed: "Your place is confirmed. Please bring your badge code and an identity document.",
  cancelled: "You are not expected at this conference any more.",
};
