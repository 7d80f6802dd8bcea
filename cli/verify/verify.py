#!/usr/bin/env python3
"""Verifies an export of a reading room's log, or a receipt from it. Needs Python 3.8 and nothing else: no network, no database.

    python3 verify.py FOLDER  [--key FILE] [--since FILE]... [--tolerance SECONDS] [--json]
    python3 verify.py RECEIPT  --key FILE  [--json]

Exit code 0: verified. 1: something does not hold. 2: wrong usage. What is checked, and what it proves, is in docs/log-format.md.
This program and the one it agrees with (in TypeScript, beside it) share that document and no code.
"""
import base64
import calendar
import hashlib
import json
import os
import re
import sys
from datetime import datetime, timezone

# ---------------------------------------------------------------------------------------------------------------------------------
# Ed25519 (RFC 8032): only what verifying needs. Points are kept as (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def add_points(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def double_point(p):
    a, b, c = p[0] * p[0] % P, p[1] * p[1] % P, 2 * p[2] * p[2] % P
    h = a + b
    e = h - (p[0] + p[1]) ** 2 % P
    g = a - b
    f = c + g
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(scalar, point):
    result = (0, 1, 1, 0)
    for bit in bin(scalar)[2:]:
        result = double_point(result)
        if bit == "1":
            result = add_points(result, point)
    return result


def read_point(data):
    """The point that 32 bytes name, or None."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P != 0:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - x2) % P != 0 or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = read_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed_by(public, message, signature):
    """Whether these 64 bytes are the signature of a message by a public key of 32 bytes."""
    if len(signature) != 64:
        return False
    a, r, s = read_point(public), read_point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = multiply(s, BASE), add_points(r, multiply(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# ---------------------------------------------------------------------------------------------------------------------------------
# The Merkle tree of RFC 6962.


def hash_leaf(leaf):
    return hashlib.sha256(b"\x00" + leaf).digest()


def hash_node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that is only ever added to: it keeps the roots of its whole subtrees, one for every bit of its size."""

    def __init__(self):
        self.size = 0
        self.whole = []

    def add(self, leaf):
        node, rest = leaf, self.size
        while rest % 2 == 1:
            node = hash_node(self.whole.pop(), node)
            rest //= 2
        self.whole.append(node)
        self.size += 1

    def root(self):
        if not self.whole:
            return hashlib.sha256().digest()
        root = self.whole[-1]
        for node in reversed(self.whole[:-1]):
            root = hash_node(node, root)
        return root


def root_from(leaf, index, size, path):
    """The root that a path leads to from a leaf (RFC 9162, 2.1.3.2), or None where the path does not fit."""
    if index >= size:
        return None
    fn, sn, root = index, size - 1, leaf
    for node in path:
        if sn == 0:
            return None
        if fn % 2 == 1 or fn == sn:
            root = hash_node(node, root)
            while fn % 2 == 0 and fn != 0:
                fn, sn = fn // 2, sn // 2
        else:
            root = hash_node(root, node)
        fn, sn = fn // 2, sn // 2
    return root if sn == 0 else None


# ---------------------------------------------------------------------------------------------------------------------------------
# Texts: JSON about which no two readers can differ, base64 and time in their one spelling.


def object_of(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def whole_number(text):
    if len(text) > 17 or abs(int(text)) >= 2**53:
        raise ValueError("a number too large to compare")
    return int(text)


def decimal(text):
    """As a double; one that is whole must be small enough to be exact."""
    number = float(text)
    if number in (float("inf"), float("-inf")) or not number.is_integer():
        return number
    return whole_number(str(int(number)))


def no_constant(text):
    raise ValueError("no JSON: " + text)


def read_object(data):
    text = data if isinstance(data, str) else data.decode("utf-8")
    value = json.loads(text, object_pairs_hook=object_of, parse_int=whole_number, parse_float=decimal, parse_constant=no_constant)
    if not isinstance(value, dict):
        raise ValueError("no object")
    return value


def same(a, b):
    """Whether two values say the same; True is not 1."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    return a == b


def read_base64(text):
    """Strict base64, or None."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return data if base64.b64encode(data).decode() == text else None


MOMENT = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,6}))?Z")


def read_time(value):
    """A moment in UTC as microseconds since 1970."""
    found = MOMENT.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise ValueError("a time that is none")
    try:
        moment = datetime(*(int(part) for part in found.groups()[:6]), tzinfo=timezone.utc)
    except ValueError:
        raise ValueError("a time that is none") from None
    return calendar.timegm(moment.timetuple()) * 1_000_000 + int((found.group(7) or "").ljust(6, "0"))


# ---------------------------------------------------------------------------------------------------------------------------------
# Keys, signed notes and checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature).

KEY = re.compile(r"([!-*,-~]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)")
SIGNATURE = re.compile("— ([!-*,-~]+) ([A-Za-z0-9+/=]+)")
SIZE = re.compile(r"0|[1-9][0-9]{0,14}")
KINDS = {1: "log", 4: "witness"}


def read_keys(text):
    keys = []
    for line in (line.strip() for line in text.split("\n")):
        if line == "" or line.startswith("#"):
            continue
        found = KEY.fullmatch(line)
        material = read_base64(found.group(3)) if found else None
        if material is None or len(material) != 33 or material[0] not in KINDS:
            raise ValueError("no Ed25519 key of a log or a witness: " + line[:200])
        name, key_id = found.group(1), found.group(2)
        if hashlib.sha256(name.encode() + b"\n" + material).hexdigest()[:8] != key_id:
            raise ValueError("the id of the key " + name + " does not belong to it")
        if read_point(material[1:]) is None:
            raise ValueError("the key " + name + " is none")
        keys.append({"name": name, "id": key_id, "kind": KINDS[material[0]], "public": material[1:]})
    return keys


def read_note(note):
    """The text of a signed note, and its signatures as (name, bytes)."""
    end = note.rfind("\n\n")
    if end < 0 or not note.endswith("\n") or any(c < " " and c != "\n" for c in note):
        raise ValueError("no signed note")
    signatures = []
    for line in note[end + 2 : -1].split("\n"):
        found = SIGNATURE.fullmatch(line)
        data = read_base64(found.group(2)) if found else None
        if data is None or len(data) < 5:
            raise ValueError("no signature line")
        signatures.append((found.group(1), data))
    return note[: end + 1], signatures


