// Stands in for VS Code: what the extension and its client ask of the module `vscode`, and a record of what they did.
// Whatever is not named here is a function, a class or an event that does nothing.

import Module from "node:module";

const nothing = () =>
  new Proxy(class {}, {
    get: (target, name) => {
      if (name === "then" || typeof name === "symbol") return undefined;
      return name in target ? target[name] : (target[name] = nothing());
    },
    apply: () => nothing(),
  });

/** Everything that `names` leaves out is made up. */
const module = (names) => new Proxy(names, { get: (known, name) => (name in known ? known[name] : (known[name] = nothing())) });

/** An editor with these settings and files: the `vscode` that the extension loads next. */
export function editor({ settings = {}, files = {} } = {}) {
  const commands = new Map();
  const listeners = [];
  const did = { messages: [], output: [], shown: false };
  const write = (text) => void did.output.push(text);
  const say = async (text) => void did.messages.push(text);
  const channel = module({
    ...{ info: write, error: write, warn: write, debug: write, append: write, appendLine: write },
    show: () => (did.shown = true),
  });
  const vscode = module({
    version: "1.91.0",
    EventEmitter: class {
      event = nothing();
      fire() {}
      dispose() {}
    },
    env: { appName: "a stand-in", language: "en" },
    commands: module({ registerCommand: (name, run) => (commands.set(name, run), nothing()) }),
    window: module({
      createOutputChannel: () => channel,
      showErrorMessage: say,
      showWarningMessage: say,
      showInformationMessage: say,
      visibleTextEditors: [],
      tabGroups: module({ all: [] }),
    }),
    workspace: module({
      textDocuments: [],
      notebookDocuments: [],
      workspaceFolders: undefined,
      getConfiguration: (section) => ({ get: (name, otherwise) => settings[`${section}.${name}`] ?? otherwise }),
      onDidChangeConfiguration: (listener) => (listeners.push(listener), nothing()),
      saveAll: async () => true,
      findFiles: async () => Object.keys(files).map((fsPath) => ({ fsPath })),
      fs: { readFile: async ({ fsPath }) => Buffer.from(files[fsPath]) },
    }),
  });

  const load = Module._load;
  Module._load = (name, ...rest) => (name === "vscode" ? vscode : load(name, ...rest));
  const change = (name, value) => {
    settings[name] = value;
    listeners.forEach((listener) => listener({ affectsConfiguration: (section) => name.startsWith(section) }));
  };
  return { did, change, run: (name) => commands.get(name)() };
}
