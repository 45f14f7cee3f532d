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
    tookTooLong: "This took too long. Please sign in again.",
    resetRequired: "This password may no longer be used. Whoever runs Palais for you gives you another one.",
    tooOften: "Too many attempts. Please wait a few minutes.",
    weakPassword: "This password is not strong enough.",
    notYours: "Your account is not one for this page.",
    signedInAs: "Signed in as {email}",
  },
  authenticator: {
    title: "Set up your authenticator",
    lead: "From now on, signing in takes your password and a code from an authenticator app on your phone. Scan this with the app:",
    alt: "Code for your authenticator app",
    here: "Open the authenticator on this device",
    key: "Or type this key into the app, by time:",
    code: "Code that the app shows now",
    lost: "If you lose the phone, whoever runs Palais for you lets you set up another one.",
  },
  account: {
    change: "Change password",
    everywhere: "Sign out everywhere",
    before: "Current password",
    wrong: "The current password is not right.",
    done: "Your password is changed.",
  },
};
