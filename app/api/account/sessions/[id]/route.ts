import { mount } from "@/app/api/mount";
import { endSessionOf } from "@/lib/http/handlers/sessions";

export const DELETE = mount(endSessionOf);
