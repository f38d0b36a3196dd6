import { mount } from "@/app/api/mount";
import { takeReceipts } from "@/lib/http/handlers/receipts";

export const POST = mount(takeReceipts);
