import type { Metadata } from "next";
import { cookies } from "next/headers";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Reading Room", template: "%s · Reading Room" },
  robots: { index: false, follow: false },
};

/** Every page is made for its reader at the moment it is asked for: nothing here is static, nothing is kept. */
export default async function RootLayout({ children }: { children: React.ReactNode }) {
  const theme = (await cookies()).get("theme")?.value;
  return (
    <html lang="en" data-theme={theme === "dark" || theme === "light" ? theme : undefined} suppressHydrationWarning>
      <body>{children}</body>
    </html>
  );
}
