import * as z from "zod";
import {
  AskChallenge,
  ChangePassword,
  Confirm,
  Confirmed,
  Ended,
  EndOthers,
  EndSession,
  EnrolPasskey,
  EnrolTotp,
  Factors,
  MadeToken,
  MakeToken,
  RecoveryCodes,
  RemoveFactor,
  Session,
  StartedTotp,
} from "@/domain/account/schema";
import { Identity, LinkIdentity, UnlinkIdentity } from "@/domain/identity/schema";
import { ChooseMatter, OwnMatter } from "@/domain/matters/schema";
import { pageOf } from "@/lib/page";
import type { Documented } from "./documented";

const id = z.object({ id: z.string() });

/** The addresses at which somebody says who they are, and sees and ends what speaks for them. */
export const accountRoutes: readonly Documented[] = [
  {
    method: "GET",
    path: "/api/account/factors",
    does: "What one proves oneself with, and what of it this session has seen",
    answer: Factors,
  },
  {
    method: "DELETE",
    path: "/api/account/factors/{id}",
    does: "Take a second factor of one's own away",
    input: RemoveFactor,
    answer: id,
  },
  { method: "POST", path: "/api/account/confirm", does: "Confirm with a factor that it is oneself", input: Confirm, answer: Confirmed },
  {
    method: "POST",
    path: "/api/account/challenge",
    does: "What the browser hands to a passkey, to enrol it or to confirm by it",
    input: AskChallenge,
    answer: z.record(z.string(), z.unknown()),
  },
  { method: "POST", path: "/api/account/totp", does: "A secret for an authenticator app, shown this once", answer: StartedTotp },
  { method: "PUT", path: "/api/account/totp", does: "Enrol the app by its first code", input: EnrolTotp, answer: Confirmed },
  { method: "POST", path: "/api/account/passkeys", does: "Enrol a passkey", input: EnrolPasskey, answer: Confirmed },
  { method: "POST", path: "/api/account/recovery-codes", does: "Ten recovery codes in place of those before", answer: RecoveryCodes },
  {
    method: "PUT",
    path: "/api/account/password",
    does: "Change one's own password",
    input: ChangePassword,
    answer: z.object({ changed: z.literal(true) }),
  },
  { method: "GET", path: "/api/account/sessions", does: "One's own sessions, devices and tokens", answer: pageOf(Session) },
  {
    method: "DELETE",
    path: "/api/account/sessions",
    does: "End every other session of one's own, and every token if asked",
    input: EndOthers,
    answer: Ended,
  },
  { method: "DELETE", path: "/api/account/sessions/{id}", does: "End a session or a token of one's own", input: EndSession, answer: Ended },
  {
    method: "POST",
    path: "/api/account/tokens",
    does: "Make a token of one's own for scripts, shown this once",
    input: MakeToken,
    answer: MadeToken,
    created: true,
  },
  { method: "GET", path: "/api/account/identities", does: "One's own accounts at firms, by which one signs in", answer: pageOf(Identity) },
  {
    method: "POST",
    path: "/api/account/identities",
    does: "Say that the next account of a firm to come back to this browser is one's own",
    input: LinkIdentity,
    answer: z.object({ firm: z.string() }),
  },
  {
    method: "DELETE",
    path: "/api/account/identities/{id}",
    does: "Take one's account at a firm away",
    input: UnlinkIdentity,
    answer: id,
  },
  { method: "GET", path: "/api/account/matters", does: "The matters that one is of", answer: pageOf(OwnMatter) },
  {
    method: "PUT",
    path: "/api/account/matter",
    does: "Go to another matter of one's own, in a session of its own",
    input: ChooseMatter,
    answer: z.object({ matter: z.string() }),
  },
];
