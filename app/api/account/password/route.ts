import { mount } from "@/app/api/mount";
import { changePassword } from "@/lib/http/handlers/accounts";

export const PUT = mount(changePassword);
