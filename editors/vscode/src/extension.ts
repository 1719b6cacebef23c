// The extension: one language server for all folders of the window, and two commands. Everything about the language
// that needs more than a grammar (findings, completion, formatting, colours by meaning) is the server's.

import { commands, window, workspace, type ExtensionContext, type LogOutputChannel } from "vscode";
import { LanguageClient, type LanguageClientOptions } from "vscode-languageclient/node";
import { checkPolicies } from "./check";
import { path, run, tellThatItCannotRun } from "./program";

let client: LanguageClient | undefined;

/** Called by VS Code when the first file of one of the languages is opened, or a command is used. */
export function activate(context: ExtensionContext): void {
  const output = window.createOutputChannel("Waypost", { log: true });
  const fileEvents = workspace.createFileSystemWatcher("**/*.{way,cases,csv}");
  const options: LanguageClientOptions = {
    documentSelector: ["way", "waypost-cases"].map((language) => ({ scheme: "file", language })),
    outputChannel: output,
    synchronize: { fileEvents },
  };

  // Restarts wait for one another, so that there is never a second server.
  let restarted = Promise.resolve();
  const restart = () => (restarted = restarted.then(() => start(options, output)));

  context.subscriptions.push(
    output,
    fileEvents,
    commands.registerCommand("waypost.restart", restart),
    commands.registerCommand("waypost.check", () => checkPolicies(output)),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("waypost.path")) void restart();
    }),
  );
  void restart();
}

/** Called by VS Code when the window closes. */
export function deactivate(): Promise<void> {
  return stop();
}

async function start(options: LanguageClientOptions, output: LogOutputChannel): Promise<void> {
  await stop();
  try {
    // The client would try again and again, and tell of each failure.
    const { status, text } = await run(["lsp", "--help"]);
    if (status !== 0) throw new Error(`it has no language server\n${text}`);
  } catch (error) {
    return tellThatItCannotRun(error, output);
  }
  client = new LanguageClient("waypost", "Waypost", { command: path(), args: ["lsp"] }, options);
  // The client itself tells why it could not start.
  await client.start().catch(() => undefined);
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  // The client kills a server that does not end when it is asked to, and fails only after that.
  if (running?.needsStop()) await running.stop().catch(() => undefined);
}