def read_checkpoint(text):
    lines = text.split("\n")
    root = read_base64(lines[2]) if len(lines) == 4 else None
    if root is None or len(root) != 32 or not lines[0] or not SIZE.fullmatch(lines[1]) or lines[3]:
        raise ValueError("no checkpoint")
    return {"origin": lines[0], "size": int(lines[1]), "root": root}


def signers_of(text, signatures, keys):
    """Whether the log signed, and which witnesses did, when. Signatures of other keys are passed over."""
    log, witnesses = False, []
    for name, data in signatures:
        key = next((k for k in keys if k["name"] == name and k["id"] == data[:4].hex()), None)
        if key and key["kind"] == "log":
            if not signed_by(key["public"], text.encode(), data[4:]):
                raise ValueError("the signature of " + name + " is false")
            log = True
        elif key:
            at = int.from_bytes(data[4:12], "big")
            said = "cosignature/v1\ntime %d\n%s" % (at, text)
            if len(data) != 76 or at >= 2**53 or not signed_by(key["public"], said.encode(), data[12:]):
                raise ValueError("the cosignature of " + name + " is false")
            witnesses.append((name, at))
    return log, witnesses


def of_log(keys, origin):
    return [key for key in keys if key["kind"] == "witness" or key["name"] == origin]


# ---------------------------------------------------------------------------------------------------------------------------------
# Entries.

COLUMNS = ["id", "at", "matter", "person", "email", "side", "role", "session", "action", "object", "outcome", "reason", "detail"]
COLUMNS += ["commitment", "request"]
TEXTS = ["matter", "person", "email", "side", "role", "session", "object", "reason", "commitment", "request"]


def is_whole(value):
    return isinstance(value, int) and not isinstance(value, bool)


def read_leaf(leaf):
    said = read_object(leaf)
    for key, value in said.items():
        if key not in COLUMNS + ["v"] or value is None:
            raise ValueError("a leaf with " + key[:40])
    if said.get("v") != 1 or not is_whole(said["v"]) or not is_whole(said.get("id")) or said["id"] < 1:
        raise ValueError("a leaf without its id, action or outcome")
    if not isinstance(said.get("action"), str) or said.get("outcome") not in ("done", "refused", "failed"):
        raise ValueError("a leaf without its id, action or outcome")
    if "detail" in said and not isinstance(said["detail"], dict):
        raise ValueError("a detail that is no object")
    for key in TEXTS:
        if key in said and not isinstance(said[key], str):
            raise ValueError("a leaf whose " + key + " is no text")
    read_time(said.get("at"))
    return said


def read_entry(line):
    """The index a line gives, the leaf, what it says, and the first column that says something else."""
    row = read_object(line)
    if not is_whole(row.get("index")) or not isinstance(row.get("leaf"), str):
        raise ValueError("an entry without index or leaf")
    if set(row) != set(COLUMNS + ["index", "leaf"]):
        raise ValueError("not the columns of an entry")
    leaf = read_base64(row["leaf"])
    if leaf is None or len(leaf) > 65535:
        raise ValueError("a leaf that is no base64, or too long")
    said = read_leaf(leaf)
    expected = dict(said, id=str(said["id"]))
    differs = next((key for key in COLUMNS if not same(row[key], expected.get(key))), None)
    return row["index"], leaf, said, differs


# ---------------------------------------------------------------------------------------------------------------------------------
# The replay: every entry that says "done" must be explained by entries before it.


class Unexplained(Exception):
    pass


class Lately:
    """A value that changes with time, and what it was a moment ago."""

    def __init__(self, value):
        self.now, self.past = value, []

    def set(self, value, at, grace):
        self.past = [(was, until) for was, until in self.past if until > at - grace] + [(self.now, at)]
        self.now = value

    def holds(self, at, grace, test):
        if test(self.now):
            return "yes"
        return "lately" if any(until > at - grace and test(was) for was, until in self.past) else "no"


def whenever(at, grace, test):
    """As Lately, of what is told from the moment alone."""
    return "yes" if test(at) else "lately" if test(at - grace) else "no"


DISTANT = re.compile(r"([^\n]+)([+-])([0-9]{2}):([0-9]{2})")


class Deed:
    def __init__(self, said, at):
        self.at, self.action = at, said["action"]
        for key in ("person", "email", "side", "role", "session"):
            setattr(self, key, said.get(key))
        self.object = said.get("object", "")
        self.detail = said.get("detail", {})

    def named(self, kind):
        if not self.object.startswith(kind + ":"):
            raise Unexplained("it names no " + kind)
        return self.object[len(kind) + 1 :]

    def text(self, key):
        value = self.detail.get(key)
        return value if isinstance(value, str) else None

    def whole(self, key):
        value = self.detail.get(key)
        return value if is_whole(value) else None

    def moment(self, key):
        """A moment, in UTC or with its distance from it."""
        value = self.text(key) or ""
        found = DISTANT.fullmatch(value)
        try:
            if not found:
                return read_time(value)
            ahead = (int(found.group(3)) * 60 + int(found.group(4))) * 60_000_000
            return read_time(found.group(1) + "Z") + (ahead if found.group(2) == "-" else -ahead)
        except ValueError:
            return None


def texts(value):
    return {item for item in value if isinstance(item, str)} if isinstance(value, list) else set()


def listed(value):
    return {name: texts(names) for name, names in value.items()} if isinstance(value, dict) else {}


# Done with the rights of the host, at its terminal or by its programs. Nobody signs in for it; nothing of it shows content.
AT_HOST = {"matter:add", "policy:set", "people:add", "token:make", "intake:run", "codebook:keep", "report:make", "sealing:join", "sealing:key", "volume:purge",
           "volume:supersede", "redaction:search"}
# What a demonstration comes with, in nobody's name.
AT_DEMONSTRATION = {"disclosure:make", "disclosure:object", "designation:challenge"}


# Done by the right to something else.
RIGHTS = {"conversation:ask": "conversation:search", "access:first": "conversation:search"}

# What holds where an order is silent.
SILENT = {"mfa": True, "trustIdpMfa": False, "stepUpMinutes": 5, "expertDisclosure": True}

