// A reporter for `npm run test:oracles`: each comparison that failed, then one line of what was compared.
import type { TestEvent } from "node:test/reporters";

/** What a test of one measure tells as its diagnostic, in JSON. */
export interface Compared {
  readonly name: string;
  readonly count: number;
  /** Largest relative difference; 0 where the definitions differ. */
  readonly largest: number;
}

export default async function* countComparisons(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const compared: Compared[] = [];
  for await (const { type, data } of events) {
    if (type === "test:fail") yield `✖ ${data.name}\n  ${data.details.error.cause}\n`;
    if (type === "test:stderr") yield data.message;
    if (type === "test:diagnostic" && data.message.startsWith("{")) {
      compared.push(JSON.parse(data.message) as Compared);
    }
  }
  const count = compared.reduce((total, own) => total + own.count, 0).toLocaleString("en");
  const measures = new Set(compared.map((own) => own.name)).size;
  const largest = Math.max(0, ...compared.map((own) => own.largest)).toExponential(1);
  yield `oracles: ${count} comparisons over ${measures} measures, largest relative difference ${largest}\n`;
}
