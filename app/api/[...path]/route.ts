import { mount } from "@/app/api/mount";
import { notFound } from "@/lib/http/handlers/service";

const handler = mount(notFound);

export { handler as DELETE, handler as GET, handler as PATCH, handler as POST, handler as PUT };