MINUTE = 60_000_000
# A browser that has not given its factor yet is let alone so long, and an intention to link an account is good for so long.
UNCONFIRMED, LINKING = 15 * MINUTE, 10 * MINUTE
# No day ends anywhere on earth before ten o'clock UTC of that day.
FIRST_MIDNIGHT = 600 * MINUTE
# From which states of a disclosure a step may be taken, and to which it leads.
STEPS = {
    "object": (("open", "waived"), "objected"),
    "waive": (("open",), "waived"),
    "rule": (("objected",), "overruled"),
    "clear": (("open", "waived", "overruled"), "cleared"),
    "withdraw": (("open", "waived", "objected", "overruled"), "withdrawn"),
}


def setting(settings, name):
    value = settings.get(name)
    return SILENT.get(name) if value is None else value


def asks_factor(settings):
    return setting(settings, "mfa") is not False


def counts_as_factor(factor, settings):
    if not asks_factor(settings):
        return True
    return setting(settings, "trustIdpMfa") is True if factor == "idp" else factor != "password"


class Replay:
    def __init__(self, grace):
        self.grace = grace
        self.result = {"explained": 0, "inFlight": 0, "atHost": {}, "openedAtHost": 0, "unexplained": 0}
        self.policy = Lately(({}, {}, set()))
        self.orders, self.drafts = {}, {}
        self.members, self.experts, self.signatures, self.sessions, self.tokens = {}, {}, {}, {}, {}
        self.held, self.productions, self.deletions = {}, {}, {}

    def see(self, deed):
        """Why nothing in the log explains this, or None."""
        try:
            allowed, followed = self.allow(deed), self.follow(deed)
            self.result["inFlight" if "lately" in (allowed, followed) else "explained"] += 1
            return None
        except Unexplained as error:
            self.result["unexplained"] += 1
            return "%s by %s: %s" % (deed.action, deed.email or "nobody who signed in", error)

    # Whether who did it was allowed to.
    def allow(self, deed):
        if deed.person is None:
            return self.allow_host(deed)
        admitted = (self.is_member(deed, 0), "not admitted to the matter as what the entry says, or suspended")
        if deed.action in ("session:open", "token:create"):
            if deed.action == "token:create":
                self.spend_token(deed)
            if deed.text("kind") == "command":
                self.result["openedAtHost"] += 1
            return every([admitted])
        needs, right = self.policy.now[1], RIGHTS.get(deed.action, deed.action)
        asked = [admitted, (self.is_open(deed), "in no session that was open")]
        if deed.action != "session:close":
            tier = max(1, deed.whole("tier") or 0) if right in needs.get("tier", ()) else 0
            given = self.policy.holds(deed.at, self.grace, lambda p: right in p[0].get(deed.role or "", ()))
            asked.append((given, "the policy does not give this to the role"))
            asked.append((self.is_member(deed, tier), "above the tier of the person"))
        if right in needs.get("factor", ()):
            asked.append((self.in_session(deed, self.is_confirmed), "no second factor was given"))
        if right in needs.get("undertaking", ()):
            asked.append((self.has_signed(deed), "the order in force was not signed"))
            member = self.members.get(deed.person)
            cleared = member.holds(deed.at, self.grace, lambda m: not m["pending"]) if member else "no"
            asked.append((cleared, "not cleared yet"))
        if right in needs.get("step_up", ()) and not self.goes_on(deed):
            exporting = right in self.policy.now[2]
            fresh = self.in_session(deed, lambda session, at: self.is_fresh(session, at, exporting))
            asked.append((fresh, "no factor was given within the last minutes"))
        if deed.action in ("factor:enrol", "password:change"):
            asked.append((self.in_session(deed, self.may_enrol), "no factor was given within the last minutes"))
        return every(asked)

    def goes_on(self, deed):
        """Begun with a fresh factor before: the chunks and the end of an export, and an account that comes back from its firm."""
        if deed.action == "identity:link":
            return deed.detail.get("step") == "linked"
        return deed.action == "production:ask" and deed.object in self.productions

    def allow_host(self, deed):
        demonstrated = deed.text("kind") == "demonstration"
        known = deed.action in AT_HOST or demonstrated and deed.action in AT_DEMONSTRATION
        if deed.session is not None or not known:
            raise Unexplained("only somebody who signed in may do this")
        custodian = any(m.now["role"] == "custodian" and m.now["active"] for m in self.members.values())
        if deed.action == "people:add" and custodian and deed.text("role") != "custodian" and not demonstrated:
            raise Unexplained("the host admits a first custodian, who admits the others")
        counts = self.result["atHost"]
        counts[deed.action] = counts.get(deed.action, 0) + 1
        return "yes"

    def is_member(self, deed, tier):
        member = self.members.get(deed.person)
        if member is None:
            return "no"
        who = (deed.email, deed.side, deed.role)
        return member.holds(
            deed.at, self.grace, lambda m: m["active"] and (m["email"], m["side"], m["role"]) == who and m["tier"] >= tier
        )

    # Orders, and who signed them.
    def in_force(self, at):
        versions = [version for version, order in self.orders.items() if order["from"] <= at]
        return self.orders[max(versions)] if versions else None

    def settings(self, at):
        order = self.in_force(at)
        return order["settings"] if order else {}

    def has_signed(self, deed):
        """Under the very text of the order in force, in a version that binds still."""

        def test(at):
            order = self.in_force(at)
            signed = self.signatures.get(deed.person, ())
            return order is not None and any(digest == order["hash"] and version >= order["binds"] for version, digest in signed)

        return whenever(deed.at, self.grace, test)

    def sign(self, deed):
        digest, name = deed.text("hash") or deed.text("sha256") or "", deed.named("order")
        version = int(name) if re.fullmatch("[0-9]{1,9}", name) else -1
        self.signatures.setdefault(deed.person or "", []).append((version, digest))

        def test(at):
            order = self.in_force(at)
            return order is not None and (order["version"], order["hash"]) == (version, digest)

        holds = whenever(deed.at, self.grace, test)
        if holds == "no":
            raise Unexplained("what was signed is not the order in force")
        return holds

    def decide(self, deed):
        """A draft is decided by another person than who wrote it, and put in force as it was written."""
        draft = self.drafts.get(deed.text("draft") or "")
        if draft is None:
            raise Unexplained("nobody had drafted this version of the order")
        if draft["person"] == deed.person:
            raise Unexplained("one person alone put this version of the order in force")
        del self.drafts[deed.text("draft") or ""]
        if deed.detail.get("decision") != "in_force":
            return
        if draft["hash"] != deed.text("sha256") or not same(draft["settings"], deed.detail.get("settings")):
            raise Unexplained("the order was not put in force as it was drafted")
        self.set_order(deed)

    def set_order(self, deed):
        digest, since, version = deed.text("sha256") or deed.text("hash"), deed.moment("inForceFrom"), deed.whole("version")
        version = 1 if version is None else version
        if not digest:
            return
        older = [known for known in self.orders if known < version]
        before = self.orders[max(older)] if older else None
        binds = deed.whole("bindsFrom")
        binds = version if binds is None else binds
        least = before["binds"] if before and before["hash"] == digest else version
        if binds < least or binds > version:
            raise Unexplained("signatures under another text would bind")
        settings = deed.detail.get("settings")
        self.orders[version] = {
            "version": version, "hash": digest, "binds": binds, "from": deed.at if since is None else since,
            "settings": settings if isinstance(settings, dict) else {},
        }

    # Sessions, how their people proved who they are, and what ended them.
    def is_open(self, deed):
        session = self.sessions.get(deed.session)
        if session is None or session["person"] != deed.person:
            return "no"

        def test(at):
            if session["expires"] is not None and at > session["expires"]:
                return False
            return self.is_confirmed(session, at) or at <= session["opened"] + UNCONFIRMED

        running = whenever(deed.at, self.grace, test)
        is_open = session["ended"].holds(deed.at, self.grace, lambda ended: not ended)
        if "no" in (running, is_open):
            return "no"
        return running if running == "lately" else is_open

    def in_session(self, deed, test):
        session = self.sessions.get(deed.session)
        return whenever(deed.at, self.grace, lambda at: test(session, at)) if session else "no"

    def is_confirmed(self, session, at):
        if session["kind"] != "browser":
            return True
        settings, proof = self.settings(at), session["proof"]
        if proof is None or not counts_as_factor(proof[0], settings):
            return False
        return not (session["first_password"] and asks_factor(settings))

    def is_fresh(self, session, at, exporting):
        settings, proof = self.settings(at), session["proof"]
        if session["kind"] == "command":
            return True
        if session["kind"] == "token":
            return not asks_factor(settings) or (exporting and session["exports"])
        minutes = setting(settings, "stepUpMinutes")
        if proof is None or not self.is_confirmed(session, at):
            return False
        return at < proof[1] + (minutes if is_whole(minutes) else 0) * MINUTE

    def may_enrol(self, session, at):
        """With a fresh factor or, before there is any, with the password alone."""
        if session["kind"] != "browser":
            return False
        if self.is_confirmed(session, at):
            return self.is_fresh(session, at, False)
        proof = session["proof"]
        return not session["has_factor"] or (proof is not None and proof[0] in ("totp", "passkey", "recovery"))

    def open(self, deed):
        if not deed.session or not deed.person:
            raise Unexplained("a session without a name or a person")
        if deed.session in self.sessions:
            raise Unexplained("this session was opened before")
        factor, since, kind = deed.text("factor"), deed.moment("factorAt"), deed.text("kind")
        self.sessions[deed.session] = {
            "person": deed.person, "kind": "browser" if kind is None else kind, "opened": deed.at, "expires": deed.moment("expires"),
            "exports": deed.detail.get("exports") is True, "ended": Lately(False),
            "proof": None if factor is None else (factor, deed.at if since is None else min(deed.at, since)),
            "has_factor": deed.detail.get("hasFactor") is True, "first_password": deed.detail.get("firstPassword") is True, "linking": None,
        }

    def spend_token(self, deed):
        made = self.tokens.get(deed.email or "")
        if not made:
            raise Unexplained("nobody made this token")
        exports = made.pop(0)
        if deed.detail.get("exports") is True and not exports:
            raise Unexplained("the token was not made for exports")

    def browser(self, deed):
        session = self.sessions.get(deed.session)
        if session is None or session["kind"] != "browser":
            raise Unexplained("only who sits at a browser may do this")
        return session

    def prove(self, deed, enrolled):
        session, factor = self.browser(deed), deed.text("factor") or ""
        if enrolled and (factor == "recovery" or deed.detail.get("step") == "started"):
            return
        if factor == "password" and (session["has_factor"] or asks_factor(self.settings(deed.at - self.grace))):
            raise Unexplained("a password alone does not confirm this person")
        session["proof"] = (factor, deed.at)
        if enrolled:
            session["has_factor"] = True
            self.end_others(deed, False)

    def end(self, name, at):
        if name in self.sessions:
            self.sessions[name]["ended"].set(True, at, self.grace)

    def end_all(self, person, at):
        for name, session in self.sessions.items():
            if session["person"] == person:
                self.end(name, at)

    def end_others(self, deed, everything):
        known = self.sessions.get(deed.session)
        for name, session in self.sessions.items():
            if known and session["person"] == known["person"] and name != deed.session and (everything or session["kind"] == "browser"):
                self.end(name, deed.at)

    def end_own(self, deed):
        """One of one's own, or all others of the browser and, if they said so, tokens. A token ends nothing."""
        acting = self.sessions.get(deed.session)
        if acting and acting["kind"] == "token":
            return
        if deed.object == "":
            self.end_others(deed, deed.detail.get("tokens") is True)
            return
        known = self.sessions.get(deed.named("session"))
        if known and known["person"] != deed.person:
            raise Unexplained("it ended the session of somebody else")
        self.end(deed.named("session"), deed.at)

    # What the deed changes for those after it.
    def follow(self, deed):
        action = deed.action
        if action == "policy:set":
            table = (listed(deed.detail.get("roles")), listed(deed.detail.get("needs")), texts(deed.detail.get("exports")))
            self.policy.set(table, deed.at, self.grace)
        elif action == "matter:add":
            self.set_order(deed)
        elif action == "order:draft":
            draft = deed.text("draft") or ""
            if deed.text("decision") is not None:
                self.drafts.pop(draft, None)
            else:
                self.drafts[draft] = {"person": deed.person, "hash": deed.text("sha256") or "", "settings": deed.detail.get("settings")}
        elif action == "order:amend":
            self.decide(deed)
        elif action == "undertaking:sign":
            return self.sign(deed)
        elif action == "people:add":
            self.admit(deed)
        elif action in ("people:manage", "people:remove", "people:end-sessions", "people:reset"):
            person = deed.named("person")
            member = self.members.get(person)
            if member is None:
                raise Unexplained("it is about somebody who was never admitted")
            if action in ("people:manage", "people:remove"):
                member.set(dict(member.now, active=False), deed.at, self.grace)
            self.end_all(person, deed.at)
        elif action == "disclosure:make":
            self.experts[deed.text("disclosure") or ""] = {
                "email": deed.text("email") or "", "side": deed.side or "", "tier": deed.whole("tier") or 0,
                "until": deed.text("objectUntil"), "state": "open",
            }
        elif action.startswith("disclosure:") and action[11:] in STEPS:
            self.step(deed, action[11:])
        elif action == "hold:place":
            target = deed.text("prefix") if deed.text("scope") == "volume" else deed.text("target")
            self.held[deed.named("hold")] = {"at": deed.at, "scope": deed.text("scope"), "target": target or "", "request": None}
        elif action == "hold:request-release":
            self.find_hold(deed)["request"] = (deed.side, deed.person)
        elif action == "hold:approve-release":
            request = self.find_hold(deed)["request"]
            if request is None:
                raise Unexplained("nobody asked for this hold to be released")
            if request[0] == deed.side or request[1] == deed.person:
                raise Unexplained("one side alone released this hold")
            del self.held[deed.named("hold")]
        elif action in ("volume:request-deletion", "volume:approve-deletion", "volume:refuse-deletion", "volume:purge"):
            self.delete_volume(deed, action[7:])
        elif action in ("production:ask", "production:download"):
            return self.leave(deed)
        else:
            self.follow_session(deed)
        return "yes"

    def follow_session(self, deed):
        action = deed.action
        if action == "token:make":
            self.tokens.setdefault(deed.named("person"), []).append(deed.detail.get("exports") is True)
        elif action in ("session:open", "token:create"):
            self.open(deed)
        elif action == "session:close":
            self.end(deed.session, deed.at)
        elif action == "session:end":
            self.end_own(deed)
        elif action in ("factor:confirm", "factor:enrol"):
            self.prove(deed, action == "factor:enrol")
        elif action == "factor:remove":
            self.browser(deed)["has_factor"] = False
            self.end_others(deed, False)
        elif action == "password:change":
            self.browser(deed)["first_password"] = False
            self.end_others(deed, False)
        elif action == "identity:link":
            session = self.browser(deed)
            if deed.detail.get("step") != "linked":
                session["linking"] = deed.at
            elif session["linking"] is None or deed.at > session["linking"] + LINKING + self.grace:
                raise Unexplained("nobody in this session had asked to link an account")

    def admit(self, deed):
        person = deed.named("person")
        member = {key: deed.text(key) or "" for key in ("email", "side", "role")}
        member.update(tier=deed.whole("tier") or 0, active=True, pending=deed.detail.get("pending") is True)
        if member["role"] == "expert" and not member["pending"] and deed.detail.get("kind") != "demonstration":
            if not self.may_read(member, deed.at):
                raise Unexplained("nobody had cleared this expert")
        if person in self.members:
            self.members[person].set(member, deed.at, self.grace)
        else:
            self.members[person] = Lately(member)

    def may_read(self, member, at):
        """An expert is cleared before they read, unless the order asks for no disclosure."""
        if setting(self.settings(at), "expertDisclosure") is False:
            return True
        who = (member["email"], member["side"])
        cleared = [one for one in self.experts.values() if one["state"] == "cleared" and (one["email"], one["side"]) == who]
        return any(one["tier"] >= member["tier"] for one in cleared)

    def step(self, deed, step):
        """The other side objects or waives, the court rules, one's own side withdraws, and who is cleared was in the way of nobody."""
        expert = self.experts.get(deed.text("disclosure") or "")
        if expert is None:
            raise Unexplained("nobody had disclosed this expert")
        own = expert["side"] == deed.side
        if (own and step in ("object", "waive")) or (not own and step == "withdraw"):
            raise Unexplained("this was for the other side to do")
        states, after = STEPS[step]
        if expert["state"] not in states:
            raise Unexplained("the expert was " + expert["state"])
        if step == "clear":
            if expert["state"] == "open" and not over(expert["until"], deed.at):
                raise Unexplained("the other side could still object")
            who = (expert["email"], expert["side"], "expert")
            for member in self.members.values():
                now = member.now
                if (now["email"], now["side"], now["role"]) == who and now["tier"] <= expert["tier"]:
                    member.set(dict(now, pending=False), deed.at, self.grace)
        expert["state"] = "refused" if step == "rule" and deed.detail.get("ruling") == "sustained" else after

    def find_hold(self, deed):
        hold = self.held.get(deed.named("hold"))
        if hold is None:
            raise Unexplained("there was no such hold in force")
        return hold

    # A deletion takes two people of two sides, and no hold on anything in the volume.
    def delete_volume(self, deed, step):
        volume = deed.named("volume")
        deletion = self.deletions.get(volume)
        if step == "request-deletion":
            if deletion is not None:
                raise Unexplained("the deletion of this volume was asked for already")
            self.deletions[volume] = {"by": (deed.side, deed.person), "prefix": deed.text("prefix") or "", "approved": False}
            return
        if deletion is None:
            raise Unexplained("nobody asked for this volume to be deleted")
        if step == "refuse-deletion":
            if deletion["approved"]:
                raise Unexplained("the deletion of this volume was approved")
            del self.deletions[volume]
            return
        if step == "approve-deletion":
            if deletion["by"][0] == deed.side or deletion["by"][1] == deed.person:
                raise Unexplained("one side alone deleted this volume")
            deletion["approved"] = True
        elif not deletion["approved"]:
            raise Unexplained("nobody approved the deletion of this volume")
        if any(holds_volume(hold, deletion["prefix"]) for hold in self.held.values()):
            raise Unexplained("it was deleted while it was held")

    def leave(self, deed):
        numbers = self.productions.setdefault(deed.object, set())
        numbers |= texts(deed.detail.get("shown"))
        stopping = [hold for hold in self.held.values() if covers(hold, numbers)]
        if not stopping:
            return "yes"
        if deed.text("state") == "ready" or any(hold["at"] <= deed.at - self.grace for hold in stopping):
            raise Unexplained("it left while it was held")
        return "lately"


