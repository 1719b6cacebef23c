// The command "Check policies": `waypost check` on every policy in the window, with its report as people read it.

import { window, workspace, type LogOutputChannel } from "vscode";
import { run, tellThatItCannotRun, type Run } from "./program";

/** Checks all policies as they are on disk, once what is being edited has been saved. */
export async function checkPolicies(output: LogOutputChannel): Promise<void> {
  await workspace.saveAll(false);
  const files = await mainFiles();
  if (files.length === 0) {
    void window.showWarningMessage("there is no policy here: no `.way` file has a `policy` line");
    return;
  }
  let checked: Run;
  try {
    checked = await run(["check", ...files]);
  } catch (error) {
    return tellThatItCannotRun(error, output);
  }
  output.appendLine(checked.text.trimEnd());
  if (checked.status === 0) void window.showInformationMessage(checked.text.trimEnd().split("\n").at(-1) ?? "");
  else output.show(true);
}

/** The files with a `policy` line, in all folders of the window. */
async function mainFiles(): Promise<string[]> {
  const found = await workspace.findFiles("**/*.way");
  const mains = await Promise.all(
    found.map(async (uri) => {
      const text = new TextDecoder().decode(await workspace.fs.readFile(uri));
      return /^\s*policy\s/m.test(text) ? [uri.fsPath] : [];
    }),
  );
  return mains.flat().sort();
}
