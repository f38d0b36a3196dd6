import { mount } from "@/app/api/mount";
import { endSession, readSession } from "@/lib/http/handlers/accounts";

export const GET = mount(readSession);
export const DELETE = mount(endSession);
