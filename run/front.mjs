import { addressOf } from "./address.mjs";
import { headers } from "./headers.mjs";

/** What a client may say of where a request came from. It decides nothing here: Next fills these in from the connection itself. */
const told = /^(forwarded|x-real-ip|x-client-ip|true-client-ip|x-forwarded-.*|x-original-.*|x-rewrite-url|x-middleware-.*)$/;
/** Asked for ahead, on the chance that somebody will look. A look that nobody took must not be in the log. */
const ahead = ["next-router-prefetch", "next-router-segment-prefetch"];
const alive = ["/api/health", "/api/ready"];

/**
 * Stands before everything else that answers, and lets nobody in. It sets the headers that every answer has, forgets what a client says
 * of its own address and origin (its address is told by run/address.mjs), and answers what would show nothing (HEAD, OPTIONS, what is fetched ahead) before anything is run for it.
 */
export function front(answer, { secure = false, proxies = 0 } = {}) {
  return (request, response) => {
    const address = addressOf(request, proxies);
    for (const name of Object.keys(request.headers)) if (told.test(name)) delete request.headers[name];
    request.headers["x-reading-room-address"] = address;
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (secure) response.setHeader("Strict-Transport-Security", "max-age=31536000");
    const path = request.url.split("?", 1)[0];
    if (!path.startsWith("/_next/static/")) response.setHeader("Cache-Control", "no-store");
    const methods = methodsAt(path);
    if (!methods.includes(request.method)) return end(response.setHeader("Allow", methods.join(", ")), 405);
    if (isAhead(request.headers)) return end(response, 503);
    return answer(request, response);
  };
}

function methodsAt(path) {
  if (alive.includes(path)) return ["GET", "HEAD"];
  if (path.startsWith("/api/")) return ["GET", "POST", "PUT", "PATCH", "DELETE"];
  return path.startsWith("/_next/static/") ? ["GET", "HEAD"] : ["GET"];
}

function isAhead(sent) {
  const purpose = `${sent.purpose ?? ""} ${sent["sec-purpose"] ?? ""} ${sent["x-purpose"] ?? ""} ${sent["x-moz"] ?? ""}`;
  return ahead.some((name) => sent[name] !== undefined) || /prefetch|prerender|preview/i.test(purpose);
}

function end(response, status) {
  response.statusCode = status;
  response.end();
}
