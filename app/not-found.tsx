import Link from "next/link";

export default function NotFoundPage() {
  return (
    <main className="mx-auto grid max-w-md content-center gap-3 p-8">
      <h1 className="font-evidence text-xl font-semibold">Nothing here</h1>
      <p className="text-ink-soft">There is nothing here by that name that you may see.</p>
      <Link href="/" prefetch={false} className="text-accent underline">
        Back to the reading room
      </Link>
    </main>
  );
}