def over(day, at):
    """Whether a day can have ended, wherever the court is."""
    try:
        return at >= read_time("%sT00:00:00Z" % day) + FIRST_MIDNIGHT
    except ValueError:
        return False


def holds_volume(hold, prefix):
    if hold["scope"] == "volume":
        return hold["target"] == prefix
    return hold["scope"] == "matter" or hold["target"].startswith(prefix + "-")


def covers(hold, numbers):
    if hold["scope"] == "matter":
        return True
    if hold["scope"] == "conversation":
        return hold["target"] in numbers
    prefix = hold["target"] + "-"
    return hold["scope"] == "volume" and hold["target"] != "" and any(number.startswith(prefix) for number in numbers)


def every(asked):
    for holds, reason in asked:
        if holds == "no":
            raise Unexplained(reason)
    return "lately" if any(holds == "lately" for holds, _ in asked) else "yes"


# ---------------------------------------------------------------------------------------------------------------------------------
# An export.

NIL = "00000000-0000-0000-0000-000000000000"
FILES = ["checkpoints.ndjson", "entries.ndjson", "keys.txt"]
CLOSING = re.compile(r',\n  "sha256": "([0-9a-f]{64})"\n\}\n')
LONGEST = 1 << 20


class Findings:
    def __init__(self):
        self.failures, self.failed = [], 0

    def fail(self, check, message, index=None):
        self.failed += 1
        if len(self.failures) < 100:
            self.failures.append({"check": check, "index": index, "message": message})

    def attempt(self, check, work, index=None):
        """Does `work`; what it raises is a failure, and the answer None."""
        try:
            return work()
        except (ValueError, OSError, RecursionError) as error:
            self.fail(check, str(error), index)
            return None


