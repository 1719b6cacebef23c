//! A server for one test: its own folder of policies, its own port, short times.

use std::fmt;
use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use waypost_server::records::{self, Records};
use waypost_server::{AsOf, Drained, Pace, Reloader, Settings, Watch, serve};

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
    settings: Settings,
    records: records::Settings,
    watched: bool,
}

/// A server for a test.
pub(crate) struct TestApp {
    pub(crate) address: SocketAddr,
    folder: TempDir,
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
        let (settings, records) = (Settings::default(), records::Settings::default());
        Builder { folder: TempDir::new().unwrap(), settings, records, watched: false }
    }

    /// The text of `/metrics`.
    pub(crate) async fn metrics(&self) -> String {
        self.request(Method::GET, "/metrics").send().await.unwrap().text().await.unwrap()
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
        self.client.request(method, format!("http://{}{path}", self.address))
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
    /// Writes a file among the policies.
    pub(crate) fn file(self, path: &str, text: &str) -> Self {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    pub(crate) fn settings(mut self, set: impl FnOnce(&mut Settings)) -> Self {
        set(&mut self.settings);
        self
    }

    pub(crate) fn records(mut self, set: impl FnOnce(&mut records::Settings)) -> Self {
        set(&mut self.records);
        self
    }

    /// Lets the server follow its files.
    pub(crate) fn watched(mut self) -> Self {
        self.watched = true;
        self
    }

    pub(crate) async fn start(self) -> TestApp {
        let Self { folder, settings, records, watched } = self;
        let records = Records::start(&records).unwrap();
        let reloader = Reloader::open(folder.path(), AsOf::Today).unwrap();
        let catalog = reloader.catalog();
        let pace = Pace {
            quiet: Duration::from_millis(20),
            ceiling: Duration::from_millis(200),
            poll: Duration::from_mins(10),
        };
        let watch = watched.then(|| Watch::start(reloader, pace).unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let shutdown = async {
            let _ = stopped.await;
        };
        let server = Some(tokio::spawn(serve(listener, catalog, settings, records, shutdown)));
        TestApp { address, folder, client: Client::new(), stop: Some(stop), server, watch }
    }
}

impl Answer {
    pub(crate) async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        let header =
            |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        Self {
            status: response.status().as_u16(),
            content_type: header("content-type").unwrap_or_default(),
            allow: header("allow"),
            digest: header("waypost-digest"),
            body: serde_json::from_str(&response.text().await.unwrap()).unwrap_or_default(),
        }
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
        ("digest", Value::String(_)) => *value = "[digest]".into(),
        ("since" | "stale_since", Value::String(_)) => *value = "[instant]".into(),
        ("file", Value::String(path)) => {
            let shown: Vec<&str> = path.rsplitn(3, '/').collect();
            *value = format!("[folder]/{}/{}", shown[1], shown[0]).into();
        }
        _ => fix(value),
    }
}
