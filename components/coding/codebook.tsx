import Link from "next/link";
import type { Code } from "@/domain/coding/schema";
import { Section } from "../ui/page";
import { Cell, Row, Table } from "../ui/table";
import { When } from "../ui/when";

/** A side's codes by group, in the order in which the keys 1 to 9 apply them. */
export function Codebook({ codes }: { readonly codes: readonly Code[] }) {
  const groups = [...new Set(codes.map(({ group }) => group))];
  return (
    <div className="grid gap-6">
      {groups.map((group) => (
        <Section key={group} title={group.charAt(0).toUpperCase() + group.slice(1)}>
          <Table
            caption={`Codes of the group ${group}`}
            columns={["Code", "Key", "Added", "State", "Where it was applied"].map((name) => ({ name, className: "w-1/5" }))}
          >
            {codes
              .filter((code) => code.group === group)
              .map((code) => (
                <Row key={code.id} dim={code.retired}>
                  <Cell className="font-medium">{code.label}</Cell>
                  <Cell className="font-mono text-xs">{code.key}</Cell>
                  <Cell>
                    <When at={code.createdAt} day />
                  </Cell>
                  <Cell>{code.retired ? "retired: stays where it was applied" : "in use"}</Cell>
                  <Cell>
                    <Link
                      href={{ pathname: "/conversations", query: { code: code.key } }}
                      prefetch={false}
                      className="text-accent underline"
                    >
                      Its conversations
                    </Link>
                  </Cell>
                </Row>
              ))}
          </Table>
        </Section>
      ))}
    </div>
  );
}
