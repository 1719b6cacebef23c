//! A server for one test: its own folder of policies, its own port, short times.

use std::fmt;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, spawn_blocking};
use waypost_server::records;
use waypost_server::{
    AsOf, Catalog, Config, Drained, NewKey, Pace, Releases, Reloader, Role, Service, Settings, Store, Watch,
    serve,
};

use crate::described;

/// The data folder, among the policies, where it is hidden.
const DATA: &str = ".data";

/// The smallest policy that says something; `CONNECTOR` is the one that takes all payments.
const POLICY: &str = r#"
policy NAME
facts {
  amount       money in EUR
  risk         integer 0 to 100
  card.bin     digits 6 to 8, optional
  customer.id  text, optional, private
}
connector CONNECTOR { serves amount.currency is EUR }
screen {
  rule "risky" when risk >= 90 -> deny "fraud"
  otherwise                    -> allow
}
route { otherwise -> CONNECTOR }
"#;

/// A payment that the policy takes.
pub(crate) const PAYMENT: &str = r#"{"amount":{"minor":1200,"currency":"EUR"},"risk":1}"#;

/// A policy of that name, with that connector.
pub(crate) fn policy(name: &str, connector: &str) -> String {
    POLICY.replace("NAME", name).replace("CONNECTOR", connector)
}

/// How a server for a test is to be.
pub(crate) struct Builder {
    folder: TempDir,
    config: Config,
    watched: bool,
}

/// A server for a test.
pub(crate) struct TestApp {
    pub(crate) address: SocketAddr,
    folder: TempDir,
    config: Config,
    /// What requests show, if they show anything.
    key: Option<String>,
    client: Client,
    stop: Option<oneshot::Sender<()>>,
    server: Option<JoinHandle<Drained>>,
    watch: Option<Watch>,
}

/// What the server has answered.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: String,
    pub(crate) allow: Option<String>,
    pub(crate) digest: Option<String>,
    pub(crate) body: Value,
}

impl TestApp {
    /// A server with the policy `checkout`, which sends all to `stripe`.
    pub(crate) async fn start() -> Self {
        Self::builder().file("checkout/checkout.way", &policy("checkout", "stripe")).start().await
    }

    pub(crate) fn builder() -> Builder {
        Builder { folder: TempDir::new().unwrap(), config: Config::default(), watched: false }
    }

    /// Where a file of the policies lies.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Replaces a file as an editor does: by renaming another.
    pub(crate) fn replace(&self, path: &str, text: &str) {
        let beside = self.path(path).with_extension("new");
        fs::write(&beside, text).unwrap();
        fs::rename(beside, self.path(path)).unwrap();
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("http://{}{path}", self.address));
        match &self.key {
            Some(key) => request.bearer_auth(key),
            None => request,
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path)).await
    }

    /// Asks for a decision of `checkout`.
    pub(crate) async fn decide(&self, payment: impl Into<String>) -> Answer {
        let request = self.request(Method::POST, "/v1/policies/checkout/decisions");
        Answer::of(request.body(payment.into())).await
    }

    /// The connector that `checkout` sends the payment to.
    pub(crate) async fn connector(&self) -> Value {
        self.decide(PAYMENT).await.body["route"]["connectors"][0].clone()
    }

    /// The status of `checkout`.
    pub(crate) async fn status(&self) -> Value {
        self.get("/v1/policies/checkout").await.body
    }

    /// Asks again until the answer is as it should be.
    pub(crate) async fn until<A: fmt::Debug>(
        &self,
        ask: impl AsyncFn() -> A,
        good: impl Fn(&A) -> bool,
    ) -> A {
        let mut pause = tokio::time::interval(Duration::from_millis(10));
        for _ in 0..1000 {
            let answer = ask().await;
            if good(&answer) {
                return answer;
            }
            pause.tick().await;
        }
        let last = ask().await;
        assert!(good(&last), "it has not come to that: {last:?}");
        last
    }

    /// Asks with a body in JSON.
    pub(crate) async fn send(&self, method: Method, path: &str, body: &Value) -> Answer {
        Answer::of(self.request(method, path).json(body)).await
    }

    /// Asks to do something that takes no body.
    pub(crate) async fn post(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::POST, path)).await
    }

    /// The data folder's database.
    pub(crate) async fn store(&self) -> Store {
        Store::open(self.config.data.as_ref().unwrap()).await.unwrap()
    }

    /// Shows a key with these roles from now on, which may have to do with these policies only if there are any.
    pub(crate) async fn show(&mut self, name: &str, roles: &[Role], policies: Option<&[&str]>) -> String {
        let policies = policies.map(|names| names.iter().map(|&name| name.to_owned()).collect());
        let new = NewKey::new(name.to_owned(), roles.iter().copied().collect(), policies, None).unwrap();
        let (secret, _) = self.store().await.create_key(&new, "test").await.unwrap();
        self.key = Some(secret.reveal().to_owned());
        let known = async || self.get("/v1/policies").await.status;
        self.until(known, |status| *status == 200).await;
        secret.reveal().to_owned()
    }

    /// Shows this, or nothing, from now on.
    pub(crate) fn show_key(&mut self, key: Option<&str>) {
        self.key = key.map(str::to_owned);
    }

    /// Stops the server and starts one that is set up in the same way.
    pub(crate) async fn restart(mut self) -> Self {
        self.stop().await.unwrap();
        drop(self.watch.take());
        let folder = std::mem::replace(&mut self.folder, TempDir::new().unwrap());
        let builder = Builder { folder, config: self.config.clone(), watched: false };
        builder.start().await
    }

    /// The text of `/metrics`.
    pub(crate) async fn metrics(&self) -> String {
        self.request(Method::GET, "/metrics").send().await.unwrap().text().await.unwrap()
    }

    /// Begins to shut down; the server ends with what it returns.
    pub(crate) fn stop(&mut self) -> JoinHandle<Drained> {
        self.stop.take().unwrap().send(()).unwrap();
        self.server.take().unwrap()
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        drop(self.watch.take());
    }
}

