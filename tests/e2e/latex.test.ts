import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { lacks } from "../support/lacks.ts";
import { counted, makeProject, plrfile } from "../support/project.ts";

const skip = lacks("latexmk") || lacks("pdflatex");
const IMPORT = `import { latex } from "plr";`;
const PAPER = `latex({ name: "paper", source: "my paper/main.tex", pdf: "out/paper.pdf" })`;
const TEX = String.raw`\documentclass{article}
\begin{document}
\input{../gen/numbers.tex}
\input{section}
\newcommand{\fig}[1]{\IfFileExists{../gen/#1.tex}{\input{../gen/#1.tex}}{none}}
\fig{figure}
\end{document}
`;

function makes(name: string): string {
  return `shell({ name: "${name}", inputs: { s: "${name}.txt" }, outputs: { o: "gen/${name}.tex" },
    script: '${counted(name)}; cat {in} > {out}' })`;
}

test("a document is set from what other rules make, which it need not name", { skip }, async () => {
  await using project = await makeProject({
    files: {
      "plrfile.ts": plrfile([PAPER, makes("numbers"), makes("figure"), makes("other")], IMPORT),
      "my paper/main.tex": TEX,
      "my paper/section.tex": "a section\n",
      "numbers.txt": "42\n",
      "figure.txt": "one\n",
      "other.txt": "none\n",
    },
  });
  const first = await project.build({ ran: ["figure", "numbers"] }, ["paper"]);
  assert.deepEqual(first.steps, { numbers: "done", figure: "done", paper: "done" });
  assert.deepEqual((await project.build({}, ["paper"])).steps, {});
  const before = readFileSync(project.at("out/paper.pdf"));
  assert.deepEqual((await project.build({}, ["--force", "paper"])).steps, { paper: "same" });
  assert.deepEqual(readFileSync(project.at("out/paper.pdf")), before, "no time, no run in it");
  assert.equal(before.includes(project.root), false);
  project.write("my paper/section.tex", "another section\n");
  const why = await project.run(["why", "paper"]);
  assert.match(why.stdout, /section\.tex/);
  assert.deepEqual((await project.build({}, ["paper"])).steps, { paper: "done" });
  project.write("figure.txt", "two\n");
  assert.deepEqual((await project.build({ ran: ["figure"] }, ["paper"])).steps, {
    figure: "done",
    paper: "done",
  });
  project.write("my paper/article.cls", String.raw`\LoadClass{report}`);
  assert.equal((await project.build({}, ["paper"])).steps["paper"], "same", "it hides the installed one");
  assert.deepEqual(
    project.list().filter((path) => path.startsWith("my paper/")),
    ["my paper/article.cls", "my paper/main.tex", "my paper/section.tex"],
  );
});

test("a bibliography counts", { skip: skip || lacks("bibtex") }, async () => {
  await using project = await makeProject({
    files: {
      "plrfile.ts": plrfile([PAPER], IMPORT),
      "my paper/main.tex": String.raw`\documentclass{article}
\begin{document}
\cite{one}
\bibliographystyle{plain}
\bibliography{refs}
\end{document}
`,
      "my paper/refs.bib": "@misc{one, author = {Ana}, title = {One}, year = 2001}\n",
    },
  });
  await project.build();
  project.write("my paper/refs.bib", "@misc{one, author = {Bo}, title = {Two}, year = 2001}\n");
  assert.deepEqual((await project.build()).steps, { paper: "done" });
  assert.deepEqual((await project.build()).steps, {});
});

test("an error of LaTeX is shown with its place", { skip }, async () => {
  await using project = await makeProject({
    files: {
      "plrfile.ts": plrfile([PAPER], IMPORT),
      "my paper/main.tex": "\\documentclass{article}\n\\begin{document}\n\\nosuchmacro\n\\end{document}\n",
    },
  });
  const ended = await project.run(["build"]);
  assert.equal(ended.exit, 1);
  assert.match(ended.stderr, /main\.tex:3: Undefined control sequence/);
});
