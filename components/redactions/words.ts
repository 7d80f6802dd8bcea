import type { LeakType } from "@/domain/redactions/schema";

/** What each class is called where somebody chooses it. */
export const leakWords: Readonly<Record<LeakType, string>> = {
  PERSON: "Name of a person",
  EMAIL_ADDRESS: "E-mail address",
  PHONE_NUMBER: "Telephone number",
  ADDRESS: "Postal address",
  DATE_TIME: "Date, as of a birth",
  ACCOUNT_NUMBER: "Account or customer number",
  NATIONAL_ID: "Number of a paper",
  CREDIT_CARD: "Payment card",
  SECRET: "Password or key",
  IP_ADDRESS: "Address of a machine",
  URL: "Web address or handle",
  ORGANIZATION: "Organisation",
  LOCATION: "Place",
  OTHER: "Something else",
};

/** What words look like, as a first guess: whoever reports says what it is. */
export function guess(said: string): LeakType {
  if (/^\S+@\S+$/.test(said)) return "EMAIL_ADDRESS";
  if (/^(https?:|www\.|@)/i.test(said)) return "URL";
  if (/^\+?[\d\s()./-]{6,}$/.test(said)) return "PHONE_NUMBER";
  return /\d/.test(said) ? "OTHER" : "PERSON";
}

/** A conversation, a turn of it, or what came along beside its turns. */
export function placeInWords({ conversation, turn }: { readonly conversation: string; readonly turn: number | null }): string {
  if (turn === null) return conversation;
  return turn < 0 ? `${conversation} beside the turns` : `${conversation} turn ${turn}`;
}
