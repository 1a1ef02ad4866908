import { userInfo } from "node:os";

/** The name of whoever runs this process; empty where the system knows none. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "";
  }
}
