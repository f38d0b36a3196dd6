// Every path without a page.
import { notFound } from "next/navigation";

export const dynamic = "force-dynamic";

export default function Nowhere() {
  notFound();
}