impl Builder {
    /// Where a file of the policies lies.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file among the policies.
    pub(crate) fn file(self, path: &str, text: &str) -> Self {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    pub(crate) fn settings(mut self, set: impl FnOnce(&mut Settings)) -> Self {
        set(&mut self.config.limits);
        self
    }

    pub(crate) fn records(self, set: impl FnOnce(&mut records::Settings)) -> Self {
        self.config(|config| set(&mut config.records))
    }

    /// Changes how the server is set up.
    pub(crate) fn config(mut self, set: impl FnOnce(&mut Config)) -> Self {
        set(&mut self.config);
        self
    }

    /// Lets the server keep versions, in a folder beside the policies.
    pub(crate) fn data(mut self) -> Self {
        self.config.data = Some(self.folder.path().join(DATA));
        self
    }

    /// Lets the server keep versions, and take keys only.
    pub(crate) fn keys(self) -> Self {
        self.data().config(|config| config.auth.keys = true)
    }

    /// Lets the server follow its files.
    pub(crate) fn watched(mut self) -> Self {
        self.watched = true;
        self
    }

    pub(crate) async fn start(self) -> TestApp {
        let Self { folder, config, watched } = self;
        let (catalog, releases, watch) = policies(folder.path(), &config, watched).await;
        let service = Service::open(&config, catalog, releases).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let shutdown = async {
            let _ = stopped.await;
        };
        let server = Some(tokio::spawn(serve(listener, service, shutdown)));
        TestApp { address, folder, config, key: None, client: Client::new(), stop: Some(stop), server, watch }
    }
}

/// What a server serves: the folder, if there is anything in it but its data.
async fn policies(
    folder: &Path,
    config: &Config,
    watched: bool,
) -> (Arc<Catalog>, Option<Arc<Releases>>, Option<Watch>) {
    let pace = Pace {
        quiet: Duration::from_millis(20),
        ceiling: Duration::from_millis(200),
        poll: Duration::from_mins(10),
    };
    let releases = match &config.data {
        Some(data) => Some(Releases::open(Store::open(data).await.unwrap(), AsOf::Today).await.unwrap()),
        None => None,
    };
    let reloader = match &releases {
        Some(releases) => {
            let (path, releases, runtime) = (folder.to_owned(), Arc::clone(releases), Handle::current());
            let read = move || Reloader::publishing(&path, AsOf::Today, releases, runtime);
            spawn_blocking(read).await.unwrap()
        }
        None => Reloader::open(folder, AsOf::Today),
    };
    let Some(kept) = releases.as_ref().filter(|_| reloader.is_err()) else {
        let reloader = reloader.unwrap();
        let catalog = reloader.catalog();
        return (catalog, releases, watched.then(|| Watch::start(reloader, pace).unwrap()));
    };
    (kept.catalog(), releases, None)
}

impl Answer {
    pub(crate) async fn of(request: RequestBuilder) -> Self {
        let (client, request) = request.build_split();
        let request = request.unwrap();
        let (method, path) = (request.method().clone(), request.url().path().to_owned());
        let response = client.execute(request).await.unwrap();
        let header =
            |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let answer = Self {
            status: response.status().as_u16(),
            content_type: header("content-type").unwrap_or_default(),
            allow: header("allow"),
            digest: header("waypost-digest"),
            body: serde_json::from_str(&response.text().await.unwrap()).unwrap_or_default(),
        };
        described::check(&method, &path, &answer);
        answer
    }
}

/// Status and body, without what differs from run to run.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut body = self.body.clone();
        fix(&mut body);
        write!(f, "{} {}\n{body:#}", self.status, self.content_type)
    }
}

fn fix(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                fix_member(name, value);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(fix),
        _ => {}
    }
}

fn fix_member(name: &str, value: &mut Value) {
    match (name, &*value) {
        ("digest" | "bundle" | "hash", Value::String(_)) => *value = "[digest]".into(),
        (
            "since" | "started" | "ended" | "stale_since" | "time" | "created" | "revoked",
            Value::String(_),
        ) => *value = "[instant]".into(),
        ("file", Value::String(path)) => {
            let shown: Vec<&str> = path.rsplitn(3, '/').collect();
            *value = format!("[folder]/{}/{}", shown[1], shown[0]).into();
        }
        _ => fix(value),
    }
}
