//! Connections without a client's good manners.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// An open connection.
pub(crate) struct Raw(TcpStream);

impl Raw {
    pub(crate) async fn open(address: SocketAddr) -> Self {
        Self(TcpStream::connect(address).await.unwrap())
    }

    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.write_all(bytes.as_ref()).await.unwrap();
    }

    /// What comes until the server closes the connection.
    pub(crate) async fn rest(&mut self) -> String {
        let mut bytes = vec![];
        let read = self.0.read_to_end(&mut bytes);
        // A connection that is reset is closed as well.
        let _ = timeout(Duration::from_secs(10), read).await.unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// As many bytes as were asked for.
    pub(crate) async fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        timeout(Duration::from_secs(10), self.0.read_exact(&mut bytes)).await.unwrap().unwrap();
        bytes
    }
}

/// The head of a request for a decision.
pub(crate) fn head(length: usize) -> String {
    format!("POST /v1/policies/checkout/decisions HTTP/1.1\r\nhost: test\r\ncontent-length: {length}\r\n\r\n")
}
