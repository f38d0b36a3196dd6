import { mount } from "@/app/api/mount";
import { attemptCode } from "@/lib/http/handlers/challenges";

export const POST = mount(attemptCode);
