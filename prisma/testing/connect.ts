import pg from "pg";

/** A connection with an account of a test world. End it at the end of the test. */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}
