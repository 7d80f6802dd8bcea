import { ConsoleNav } from "@/components/console/nav";

/** The monitor's console: its sections above every page of it. */
export default function ConsoleLayout({ children }: { children: React.ReactNode }) {
  return (
    <>
      <div className="mx-auto max-w-[104rem] px-6 pt-3 print:hidden">
        <ConsoleNav />
      </div>
      {children}
    </>
  );
}
