import { mount } from "@/app/api/mount";
import { readOutbox } from "@/lib/http/handlers/outbox";

export const GET = mount(readOutbox);
