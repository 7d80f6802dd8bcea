export const nowhere = "00000000-0000-4000-8000-000000000000";

/** What an address is asked, and what somebody who may is answered. `action` null: everybody signed in may; "open": everybody. */
export type Asked = {
  readonly action: string | null;
  readonly path: string;
  readonly body?: (role: string) => Record<string, unknown>;
  readonly allowed: readonly number[];
  /** Where a token is not enough, whoever holds it. */
  readonly browserOnly?: true;
};

export const why = () => ({ reason: "A stranger asks." });

/** The addresses of the order, of the experts who are disclosed under it, and of what is designated. */
export const orderAddresses: Readonly<Record<string, Asked>> = {
  "GET /api/orders": { action: "order:read", path: "/api/orders", allowed: [200] },
  "GET /api/orders/[version]": { action: "order:read", path: "/api/orders/1", allowed: [200] },
  "GET /api/order-drafts": { action: "order:read", path: "/api/order-drafts", allowed: [200] },
  "POST /api/order-drafts": {
    action: "order:draft",
    path: "/api/order-drafts",
    body: () => ({ ...why(), base: 99_999, title: "Strange", text: "Nothing.", settings: {} }),
    allowed: [409],
  },
  "POST /api/order-drafts/[id]/withdrawal": {
    action: "order:draft",
    path: `/api/order-drafts/${nowhere}/withdrawal`,
    body: why,
    allowed: [404],
  },
  "POST /api/order-drafts/[id]/refusal": { action: "order:amend", path: `/api/order-drafts/${nowhere}/refusal`, body: why, allowed: [404] },
  "POST /api/order-drafts/[id]/in-force": {
    action: "order:amend",
    path: `/api/order-drafts/${nowhere}/in-force`,
    body: () => ({ ...why(), hash: "0".repeat(64) }),
    allowed: [404],
  },
  "GET /api/disclosures": { action: "disclosure:read", path: "/api/disclosures", allowed: [200] },
  "POST /api/disclosures": {
    action: "disclosure:make",
    path: "/api/disclosures",
    body: () => ({
      email: "stranger@nowhere.example",
      name: "S",
      employer: "E",
      relationships: "None",
      tier: 9,
      cvName: "cv.txt",
      cv: "Q1Y=",
    }),
    allowed: [409],
  },
  "GET /api/disclosures/[id]/cv": { action: "disclosure:cv", path: `/api/disclosures/${nowhere}/cv`, allowed: [404] },
  "POST /api/disclosures/[id]/objection": {
    action: "disclosure:object",
    path: `/api/disclosures/${nowhere}/objection`,
    body: why,
    allowed: [404],
  },
  "POST /api/disclosures/[id]/waiver": {
    action: "disclosure:waive",
    path: `/api/disclosures/${nowhere}/waiver`,
    body: () => ({}),
    allowed: [404],
  },
  "POST /api/disclosures/[id]/ruling": {
    action: "disclosure:rule",
    path: `/api/disclosures/${nowhere}/ruling`,
    body: () => ({ ruling: "overruled", text: "None." }),
    allowed: [404],
  },
  "POST /api/disclosures/[id]/clearance": {
    action: "disclosure:clear",
    path: `/api/disclosures/${nowhere}/clearance`,
    body: why,
    allowed: [404],
  },
  "POST /api/disclosures/[id]/withdrawal": {
    action: "disclosure:withdraw",
    path: `/api/disclosures/${nowhere}/withdrawal`,
    body: why,
    allowed: [404],
  },
  "GET /api/designations": { action: "designation:read", path: "/api/designations", allowed: [200] },
  // The plaintiff's counsel may designate nothing, the defendant's challenge nothing: the sides are asked behind the table.
  "POST /api/designations": {
    action: "designation:set",
    path: "/api/designations",
    body: () => ({ ...why(), conversation: "NOSUCH-000000001", tier: 1 }),
    allowed: [403, 404],
  },
  "GET /api/readings": { action: "reading:read", path: "/api/readings", allowed: [200] },
  "POST /api/readings": {
    action: "reading:draw",
    path: "/api/readings",
    body: () => ({ volume: "Nowhere", size: 10, first: "a@x.example", second: "b@x.example", adjudicator: "c@x.example" }),
    allowed: [404],
  },
  "POST /api/readings/[id]/marks": {
    action: "reading:mark",
    path: `/api/readings/${nowhere}/marks`,
    body: () => ({ conversation: "NOSUCH-000000001", leak: true }),
    allowed: [404],
  },
  "GET /api/redactions": { action: "redaction:read", path: "/api/redactions", allowed: [200] },
  "POST /api/redactions": {
    action: "redaction:report",
    path: "/api/redactions",
    body: () => ({ ...why(), conversationId: "NOSUCH-000000001", turn: 1, start: 0, end: 1 }),
    allowed: [404],
  },
  "GET /api/redactions/[id]": { action: "redaction:read", path: `/api/redactions/${nowhere}`, allowed: [404] },
  "POST /api/redactions/[id]/places": {
    action: "redaction:decide",
    path: `/api/redactions/${nowhere}/places`,
    body: () => ({ masked: true, places: ["1"] }),
    allowed: [403, 404],
  },
  "POST /api/redactions/[id]/lost": {
    action: "redaction:decide",
    path: `/api/redactions/${nowhere}/lost`,
    body: why,
    allowed: [403, 404],
  },
  "POST /api/redactions/[id]/lift": {
    action: "redaction:lift",
    path: `/api/redactions/${nowhere}/lift`,
    body: why,
    allowed: [403, 404],
  },
  "GET /api/covers": { action: "redaction:read", path: "/api/covers", allowed: [200] },
  "POST /api/covers": {
    action: "redaction:lift",
    path: "/api/covers",
    body: () => ({ ...why(), conversationId: "NOSUCH-000000001", label: "[CARD_1]" }),
    allowed: [403, 404],
  },
  "GET /api/challenges": { action: "designation:read", path: "/api/challenges", allowed: [200] },
  "POST /api/challenges": {
    action: "designation:challenge",
    path: "/api/challenges",
    body: () => ({ conversation: "NOSUCH-000000001", tier: 1, grounds: "None at all.", conferred: "Never." }),
    allowed: [403, 404],
  },
  "POST /api/challenges/[id]/drop": { action: "designation:drop", path: `/api/challenges/${nowhere}/drop`, body: why, allowed: [404] },
  "POST /api/challenges/[id]/withdrawal": {
    action: "designation:withdraw",
    path: `/api/challenges/${nowhere}/withdrawal`,
    body: why,
    allowed: [404],
  },
  "POST /api/challenges/[id]/answer": {
    action: "designation:uphold",
    path: `/api/challenges/${nowhere}/answer`,
    body: why,
    allowed: [404],
  },
  "POST /api/challenges/[id]/ruling": {
    action: "designation:rule",
    path: `/api/challenges/${nowhere}/ruling`,
    body: () => ({ ...why(), ruling: "kept" }),
    allowed: [404],
  },
};
