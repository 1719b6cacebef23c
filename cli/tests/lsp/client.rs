//! A small client: it says what VS Code's own says, on a copy of `policies/` in a folder of its own.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

/// What VS Code says to begin, as its client library 11.0.0 was recorded.
const VSCODE: &str = include_str!("vscode.json");

/// The server, and what it told.
pub(crate) struct Client {
    child: Child,
    stdin: Option<ChildStdin>,
    incoming: Receiver<Value>,
    next: i32,
    /// The folder with the policies.
    pub(crate) folder: PathBuf,
    /// The one around it, which has nothing else: what stands beside policies, or beside their folder, is read too.
    _parent: TempDir,
    versions: BTreeMap<String, i64>,
    /// What was told last of each file, with the version that it is about.
    told: BTreeMap<String, (Option<i64>, Value)>,
    /// Every message: whether the client sent it, and what it says.
    pub(crate) log: Vec<(bool, Value)>,
}

/// A text with one place marked by `$0`: without the mark, and where it stood.
pub(crate) fn marked(text: &str) -> (String, Value) {
    let (before, after) = text.split_once("$0").expect("the text marks a place");
    let line = before.matches('\n').count();
    let character = before.rsplit('\n').next().unwrap().encode_utf16().count();
    (format!("{before}{after}"), json!({"line": line, "character": character}))
}

