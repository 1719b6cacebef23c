//! What the server knows, and who answers which message.

use std::collections::BTreeMap;

use gen_lsp_types::{
    CodeActionRequest, CompletionRequest, DefinitionRequest, Diagnostic, DocumentFormattingRequest,
    DocumentSymbolRequest, FoldingRangeRequest, HoverRequest, LspNotificationMethod, LspRequestMethod,
    Notification as _, PrepareRenameRequest, PublishDiagnosticsNotification, PublishDiagnosticsParams,
    ReferencesRequest, RenameRequest, Request, SemanticTokensRequest, Uri,
};
use lsp_server::{ErrorCode, Message, Notification, RequestId, Response};

use crate::lsp::documents::Documents;
use crate::lsp::policies::Policies;
use crate::lsp::position::Encoding;
use crate::lsp::{Ended, answer, capabilities, findings};

/// The code of an answer to a request that is understood and cannot be done.
const REQUEST_FAILED: i32 = -32803;

/// Why a request is not done, in words for the user.
#[derive(Debug)]
pub(crate) struct Refused(pub(crate) String);

/// What the server knows.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) encoding: Encoding,
    pub(crate) documents: Documents,
    pub(crate) policies: Policies,
    /// What was told last about each file.
    told: BTreeMap<Uri, (Option<i32>, Vec<Diagnostic>)>,
    /// Whether there may be something to tell.
    untold: bool,
    is_shut_down: bool,
    outbox: Vec<Message>,
}

impl Server {
    /// A server that knows nothing yet; it asks to be told of files that change if the client can do that.
    pub(crate) fn new(encoding: Encoding, watches_files: bool) -> Self {
        Self {
            encoding,
            documents: Documents::default(),
            policies: Policies::default(),
            told: BTreeMap::new(),
            untold: false,
            is_shut_down: false,
            outbox: watches_files.then(capabilities::watch_files).into_iter().collect(),
        }
    }

    /// The messages to send.
    pub(crate) fn outbox(&mut self) -> impl Iterator<Item = Message> {
        self.outbox.drain(..)
    }

    /// How the session ends if it does now.
    pub(crate) fn ended(&self) -> Ended {
        if self.is_shut_down { Ended::AsAgreed } else { Ended::Abruptly }
    }

    /// Whether there is something to find out about policies, or to tell.
    pub(crate) fn has_work(&self) -> bool {
        self.untold || self.policies.has_unchecked()
    }

    /// Checks one policy, or tells what was found if all are checked.
    pub(crate) fn work(&mut self) {
        self.policies.refresh(&self.documents);
        if self.policies.check_next() {
            self.untold = true;
        } else {
            self.untold = false;
            self.tell();
        }
    }

    /// Tells what is new about each file.
    fn tell(&mut self) {
        let found = findings::all(self);
        let gone: Vec<Uri> = self.told.keys().filter(|uri| !found.contains_key(uri)).cloned().collect();
        for uri in gone {
            self.told.remove(&uri);
            self.publish(uri, None, vec![]);
        }
        for (uri, diagnostics) in found {
            let version = self.documents.get(&uri).map(|document| document.version);
            let now = (version, diagnostics.clone());
            if self.told.get(&uri) != Some(&now) {
                self.told.insert(uri.clone(), now);
                self.publish(uri, version, diagnostics);
            }
        }
    }

    fn publish(&mut self, uri: Uri, version: Option<i32>, diagnostics: Vec<Diagnostic>) {
        let method = PublishDiagnosticsNotification::METHOD.as_str().to_owned();
        let params = PublishDiagnosticsParams { uri, version, diagnostics };
        self.outbox.push(Notification::new(method, params).into());
    }

    /// Answers a request that was called off.
    pub(crate) fn cancel(&mut self, message: Message) {
        if let Message::Request(request) = message {
            self.fail(request.id, ErrorCode::RequestCanceled as i32, "the request was called off".to_owned());
        }
    }

    /// Does what a message asks for.
    pub(crate) fn handle(&mut self, message: Message) {
        match message {
            Message::Request(request) if self.is_shut_down => {
                let why = "the server was asked to shut down".to_owned();
                self.fail(request.id, ErrorCode::InvalidRequest as i32, why);
            }
            Message::Request(request) => self.request(request),
            Message::Notification(note) => self.note(note),
            Message::Response(_) => {}
        }
    }

