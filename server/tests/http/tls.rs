//! TLS: what is encrypted, whose certificates are taken, and that new ones are used without a restart.

use std::path::Path;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use reqwest::tls::{Certificate, Identity};
use reqwest::{Client, ClientBuilder};
use waypost_server::TlsConfig;

use crate::app::{TestApp, policy};

type Authority = CertifiedIssuer<'static, KeyPair>;

/// An authority of its own.
fn authority() -> Authority {
    let mut params = CertificateParams::new(vec![]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// A certificate for `localhost` and its key, in PEM.
fn certificate(authority: &Authority) -> (String, String) {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    (params.signed_by(&key, authority).unwrap().pem(), key.serialize_pem())
}

fn files(folder: &Path) -> TlsConfig {
    TlsConfig { certificate: folder.join(".cert.pem"), key: folder.join(".key.pem"), client_ca: None }
}

/// A server with a certificate of that authority.
async fn app(authority: &Authority, clients: Option<&Authority>) -> TestApp {
    let (certificate, key) = certificate(authority);
    let mut builder = TestApp::builder()
        .file("checkout/checkout.way", &policy("checkout", "stripe"))
        .file(".cert.pem", &certificate)
        .file(".key.pem", &key);
    let mut tls = files(&builder.path(""));
    if let Some(clients) = clients {
        builder = builder.file(".clients.pem", &clients.pem());
        tls.client_ca = Some(builder.path(".clients.pem"));
    }
    builder.config(|config| config.tls = Some(tls)).start().await
}

/// A client that believes that authority.
fn client(authority: &Authority) -> ClientBuilder {
    let authority = Certificate::from_pem(authority.pem().as_bytes()).unwrap();
    Client::builder().tls_certs_only([authority]).pool_max_idle_per_host(0)
}

async fn is_answered(app: &TestApp, client: ClientBuilder) -> bool {
    let url = format!("https://localhost:{}/livez", app.address.port());
    client.build().unwrap().get(url).send().await.is_ok_and(|answer| answer.status() == 200)
}

#[tokio::test]
async fn a_connection_is_encrypted_and_the_certificate_is_believed() {
    let known = authority();
    let app = app(&known, None).await;
    assert!(is_answered(&app, client(&known)).await);
    assert!(!is_answered(&app, client(&authority())).await, "it is not that authority's");
    let plain = Client::new().get(format!("http://{}/livez", app.address)).send().await;
    assert!(plain.is_err(), "nothing is answered that is not encrypted");
}

#[tokio::test]
async fn a_client_that_has_to_show_a_certificate_shows_the_right_one() {
    let (known, clients) = (authority(), authority());
    let app = app(&known, Some(&clients)).await;
    let with = |authority: &Authority| {
        let (certificate, key) = certificate(authority);
        client(&known).identity(Identity::from_pem(format!("{certificate}{key}").as_bytes()).unwrap())
    };
    assert!(is_answered(&app, with(&clients)).await);
    assert!(!is_answered(&app, with(&known)).await, "it is of another authority");
    assert!(!is_answered(&app, client(&known)).await, "it shows none");
}

#[tokio::test]
async fn a_new_certificate_is_used_without_a_restart() {
    let (known, next) = (authority(), authority());
    let app = app(&known, None).await;
    app.replace(".cert.pem", "no certificate");
    let (certificate, key) = certificate(&next);
    app.replace(".key.pem", &key);
    assert!(is_answered(&app, client(&known)).await, "what cannot be used is not");
    app.replace(".cert.pem", &certificate);
    app.until(async || is_answered(&app, client(&next)).await, |is_answered| *is_answered).await;
}

#[tokio::test]
async fn certificates_that_cannot_be_used_keep_the_server_from_starting() {
    let folder = tempfile::TempDir::new().unwrap();
    let (certificate, key) = certificate(&authority());
    let tried = async |text: &str, key: &str| {
        std::fs::write(folder.path().join(".cert.pem"), text).unwrap();
        std::fs::write(folder.path().join(".key.pem"), key).unwrap();
        let config =
            waypost_server::Config { tls: Some(files(folder.path())), ..waypost_server::Config::default() };
        let service = waypost_server::Service::open(&config, std::sync::Arc::default(), None).await;
        service.map(drop).map_err(|error| error.to_string())
    };
    let other = KeyPair::generate().unwrap().serialize_pem();
    for (certificate, key, told) in [
        ("", &key, "holds no certificate"),
        (&certificate, &String::new(), "holds no private key"),
        (&certificate, &other, "cannot be used"),
    ] {
        let error = tried(certificate, key).await.unwrap_err();
        assert!(error.contains(told), "{error}");
    }
    assert_eq!(tried(&certificate, &key).await, Ok(()));
}
