import assert from "node:assert/strict";
import { test } from "node:test";
import {
  booktabs,
  escapeLatex,
  formatCount,
  formatEstimate,
  formatFixed,
  formatInterval,
  formatP,
  macroName,
  macros,
  rawTex,
  SYNTHETIC_NOTICE,
  type Tex,
} from "../../src/latex/index.ts";

test("upstream escaped nothing: every special character is escaped once", () => {
  assert.equal(
    escapeLatex("a_b & 5% #1 $x {y} ~ ^"),
    String.raw`a\_b \& 5\% \#1 \$x \{y\} \textasciitilde{} \textasciicircum{}`,
  );
  assert.equal(escapeLatex("\\{"), String.raw`\textbackslash{}\{`);
  assert.equal(escapeLatex("p<0.05 > q"), "p$<$0.05 $>$ q");
  assert.equal(escapeLatex("a--b\n c"), "a-{}-b c");
  assert.equal(escapeLatex("−0.1 ≤ η² – x"), String.raw`$-$0.1 $\leq$ $\eta$$^2$ -- x`);
  assert.equal(escapeLatex("Błasiok, é"), "Błasiok, é");
});

test("numbers: leading zero, minus sign, no signed zero, thousands", () => {
  assert.equal(formatFixed(0.9114).tex, "0.911");
  assert.equal(formatFixed(-0.0126).tex, "$-$0.013");
  assert.equal(formatFixed(-0.0004).tex, "0.000");
  assert.equal(formatFixed(12_345.678, 1).tex, "12,345.7");
  assert.equal(formatCount(1_004_367).tex, "1,004,367");
  assert.equal(formatCount(999).tex, "999");
  assert.equal(formatFixed(null).tex, "--");
  assert.throws(() => formatFixed(Number.NaN), RangeError);
  assert.throws(() => formatCount(1.5), RangeError);
});

test("estimates and intervals, whole or missing", () => {
  assert.equal(formatEstimate({ value: 0.911, lower: 0.755, upper: 0.971 }).tex, "0.911 [0.755, 0.971]");
  assert.equal(
    formatEstimate({ value: -0.013, lower: -0.043, upper: 0.012 }).tex,
    "$-$0.013 [$-$0.043, 0.012]",
  );
  assert.equal(formatEstimate({ value: 1, lower: null, upper: null }).tex, "1.000 [--]");
  assert.equal(formatEstimate({ value: null, lower: null, upper: null }).tex, "--");
  assert.equal(formatInterval({ lower: 0.1, upper: null }).tex, "[--]");
});

test("p-values: two digits, bounded at both ends", () => {
  const texts = [0.00099, 0.001, 0.0061, 0.038133, 0.365, 0.5, 0.991, 1, 0, null].map((p) => formatP(p).tex);
  assert.deepEqual(texts, [
    "$<$0.001",
    "0.0010",
    "0.0061",
    "0.038",
    "0.36",
    "0.50",
    "$>$0.99",
    "$>$0.99",
    "$<$0.001",
    "--",
  ]);
  assert.throws(() => formatP(1.2), RangeError);
});

const columns = [
  { header: "Method_A", align: "left" },
  { header: rawTex("$x$"), align: "number" },
] as const;

test("a table without caption is a bare tabular, with booktabs rules", () => {
  assert.equal(
    booktabs({ columns, rows: [["a&b", formatFixed(0.5)]] }),
    [
      String.raw`\begin{tabular}{@{}lS[table-format=1.3]@{}}`,
      String.raw`\toprule`,
      String.raw`Method\_A & {$x$} \\`,
      String.raw`\midrule`,
      String.raw`a\&b & 0.500 \\`,
      String.raw`\bottomrule`,
      String.raw`\end{tabular}`,
      "",
    ].join("\n"),
  );
});

test("a caption makes it float, notes stand below, sections are set off", () => {
  const tex = booktabs({
    columns,
    rows: [["a", "1"], { section: "Later" }, ["b", "2"]],
    caption: "50% of it",
    label: "tab:x-1",
    notes: ["first_note", rawTex("$n$")],
  });
  assert.match(tex, /^\\begin\{table\}\[htbp\][^]*\\caption\{50\\% of it\}\n\\label\{tab:x-1\}/u);
  assert.match(tex, /\\midrule\n\\multicolumn\{2\}\{@\{\}l@\{\}\}\{\\textit\{Later\}\} \\\\\nb & \{2\}/u);
  assert.match(tex, /first\\_note\\par\n\$n\$\\par/u);
  assert.throws(() => booktabs({ columns, rows: [], label: "a b" }), RangeError);
});

test("a synthetic table says so inside the tabular, above the heads", () => {
  const tex = booktabs({ columns, rows: [["a", "1"]], synthetic: true });
  const inside = tex.slice(tex.indexOf(String.raw`\toprule`), tex.indexOf("Method"));
  assert.match(inside, new RegExp(`^\\\\toprule\\n\\\\multicolumn\\{2\\}.*${SYNTHETIC_NOTICE}`, "u"));
  assert.equal(booktabs({ columns, rows: [["a", "1"]], synthetic: false }).includes("SYNTHETIC"), false);
});

