import { mount } from "@/app/api/mount";
import { changeAddress } from "@/lib/http/handlers/accounts";

export const PUT = mount(changeAddress);
