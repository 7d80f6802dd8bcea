import { isIP } from "node:net";

/**
 * The address that a request comes from, or "" where nothing trusted says it. Without a proxy it is the other end of the connection; a
 * connection from this very machine is a proxy's, and says nothing. With READING_ROOM_PROXIES=n the nth entry from the right of
 * X-Forwarded-For was written by the outermost proxy of one's own: what stands to the left of it a client may have made up.
 * @param {import("node:http").IncomingMessage} request
 * @param {number} proxies
 */
export function addressOf(request, proxies) {
  const { remoteAddress = "" } = request.socket;
  if (proxies > 0) {
    const given = [request.headers["x-forwarded-for"] ?? []].flat().join(",").split(",");
    return plain(given.at(-proxies) ?? "");
  }
  const address = plain(remoteAddress);
  return address === "::1" || address.startsWith("127.") ? "" : address;
}

/** Only what is an address: it goes into the database. */
function plain(/** @type {string} */ text) {
  const address = text.trim().replace(/^::ffff:/, "");
  return isIP(address) ? address : "";
}
