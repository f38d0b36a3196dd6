import { mount } from "@/app/api/mount";
import { createAccount } from "@/lib/http/handlers/accounts";

export const POST = mount(createAccount);
