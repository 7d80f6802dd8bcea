/** How a turn is cited: the control number, a colon, the turn. */
export const citationOf = (id: string, turn: number) => `${id}:${turn}`;

/** Copies the citation of a turn with a link that opens it, and gives the sentence that says so. The link holds no query: that is one's own side's. */
export async function copyCitation(id: string, turn: number): Promise<string> {
  const link = `${window.location.origin}/conversations/${encodeURIComponent(id)}?turn=${turn}`;
  try {
    await navigator.clipboard.writeText(`${citationOf(id, turn)} ${link}`);
    return `Copied ${citationOf(id, turn)} with its link.`;
  } catch {
    return `The clipboard is closed to this page. The citation is ${citationOf(id, turn)}.`;
  }
}
