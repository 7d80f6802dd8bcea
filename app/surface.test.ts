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

test("no regular expression is made of what somebody typed: those that are put together are made of constants alone", () => {
  const everywhere = ["app", "components", "domain", "lib", "prisma", "cli"]
    .flatMap(filesOf)
    .filter((file) => !file.startsWith("prisma/client/"));
  const made = everywhere.flatMap((file) => {
    const source = sourceOf(file);
    const constants = new Set(
      source.statements
        .filter(ts.isVariableStatement)
        .flatMap(({ declarationList }) => declarationList.declarations)
        .filter(({ initializer }) => initializer && isWritten(initializer))
        .map(({ name }) => name.getText()),
    );
    return found(source, (node): node is ts.NewExpression | ts.CallExpression => ts.isNewExpression(node) || ts.isCallExpression(node))
      .filter(({ expression }) => expression.getText() === "RegExp")
      .filter(({ arguments: given }) => !isConstant(given?.[0], constants))
      .map((node) => `${file}: ${node.getText()}`);
  });
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
function isWritten(node: ts.Expression): boolean {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return true;
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression) || node.expression.name.text !== "join") return false;
  const list = node.expression.expression;
  return ts.isArrayLiteralExpression(list) && [...list.elements, ...node.arguments].every(isWritten);
}

function isConstant(given: ts.Expression | undefined, constants: ReadonlySet<string>): boolean {
  if (!given) return true;
  if (ts.isStringLiteral(given) || ts.isNoSubstitutionTemplateLiteral(given) || ts.isRegularExpressionLiteral(given)) return true;
  return ts.isTemplateExpression(given) && given.templateSpans.every(({ expression }) => constants.has(expression.getText()));
}