    fn request(&mut self, request: lsp_server::Request) {
        self.policies.refresh(&self.documents);
        match LspRequestMethod::from(request.method.as_str()) {
            LspRequestMethod::Shutdown => {
                self.is_shut_down = true;
                self.outbox.push(Response::new_ok(request.id, ()).into());
            }
            LspRequestMethod::TextDocumentHover => {
                self.answer::<HoverRequest>(request, answer::hover::answer);
            }
            LspRequestMethod::TextDocumentCompletion => {
                self.answer::<CompletionRequest>(request, answer::completion::answer);
            }
            LspRequestMethod::TextDocumentDefinition => {
                self.answer::<DefinitionRequest>(request, answer::definition::answer);
            }
            LspRequestMethod::TextDocumentReferences => {
                self.answer::<ReferencesRequest>(request, answer::references::answer);
            }
            LspRequestMethod::TextDocumentPrepareRename => {
                self.try_answer::<PrepareRenameRequest>(request, answer::rename::prepare);
            }
            LspRequestMethod::TextDocumentRename => {
                self.try_answer::<RenameRequest>(request, answer::rename::answer);
            }
            LspRequestMethod::TextDocumentCodeAction => {
                self.policies.check_all();
                self.answer::<CodeActionRequest>(request, answer::code_action::answer);
            }
            LspRequestMethod::TextDocumentDocumentSymbol => {
                self.answer::<DocumentSymbolRequest>(request, answer::document_symbol::answer);
            }
            LspRequestMethod::TextDocumentFormatting => {
                self.try_answer::<DocumentFormattingRequest>(request, answer::formatting::answer);
            }
            LspRequestMethod::TextDocumentFoldingRange => {
                self.answer::<FoldingRangeRequest>(request, answer::folding_range::answer);
            }
            LspRequestMethod::TextDocumentSemanticTokensFull => {
                self.answer::<SemanticTokensRequest>(request, answer::semantic_tokens::answer);
            }
            _ => {
                let why = format!("`{}` is not understood", request.method);
                self.fail(request.id, ErrorCode::MethodNotFound as i32, why);
            }
        }
    }

    fn answer<R: Request>(
        &mut self,
        request: lsp_server::Request,
        find: impl FnOnce(&Self, &R::Params) -> R::Result,
    ) {
        self.try_answer::<R>(request, |server, params| Ok(find(server, params)));
    }

    fn try_answer<R: Request>(
        &mut self,
        request: lsp_server::Request,
        find: impl FnOnce(&Self, &R::Params) -> Result<R::Result, Refused>,
    ) {
        match serde_json::from_value(request.params).map(|params| find(self, &params)) {
            Ok(Ok(result)) => self.outbox.push(Response::new_ok(request.id, result).into()),
            Ok(Err(Refused(why))) => self.fail(request.id, REQUEST_FAILED, why),
            Err(error) => self.fail(request.id, ErrorCode::InvalidParams as i32, error.to_string()),
        }
    }

    fn fail(&mut self, id: RequestId, code: i32, why: String) {
        self.outbox.push(Response::new_err(id, code, why).into());
    }

    /// Takes notice of what happened to a text or a file. A note that is not understood is passed over, as the
    /// protocol has it.
    fn note(&mut self, note: Notification) {
        let Notification { method, params } = note;
        match LspNotificationMethod::from(method.as_str()) {
            LspNotificationMethod::TextDocumentDidOpen => {
                let Ok(params) = serde_json::from_value::<gen_lsp_types::DidOpenTextDocumentParams>(params)
                else {
                    return;
                };
                let uri = params.text_document.uri.clone();
                self.documents.open(params.text_document);
                self.policies.discover(&self.documents, &uri);
            }
            LspNotificationMethod::TextDocumentDidChange => {
                let Ok(params) = serde_json::from_value::<gen_lsp_types::DidChangeTextDocumentParams>(params)
                else {
                    return;
                };
                let (uri, version) =
                    (params.text_document.text_document_identifier.uri, params.text_document.version);
                self.documents.change(&uri, version, params.content_changes, self.encoding);
                self.policies.touch(&uri);
            }
            LspNotificationMethod::TextDocumentDidClose => {
                let Ok(params) = serde_json::from_value::<gen_lsp_types::DidCloseTextDocumentParams>(params)
                else {
                    return;
                };
                self.documents.close(&params.text_document.uri);
                self.policies.touch(&params.text_document.uri);
            }
            LspNotificationMethod::TextDocumentDidSave
            | LspNotificationMethod::WorkspaceDidChangeWatchedFiles => {
                self.policies.forget(&self.documents);
            }
            _ => return,
        }
        self.untold = true;
    }
}
