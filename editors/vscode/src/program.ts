// The program `waypost`: where it is, how to run it, and what to say if it cannot be run.

import { execFile } from "node:child_process";
import { commands, window, workspace, type LogOutputChannel } from "vscode";

/** What a run of the program came to: its exit status, and all that it printed. */
export interface Run {
  status: number;
  text: string;
}

/** The program, as the setting names it. */
export function path(): string {
  return workspace.getConfiguration("waypost").get<string>("path")?.trim() || "waypost";
}

/** Runs the program in the first folder of the window; fails if it cannot be run, not if it tells of findings. */
export function run(args: string[]): Promise<Run> {
  const cwd = workspace.workspaceFolders?.find((folder) => folder.uri.scheme === "file")?.uri.fsPath;
  return new Promise((resolve, reject) => {
    execFile(path(), args, { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const status = error ? error.code : 0;
      if (typeof status === "number") resolve({ status, text: stdout + stderr });
      else reject(error);
    });
  });
}

/** Says that the program cannot be used, and how to mend it. */
export function tellThatItCannotRun(error: unknown, output: LogOutputChannel): void {
  output.error(String(error));
  const { code, message } = error as NodeJS.ErrnoException;
  const what = code === "ENOENT" ? "there is no such program" : message.split("\n")[0];
  const help = "install waypost, or set its path in the settings";
  void window.showErrorMessage(`cannot run \`${path()}\`: ${what}; ${help}`, "Open settings").then((choice) => {
    if (choice) void commands.executeCommand("workbench.action.openSettings", "waypost.path");
  });
}
