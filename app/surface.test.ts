import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

// What can be reached from outside, held to be no more than is meant.

const root = path.resolve(import.meta.dirname, "..");
const filesOf = (folder: string) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => `${folder}/${file}`);
const sourceOf = (file: string) =>
  ts.createSourceFile(file, readFileSync(path.join(root, file), "utf8"), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);

function found<N extends ts.Node>(source: ts.SourceFile, is: (node: ts.Node) => node is N): N[] {
  const all: N[] = [];
  const visit = (node: ts.Node) => {
    if (is(node)) all.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return all;
}
const served = [...filesOf("app"), ...filesOf("components")];

/** Open to everybody and told nothing: they ask nobody who they are. */
const open = ["app/api/health/route.ts", "app/api/ready/route.ts"];

test("every address is answered through the one door: handler, or answering, which handler is made of", () => {
  const routes = filesOf("app").filter((file) => file.endsWith("/route.ts"));
  expect(routes.length).toBeGreaterThan(20);
  expect(routes.filter((file) => !file.startsWith("app/api/"))).toEqual([]);
  for (const file of routes.filter((one) => !open.includes(one))) {
    const source = sourceOf(file);
    const constants = found(source, ts.isVariableDeclaration).filter(({ name }) => /^(GET|POST|PUT|PATCH|DELETE)$/.test(name.getText()));
    for (const { name, initializer } of constants) expect(initializer?.getText(), `${file} ${name.getText()}`).toMatch(/^handler\(/);
    const functions = source.statements.filter(ts.isFunctionDeclaration);
    for (const { body } of functions)
      expect(
        body?.statements.map((one) => one.getText()),
        file,
      ).toEqual([expect.stringMatching(/^return answering\(/)]);
    expect(constants.length + functions.length, file).toBeGreaterThan(0);
    for (const word of ["HEAD", "OPTIONS"]) expect(source.text, file).not.toMatch(new RegExp(`\\b${word}\\b`));
  }
});

test("there is no server action: every change has an address of its own", () => {
  const actions = served.filter((file) => found(sourceOf(file), ts.isStringLiteral).some(({ text }) => text === "use server"));
  expect(actions).toEqual([]);
});

test("the proxy reads no cookie, opens nothing and keeps nobody out", () => {
  const called = found(sourceOf("proxy.ts"), ts.isPropertyAccessExpression).map((access) => access.getText());
  expect(called.filter((access) => /cookies|redirect|rewrite|nextUrl|Response\.(json|error)/.test(access))).toEqual([]);
  expect(called).toContain("NextResponse.next");
});

test("nothing is fetched before somebody wants to see it: no link is prefetched", () => {
  const links = served.flatMap((file) =>
    found(
      sourceOf(file),
      (node): node is ts.JsxOpeningElement | ts.JsxSelfClosingElement => ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node),
    )
      .filter(({ tagName }) => /^(Next)?Link$/.test(tagName.getText()))
      .map(({ attributes }) => [file, attributes.getText().includes("prefetch={false}")] as const),
  );
  expect(links.length).toBeGreaterThan(15);
  expect(links.filter(([, plain]) => !plain).map(([file]) => file)).toEqual([]);
  const asking = served.filter((file) =>
    /router\.prefetch\(|rel="(prefetch|prerender|preload|dns-prefetch|preconnect)"/.test(sourceOf(file).text),
  );
  expect(asking).toEqual([]);
});

/** Where a regular expression is made of what it is handed, and why that runs nothing that somebody typed. */
const handed = new Map([
  ["domain/query/by-hand.ts", "the search by hand that tests hold the real one against; the application never calls it"],
  ["domain/query/regex.ts", "it is read, to say what is wrong with it, and never matched: that is for the database, under its time limit"],
]);

test("no regular expression is made of what somebody typed: those that are put together are made as the program starts", () => {
  const everywhere = ["app", "components", "domain", "lib", "prisma", "cli"]
    .flatMap(filesOf)
    .filter((file) => !file.startsWith("prisma/client/"));
  const made = everywhere.flatMap((file) =>
    found(sourceOf(file), (node): node is ts.NewExpression | ts.CallExpression => ts.isNewExpression(node) || ts.isCallExpression(node))
      .filter(({ expression }) => expression.getText() === "RegExp")
      .filter((node) => !isWritten(node.arguments?.[0]) && ts.findAncestor(node, ts.isFunctionLike))
      .filter(() => !handed.has(file))
      .map((node) => `${file}: ${node.getText()}`),
  );
  expect(made).toEqual([]);
  // Methods of a string that make one silently of a string.
  const silent = everywhere.flatMap((file) =>
    found(sourceOf(file), ts.isCallExpression)
      .filter(({ expression, arguments: given }) => {
        const name = ts.isPropertyAccessExpression(expression) ? expression.name.text : "";
        return (
          /^(match|matchAll|search)$/.test(name) &&
          given[0] !== undefined &&
          !ts.isRegularExpressionLiteral(given[0]) &&
          !ts.isIdentifier(given[0])
        );
      })
      .map((node) => `${file}: ${node.getText().slice(0, 80)}`),
  );
  expect(silent).toEqual([]);
});

// A string, or strings joined, as they stand in the source.
/** Words of the program itself. */
function isWritten(given: ts.Expression | undefined): boolean {
  return !given || ts.isStringLiteral(given) || ts.isNoSubstitutionTemplateLiteral(given) || ts.isRegularExpressionLiteral(given);
}
