import { task } from "plr";
import type { forest } from "./sample-rules.ts";

export default task<typeof forest>(() => {});
