import { type Deed, type Holds, Lately, named, text, Unexplained, whole } from "./deed";
import { readTime } from "./entry";
import { type Policies, setting } from "./policy";

type Member = {
  readonly email: string;
  readonly side: string;
  readonly role: string;
  readonly tier: number;
  readonly active: boolean;
  readonly pending: boolean;
};
type Expert = {
  readonly email: string;
  readonly side: string;
  readonly tier: number;
  readonly objectUntil: string | null;
  state: "open" | "waived" | "objected" | "overruled" | "refused" | "cleared" | "withdrawn";
};

/** From which states a step may be taken. */
const from: Readonly<Record<string, readonly Expert["state"][]>> = {
  object: ["open", "waived"],
  waive: ["open"],
  rule: ["objected"],
  clear: ["open", "waived", "overruled"],
  withdraw: ["open", "waived", "objected", "overruled"],
};

/** No day ends anywhere on earth before ten o'clock UTC of that day: until then nobody's period is over, wherever the court is. */
const FIRST_MIDNIGHT = 10 * 3_600_000_000;

/** Who was admitted as what, and which experts were disclosed and cleared, as the log says. */
export class People {
  private readonly members = new Map<string, Lately<Member>>();
  private readonly experts = new Map<string, Expert>();

  constructor(
    private readonly grace: number,
    private readonly policies: Policies,
  ) {}

  admit(deed: Deed): void {
    const person = named(deed, "person");
    const { email, side, role, tier, pending, kind } = deed.detail;
    const member = {
      email: text(email) ?? "",
      side: text(side) ?? "",
      role: text(role) ?? "",
      tier: whole(tier) ?? 0,
      active: true,
      pending: pending === true,
    };
    if (member.role === "expert" && !member.pending && kind !== "demonstration" && !this.mayRead(member, deed.at))
      throw new Unexplained("nobody had cleared this expert");
    const known = this.members.get(person);
    if (known) known.set(member, deed.at, this.grace);
    else this.members.set(person, new Lately(member));
  }

  // An expert is cleared before they read, unless the order asks for no disclosure.
  private mayRead({ email, side, tier }: Member, at: number): boolean {
    if (setting(this.policies.settings(at), "expertDisclosure") === false) return true;
    const cleared = (one: Expert) => one.state === "cleared" && one.email === email && one.side === side && one.tier >= tier;
    return [...this.experts.values()].some(cleared);
  }

  /** Changes what is known of the person that an entry is about. */
  change(deed: Deed, to: Partial<Member>): void {
    const member = this.members.get(named(deed, "person"));
    if (!member) throw new Unexplained("it is about somebody who was never admitted");
    member.set({ ...member.now, ...to }, deed.at, this.grace);
  }

  disclose({ side, detail }: Deed): void {
    const { disclosure, email, tier, objectUntil } = detail;
    const expert = { email: text(email) ?? "", side: side ?? "", tier: whole(tier) ?? 0, objectUntil: text(objectUntil) };
    this.experts.set(text(disclosure) ?? "", { ...expert, state: "open" });
  }

  /** The other side objects or waives, the court rules, one's own side withdraws, and who is cleared was in the way of nobody. */
  step(deed: Deed): void {
    const { side, detail } = deed;
    const step = deed.action.slice("disclosure:".length);
    const expert = this.experts.get(text(detail.disclosure) ?? "");
    if (!expert) throw new Unexplained("nobody had disclosed this expert");
    const own = expert.side === side;
    if ((own && (step === "object" || step === "waive")) || (!own && step === "withdraw"))
      throw new Unexplained("this was for the other side to do");
    if (!from[step]?.includes(expert.state)) throw new Unexplained(`the expert was ${expert.state}`);
    if (step === "clear") this.clear(deed, expert);
    expert.state = after(step, detail.ruling === "sustained");
  }

  // Who is admitted already reads from now on.
  private clear({ at }: Deed, expert: Expert): void {
    const { email, side, tier } = expert;
    if (expert.state === "open" && at < earliest(expert.objectUntil)) throw new Unexplained("the other side could still object");
    const test = (m: Member) => m.email === email && m.side === side && m.role === "expert" && m.tier <= tier;
    for (const member of this.members.values()) if (test(member.now)) member.set({ ...member.now, pending: false }, at, this.grace);
  }

  isCleared({ person, at }: Deed): Holds {
    return this.members.get(person ?? "")?.holds(at, this.grace, (m) => !m.pending) ?? "no";
  }

  hasCustodian(): boolean {
    return [...this.members.values()].some(({ now }) => now.role === "custodian" && now.active);
  }

  /** Whether the one who acts is a member in the very role and for the very side that the entry states, up to at least `tier`. */
  isMember({ person, email, side, role, at }: Deed, tier: number): Holds {
    const member = this.members.get(person ?? "");
    const test = (m: Member) => m.active && m.email === email && m.side === side && m.role === role && m.tier >= tier;
    return member?.holds(at, this.grace, test) ?? "no";
  }
}

function after(step: string, sustained: boolean): Expert["state"] {
  switch (step) {
    case "object":
      return "objected";
    case "waive":
      return "waived";
    case "rule":
      return sustained ? "refused" : "overruled";
    case "clear":
      return "cleared";
    default:
      return "withdrawn";
  }
}

// The first moment at which the last day to object can be over. Without a day that can be read there is none.
function earliest(day: string | null): number {
  try {
    return readTime(`${day}T00:00:00Z`) + FIRST_MIDNIGHT;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
