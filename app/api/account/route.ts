import { mount } from "@/app/api/mount";
import { changeName, deleteAccount } from "@/lib/http/handlers/accounts";

export const PATCH = mount(changeName);
export const DELETE = mount(deleteAccount);
