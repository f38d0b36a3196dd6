import { mount } from "@/app/api/mount";
import { sendAgain } from "@/lib/http/handlers/challenges";

export const POST = mount(sendAgain);
