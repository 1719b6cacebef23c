//! One connection, which is asked one request at a time and kept open.

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Instant;

use crate::answer::Answer;

/// More than an answer takes.
const ANSWER_BYTES: usize = 16 * 1024;

/// One connection.
pub(crate) struct Connection {
    stream: TcpStream,
    /// When the answer that is waited for was due to be asked for.
    due: Option<Instant>,
    bytes: Box<[u8]>,
    filled: usize,
}

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        Ok(Self { stream, due: None, bytes: vec![0; ANSWER_BYTES].into(), filled: 0 })
    }

    pub(crate) fn stream(&self) -> &TcpStream {
        &self.stream
    }

    /// Sends a request that was due at that moment. It is smaller than what the system takes at once.
    pub(crate) fn ask(&mut self, request: &[u8], due: Instant) -> io::Result<()> {
        (self.due, self.filled) = (Some(due), 0);
        self.stream.write_all(request)
    }

    /// The answer and when it was due to be asked for, once all of it has come.
    pub(crate) fn answer(&mut self) -> io::Result<Option<(Instant, Answer<'_>)>> {
        let Some(room) = self.bytes.get_mut(self.filled..) else { return Ok(None) };
        match self.stream.read(room) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => self.filled += count,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(None),
            Err(error) => return Err(error),
        }
        let Some(answer) = self.bytes.get(..self.filled).and_then(Answer::read) else { return Ok(None) };
        Ok(self.due.take().map(|due| (due, answer)))
    }
}
