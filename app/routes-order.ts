import * as z from "zod";
import { Challenge, ChallengeDesignation, Designation, EndChallenge, RuleOnChallenge, SetDesignation } from "@/domain/designations/schema";
import { DiscloseExpert, Disclosure, NameDisclosure, RuleOnDisclosure, StateDisclosure } from "@/domain/disclosures/schema";
import { DecideDraft, DraftOrder, OrderDetail, OrderDraft, OrderVersion, PutInForce, ReadOrder } from "@/domain/orders/schema";
import {
  Decided,
  DecidePlaces,
  LiftRedaction,
  ListRedactions,
  Made,
  MakeRedaction,
  ReadRedaction,
  Redaction,
  RedactionDetail,
} from "@/domain/redactions/schema";
import { Created, pageOf } from "@/lib/page";
import type { Documented } from "./documented";

const id = z.object({ id: z.string() });

/** The order, the experts who are disclosed under it, and what is designated. */
export const orderRoutes: readonly Documented[] = [
  { method: "GET", path: "/api/orders", does: "Every version of the order, the newest first", answer: pageOf(OrderVersion) },
  {
    method: "GET",
    path: "/api/orders/{version}",
    does: "A version of the order, its words and numbers, with the one before it",
    input: ReadOrder,
    answer: OrderDetail,
  },
  { method: "GET", path: "/api/order-drafts", does: "The draft of the next version, if one waits", answer: pageOf(OrderDraft) },
  {
    method: "POST",
    path: "/api/order-drafts",
    does: "Write down the next version of the order",
    input: DraftOrder,
    answer: Created,
    created: true,
  },
  { method: "POST", path: "/api/order-drafts/{id}/withdrawal", does: "Take a draft back", input: DecideDraft, answer: id },
  { method: "POST", path: "/api/order-drafts/{id}/refusal", does: "Refuse to put a draft in force", input: DecideDraft, answer: id },
  {
    method: "POST",
    path: "/api/order-drafts/{id}/in-force",
    does: "Put a draft in force as the next version",
    input: PutInForce,
    answer: z.object({ id: z.string(), version: z.int(), inForceFrom: z.string() }),
  },
  { method: "GET", path: "/api/disclosures", does: "The experts of both sides who were disclosed", answer: pageOf(Disclosure) },
  {
    method: "POST",
    path: "/api/disclosures",
    does: "Disclose an expert of one's own side to the other side",
    input: DiscloseExpert,
    answer: Created,
    created: true,
  },
  {
    method: "GET",
    path: "/api/disclosures/{id}/cv",
    does: "Download the curriculum vitae of an expert",
    input: NameDisclosure,
    answer: "application/octet-stream",
  },
  {
    method: "POST",
    path: "/api/disclosures/{id}/objection",
    does: "Object to an expert of the other side",
    input: StateDisclosure,
    answer: id,
  },
  { method: "POST", path: "/api/disclosures/{id}/waiver", does: "Say that one's side does not object", input: NameDisclosure, answer: id },
  {
    method: "POST",
    path: "/api/disclosures/{id}/ruling",
    does: "Enter the court's ruling on an objection",
    input: RuleOnDisclosure,
    answer: id,
  },
  { method: "POST", path: "/api/disclosures/{id}/clearance", does: "Confirm that the way is clear", input: StateDisclosure, answer: id },
  {
    method: "POST",
    path: "/api/disclosures/{id}/withdrawal",
    does: "Withdraw an expert before clearance",
    input: StateDisclosure,
    answer: id,
  },
  { method: "GET", path: "/api/designations", does: "What was designated after delivery", answer: pageOf(Designation) },
  {
    method: "POST",
    path: "/api/designations",
    does: "Designate a conversation or a turn",
    input: SetDesignation,
    answer: Created,
    created: true,
  },
  {
    method: "GET",
    path: "/api/redactions",
    does: "What was masked by a person or withdrawn",
    input: ListRedactions,
    answer: pageOf(Redaction),
  },
  {
    method: "POST",
    path: "/api/redactions",
    does: "Mask a stretch of a turn for everyone, or withdraw a turn or a conversation",
    input: MakeRedaction,
    answer: Made,
    created: true,
  },
  {
    method: "GET",
    path: "/api/redactions/{id}",
    does: "A redaction, and where else its words wait for a decision",
    input: ReadRedaction,
    answer: RedactionDetail,
  },
  {
    method: "POST",
    path: "/api/redactions/{id}/places",
    does: "Mask places where the words of a report stand too, or leave them",
    input: DecidePlaces,
    answer: Decided,
  },
  {
    method: "POST",
    path: "/api/redactions/{id}/lift",
    does: "Lift what was masked or withdrawn",
    input: LiftRedaction,
    answer: z.object({ id: z.string(), lifted: z.int() }),
  },
  { method: "GET", path: "/api/challenges", does: "The challenges to designations, with their clocks", answer: pageOf(Challenge) },
  {
    method: "POST",
    path: "/api/challenges",
    does: "Challenge a designation",
    input: ChallengeDesignation,
    answer: Created,
    created: true,
  },
  { method: "POST", path: "/api/challenges/{id}/drop", does: "Take a challenge back", input: EndChallenge, answer: id },
  {
    method: "POST",
    path: "/api/challenges/{id}/withdrawal",
    does: "Withdraw the designation that was challenged",
    input: EndChallenge,
    answer: id,
  },
  {
    method: "POST",
    path: "/api/challenges/{id}/answer",
    does: "Stand by the designation that was challenged",
    input: EndChallenge,
    answer: id,
  },
  {
    method: "POST",
    path: "/api/challenges/{id}/ruling",
    does: "Enter the court's ruling, or a waiver",
    input: RuleOnChallenge,
    answer: id,
  },
];
