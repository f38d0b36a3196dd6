import { mount } from "@/app/api/mount";
import { endSession, readSession, signIn } from "@/lib/http/handlers/sessions";

export const POST = mount(signIn);
export const GET = mount(readSession);
export const DELETE = mount(endSession);
