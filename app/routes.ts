import * as z from "zod";
import { Arrivals, AskIntake, CancelIntake, ListArrivals } from "@/domain/arrivals/schema";
import { LogPage, ReadLog } from "@/domain/audit/schema";
import { AddCode, ApplyCode, Code, Coding, ListCodings, WithdrawCode } from "@/domain/coding/schema";
import { ConversationWindow, Copied, CopyConversation, PrintConversation, Source, ViewConversation } from "@/domain/conversations/schema";
import { AskReport, ListReports, ReadReport, ReportCard, ReportDetail, ReportFile, SetSchedule } from "@/domain/filings/schema";
import { FlagSettings, PutFlags } from "@/domain/flags/schema";
import { ApproveRelease, Hold, ListHolds, PlaceHold, RequestRelease } from "@/domain/holds/schema";
import { Flags, ListFlags, Live, ReadLive } from "@/domain/oversight/schema";
import {
  EndPerson,
  Me,
  Person,
  ReleaseBudget,
  ReleasedBudget,
  ResetDone,
  ResetPerson,
  SignUndertaking,
  SuspendPerson,
  Undertaking,
} from "@/domain/people/schema";
import { AskProduction, DownloadFile, Production, ReadProduction } from "@/domain/productions/schema";
import {
  CheckpointAnswer,
  ConsistencyProof,
  DeliverTo,
  HandIn,
  InclusionProof,
  Leaf,
  LogKeys,
  ProveConsistency,
  ProveEntry,
  ReadLeaves,
  ReadReceipt,
  Recipient,
  StopDelivery,
} from "@/domain/proofs/schema";
import { AddLock, GrantSideKey, JoinSealing, MakeSideKey, RemoveLock, Sealing } from "@/domain/sealing/schema";
import { ApproveDeletion, DeletedVolume, RefuseDeletion, RequestDeletion } from "@/domain/volumes/deletion-schema";
import {
  ListOutOfFrame,
  ListRejections,
  ListVolumes,
  OutOfFrame,
  ReadVolume,
  Rejection,
  Volume,
  VolumeDetail,
} from "@/domain/volumes/schema";
import { ReadStatistics, Statistics } from "@/domain/volumes/statistics-schema";
import { Created, Paging, pageOf } from "@/lib/page";
import type { Documented } from "./documented";
import { accountRoutes } from "./routes-account";
import { orderRoutes } from "./routes-order";
import { searchRoutes } from "./routes-search";

const status = z.object({ status: z.string() });
const id = z.object({ id: z.string() });
const coded = z.object({ code: z.string(), turn: z.int().nullable() });

