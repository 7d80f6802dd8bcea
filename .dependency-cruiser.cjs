/** Who may import whom. Read top to bottom: app and cli, components, domain, lib. */
const may = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

module.exports = {
  forbidden: [
    may("no-cycles", "Modules that need each other are one module, or want a third.", { pathNot: "^prisma/client/" }, { circular: true }),
    may(
      "app-is-the-roof",
      "Nothing imports a route or a command; a fault that kills the web process builds it as a start does.",
      { path: "^([^/]+)/" },
      { path: "^(app|cli|run)/", pathNot: "^($1/|run/bootstrap\\.mjs$)" },
    ),
    may(
      "rows-stay-home",
      "data.ts is read only by the verbs beside it.",
      { path: "^(domain/[^/]+|[^/]+)/" },
      { path: "^domain/[^/]+/data\\.ts$", pathNot: "^$1/" },
    ),
    may(
      "only-domain-opens-the-database",
      "A query outside domain/ would skip the permit and the audit entry.",
      { pathNot: "^(domain|lib|prisma)/" },
      { path: "^(lib/db\\.ts|prisma/client)" },
    ),
    // Reading a query and finding its words are pure functions: the page marks what the search found, by the search's own rules. So are a
    // side's keys, which nobody but the page may have.
    may(
      "components-see-shapes",
      "components/ may know the shape of a thing (schema.ts), the permission table, the query's words and a side's keys, never how it is kept.",
      { path: "^components/" },
      {
        path: "^domain/",
        pathNot:
          "([/-]schema\\.ts|^domain/access/permissions\\.ts|^domain/search/(parse|words)\\.ts|^domain/query/(help|hits|question|reading)\\.ts|^domain/terms/lines\\.ts|^domain/sealing/keyring\\.ts)$",
      },
    ),
    may(
      "access-is-pure",
      "The permission table depends on nothing but errors and the shape of an order.",
      { path: "^domain/access/", pathNot: "\\.test\\.ts$" },
      { path: "^(domain|lib|prisma)/", pathNot: "^(domain/access/|domain/orders/schema\\.ts|lib/errors\\.ts)" },
    ),
    may(
      "audit-stands-on-access",
      "audit/ serves every other folder, so it may need none of them.",
      { path: "^domain/audit/", pathNot: "\\.test\\.ts$" },
      { path: "^domain/", pathNot: "^domain/(audit|access)/" },
    ),
    may(
      "log-knows-no-verbs",
      "What puts entries into trees reads bytes: it needs nobody's permission and no verb.",
      { path: "^log/", pathNot: "\\.test\\.ts$" },
      { path: "^(domain|prisma|components)/" },
    ),
    may("lib-is-the-floor", "lib/ knows nothing of the case.", { path: "^lib/" }, { path: "^(app|cli|components|domain|e2e|run)/" }),
    may(
      "verifiers-share-the-format-alone",
      "Whatever verifies shares no code with whatever writes: a mistake in one would be made by both.",
      { path: "^cli/verify/[^/]+$", pathNot: "\\.test\\.ts$" },
      { path: "^(app|cli|components|domain|lib|prisma|run)/|(^|/)node_modules/", pathNot: "^cli/verify/[^/]+$" },
    ),
    may(
      "domain-never-reads-the-request",
      "A verb is told who acts; it does not look.",
      { path: "^domain/" },
      { path: "(^|node_modules/)(next|next-auth|react-dom)(/|$)" },
    ),
    may(
      "e2e-uses-the-front-door",
      "End-to-end tests know pages and seeds, not internals.",
      { path: "^e2e/" },
      { path: "^(domain|lib|app|cli)/", pathNot: "/schema\\.ts$" },
    ),
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    // The generated client is not looked into, but who imports it is seen.
    doNotFollow: { path: "node_modules|^prisma/client/" },
    exclude: { path: "^\\.next" },
  },
};
