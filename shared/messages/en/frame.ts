export const frame = {
  greeting: "Dear {name},",
  status: "See my registration",
  statusHint: "The page asks for your e-mail address and sends you a sign-in link:",
  signIn: "Sign in",
  signInHint: "You can also copy this address into your browser:",
  confirmBy: "To keep the place, please open your registration by {until}: so we know that this address is yours.",
  reason: "The secretariat writes:",
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