def read_head(folder):
    """log.json, which closes with the hash of everything in it before."""
    with open(os.path.join(folder, "log.json"), "rb") as file:
        text = file.read().decode("utf-8")
    start = text.rfind(",\n")
    closing = CLOSING.fullmatch(text, start) if start >= 0 else None
    if not closing or hashlib.sha256(text[:start].encode()).hexdigest() != closing.group(1):
        raise ValueError("log.json is not as it was written: its own hash differs")
    head = read_object(text)
    if head.get("format") != "reading-room-log/1":
        raise ValueError("a format that is not reading-room-log/1")
    counts = all(is_whole(head.get(key)) and head[key] >= 0 for key in ("size", "pending"))
    if not counts or not all(isinstance(head.get(key), str) for key in ("origin", "log")) or not isinstance(head.get("files"), dict):
        raise ValueError("log.json does not say what it must")
    matter = head.get("matter")
    if not (head["log"] == NIL and matter is None and "matter" in head):
        if not isinstance(matter, dict) or not all(isinstance(matter.get(key), str) for key in ("id", "slug", "caption")):
            raise ValueError("log.json names no matter")
        if matter["id"] != head["log"]:
            raise ValueError("log.json names another matter")
    if set(head["files"]) != set(FILES) or not all(isinstance(value, str) for value in head["files"].values()):
        raise ValueError("log.json does not name its files")
    return head


