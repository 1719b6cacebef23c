//! `waypost keys`: the keys that a server takes, in its data folder. Works while the server runs, and before it ever has.

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use jiff::Timestamp;
use waypost_dsl::literal;
use waypost_server::{NewKey, Role, Store};

use crate::Status;

/// Who the journal says has done what is done here.
const ACTOR: &str = "waypost keys";

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The data folder of the server
    #[arg(long, value_name = "DIR", global = true, default_value = "data")]
    data: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Makes a key and prints it, which happens once: only its hash is kept
    Create {
        /// Who is to have it
        #[arg(value_name = "NAME")]
        name: String,
        /// What its owner may do: service, analyst, approver, auditor, admin
        #[arg(long = "role", value_name = "ROLE", required = true)]
        roles: Vec<Role>,
        /// The only policies that its owner may have to do with
        #[arg(long = "policy", value_name = "POLICY")]
        policies: Vec<String>,
        /// How long it is taken, as 90d or 12h
        #[arg(long, value_name = "TIME", value_parser = lifetime)]
        expires_in: Option<i64>,
    },
    /// Lists the keys, without their secrets
    List,
    /// Revokes a key
    Revoke {
        /// The part of the key between its underscores
        #[arg(value_name = "ID")]
        id: String,
    },
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        if !matches!(arguments.command, Command::Create { .. }) && !arguments.data.is_dir() {
            bail!("`{}` is no data folder", arguments.data.display());
        }
        let store = Store::open(&arguments.data).await?;
        match &arguments.command {
            Command::Create { name, roles, policies, expires_in } => {
                let expires = expires_in
                    .map(|seconds| Timestamp::now().checked_add(jiff::SignedDuration::from_secs(seconds)));
                let expires = expires.transpose().context("it would expire too late")?;
                let policies = (!policies.is_empty()).then(|| policies.iter().cloned().collect());
                let roles: BTreeSet<Role> = roles.iter().copied().collect();
                create(&store, &NewKey::new(name.clone(), roles, policies, expires)?).await
            }
            Command::List => list(&store).await,
            Command::Revoke { id } => revoke(&store, id).await,
        }
    })
}

async fn create(store: &Store, new: &NewKey) -> anyhow::Result<Status> {
    let (secret, _) = store.create_key(new, ACTOR).await?;
    writeln!(io::stdout(), "{}", secret.reveal())?;
    Ok(Status::Success)
}

async fn list(store: &Store) -> anyhow::Result<Status> {
    let out = &mut io::stdout().lock();
    for key in store.keys().await? {
        let roles: Vec<&str> = key.roles.iter().map(|role| role.as_str()).collect();
        let policies = key.policies.map(|names| names.into_iter().collect::<Vec<_>>().join(","));
        let policies = policies.unwrap_or_else(|| "all policies".to_owned());
        let state = match (key.revoked, key.expires) {
            (Some(revoked), _) => format!("revoked {revoked}"),
            (None, Some(end)) if end <= Timestamp::now() => format!("expired {end}"),
            (None, Some(end)) => format!("expires {end}"),
            (None, None) => "does not expire".to_owned(),
        };
        writeln!(out, "{}  {}  {}  {policies}  {state}", key.id, key.name, roles.join(","))?;
    }
    Ok(Status::Success)
}

async fn revoke(store: &Store, id: &str) -> anyhow::Result<Status> {
    if !store.revoke_key(id, ACTOR).await? {
        bail!("there is no key `{id}`, or it is revoked already");
    }
    Ok(Status::Success)
}

/// A time as the language writes it, in seconds.
fn lifetime(text: &str) -> Result<i64, String> {
    let millis = literal::duration(text).ok().filter(|millis| *millis >= 1_000);
    millis.map(|millis| millis / 1_000).ok_or_else(|| "a time is wanted, such as 12h or 90d".to_owned())
}
