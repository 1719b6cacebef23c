//! The language server: one message after the other, in the order in which they come.
//!
//! What is said about policies is found out when no message waits, so that whoever types is answered first; the
//! language itself is asked through [`waypost_dsl::ide`].

mod answer;
mod capabilities;
mod documents;
mod findings;
mod inbox;
mod policies;
mod position;
mod server;

use anyhow::Context as _;
use lsp_server::{Connection, Message, Response};

use inbox::Inbox;
use server::Server;

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// The client asked to shut down before it asked to exit.
    AsAgreed,
    /// It did not, or it is gone.
    Abruptly,
}

/// Serves one client over standard input and output until it leaves.
pub(crate) fn run() -> anyhow::Result<Ended> {
    let (connection, threads) = Connection::stdio();
    let ended = session(connection)?;
    threads.join().context("what the client sends is no message of the protocol")?;
    Ok(ended)
}

fn session(connection: Connection) -> anyhow::Result<Ended> {
    let Ok((id, params)) = connection.initialize_start() else { return Ok(Ended::Abruptly) };
    let Connection { sender, receiver } = connection;
    let client = serde_json::from_value(params).unwrap_or_default();
    let (encoding, agreed) = capabilities::agree(&client);
    sender.send(Response::new_ok(id, agreed).into())?;
    let mut server = Server::new(encoding, capabilities::watches_files(&client));
    let mut inbox = Inbox::new(receiver);
    loop {
        match inbox.is_empty() && server.has_work() {
            true => server.work(),
            false => match inbox.next() {
                None => return Ok(server.ended()),
                Some(Message::Notification(note)) if note.method == "exit" => return Ok(server.ended()),
                Some(message) if inbox.is_cancelled(&message) => server.cancel(message),
                Some(message) => server.handle(message),
            },
        }
        server.outbox().try_for_each(|message| sender.send(message))?;
    }
}
