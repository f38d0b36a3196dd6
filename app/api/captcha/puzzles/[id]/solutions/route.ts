import { mount } from "@/app/api/mount";
import { solvePuzzle } from "@/lib/http/handlers/captcha";

export const POST = mount(solvePuzzle);