def lines_of(path, digest):
    """The lines of a file one after the other; `digest` has seen all of it in the end."""
    with open(path, "rb") as file:
        while True:
            line = file.readline(LONGEST + 2)
            if not line:
                return
            digest.update(line)
            if len(line) > LONGEST + 1:
                raise ValueError("a line that is too long")
            if not line.endswith(b"\n"):
                raise ValueError("a last line without an end")
            yield line[:-1]


def read_checkpoints(folder, head, keys, findings):
    """Those checkpoints of the log that are signed by its key, each longer than the one before."""
    signed, before, digest = [], 0, hashlib.sha256()
    lines = lines_of(os.path.join(folder, FILES[0]), digest)
    end = object()
    while True:
        line = findings.attempt("checkpoint", lambda: next(lines, end))
        if line is None or line is end:
            break
        one = findings.attempt("checkpoint", lambda: read_checkpoint_line(line, head["origin"], before))
        if one is None:
            continue
        text, signatures, checkpoint = one
        before = checkpoint["size"]
        signers = findings.attempt("signature", lambda: signers_of(text, signatures, keys))
        if signers is None:
            continue
        log, witnesses = signers
        if not log:
            findings.fail("signature", "the checkpoint of %d entries is not signed by the key of the log" % before)
            continue
        signed.append(dict(checkpoint, witnesses=witnesses))
    same_file(head, FILES[0], digest.hexdigest() if line is end else None, findings)
    return signed


def read_checkpoint_line(line, origin, before):
    row = read_object(line)
    if set(row) != {"size", "note"} or not isinstance(row["note"], str):
        raise ValueError("no line of a checkpoint")
    text, signatures = read_note(row["note"])
    checkpoint = read_checkpoint(text)
    if checkpoint["origin"] != origin:
        raise ValueError("a checkpoint of another log")
    if not same(row["size"], checkpoint["size"]) or checkpoint["size"] <= before:
        raise ValueError("a checkpoint out of order")
    return text, signatures, checkpoint


def same_file(head, name, digest, findings):
    if digest != head["files"][name]:
        findings.fail("folder", name + " is not as log.json says: its hash differs")


def read_held(path, keys):
    """A checkpoint that somebody kept: as it was signed, or in a receipt."""
    with open(path, "rb") as file:
        text = file.read().decode("utf-8")
    body, signatures = read_note(read_receipt(text)[3] if text.startswith(RECEIPT + "\n") else text)
    checkpoint = read_checkpoint(body)
    if not signers_of(body, signatures, of_log(keys, checkpoint["origin"]))[0]:
        raise ValueError(os.path.basename(path) + " is not signed by the key of the log")
    return dict(checkpoint, name=os.path.basename(path))


def read_all_held(since, head, keys, findings):
    kept = []
    for path in since:
        held = findings.attempt("held", lambda: read_held(path, keys))
        if held is None:
            continue
        if held["origin"] != head["origin"]:
            findings.fail("held", held["name"] + " is of another log")
        elif held["size"] > head["size"]:
            findings.fail("held", "the log is shorter than %s, which has %d entries" % (held["name"], held["size"]))
        else:
            kept.append(held)
    return sorted(kept, key=lambda one: one["size"])


