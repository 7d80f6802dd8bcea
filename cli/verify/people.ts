import { type Deed, moment, named, text, Unexplained, whole } from "./deed";
import { type Holds, Lately } from "./lately";
import type { Signature } from "./policy";

type Member = {
  readonly email: string;
  readonly side: string;
  readonly role: string;
  readonly tier: number;
  readonly active: boolean;
  readonly pending: boolean;
};
type Session = { readonly person: string; readonly expires: number | null; readonly ended: Lately<boolean> };

/** Who was admitted as what, what they signed, and their sessions, as the log says. */
export class People {
  private readonly members = new Map<string, Lately<Member>>();
  private readonly signatures = new Map<string, Signature[]>();
  private readonly sessions = new Map<string, Session>();
  private readonly tokens = new Map<string, number>();

  constructor(private readonly grace: number) {}

  admit(deed: Deed): void {
    const person = named(deed, "person");
    const { email, side, role, tier, pending } = deed.detail;
    const member = {
      email: text(email) ?? "",
      side: text(side) ?? "",
      role: text(role) ?? "",
      tier: whole(tier) ?? 0,
      active: true,
      pending: pending === true,
    };
    const known = this.members.get(person);
    if (known) known.set(member, deed.at, this.grace);
    else this.members.set(person, new Lately(member));
  }

  /** Changes what is known of the person that an entry is about. */
  change(deed: Deed, to: Partial<Member>): void {
    const member = this.members.get(named(deed, "person"));
    if (!member) throw new Unexplained("it is about somebody who was never admitted");
    member.set({ ...member.now, ...to }, deed.at, this.grace);
  }

  /** The way is clear for an expert who was disclosed to the other side: who is admitted already, under the address that the entry names. */
  clear({ detail, at }: Deed): void {
    for (const member of this.members.values())
      if (member.now.email === detail.email) member.set({ ...member.now, pending: false }, at, this.grace);
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

  sign(deed: Deed): void {
    const hash = text(deed.detail.hash) ?? text(deed.detail.sha256);
    if (deed.person && hash)
      this.signatures.set(deed.person, [...this.signaturesOf(deed.person), { version: versionOf(named(deed, "order")), hash }]);
  }

  signaturesOf(person: string): readonly Signature[] {
    return this.signatures.get(person) ?? [];
  }

  /** A token was made for somebody: one session of that kind may follow. */
  allowToken(deed: Deed): void {
    const whose = named(deed, "person");
    this.tokens.set(whose, (this.tokens.get(whose) ?? 0) + 1);
  }

  spendToken(email: string | null): void {
    const left = this.tokens.get(email ?? "") ?? 0;
    if (left < 1) throw new Unexplained("nobody made this token");
    this.tokens.set(email ?? "", left - 1);
  }

  open({ session, person, detail }: Deed): void {
    if (!session || !person) throw new Unexplained("a session without a name or a person");
    if (this.sessions.has(session)) throw new Unexplained("this session was opened before");
    this.sessions.set(session, { person, expires: moment(detail.expires), ended: new Lately(false) });
  }

  close(session: string | null, at: number): void {
    this.sessions.get(session ?? "")?.ended.set(true, at, this.grace);
  }

  /** Whether the session of an entry was opened for the one who acts, and had neither ended nor run out. */
  inSession({ session, person, at }: Deed): Holds {
    const known = this.sessions.get(session ?? "");
    if (!known || known.person !== person || (known.expires !== null && at > known.expires + this.grace)) return "no";
    const open = known.ended.holds(at, this.grace, (ended) => !ended);
    return open === "yes" && known.expires !== null && at > known.expires ? "lately" : open;
  }
}

function versionOf(name: string): number {
  return /^\d{1,9}$/.test(name) ? Number(name) : -1;
}
