//! The messages that wait, so that it can be seen whether there are any and which of them are called off.

use std::collections::VecDeque;
use std::sync::mpsc::{self, Receiver};
use std::thread;

use lsp_server::Message;

/// The messages of the client, in order.
#[derive(Debug)]
pub(crate) struct Inbox {
    incoming: Receiver<Message>,
    waiting: VecDeque<Message>,
}

impl Inbox {
    /// Takes what the client sends as soon as it comes; the connection itself holds one message only.
    pub(crate) fn new(messages: impl IntoIterator<Item = Message> + Send + 'static) -> Self {
        let (sender, incoming) = mpsc::channel();
        thread::spawn(move || messages.into_iter().try_for_each(|message| sender.send(message)));
        Self { incoming, waiting: VecDeque::new() }
    }

    /// Whether no message waits.
    pub(crate) fn is_empty(&mut self) -> bool {
        self.waiting.extend(self.incoming.try_iter());
        self.waiting.is_empty()
    }

    /// The next message, waited for if need be; nothing if there will be none.
    pub(crate) fn next(&mut self) -> Option<Message> {
        self.waiting.extend(self.incoming.try_iter());
        self.waiting.pop_front().or_else(|| self.incoming.recv().ok())
    }

    /// Whether a message is a request that one behind it calls off.
    pub(crate) fn is_cancelled(&mut self, message: &Message) -> bool {
        let Message::Request(request) = message else { return false };
        let Ok(wanted) = serde_json::to_value(&request.id) else { return false };
        self.waiting.extend(self.incoming.try_iter());
        self.waiting.iter().any(|other| match other {
            Message::Notification(note) if note.method == "$/cancelRequest" => {
                note.params.get("id") == Some(&wanted)
            }
            _ => false,
        })
    }
}
