import { type Deed, type Holds, named, text, Unexplained, whole } from "./deed";
import { Holding } from "./holds";
import { People } from "./people";
import { Policies } from "./policy";
import { Sessions } from "./sessions";
import { inOrder, type Replayed } from "./verdict";

/** What is done with the rights of the host, at its terminal or by its programs. Nobody signs in for it; nothing of it shows content. */
const atHost = new Set([
  "matter:add",
  "policy:set",
  "people:add",
  "token:make",
  "intake:run",
  "codebook:keep",
  "report:make",
  "volume:purge",
  "volume:supersede",
  "redaction:search",
  "sealing:join",
  "sealing:key",
]);

/** What a demonstration comes with, in nobody's name. It lets nobody read anything: who is cleared, and what the court rules, is for people. */
const atDemonstration = new Set(["disclosure:make", "disclosure:object", "designation:challenge"]);

/** What is done by the right to something else: a question, and the note that somebody was shown a tier for the first time. */
const rights: Readonly<Record<string, string>> = { "conversation:ask": "conversation:search", "access:first": "conversation:search" };

/** What changes by what somebody proves who they are. */
const enrolling = new Set(["factor:enrol", "password:change"]);

/**
 * Replays the log of a matter: every entry that says "done" must be explained by entries before it, which gave the right to do it.
 * What ended a right may stand before what was begun under it, by no more than `grace` microseconds.
 */
export class Replay {
  private explained = 0;
  private inFlight = 0;
  private openedAtHost = 0;
  private unexplained = 0;
  private readonly byHost = new Map<string, number>();
  private readonly policies: Policies;
  private readonly people: People;
  private readonly sessions: Sessions;
  private readonly holding: Holding;

  constructor(grace: number) {
    this.policies = new Policies(grace);
    this.people = new People(grace, this.policies);
    this.sessions = new Sessions(grace, this.policies);
    this.holding = new Holding(grace);
  }

  /** Takes one entry that says "done". Returns why nothing in the log explains it, or null. */
  see(deed: Deed): string | null {
    try {
      const holds = this.explain(deed);
      if (holds === "yes") this.explained++;
      else this.inFlight++;
      return null;
    } catch (error) {
      if (!(error instanceof Unexplained)) throw error;
      this.unexplained++;
      return `${deed.action} by ${deed.email ?? "nobody who signed in"}: ${error.message}`;
    }
  }

  result(): Replayed {
    const { explained, inFlight, openedAtHost, unexplained } = this;
    return {
      explained,
      inFlight,
      atHost: Object.fromEntries([...this.byHost].sort(([a], [b]) => inOrder(a, b))),
      openedAtHost,
      unexplained,
    };
  }

  private explain(deed: Deed): Holds {
    const allowed = this.allow(deed);
    const more = this.follow(deed);
    return allowed === "lately" || more === "lately" ? "lately" : "yes";
  }

  /** Whether who did it was allowed to. */
  private allow(deed: Deed): Holds {
    const { action, person, role, at } = deed;
    if (person === null) return this.allowHost(deed);
    if (action === "session:open" || action === "token:create") return this.allowOpening(deed);
    const right = rights[action] ?? action;
    const asked: [Holds, string][] = [
      [this.people.isMember(deed, 0), "not admitted to the matter as what the entry says, or suspended"],
      [this.sessions.isOpen(deed), "in no session that was open"],
    ];
    if (action !== "session:close") {
      const tier = this.policies.needs("tier", right) ? Math.max(1, whole(deed.detail.tier) ?? 0) : 0;
      asked.push([this.policies.gives(role, right, at), "the policy does not give this to the role"]);
      asked.push([this.people.isMember(deed, tier), "above the tier of the person"]);
    }
    if (this.policies.needs("factor", right)) asked.push([this.sessions.isConfirmed(deed), "no second factor was given"]);
    if (this.policies.needs("undertaking", right)) {
      asked.push([this.policies.signed(person, at), "the order in force was not signed"]);
      asked.push([this.people.isCleared(deed), "not cleared yet"]);
    }
    if (this.policies.needs("step_up", right) && !this.goesOn(deed))
      asked.push([this.sessions.isFresh(deed, this.policies.isExport(right)), "no factor was given within the last minutes"]);
    if (enrolling.has(action)) asked.push([this.sessions.mayEnrol(deed), "no factor was given within the last minutes"]);
    return every(asked);
  }

