import { mount } from "@/app/api/mount";
import { endSessions, readSessions } from "@/lib/http/handlers/sessions";

export const GET = mount(readSessions);
export const DELETE = mount(endSessions);