test("a cell cannot be taken for an argument of the row break before it", () => {
  const tex = booktabs({
    columns,
    rows: [
      ["a", "1"],
      [formatInterval({ lower: 0, upper: 1 }), "2"],
      ["*", "3"],
    ],
  });
  assert.match(tex, /\\\\\n\{\}\[0\.000, 1\.000\] & \{2\} \\\\\n\{\}\* & \{3\}/u);
  const stacked = booktabs({
    columns: [{ header: ["Mean_x", "[95% CI]"], align: "left", width: 0.2 }],
    rows: [],
  });
  assert.ok(stacked.includes(String.raw`\shortstack[l]{Mean\_x\strut \\ {}[95\% CI]\strut}`), stacked);
  assert.ok(stacked.includes(String.raw`{@{}>{\raggedright\arraybackslash}p{0.2\linewidth}@{}}`), stacked);
});

test("a row of another width is a bug", () => {
  assert.throws(() => booktabs({ columns, rows: [["a"]] }), /row 1 has 1 cells for 2 columns/u);
});

test("macros can be read twice and keep the last value", () => {
  const written = macros([{ name: "nConfigs", value: "57 & more", comment: "n_configs\nof all" }]);
  assert.deepEqual(written, {
    ok: true,
    value: "% n_configs of all\n\\providecommand{\\nConfigs}{}\\renewcommand{\\nConfigs}{57 \\& more}\n",
  });
});

test("names that LaTeX may own, and names given twice, are refused", () => {
  for (const name of ["section", "min", "n_configs", "n2Configs", "Large", "", "LaTeX"]) {
    assert.deepEqual(macros([{ name, value: "1" }]), {
      ok: false,
      failure: { reason: "macro-name-invalid", names: [name] },
    });
  }
  const twice = macros([
    { name: "nConfigs", value: "1" },
    { name: "nConfigs", value: "1" },
  ]);
  assert.deepEqual(twice, { ok: false, failure: { reason: "macro-name-duplicate", names: ["nConfigs"] } });
});

test("macro names are made from the names of numbers", () => {
  const names = ["n_configs", "minAUROC", "auroc_best_05", "prevalence", "net benefit 10pct", "σ"].map(
    macroName,
  );
  assert.deepEqual(names, [
    "nConfigs",
    "minAUROC",
    "aurocBestZeroFive",
    "plrPrevalence",
    "netBenefitOneZeroPct",
    "",
  ]);
});

test("columns of numbers have room for their widest number, sign and brackets", () => {
  const columnOf = (cells: readonly (string | Tex)[]): string[] =>
    booktabs({ columns: [{ header: "x", align: "number" }], rows: cells.map((cell) => [cell]) }).split("\n");
  assert.deepEqual(columnOf([formatCount(12_345), formatCount(7)]).toSpliced(1, 3), [
    String.raw`\begin{tabular}{@{}S[table-format=5,group-minimum-digits=4,group-separator={,}]@{}}`,
    String.raw`12345 \\`,
    String.raw`7 \\`,
    String.raw`\bottomrule`,
    String.raw`\end{tabular}`,
    "",
  ]);
  assert.match(columnOf([formatP(0.0001), formatP(0.0042)])[0] ?? "", /table-format=<1\.4\]/u);
  const [preamble = "", , head = "", , full, without] = columnOf([
    formatEstimate({ value: -0.5, lower: -12, upper: 1 }, 1),
    formatEstimate({ value: 0.5, lower: null, upper: 1 }, 1),
  ]);
  assert.match(
    preamble,
    /S\[table-format=-1\.1\].*S\[table-format=-2\.1,.*pre=\{\[\}.*S\[table-format=1\.1,.*post=\{\]\}/u,
  );
  assert.equal(head, String.raw`\multicolumn{3}{c}{x} \\`);
  assert.equal(full, String.raw`-0.5 & {[}-12.0 & 1.0{]} \\`);
  assert.equal(without, String.raw`\multicolumn{3}{c}{0.5 [--]} \\`);
});

test("a table longer than a page breaks, with its head on each", () => {
  const rows = Array.from({ length: 41 }, (_, at) => [`m${at}`, "1"]);
  const options = { columns, caption: "Long", label: "tab:long", notes: ["A note"], synthetic: true };
  const tex = booktabs({ ...options, rows });
  assert.match(tex, /\\begin\{longtable\}[^]*\\endfirsthead[^]*\\endhead[^]*\\end\{longtable\}[^]*A note/u);
  assert.equal(tex.split(SYNTHETIC_NOTICE).length, 3);
  assert.equal(booktabs({ ...options, rows: rows.slice(1) }).includes("longtable"), false);
});
