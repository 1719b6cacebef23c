//! What the commands that speak to a server share: which server, with which key, and how its answers are told.

use std::io::Write as _;

use anyhow::{Context as _, anyhow};
use clap::Args;
use waypost_server::client::{Client, ClientError, Problem};

use crate::Status;

#[derive(Debug, Args)]
pub(super) struct Remote {
    /// The address of the server
    #[arg(long, value_name = "URL", env = "WAYPOST_URL", default_value = "http://127.0.0.1:8080")]
    server: String,
    /// A file that holds the key to show; else the variable `WAYPOST_API_KEY` does
    #[arg(long, value_name = "FILE")]
    key_file: Option<std::path::PathBuf>,
}

impl Remote {
    /// Asks the server, and tells what comes of it: a problem that it names is a finding.
    pub(super) fn ask<T>(
        &self,
        question: impl AsyncFnOnce(&Client) -> Result<T, ClientError>,
    ) -> anyhow::Result<Result<T, Status>> {
        let client = Client::new(&self.server, self.key()?)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        match runtime.block_on(question(&client)) {
            Ok(answer) => Ok(Ok(answer)),
            Err(ClientError::Problem(problem)) => {
                tell(&problem)?;
                Ok(Err(Status::Findings))
            }
            Err(error) => Err(anyhow!("{}: {error}", self.server)),
        }
    }

    fn key(&self) -> anyhow::Result<Option<String>> {
        match &self.key_file {
            Some(file) => {
                let text = std::fs::read_to_string(file);
                let text = text.with_context(|| format!("`{}` cannot be read", file.display()))?;
                Ok(Some(text.trim().to_owned()))
            }
            None => Ok(std::env::var("WAYPOST_API_KEY").ok().filter(|key| !key.is_empty())),
        }
    }
}

/// Says what the server does not like: of a policy, what keeps it from being published.
fn tell(problem: &Problem) -> std::io::Result<()> {
    let mut out = anstream::stderr().lock();
    for finding in &problem.findings {
        let text = |name: &str| finding.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
        let number = |name: &str| finding.get(name).and_then(serde_json::Value::as_u64).unwrap_or_default();
        if text("severity") != "error" {
            continue;
        }
        writeln!(out, "error[{}]: {}", text("code"), text("message"))?;
        writeln!(out, "  --> {}:{}:{}", text("file"), number("line"), number("column"))?;
        if !text("help").is_empty() {
            writeln!(out, "  help: {}", text("help"))?;
        }
    }
    writeln!(out, "error: {}: {}", problem.title, problem.detail)
}
