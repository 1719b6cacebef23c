//! The configuration: what the documented file says is what holds without one, and whatever is wrong is told.
#![cfg(feature = "http")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::path::Path;
use std::time::Duration;

use waypost_server::{Config, LogFormat};

fn read(text: &str) -> Result<Config, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("waypost.toml");
    fs::write(&file, text).unwrap();
    Config::read(Some(&file)).map_err(|error| error.to_string())
}

#[test]
fn the_documented_file_says_what_holds_without_one() {
    let documented = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/waypost.toml");
    assert_eq!(Config::read(Some(&documented)).unwrap(), Config::default());
    assert_eq!(read("").unwrap(), Config::default());
}

#[test]
fn every_key_is_documented() {
    let documented = include_str!("../../docs/waypost.toml");
    let written = serde_json::to_value(Config::default()).unwrap();
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let (tables, single): (Vec<String>, Vec<String>) =
        keys(&written).into_iter().partition(|key| written.get(key).unwrap().is_object());
    assert_eq!(tables, ["auth", "limits", "records", "signals", "traces"]);
    for key in tables.iter().flat_map(|table| keys(written.get(table).unwrap())).chain(single) {
        assert!(documented.lines().any(|line| line.starts_with(&format!("{key} = "))), "{key}");
    }
}

#[test]
fn what_is_documented_and_left_out_can_be_used() {
    let documented = include_str!("../../docs/waypost.toml");
    let used: Vec<&str> = documented
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.starts_with('[') || rest.contains(" = \"") && !rest.ends_with('.') => rest,
            _ => line,
        })
        .collect();
    let config = read(&used.join("\n")).unwrap();
    let (jwt, tls) = (config.auth.jwt.unwrap(), config.tls.unwrap());
    assert_eq!((&*jwt.roles_claim, &*jwt.policies_claim), ("waypost_roles", "waypost_policies"));
    assert!(tls.client_ca.is_some() && config.data.is_some());
}

#[test]
fn what_would_be_open_to_the_network_is_not_served() {
    let verify = |text: &str| read(text).unwrap().verify().map_err(|error| error.to_string());
    let open = verify("listen = \"0.0.0.0:80\"").unwrap_err();
    assert!(open.contains("0.0.0.0:80, which others can reach"), "{open}");
    assert!(verify("listen = \"[::]:80\"").is_err());
    assert_eq!(verify("listen = \"127.0.0.2:80\""), Ok(()));
    assert_eq!(verify("listen = \"0.0.0.0:80\"\ndata = \"data\"\n[auth]\nkeys = true"), Ok(()));
    let nowhere = verify("[auth]\nkeys = true").unwrap_err();
    assert!(nowhere.contains("`auth.keys` needs a data folder"), "{nowhere}");
}

#[test]
fn a_file_changes_what_it_names() {
    let config =
        read("log_format = \"json\"\n[limits]\nrequests = 7\nheader_timeout = \"1m 500ms\"").unwrap();
    let default = Config::default();
    assert_eq!(config.log_format, LogFormat::Json);
    assert_eq!(config.limits.requests, 7);
    assert_eq!(config.limits.header_timeout, Duration::from_millis(60_500));
    assert_eq!((config.listen, config.limits.body_limit), (default.listen, default.limits.body_limit));
}

#[test]
fn what_is_wrong_is_told_with_its_key() {
    for (text, told) in [
        ("lisen = \"127.0.0.1:80\"", "lisen"),
        ("[limits]\nrequest = 7", "request"),
        ("[limits]\nrequests = \"many\"", "limits.requests"),
        ("[limits]\nheader_timeout = \"soon\"", "limits.header_timeout"),
        ("listen = \"here\"", "listen"),
        ("[records]\non_overflow = \"wait\"", "records.on_overflow"),
        ("[records]\nqueue_bytes = 9", "records.queue_bytes`: 9 bytes are too few, 1048576 is the least"),
        ("[records]\nrotate_bytes = 9", "records.rotate_bytes`: 9 bytes are too few, 65536 is the least"),
        ("[records]\nfsync = \"often\"", "records.fsync"),
        ("listen =", "waypost.toml"),
    ] {
        let error = read(text).unwrap_err();
        assert!(error.contains(told), "{text}: {error}");
    }
    let error = Config::read(Some(Path::new("nowhere.toml"))).unwrap_err().to_string();
    assert!(error.starts_with("nowhere.toml cannot be read: "), "{error}");
}
