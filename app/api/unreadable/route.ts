import { mount } from "@/app/api/mount";
import { unreadable } from "@/lib/http/handlers/service";

export const GET = mount(unreadable);
