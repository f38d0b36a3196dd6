import { mount } from "@/app/api/mount";
import { readHealth } from "@/lib/http/handlers/service";

export const GET = mount(readHealth);
