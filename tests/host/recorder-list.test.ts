import assert from "node:assert/strict";
import { test } from "node:test";
import { readRecorder } from "../../src/host/recorder-list.ts";

test("inputs of the recorder's file are read from its folder, without what the run wrote itself", () => {
  const text = `PWD /p/paper
INPUT /usr/share/texmf/article.cls
INPUT main.tex
INPUT main.tex
OUTPUT /t/main.log
INPUT /t/main.aux
OUTPUT /t/main.aux
INPUT ../tables/two words.tex
`;
  assert.deepEqual(readRecorder(text, "/p"), [
    "/usr/share/texmf/article.cls",
    "/p/paper/main.tex",
    "/p/tables/two words.tex",
  ]);
});

test("sources of a bibliography are taken from what latexmk keeps", () => {
  const text = `PWD /p/paper
INPUT main.tex
# Fdb version 4
["bibtex main"] 1795521469 "/t/main.aux" "/t/main.bbl" "main" 1795521469 0
  "refs.bib" 1795521455.5 3 764efa883dda1e11db47671c4a3bbd9e ""
  (generated)
  "/t/main.bbl"
`;
  assert.deepEqual(readRecorder(text, "/p"), ["/p/paper/main.tex", "/p/paper/refs.bib"]);
});

test("files that were looked for and are not there are told too", () => {
  const here = import.meta.filename;
  const text = `PWD /no-such-folder
kdebug:kpse_find_file: searching for ../figs/a.pdf of type tex (from TEXINPUTS environment variable)
kdebug:kpse_find_file: searching for ${here} of type tex (from TEXINPUTS environment variable)
kdebug:kpse_find_file: searching for cmr10 of type tfm (from TFMFONTS environment variable)
kdebug:kpse_find_file: searching for refs.bib of type bib (from BIBINPUTS environment variable)
`;
  assert.deepEqual(readRecorder(text, "/p"), ["/figs/a.pdf", "/no-such-folder/refs.bib"]);
});
