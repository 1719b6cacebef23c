//! TLS: the certificates that the server shows and, if it asks clients for theirs, the authorities that it believes. All
//! files are read again when they have changed.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use thiserror::Error;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject as _};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{VerifierBuilderError, WebPkiClientVerifier};
use tokio_rustls::rustls::{self, RootCertStore, ServerConfig};
use waypost_engine::Live;

use crate::config::TlsConfig;

/// What is spoken inside, the better first.
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// Encrypts connections.
#[derive(Debug)]
pub(crate) struct Tls {
    files: TlsConfig,
    live: Live<ServerConfig>,
    /// What the files held when they were read last.
    read: Mutex<Contents>,
}

/// Why connections cannot be encrypted.
#[derive(Debug, Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("`{0}` cannot be read: {1}")]
    Unreadable(PathBuf, std::io::Error),
    /// A file holds something else.
    #[error("`{0}` holds no {1} in PEM: {2}")]
    NotPem(PathBuf, &'static str, pem::Error),
    /// A file of certificates has none.
    #[error("`{0}` holds no certificate")]
    Empty(PathBuf),
    /// The key is not that of the certificate, or of a kind that is not spoken.
    #[error("the certificate and its key cannot be used: {0}")]
    Unusable(#[from] rustls::Error),
    /// The authorities of clients cannot be believed.
    #[error("`{0}` cannot be used for the certificates of clients: {1}")]
    Authorities(PathBuf, VerifierBuilderError),
}

/// What the files hold.
#[derive(Debug, PartialEq, Eq)]
struct Contents {
    certificate: Vec<u8>,
    key: Vec<u8>,
    client_ca: Option<Vec<u8>>,
}

impl Tls {
    /// Reads the files.
    pub(crate) fn open(files: TlsConfig) -> Result<Self, TlsError> {
        let contents = Contents::read(&files)?;
        let live = Live::new(Arc::new(contents.config(&files)?));
        Ok(Self { files, live, read: Mutex::new(contents) })
    }

    /// Encrypts one connection.
    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(self.live.current())
    }

    /// Reads the files again. Connections that are open stay as they are.
    pub(crate) fn refresh(&self) {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        match Contents::read(&self.files) {
            Ok(contents) if contents == *read => {}
            Ok(contents) => {
                match contents.config(&self.files) {
                    Ok(config) => {
                        self.live.publish(Arc::new(config));
                        tracing::info!("the certificates were read again");
                    }
                    Err(error) => tracing::error!(%error, "the new certificates are not used"),
                }
                *read = contents;
            }
            Err(error) => tracing::error!(%error, "the certificates cannot be read again"),
        }
    }
}

impl Contents {
    fn read(files: &TlsConfig) -> Result<Self, TlsError> {
        let read = |path: &Path| fs::read(path).map_err(|error| TlsError::Unreadable(path.to_owned(), error));
        Ok(Self {
            certificate: read(&files.certificate)?,
            key: read(&files.key)?,
            client_ca: files.client_ca.as_deref().map(read).transpose()?,
        })
    }

    fn config(&self, files: &TlsConfig) -> Result<ServerConfig, TlsError> {
        let chain = certificates(&files.certificate, &self.certificate)?;
        let key = PrivateKeyDer::from_pem_slice(&self.key);
        let key = key.map_err(|error| TlsError::NotPem(files.key.clone(), "private key", error))?;
        let provider = Arc::new(aws_lc_rs::default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()?;
        let builder = match (&files.client_ca, &self.client_ca) {
            (Some(path), Some(authorities)) => {
                let mut roots = RootCertStore::empty();
                for authority in certificates(path, authorities)? {
                    roots.add(authority)?;
                }
                let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build();
                builder.with_client_cert_verifier(
                    verifier.map_err(|error| TlsError::Authorities(path.clone(), error))?,
                )
            }
            _ => builder.with_no_client_auth(),
        };
        let mut config = builder.with_single_cert(chain, key)?;
        config.alpn_protocols = PROTOCOLS.map(<[u8]>::to_vec).into();
        Ok(config)
    }
}

fn certificates(path: &Path, pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let chain = CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>();
    let chain = chain.map_err(|error| TlsError::NotPem(path.to_owned(), "certificate", error))?;
    if chain.is_empty() { Err(TlsError::Empty(path.to_owned())) } else { Ok(chain) }
}
