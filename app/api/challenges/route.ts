import { mount } from "@/app/api/mount";
import { createChallenge } from "@/lib/http/handlers/challenges";

// In seconds, for hosts that count: the message is delivered after the response.
export const maxDuration = 30;
export const POST = mount(createChallenge);
