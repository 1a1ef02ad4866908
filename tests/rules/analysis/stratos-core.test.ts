import assert from "node:assert/strict";
import { test } from "node:test";
import { drawStratos, stratosHeight } from "plr/charts/figures/stratos-core";
import { rowMarks } from "plr/charts/row-marks";
import { documentsOf } from "./support/documents.ts";
import { inStudy } from "./support/studies.ts";

const cells = [
  { outlier: "pupil-gt", imputation: "pupil-gt" },
  { outlier: "LOF", imputation: "SAITS" },
];

const own = "fig_stratos_core";
const made = await inStudy({ cells, curves: true, refits: 5, isSynthetic: true }, async (study, facts) => {
  const of = documentsOf(study, facts);
  return {
    core: await of.stratos(),
    parts: [await of.roc(), await of.calibration(), await of.distribution(), await of.decision()],
  };
});
const { core, parts } = made;

test("its rows are those of its parts, the people once, and five measures for each pipeline", () => {
  const expected = parts.flatMap(({ id, data }) =>
    data
      .filter(({ part }) => id !== "fig_calibration_smoothed" || part !== "person")
      .map((row) => ({ figure: id, ...row })),
  );
  assert.deepEqual(
    core.data.filter(({ figure }) => figure !== own),
    expected,
  );
  const rowOf = (id: string, role: unknown, part: string) =>
    parts.find((one) => one.id === id)?.data.find((row) => row["role"] === role && row["part"] === part);
  const heads = core.data.filter(({ figure }) => figure === own);
  assert.equal(heads.length, cells.length);
  for (const head of heads) {
    const { role } = head;
    const roc = rowOf("fig_roc", role, "pipeline");
    const calibration = rowOf("fig_calibration_smoothed", role, "pipeline");
    const gain = parts[3]?.data.find((row) => row["role"] === role && row["threshold"] === 0.1);
    assert.equal(head["auroc_mean_pred_lower"], roc?.["auroc_mean_pred_lower"]);
    assert.equal(head["calibration_slope_upper"], calibration?.["calibration_slope_upper"]);
    assert.equal(head["o_e_ratio"], calibration?.["o_e_ratio"]);
    assert.equal(head["nb_gain_10pct"], gain?.["nb_gain"]);
    assert.equal(typeof head["nb_gain_10pct"], "number");
  }
});

test("it draws rows of every part, tags its rows of panels and names each pipeline once above them", async () => {
  const svg = await drawStratos(core);
  const nameOf = (figure: unknown, role: unknown): string => `${String(figure)} ${String(role)}`;
  const drawn = [...rowMarks(svg)].map((row) => nameOf(core.data[row]?.["figure"], core.data[row]?.["role"]));
  const expected = parts.flatMap(({ id, data }) => data.map(({ role }) => nameOf(id, role)));
  assert.deepEqual(new Set(drawn), new Set(expected));
  const tags = [...svg.matchAll(/font-size="9" font-weight="600"[^>]*>([A-Z]) {2}</g)].map(([, tag]) => tag);
  assert.equal(tags.join(""), "ABCD");
  assert.equal([...svg.matchAll(/>LOF × SAITS \(synthetic\)</g)].length, 1);
});

test("it keeps to a page whatever the number of pipelines", () => {
  const roles = core.data.filter(({ figure }) => figure === own).map(({ role }) => role);
  const one = { ...core, data: core.data.filter(({ role }) => role === roles[0]) };
  assert.ok(stratosHeight(core) > 8 && stratosHeight(core) <= 8.75);
  assert.equal(stratosHeight(one), stratosHeight(core));
});
