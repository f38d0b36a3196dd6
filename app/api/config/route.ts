import { mount } from "@/app/api/mount";
import { readConfig } from "@/lib/http/handlers/service";

export const GET = mount(readConfig);
