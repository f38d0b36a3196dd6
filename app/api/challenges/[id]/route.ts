import { mount } from "@/app/api/mount";
import { readChallenge } from "@/lib/http/handlers/challenges";

export const GET = mount(readChallenge);
