import { type Deed, type Holds, Lately, moment, named, text, Unexplained, whenever, whole } from "./deed";
import { asksFactor, type Policies, type Settings, setting } from "./policy";

const MINUTE = 60_000_000;
/** A browser that has not given its factor yet is let alone for a quarter of an hour, and an intention to link an account is good for ten minutes. */
const UNCONFIRMED = 15 * MINUTE;
const LINKING = 10 * MINUTE;

type Session = {
  readonly person: string;
  readonly kind: string;
  readonly opened: number;
  readonly expires: number | null;
  readonly exports: boolean;
  readonly ended: Lately<boolean>;
  /** By what its person was last confirmed, and when. */
  proof: { readonly factor: string; readonly at: number } | null;
  /** Its person had a factor to give when it was opened, or enrolled one in it. */
  hasFactor: boolean;
  /** Its person signed in with a password that somebody handed them. */
  firstPassword: boolean;
  linking: number;
};

/** The sessions of a matter: for whom they were opened, how their people proved who they are, and what ended them. */
export class Sessions {
  private readonly sessions = new Map<string, Session>();
  private readonly tokens = new Map<string, { exports: boolean }[]>();

  constructor(
    private readonly grace: number,
    private readonly policies: Policies,
  ) {}

  /** A token was made for somebody: one session of that kind may follow, which may export only if that was said. */
  allowToken(deed: Deed): void {
    const whose = named(deed, "person");
    this.tokens.set(whose, [...(this.tokens.get(whose) ?? []), { exports: deed.detail.exports === true }]);
  }

  spendToken({ email, detail }: Deed): void {
    const made = this.tokens.get(email ?? "")?.shift();
    if (!made) throw new Unexplained("nobody made this token");
    if (detail.exports === true && !made.exports) throw new Unexplained("the token was not made for exports");
  }

  open({ session, person, at, detail }: Deed): void {
    if (!session || !person) throw new Unexplained("a session without a name or a person");
    if (this.sessions.has(session)) throw new Unexplained("this session was opened before");
    const factor = text(detail.factor);
    this.sessions.set(session, {
      person,
      kind: text(detail.kind) ?? "browser",
      opened: at,
      expires: moment(detail.expires),
      exports: detail.exports === true,
      ended: new Lately(false),
      proof: factor === null ? null : { factor, at: Math.min(at, moment(detail.factorAt) ?? at) },
      hasFactor: detail.hasFactor === true,
      firstPassword: detail.firstPassword === true,
      linking: Number.NEGATIVE_INFINITY,
    });
  }

  /** Whether the session of an entry was opened for the one who acts, and had neither ended nor run out. */
  isOpen({ session, person, at }: Deed): Holds {
    const known = this.sessions.get(session ?? "");
    if (!known || known.person !== person) return "no";
    const running = whenever(at, this.grace, (t) => {
      if (known.expires !== null && t > known.expires) return false;
      return this.confirmed(known, t) || t <= known.opened + UNCONFIRMED;
    });
    const open = known.ended.holds(at, this.grace, (ended) => !ended);
    return running === "no" || open === "no" ? "no" : running === "lately" ? running : open;
  }

  /** Whether a factor was given in it, where the order asks for one. */
  isConfirmed({ session, at }: Deed): Holds {
    const known = this.sessions.get(session ?? "");
    return known ? whenever(at, this.grace, (t) => this.confirmed(known, t)) : "no";
  }

  /** Whether that was within the last minutes. A token that was made for exports carries it for those. */
  isFresh({ session, at }: Deed, forExports: boolean): Holds {
    const known = this.sessions.get(session ?? "");
    return known ? whenever(at, this.grace, (t) => this.fresh(known, t, forExports)) : "no";
  }

  /** Whether its person may change what they prove themselves with: with a fresh factor or, before there is any, with the password alone. */
  mayEnrol({ session, at }: Deed): Holds {
    const known = this.sessions.get(session ?? "");
    if (known?.kind !== "browser") return "no";
    return whenever(at, this.grace, (t) => {
      const first = !known.hasFactor || ["totp", "passkey", "recovery"].includes(known.proof?.factor ?? "");
      return this.confirmed(known, t) ? this.fresh(known, t, false) : first;
    });
  }

  private confirmed({ kind, proof, firstPassword }: Session, at: number): boolean {
    if (kind !== "browser") return true;
    const settings = this.policies.settings(at);
    return proof !== null && counts(proof.factor, settings) && !(firstPassword && asksFactor(settings));
  }

  private fresh(session: Session, at: number, forExports: boolean): boolean {
    const settings = this.policies.settings(at);
    if (session.kind === "command") return true;
    if (session.kind === "token") return !asksFactor(settings) || (forExports && session.exports);
    const minutes = whole(setting(settings, "stepUpMinutes")) ?? 0;
    return session.proof !== null && this.confirmed(session, at) && at < session.proof.at + minutes * MINUTE;
  }

  /** Somebody confirmed who they are, or enrolled what they confirm it with from now on. */
  prove({ session, at, detail }: Deed, enrolled: boolean): void {
    const known = this.browser(session);
    const factor = text(detail.factor) ?? "";
    if (enrolled && (factor === "recovery" || detail.step === "started")) return;
    if (factor === "password" && (known.hasFactor || asksFactor(this.policies.settings(at - this.grace))))
      throw new Unexplained("a password alone does not confirm this person");
    known.proof = { factor, at };
    if (!enrolled) return;
    known.hasFactor = true;
    this.endOthers(session, at, false);
  }

  removeFactor({ session, at }: Deed): void {
    this.browser(session).hasFactor = false;
    this.endOthers(session, at, false);
  }

  changePassword({ session, at }: Deed): void {
    this.browser(session).firstPassword = false;
    this.endOthers(session, at, false);
  }

  /** An account at a firm is linked by the session that said it wants to. */
  link({ session, at, detail }: Deed): void {
    const known = this.browser(session);
    if (detail.step !== "linked") known.linking = at;
    else if (at > known.linking + LINKING + this.grace) throw new Unexplained("nobody in this session had asked to link an account");
  }

  close(session: string | null, at: number): void {
    this.sessions.get(session ?? "")?.ended.set(true, at, this.grace);
  }

  /** Somebody ended one session of their own, or all others of the browser and, if they said so, tokens. A token ends nothing. */
  endOwn(deed: Deed): void {
    const { session, at, detail, object } = deed;
    if (this.sessions.get(session ?? "")?.kind === "token") return;
    if (object === "") {
      this.endOthers(session, at, detail.tokens === true);
      return;
    }
    const known = this.sessions.get(named(deed, "session"));
    if (known && known.person !== deed.person) throw new Unexplained("it ended the session of somebody else");
    this.close(named(deed, "session"), at);
  }

  /** Everything that speaks for a person. */
  endAll(person: string, at: number): void {
    for (const known of this.sessions.values()) if (known.person === person) known.ended.set(true, at, this.grace);
  }

  private endOthers(session: string | null, at: number, all: boolean): void {
    const person = this.sessions.get(session ?? "")?.person;
    for (const [name, known] of this.sessions)
      if (known.person === person && name !== session && (all || known.kind === "browser")) known.ended.set(true, at, this.grace);
  }

  private browser(session: string | null): Session {
    const known = this.sessions.get(session ?? "");
    if (known?.kind !== "browser") throw new Unexplained("only who sits at a browser may do this");
    return known;
  }
}

function counts(factor: string, settings: Settings): boolean {
  if (!asksFactor(settings)) return true;
  return factor === "idp" ? setting(settings, "trustIdpMfa") === true : factor !== "password";
}