/** Every address under /api. openapi.test.ts holds this table and the route files together, schema by schema. */
export const routes: readonly Documented[] = [
  { method: "GET", path: "/api/health", does: "Alive", answer: status, open: true },
  { method: "GET", path: "/api/ready", does: "Ready to serve", answer: status, open: true },
  { method: "GET", path: "/api/auth/{nextauth}", does: "Sign-in (next-auth)", answer: "application/json", open: true },
  { method: "POST", path: "/api/auth/{nextauth}", does: "Sign-in and sign-out (next-auth)", answer: "application/json", open: true },
  { method: "GET", path: "/api/openapi.json", does: "This description", answer: z.record(z.string(), z.unknown()) },

  { method: "GET", path: "/api/me", does: "Who acts: side, role, tier, undertaking, permitted actions", answer: Me },
  {
    method: "GET",
    path: "/api/undertaking",
    does: "The text and hash of the order in force, and whether it is signed",
    answer: Undertaking,
  },
  { method: "POST", path: "/api/undertaking/sign", does: "Sign the undertaking", input: SignUndertaking, answer: Created, created: true },
  ...orderRoutes,
  ...accountRoutes,
  ...searchRoutes,

  { method: "GET", path: "/api/people", does: "Who has access to the matter", answer: pageOf(Person) },
  { method: "POST", path: "/api/people/{id}/suspend", does: "Suspend a person and end their sessions", input: SuspendPerson, answer: id },
  {
    method: "POST",
    path: "/api/people/{id}/budget",
    does: "Let a person be shown more than the order's budget, for some hours",
    input: ReleaseBudget,
    answer: ReleasedBudget,
    created: true,
  },

  {
    method: "POST",
    path: "/api/people/{id}/remove",
    does: "End a person's access to the matter alone",
    input: EndPerson,
    answer: id,
  },
  {
    method: "POST",
    path: "/api/people/{id}/end-sessions",
    does: "End every session and token of a person",
    input: EndPerson,
    answer: id,
  },
  {
    method: "POST",
    path: "/api/people/{id}/reset",
    does: "Take a person's second factors away",
    input: ResetPerson,
    answer: ResetDone,
  },

  { method: "GET", path: "/api/volumes", does: "The volumes of the matter", input: ListVolumes, answer: pageOf(Volume) },
  { method: "GET", path: "/api/volumes/{id}", does: "A volume with its intake report", input: ReadVolume, answer: VolumeDetail },
  {
    method: "GET",
    path: "/api/statistics",
    does: "How many conversations by month, model and language; small classes are merged or left out, and cannot be worked out from the rest",
    input: ReadStatistics,
    answer: Statistics,
  },
  {
    method: "GET",
    path: "/api/volumes/{id}/out-of-frame",
    does: "Which conversations lie outside of the frame of a volume, and why; with format=csv all of them as a file",
    input: ListOutOfFrame,
    answer: z.object({ items: z.array(OutOfFrame), next: z.string().nullable() }),
  },
  {
    method: "GET",
    path: "/api/volumes/{id}/rejections",
    does: "What intake rejected, with file, line, byte and reason; with format=csv all of it as a file",
    input: ListRejections,
    answer: z.object({ items: z.array(Rejection), next: z.string().nullable() }),
  },
  {
    method: "POST",
    path: "/api/volumes/{id}/deletion",
    does: "Ask for a sealed volume to be deleted; refused while a hold covers anything in it",
    input: RequestDeletion,
    answer: DeletedVolume,
    created: true,
  },
  {
    method: "POST",
    path: "/api/volumes/{id}/deletion/approval",
    does: "Approve that a volume is deleted, as the other of two sides",
    input: ApproveDeletion,
    answer: DeletedVolume,
  },
  {
    method: "POST",
    path: "/api/volumes/{id}/deletion/refusal",
    does: "Refuse that a volume is deleted, or take one's own request back",
    input: RefuseDeletion,
    answer: z.object({ decision: z.string() }),
  },
  {
    method: "GET",
    path: "/api/arrivals",
    does: "Intakes that were asked for, and the files that may be loaded",
    input: ListArrivals,
    answer: Arrivals,
  },
  {
    method: "POST",
    path: "/api/arrivals",
    does: "Ask for files of the intake folder to be loaded",
    input: AskIntake,
    answer: Created,
    created: true,
  },
  {
    method: "POST",
    path: "/api/arrivals/{id}/cancel",
    does: "Stop an intake after what it is committing",
    input: CancelIntake,
    answer: id,
  },
  {
    method: "GET",
    path: "/api/conversations/{id}",
    does: "A conversation, or a window of its turns",
    input: ViewConversation,
    answer: ConversationWindow,
  },
  {
    method: "GET",
    path: "/api/conversations/{id}/source",
    does: "What was delivered with a conversation, and its other branches",
    input: ViewConversation,
    answer: Source,
  },
  {
    method: "POST",
    path: "/api/conversations/{id}/prints",
    does: "Turns of a conversation for printing; refused while a hold covers it",
    input: PrintConversation,
    answer: ConversationWindow,
    created: true,
  },
  {
    method: "POST",
    path: "/api/conversations/{id}/copies",
    does: "Put on record that words were copied from the screen",
    input: CopyConversation,
    answer: Copied,
    created: true,
  },

  { method: "GET", path: "/api/codes", does: "The own side's codebook", answer: pageOf(Code) },
  { method: "POST", path: "/api/codes", does: "Add a code to the own side's codebook", input: AddCode, answer: Created, created: true },
  {
    method: "GET",
    path: "/api/conversations/{id}/codes",
    does: "The own side's codes on a conversation",
    input: ListCodings,
    answer: pageOf(Coding),
  },
  {
    method: "PUT",
    path: "/api/conversations/{id}/codes/{code}",
    does: "Put a code on a conversation or a turn",
    input: ApplyCode,
    answer: coded,
  },
  {
    method: "DELETE",
    path: "/api/conversations/{id}/codes/{code}",
    does: "Take a code off a conversation or a turn",
    input: WithdrawCode,
    answer: coded,
  },
  {
    method: "GET",
    path: "/api/sealing",
    does: "What the own side seals to, who can open it, and one's own wrapped keys",
    answer: Sealing,
  },
  {
    method: "POST",
    path: "/api/sealing/own-key",
    does: "Keep a key of one's own, made and locked away in the browser",
    input: JoinSealing,
    answer: Created,
    created: true,
  },
  {
    method: "POST",
    path: "/api/sealing/locks",
    does: "Add a way to unlock one's own key",
    input: AddLock,
    answer: Created,
    created: true,
  },
  { method: "DELETE", path: "/api/sealing/locks/{id}", does: "Take a way to unlock one's own key away", input: RemoveLock, answer: id },
  {
    method: "POST",
    path: "/api/sealing/keys",
    does: "Keep the next key of the own side, wrapped in the browser for its members",
    input: MakeSideKey,
    answer: z.object({ epoch: z.int() }),
    created: true,
  },
  {
    method: "POST",
    path: "/api/sealing/grants",
    does: "Give the own side's key to another of its members",
    input: GrantSideKey,
    answer: z.object({ member: z.string(), epoch: z.int() }),
    created: true,
  },

  { method: "GET", path: "/api/holds", does: "The holds of the matter", input: ListHolds, answer: pageOf(Hold) },
  { method: "POST", path: "/api/holds", does: "Place a hold", input: PlaceHold, answer: Created, created: true },
  { method: "POST", path: "/api/holds/{id}/release-request", does: "Ask for a hold to be released", input: RequestRelease, answer: id },
  {
    method: "POST",
    path: "/api/holds/{id}/release-approval",
    does: "Approve a release that another side asked for",
    input: ApproveRelease,
    answer: id,
  },
  { method: "GET", path: "/api/productions", does: "The own side's productions", input: Paging, answer: pageOf(Production) },
  {
    method: "POST",
    path: "/api/productions",
    does: "Ask for a reviewed set to be exported",
    input: AskProduction,
    answer: Created,
    created: true,
  },
  { method: "GET", path: "/api/productions/{id}", does: "A production and how far it is", input: ReadProduction, answer: Production },
  {
    method: "GET",
    path: "/api/productions/{id}/files/{name}",
    does: "Download a file of a production",
    input: DownloadFile,
    answer: "application/octet-stream",
  },

  {
    method: "GET",
    path: "/api/audit",
    does: "The log: all of it for the monitor, one's own entries for everybody else",
    input: ReadLog,
    answer: LogPage,
  },
  {
    method: "GET",
    path: "/api/activity/live",
    does: "What happens now: the newest entries, without content; asking is no activity",
    input: ReadLive,
    answer: Live,
  },
  {
    method: "GET",
    path: "/api/flags",
    does: "What strikes in the log, each with its sentence and entries",
    input: ListFlags,
    answer: Flags,
  },
  { method: "PUT", path: "/api/flags/settings", does: "Set where flags begin", input: PutFlags, answer: FlagSettings },
  { method: "GET", path: "/api/reports", does: "Reports of the log, made and waiting", input: ListReports, answer: pageOf(ReportCard) },
  { method: "POST", path: "/api/reports", does: "Ask for a signed report of the log", input: AskReport, answer: Created, created: true },
  { method: "PUT", path: "/api/reports/schedule", does: "Set how often a report is made", input: SetSchedule, answer: SetSchedule },
  { method: "GET", path: "/api/reports/{id}", does: "A report with its document and signatures", input: ReadReport, answer: ReportDetail },
  { method: "GET", path: "/api/reports/{id}/files/{name}", does: "A file of a report", input: ReportFile, answer: "text/plain" },
  {
    method: "GET",
    path: "/api/audit/checkpoint",
    does: "The newest signed state of the log, who witnessed it, and how far it is behind",
    answer: CheckpointAnswer,
  },
  { method: "GET", path: "/api/audit/entries", does: "Entries as they stand in the tree", input: ReadLeaves, answer: pageOf(Leaf) },
  { method: "GET", path: "/api/audit/proof", does: "That an entry stands in the signed log", input: ProveEntry, answer: InclusionProof },
  {
    method: "GET",
    path: "/api/audit/consistency",
    does: "That the signed log continues an older one",
    input: ProveConsistency,
    answer: ConsistencyProof,
  },
  { method: "GET", path: "/api/audit/key", does: "The public keys of the log and its witnesses", answer: LogKeys },
  {
    method: "GET",
    path: "/api/audit/receipt",
    does: "A receipt of an entry that verifies offline",
    input: ReadReceipt,
    answer: "text/plain",
  },
  { method: "GET", path: "/api/audit/recipients", does: "Where checkpoints go", answer: pageOf(Recipient) },
  {
    method: "POST",
    path: "/api/audit/recipients",
    does: "Send checkpoints to an address, a folder or a witness",
    input: DeliverTo,
    answer: Created,
    created: true,
  },
  { method: "DELETE", path: "/api/audit/recipients/{id}", does: "Send no more checkpoints to a place", input: StopDelivery, answer: id },
  {
    method: "POST",
    path: "/api/audit/cosignatures",
    does: "Bring a witness's signature of a checkpoint",
    input: HandIn,
    answer: z.object({ witness: z.string(), size: z.int(), at: z.string() }),
    created: true,
  },
  {
    method: "GET",
    path: "/api/audit/export",
    does: "The whole log as an archive of the folder that docs/log-format.md describes: verify it elsewhere",
    answer: "application/zip",
  },
];
