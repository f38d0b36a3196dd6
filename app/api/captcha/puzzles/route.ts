import { mount } from "@/app/api/mount";
import { issuePuzzle } from "@/lib/http/handlers/captcha";

export const POST = mount(issuePuzzle);