impl Client {
    /// A server that was told who asks, in a folder with these files.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let mut client = Self::unannounced();
        for (path, text) in files {
            client.write(path, text);
        }
        client.announce(&serde_json::from_str(VSCODE).unwrap());
        client
    }

    /// A server in a copy of `policies/`.
    pub(crate) fn with_policies() -> Self {
        let client = Self::with(&[]);
        let policies = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("policies");
        copy(&policies, &client.folder);
        client
    }

    /// A server that was told nothing yet.
    pub(crate) fn unannounced() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_waypost"));
        let command = command.arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (sender, incoming) = mpsc::channel();
        thread::spawn(move || read_all(stdout, &sender));
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("all/policies");
        fs::create_dir_all(&folder).unwrap();
        Self {
            stdin: child.stdin.take(),
            child,
            incoming,
            next: 0,
            folder,
            _parent: parent,
            versions: BTreeMap::new(),
            told: BTreeMap::new(),
            log: vec![],
        }
    }

    /// Says who asks.
    pub(crate) fn announce(&mut self, params: &Value) -> Value {
        let agreed = self.request("initialize", params.clone());
        self.notify("initialized", json!({}));
        agreed
    }

    /// Writes a file into the folder.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The text of a file in the folder.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.join(path)).unwrap()
    }

    /// The name of a file in the folder.
    pub(crate) fn uri(&self, path: &str) -> String {
        let folder = self.folder.canonicalize().unwrap();
        format!("file://{}/{path}", folder.display())
    }

    /// Opens a file with this text.
    pub(crate) fn open(&mut self, path: &str, text: &str) {
        let uri = self.uri(path);
        self.versions.insert(uri.clone(), 1);
        let document = json!({"uri": uri, "languageId": "way", "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Opens a file as it is on the disk, but for `from`, in place of which `to` stands, and gives the place of `$0`.
    pub(crate) fn open_with(&mut self, path: &str, from: &str, to: &str) -> Value {
        let text = self.read(path);
        assert!(text.contains(from), "`{path}` does not hold `{from}`");
        let (text, position) = marked(&text.replacen(from, to, 1));
        self.open(path, &text);
        position
    }

    /// Changes a file that is open, change by change.
    pub(crate) fn change(&mut self, path: &str, changes: &Value) {
        let uri = self.uri(path);
        let version = self.versions.get_mut(&uri).unwrap();
        *version += 1;
        let document = json!({"uri": uri, "version": version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    }

    /// Closes a file.
    pub(crate) fn close(&mut self, path: &str) {
        let uri = self.uri(path);
        self.versions.remove(&uri);
        self.notify("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    }

    /// Asks something about a place of a file.
    pub(crate) fn ask(&mut self, method: &str, path: &str, position: &Value) -> Value {
        let uri = self.uri(path);
        self.request(method, json!({"textDocument": {"uri": uri}, "position": position}))
    }

    /// Asks something about a file.
    pub(crate) fn ask_about(&mut self, method: &str, path: &str) -> Value {
        let uri = self.uri(path);
        self.request(method, json!({"textDocument": {"uri": uri}}))
    }

    /// Asks, and gives the answer.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        let answer = self.try_request(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Asks, and gives the whole message that answers.
    pub(crate) fn try_request(&mut self, method: &str, params: Value) -> Value {
        let id = self.start(method, params);
        self.finish(id)
    }

    /// Asks without waiting.
    pub(crate) fn start(&mut self, method: &str, params: Value) -> i32 {
        let id = self.next;
        self.next += 1;
        let request = json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
        self.send(request);
        id
    }

    /// Waits for an answer.
    pub(crate) fn finish(&mut self, id: i32) -> Value {
        loop {
            let message = self.receive();
            if message.get("method").is_none() && message["id"] == id {
                return message;
            }
        }
    }

    /// Tells something.
    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// What is found in a file: `CODE line:character message`, the lines counted from 1 as editors show them. Of a file
    /// that is open, this is what is told of the version that was sent last.
    pub(crate) fn findings(&mut self, path: &str) -> Vec<String> {
        let uri = self.uri(path);
        let wanted = self.versions.get(&uri).copied();
        while self.told.get(&uri).is_none_or(|(version, _)| *version != wanted) {
            self.receive();
        }
        let found = self.told[&uri].1.as_array().unwrap().clone();
        found.iter().map(shown).collect()
    }

    /// The same without connectors that are struck from plans, which is meant in the policies of this repository.
    pub(crate) fn faults(&mut self, path: &str) -> Vec<String> {
        let mut faults = self.findings(path);
        faults.retain(|found| !found.starts_with("WP0604"));
        faults
    }

    /// Ends the session as the protocol wants it, and gives the exit status.
    pub(crate) fn shut_down(mut self) -> Option<i32> {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.status()
    }

    /// The exit status of a server that was told to end.
    pub(crate) fn status(mut self) -> Option<i32> {
        self.stdin = None;
        self.child.wait().unwrap().code()
    }

    /// Sends bytes as they are.
    pub(crate) fn send_raw(&mut self, text: &str) {
        let stdin = self.stdin.as_mut().unwrap();
        write!(stdin, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        stdin.flush().unwrap();
    }

    fn send(&mut self, message: Value) {
        self.send_raw(&message.to_string());
        self.log.push((true, message));
    }

    fn receive(&mut self) -> Value {
        let message = self.incoming.recv_timeout(Duration::from_mins(1)).expect("the server says something");
        self.log.push((false, message.clone()));
        if message["method"] == "textDocument/publishDiagnostics" {
            let params = &message["params"];
            let told = (params["version"].as_i64(), params["diagnostics"].clone());
            self.told.insert(params["uri"].as_str().unwrap().to_owned(), told);
        } else if message.get("method").is_some() && message.get("id").is_some() {
            self.send(json!({"jsonrpc": "2.0", "id": message["id"], "result": null}));
        }
        message
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.stdin = None;
        let _ = self.child.wait();
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, target) = (entry.as_ref().unwrap().path(), to.join(entry.as_ref().unwrap().file_name()));
        match path.is_dir() {
            true => copy(&path, &target),
            false => drop(fs::copy(&path, &target).unwrap()),
        }
    }
}

fn shown(finding: &Value) -> String {
    let start = &finding["range"]["start"];
    let line = start["line"].as_u64().unwrap() + 1;
    let message = finding["message"].as_str().unwrap().lines().next().unwrap();
    format!("{} {line}:{} {message}", finding["code"].as_str().unwrap(), start["character"])
}

/// Reads messages until there are none.
fn read_all(mut from: BufReader<ChildStdout>, to: &mpsc::Sender<Value>) -> Option<()> {
    loop {
        let mut length = 0;
        let mut line = String::new();
        while from.read_line(&mut line).ok()? > 0 && line != "\r\n" {
            if let Some(number) = line.strip_prefix("Content-Length: ") {
                length = number.trim().parse().ok()?;
            }
            line.clear();
        }
        let mut body = vec![0; length];
        from.read_exact(&mut body).ok()?;
        to.send(serde_json::from_slice(&body).ok()?).ok()?;
    }
}
