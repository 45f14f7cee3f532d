export const actorKinds = ["public", "delegate", "focal-point", "staff", "system"] as const satisfies Actor["kind"][];

/** The acting party: an unauthenticated caller, the owner of a registration, a focal point, a member of staff, or Palais. */
export type Actor =
  | { readonly kind: "public" }
  | { readonly kind: "delegate"; readonly id: string }
  | { readonly kind: "focal-point"; readonly id: string }
  | { readonly kind: "staff"; readonly id: string }
  | {
      readonly kind: "system";
      readonly id: "waiting-list" | "document-scan" | "email-feedback" | "reminder" | "retention" | "operator";
    };

/** The identifier of a member of staff; otherwise the kind of the actor. */
export const getActorId = (actor: Actor): string => (actor.kind === "staff" ? actor.id : actor.kind);
