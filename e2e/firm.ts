import { createServer } from "node:http";
import Provider from "oidc-provider";

const port = 38_093;

/** A firm's OpenID provider, as it would run elsewhere. Whoever signs in there is the subject that they typed. */
export async function openFirm(redirect: string): Promise<{ issuer: string; client: { id: string; secret: string }; stop: () => void }> {
  const issuer = `http://localhost:${port}`;
  const client = { id: "reading-room", secret: "a secret between the firm and the room" };
  const provider = new Provider(issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [redirect], grant_types: ["authorization_code"] }],
    pkce: { required: () => true },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    cookies: { keys: ["only for tests"] },
  });
  const server = createServer(provider.callback());
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    issuer,
    client,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