  // What was begun with a fresh factor goes on without one: the chunks and the end of an export, and an account that comes back from its firm.
  private goesOn(deed: Deed): boolean {
    if (deed.action === "identity:link") return deed.detail.step === "linked";
    return deed.action === "production:ask" && this.holding.isBegun(deed);
  }

  private allowHost({ action, detail, session }: Deed): Holds {
    const demonstrated = detail.kind === "demonstration";
    if (session !== null || !(atHost.has(action) || (demonstrated && atDemonstration.has(action))))
      throw new Unexplained("only somebody who signed in may do this");
    if (action === "people:add" && detail.role !== "custodian" && this.people.hasCustodian() && !demonstrated)
      throw new Unexplained("the host admits a first custodian, who admits the others");
    this.byHost.set(action, (this.byHost.get(action) ?? 0) + 1);
    return "yes";
  }

  private allowOpening(deed: Deed): Holds {
    if (deed.action === "token:create") this.sessions.spendToken(deed);
    if (text(deed.detail.kind) === "command") this.openedAtHost++;
    return every([[this.people.isMember(deed, 0), "not admitted to the matter as what the entry says, or suspended"]]);
  }

  /** What the deed changes for those after it. */
  private follow(deed: Deed): Holds {
    switch (deed.action) {
      case "policy:set":
        this.policies.setPolicy(deed);
        break;
      case "matter:add":
        this.policies.setOrder(deed);
        break;
      case "order:draft":
        this.policies.draft(deed);
        break;
      case "order:amend":
        this.policies.decide(deed);
        break;
      case "undertaking:sign":
        return this.policies.sign(deed);
      case "people:add":
        this.people.admit(deed);
        break;
      case "people:remove":
      case "people:manage":
        this.people.change(deed, { active: false });
        this.sessions.endAll(named(deed, "person"), deed.at);
        break;
      case "people:end-sessions":
      case "people:reset":
        this.people.change(deed, {});
        this.sessions.endAll(named(deed, "person"), deed.at);
        break;
      case "disclosure:make":
        this.people.disclose(deed);
        break;
      case "disclosure:object":
      case "disclosure:waive":
      case "disclosure:rule":
      case "disclosure:clear":
      case "disclosure:withdraw":
        this.people.step(deed);
        break;
      case "hold:place":
        this.holding.place(deed);
        break;
      case "hold:request-release":
        this.holding.request(deed);
        break;
      case "hold:approve-release":
        this.holding.release(deed);
        break;
      case "volume:request-deletion":
        this.holding.askDeletion(deed);
        break;
      case "volume:refuse-deletion":
        this.holding.dropDeletion(deed);
        break;
      case "volume:approve-deletion":
        this.holding.approveDeletion(deed);
        break;
      case "volume:purge":
        this.holding.purge(deed);
        break;
      case "production:ask":
      case "production:download":
        return this.holding.leave(deed);
      default:
        this.followSession(deed);
    }
    return "yes";
  }

  private followSession(deed: Deed): void {
    switch (deed.action) {
      case "token:make":
        this.sessions.allowToken(deed);
        break;
      case "session:open":
      case "token:create":
        this.sessions.open(deed);
        break;
      case "session:close":
        this.sessions.close(deed.session, deed.at);
        break;
      case "session:end":
        this.sessions.endOwn(deed);
        break;
      case "factor:confirm":
      case "factor:enrol":
        this.sessions.prove(deed, deed.action === "factor:enrol");
        break;
      case "factor:remove":
        this.sessions.removeFactor(deed);
        break;
      case "password:change":
        this.sessions.changePassword(deed);
        break;
      case "identity:link":
        this.sessions.link(deed);
    }
  }
}

function every(asked: readonly [Holds, string][]): Holds {
  const refused = asked.find(([holds]) => holds === "no");
  if (refused) throw new Unexplained(refused[1]);
  return asked.some(([holds]) => holds === "lately") ? "lately" : "yes";
}