class Walk:
    """Goes through the entries once, in order, and keeps of each no more than the next ones are held against."""

    def __init__(self, head, signed, held, findings, tolerance):
        self.head, self.signed, self.held, self.findings, self.tolerance = head, list(signed), list(held), findings, tolerance
        self.tree, self.ids = Tree(), {}
        self.first = self.last = None
        self.latest = self.witnessed_at = 0
        self.replay = None if head["log"] == NIL else Replay(tolerance)

    def through(self, path):
        digest = hashlib.sha256()
        lines, end = lines_of(path, digest), object()
        self.compare()
        while True:
            line = self.findings.attempt("line", lambda: next(lines, end), self.tree.size)
            if line is None:
                return
            if line is end:
                break
            try:
                entry = read_entry(line)
            except (ValueError, RecursionError) as error:
                # What cannot be read cannot be hashed: nothing after it can be proven.
                self.findings.fail("line", str(error), self.tree.size)
                return
            self.take(*entry)
        same_file(self.head, FILES[1], digest.hexdigest(), self.findings)
        if self.tree.size != self.head["size"]:
            self.findings.fail("index", "there are %d entries, and log.json says %d" % (self.tree.size, self.head["size"]))
        if self.signed and self.signed[-1]["size"] > self.tree.size:
            self.findings.fail("root", "entries are missing: %d were signed" % self.signed[-1]["size"])

    def take(self, index, leaf, said, differs):
        here, at, fail = self.tree.size, read_time(said["at"]), self.findings.fail
        if index != here:
            fail("index", "an entry numbered %d" % index, here)
        if differs:
            fail("columns", "the column " + differs + " says something else than what was hashed", here)
        if self.is_known(said["id"]):
            fail("entry", "the entry %d stands in the log twice" % said["id"], here)
        if said.get("matter", NIL) != self.head["log"]:
            fail("matter", "an entry of another matter", here)
        self.first = self.first or said["at"]
        self.last = said["at"]
        if at < self.latest - self.tolerance:
            fail("time", "dated before entries that stand before it", here)
        if at < self.witnessed_at - self.tolerance:
            fail("time", "dated before a witness saw the log without it", here)
        self.latest = max(self.latest, at)
        if said["outcome"] == "done":
            reason = self.replay.see(Deed(said, at)) if self.replay else None
            if reason:
                fail("grant", reason, here)
            if self.replay is None and "person" in said:
                fail("grant", "a person did something outside every matter", here)
        self.tree.add(hash_leaf(leaf))
        self.compare()

    def is_known(self, number):
        bits = self.ids.setdefault(number // 1024, bytearray(128))
        byte, bit = number % 1024 // 8, 1 << number % 8
        known = bits[byte] & bit != 0
        bits[byte] |= bit
        return known

    def compare(self):
        """Compares the root with every checkpoint of this size: those of the export, and those that were kept."""
        size = self.tree.size
        for one in self.due(self.signed, "next"):
            if one["root"] != self.tree.root():
                self.findings.fail("root", "the entries are not those that were signed as %d" % size)
            times = [at * 1_000_000 for _, at in one["witnesses"]]
            if times and self.latest > min(times) + self.tolerance:
                self.findings.fail("time", "an entry among the first %d is dated after a witness saw it" % size)
            self.witnessed_at = max([self.witnessed_at] + times)
        for one in self.due(self.held, "next_held"):
            if one["root"] != self.tree.root():
                self.findings.fail("held", "the first %d entries are not those of %s" % (size, one["name"]))

    next = next_held = 0

    def due(self, checkpoints, cursor):
        while getattr(self, cursor) < len(checkpoints) and checkpoints[getattr(self, cursor)]["size"] == self.tree.size:
            yield checkpoints[getattr(self, cursor)]
            setattr(self, cursor, getattr(self, cursor) + 1)


def ranges_of(size, signed, host, seen):
    """How far each statement reaches: what witnesses saw, then what the host signed alone, then what nobody vouches for."""
    ranges, start = [], 0
    for end in sorted({end for end in seen.values() if 0 < end <= size}):
        by = sorted(name for name, reach in seen.items() if end <= reach <= size)
        ranges.append({"from": start, "to": end, "state": "witnessed", "by": by})
        start = end
    if signed > start:
        ranges.append({"from": start, "to": signed, "state": "signed", "by": [host]})
    start = max(start, signed)
    if size > start:
        ranges.append({"from": start, "to": size, "state": "unproven", "by": []})
    return ranges


def verdict_of(subject, findings, **more):
    verdict = {"format": "reading-room-verdict/1", "of": subject, "verdict": "failed" if findings.failed else "verified"}
    verdict.update({"origin": None, "size": 0, "pending": 0, "first": None, "last": None, "keys": "given", "checkpoints": 0})
    verdict.update({"ranges": [], "replay": None, "failures": findings.failures, "failed": findings.failed})
    verdict.update(more)
    return verdict


def verify_export(folder, trusted, since, tolerance):
    findings = Findings()
    whose = "of the export itself" if trusted is None else "given"
    head = findings.attempt("folder", lambda: read_head(folder))
    if head is None:
        return verdict_of("export", findings, keys=whose)
    own = findings.attempt("folder", lambda: read_whole(os.path.join(folder, FILES[2])))
    own_keys = None
    if own is not None:
        same_file(head, FILES[2], hashlib.sha256(own).hexdigest(), findings)
        own_keys = findings.attempt("key", lambda: read_keys(own.decode("utf-8")))
    keys = of_log(own_keys or [] if trusted is None else trusted, head["origin"])
    if not any(key["kind"] == "log" for key in keys):
        findings.fail("key", "there is no key of the log " + head["origin"])
    signed = read_checkpoints(folder, head, keys, findings)
    if head["size"] > 0 and not signed:
        findings.fail("checkpoint", "there is no checkpoint that holds")
    held = read_all_held(since, head, keys, findings)
    walk = Walk(head, signed, held, findings, tolerance * 1_000_000)
    walk.through(os.path.join(folder, FILES[1]))
    seen = {}
    if trusted is not None:
        for one in signed:
            for name, _ in one["witnesses"]:
                seen[name] = max(one["size"], seen.get(name, 0))
    for one in held:
        seen[one["name"]] = max(one["size"], seen.get(one["name"], 0))
    reach = signed[-1]["size"] if signed and trusted is not None else 0
    ranges = [] if findings.failed else ranges_of(walk.tree.size, reach, head["origin"], seen)
    return verdict_of(
        "export", findings, origin=head["origin"], size=walk.tree.size, pending=head["pending"], first=walk.first, last=walk.last,
        keys=whose, checkpoints=len(signed), ranges=ranges, replay=walk.replay and walk.replay.result,
    )


def read_whole(path):
    with open(path, "rb") as file:
        return file.read()


# ---------------------------------------------------------------------------------------------------------------------------------
# A receipt (C2SP tlog-proof), in which `extra` is the leaf that it is for.

RECEIPT = "c2sp.org/tlog-proof@v1"


def read_receipt(text):
    """Leaf, index, path and note."""
    split = text.find("\n\n")
    lines = text[:split].split("\n") if split >= 0 else [""]
    head, lines, leaf = lines[0], lines[1:], None
    if lines and lines[0].startswith("extra "):
        leaf = read_base64(lines.pop(0)[6:])
        if leaf is None:
            raise ValueError("no receipt")
    index = lines.pop(0) if lines else ""
    path = [read_base64(line) for line in lines]
    if head != RECEIPT or not index.startswith("index ") or not SIZE.fullmatch(index[6:]):
        raise ValueError("no receipt")
    if any(node is None or len(node) != 32 for node in path):
        raise ValueError("no receipt")
    return leaf, int(index[6:]), path, text[split + 2 :]


def verify_receipt(path, keys):
    findings = Findings()
    receipt = findings.attempt("proof", lambda: read_receipt(read_whole(path).decode("utf-8")))
    leaf, index, hashes, note = receipt or (None, 0, [], None)
    said = findings.attempt("entry", lambda: read_leaf(leaf), index) if leaf else None
    if receipt and not leaf:
        findings.fail("proof", "the receipt does not hold its entry")
    opened = findings.attempt("checkpoint", lambda: read_note(note)) if receipt else None
    checkpoint = findings.attempt("checkpoint", lambda: read_checkpoint(opened[0])) if opened else None
    of = of_log(keys, checkpoint["origin"]) if checkpoint else []
    signers = findings.attempt("signature", lambda: signers_of(opened[0], opened[1], of)) if opened else None
    if signers and not signers[0]:
        findings.fail("signature", "the checkpoint is not signed by a key that was given for this log")
    if leaf and checkpoint and root_from(hash_leaf(leaf), index, checkpoint["size"], hashes) != checkpoint["root"]:
        findings.fail("proof", "the path does not lead from the entry to the root that was signed", index)
    ranges = []
    if not findings.failed:
        by = sorted(name for name, _ in signers[1])
        state = "witnessed" if by else "signed"
        ranges = [{"from": index, "to": index + 1, "state": state, "by": by or [checkpoint["origin"]]}]
    at = said["at"] if said else None
    more = {"origin": checkpoint["origin"], "size": checkpoint["size"], "checkpoints": 1} if checkpoint else {}
    return verdict_of("receipt", findings, first=at, last=at, ranges=ranges, entry=said, **more)


# ---------------------------------------------------------------------------------------------------------------------------------
# The report.


def report(verdict):
    yield "%s: %s" % ("VERIFIED" if verdict["verdict"] == "verified" else "FAILED", verdict["origin"] or "no log could be read")
    if verdict["of"] == "export" and verdict["size"]:
        yield "%d entries, from %s to %s" % (verdict["size"], verdict["first"], verdict["last"])
    if verdict["keys"] != "given":
        yield "No key was given (--key): this shows that the export agrees with itself, and not who made it."
    for one in verdict["ranges"]:
        what = {
            "witnessed": "seen by %s: nobody can change them unnoticed" % ", ".join(one["by"]),
            "signed": "signed by the host alone: the host could still replace them",
            "unproven": "UNPROVEN",
        }[one["state"]]
        yield "entries %d to %d: %s" % (one["from"], one["to"] - 1, what)
    if verdict["pending"]:
        yield "%d entries were written and were in no tree yet when this was exported: they are not in it" % verdict["pending"]
    replay = verdict["replay"]
    if replay:
        yield "replay: %(explained)d done entries explained, %(inFlight)d more begun before a right ended, %(unexplained)d not" % replay
        for action, count in sorted(replay["atHost"].items()):
            yield "  of these %d %s done with the rights of the host, by nobody who signed in" % (count, action)
        if replay["openedAtHost"]:
            yield "  %d sessions were opened at the host's terminal in somebody's name" % replay["openedAtHost"]
    if verdict.get("entry"):
        yield json.dumps(verdict["entry"], ensure_ascii=True, indent=2)
    for one in verdict["failures"]:
        where = "" if one["index"] is None else " at entry %d" % one["index"]
        yield "FAILED %s%s: %s" % (one["check"], where, one["message"])
    if verdict["failed"] > len(verdict["failures"]):
        yield "and %d more" % (verdict["failed"] - len(verdict["failures"]))


def usage(message):
    sys.stderr.write("%s\n\n%s" % (message, __doc__))
    return 2


def main(arguments):
    subject, trusted, since, tolerance, as_json = None, None, [], 60, False
    rest = list(arguments)
    try:
        while rest:
            word = rest.pop(0)
            if word == "--json":
                as_json = True
            elif word == "--key":
                trusted = (trusted or []) + read_keys(read_whole(rest.pop(0)).decode("utf-8"))
            elif word == "--since":
                since.append(rest.pop(0))
                read_whole(since[-1])
            elif word == "--tolerance":
                tolerance = int(rest.pop(0))
            elif word.startswith("-") or subject is not None:
                return usage("What is %s?" % word)
            else:
                subject = word
    except (IndexError, ValueError, OSError) as error:
        return usage(str(error))
    if subject is None or not os.path.exists(subject):
        return usage("Name the folder of an export, or a receipt.")
    if os.path.isdir(subject):
        verdict = verify_export(subject, trusted, since, tolerance)
    elif trusted is None:
        return usage("A receipt is verified with the key of the log: --key FILE.")
    else:
        verdict = verify_receipt(subject, trusted)
    text = json.dumps(verdict, indent=2) if as_json else "\n".join(report(verdict))
    sys.stdout.write(text.encode("ascii", "backslashreplace").decode() + "\n")
    return 0 if verdict["verdict"] == "verified" else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
