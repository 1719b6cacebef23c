//! What client and server agree on before they begin.

use gen_lsp_types::{
    CodeActionKind, CodeActionOptions, CompletionOptions, DidChangeWatchedFilesNotification,
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, Full, GlobPattern, InitializeParams,
    InitializeResult, Notification as _, Registration, RegistrationParams, RegistrationRequest,
    RenameOptions, Request as _, Save, SemanticTokensLegend, SemanticTokensOptions, ServerCapabilities,
    ServerInfo, TextDocumentSyncKind, TextDocumentSyncOptions,
};
use lsp_server::{Message, RequestId};

use crate::lsp::answer::semantic_tokens;
use crate::lsp::position::Encoding;

/// What characters are counted in, and what the server can do.
pub(crate) fn agree(client: &InitializeParams) -> (Encoding, InitializeResult) {
    let general = client.capabilities.general.as_ref();
    let offered = general.and_then(|general| general.position_encodings.as_deref()).unwrap_or_default();
    let encoding = Encoding::choose(offered);
    let server_info =
        ServerInfo { name: "waypost".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
    (encoding, InitializeResult { capabilities: capabilities(encoding), server_info: Some(server_info) })
}

/// Whether the client tells of files that change on the disk, if it is asked to.
pub(crate) fn watches_files(client: &InitializeParams) -> bool {
    let watched = client.capabilities.workspace.as_ref().and_then(|it| it.did_change_watched_files.as_ref());
    watched.and_then(|it| it.dynamic_registration).unwrap_or_default()
}

fn capabilities(encoding: Encoding) -> ServerCapabilities {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::Incremental),
        save: Some(Save::Bool(true)),
        ..Default::default()
    };
    let completion = CompletionOptions {
        trigger_characters: Some([" ", ".", "[", "|", "{"].map(str::to_owned).to_vec()),
        ..Default::default()
    };
    let actions =
        CodeActionOptions { code_action_kinds: Some(vec![CodeActionKind::QuickFix]), ..Default::default() };
    let rename = RenameOptions { prepare_provider: Some(true), ..Default::default() };
    ServerCapabilities {
        position_encoding: Some(encoding.kind()),
        text_document_sync: Some(sync.into()),
        completion_provider: Some(completion),
        hover_provider: Some(true.into()),
        definition_provider: Some(true.into()),
        references_provider: Some(true.into()),
        rename_provider: Some(rename.into()),
        code_action_provider: Some(actions.into()),
        document_symbol_provider: Some(true.into()),
        document_formatting_provider: Some(true.into()),
        folding_range_provider: Some(true.into()),
        semantic_tokens_provider: Some(tokens().into()),
        ..Default::default()
    }
}

fn tokens() -> SemanticTokensOptions {
    let (kinds, modifiers) = semantic_tokens::legend();
    let legend = SemanticTokensLegend { token_types: kinds, token_modifiers: modifiers };
    SemanticTokensOptions { legend, full: Some(Full::Bool(true)), ..Default::default() }
}

/// Asks the client to tell of files that change on the disk.
pub(crate) fn watch_files() -> Message {
    let watcher = |ending: &str| FileSystemWatcher {
        glob_pattern: GlobPattern::Pattern(format!("**/*.{ending}")),
        kind: None,
    };
    let options =
        DidChangeWatchedFilesRegistrationOptions { watchers: ["way", "cases", "csv"].map(watcher).to_vec() };
    let registration = Registration {
        id: "files".to_owned(),
        method: DidChangeWatchedFilesNotification::METHOD.as_str().to_owned(),
        register_options: serde_json::to_value(options).ok(),
    };
    let params = RegistrationParams { registrations: vec![registration] };
    let method = RegistrationRequest::METHOD.as_str().to_owned();
    lsp_server::Request::new(RequestId::from("files".to_owned()), method, params).into()
}
