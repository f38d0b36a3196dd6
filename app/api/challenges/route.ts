import { mount } from "@/app/api/mount";
import { createChallenge } from "@/lib/http/handlers/challenges";

export const POST = mount(createChallenge);
