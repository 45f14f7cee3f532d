/** How the staff sign in, in English; the catalogue whose shape the others have. */
export const staff = {
  staff: {
    title: "Staff sign-in",
    email: "E-mail address",
    password: "Password",
    signIn: "Sign in",
    newPassword: "Choose a password of your own",
    newPasswordHint:
      "At least 15 characters, with small and capital letters, a digit and a sign. Not one that you use elsewhere.",
    code: "Code from your authenticator",
    go: "Continue",
    wrong: "The e-mail address or the password is not right.",
    wrongCode: "This code is not right, or no longer valid.",
    weakPassword: "This password is not strong enough.",
    notYours: "Your account is not one for this page.",
    signedInAs: "Signed in as {email}",
  },
};
