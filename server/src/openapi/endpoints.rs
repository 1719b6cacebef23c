//! What holds for every endpoint and so is written once: who may use it, the problems that it can answer with, and the id of
//! the request, which comes back.

use std::collections::BTreeMap;

use axum::http::{Method, StatusCode};
use utoipa::openapi::header::{Header, HeaderBuilder};
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{Components, ComponentsBuilder};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Object, OpenApi, Ref, RefOr, Required, ResponseBuilder, Type};

use crate::access::needs::{self, Needs};
use crate::openapi::problems;
use crate::problem::Kind;

/// The name of the scheme, of the parameter and of the header.
const BEARER: &str = "bearer";
const REQUEST_ID: &str = "x-request-id";

/// Says of each endpoint what the tables say of it.
pub(super) fn complete(document: &mut OpenApi) {
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations(item) {
            guard(operation, &method, path);
            name_problems(operation, &method, path);
            name_request(operation);
        }
    }
    let components = document.components.get_or_insert_with(Components::new);
    describe(components);
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (Method, &mut Operation)> {
    let all = [
        (Method::GET, &mut item.get),
        (Method::PUT, &mut item.put),
        (Method::POST, &mut item.post),
        (Method::DELETE, &mut item.delete),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// Tells which roles it is for.
fn guard(operation: &mut Operation, method: &Method, path: &str) {
    let Needs::AnyOf(roles) = needs::of(method, path) else { return };
    let roles: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
    operation.description = Some(format!("For: {}.", roles.join(", ")));
    operation.security = Some(vec![SecurityRequirement::new::<_, [&str; 0], &str>(BEARER, [])]);
}

/// Tells the problems by their statuses.
fn name_problems(operation: &mut Operation, method: &Method, path: &str) {
    let guarded: &[Kind] = match needs::of(method, path) {
        Needs::Nothing => &[],
        Needs::AnyOf(_) => problems::GUARDED,
    };
    let own = problems::of(method, path).iter().copied().flatten();
    let mut by_status: BTreeMap<StatusCode, Vec<Kind>> = BTreeMap::new();
    for kind in guarded.iter().chain(own).chain(&[Kind::Internal]) {
        by_status.entry(kind.status()).or_default().push(*kind);
    }
    for (status, kinds) in by_status {
        let mut answer = Ref::new(format!("#/components/responses/{}", name(status)));
        answer.description = told(&kinds);
        operation.responses.responses.insert(status.as_str().to_owned(), RefOr::Ref(answer));
    }
}

/// Names each problem and what it is.
fn told(kinds: &[Kind]) -> String {
    let told = kinds.iter().map(|kind| format!("`{}`: {}", kind.name(), kind.title()));
    told.collect::<Vec<_>>().join("; ")
}

/// Lets the request carry an id, and the answer give it back.
fn name_request(operation: &mut Operation) {
    let parameters = operation.parameters.get_or_insert_default();
    parameters.push(request_id().into());
    for answer in operation.responses.responses.values_mut() {
        if let RefOr::T(answer) = answer {
            answer.headers.insert(REQUEST_ID.to_owned(), text("what the caller calls the request").into());
        }
    }
}

fn request_id() -> Parameter {
    ParameterBuilder::new()
        .name(REQUEST_ID)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("what the caller calls the request: it comes back with the answer"))
        .schema(Some(Object::with_type(Type::String)))
        .build()
}

/// What the endpoints refer to.
fn describe(components: &mut Components) {
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
        "A key of the server or a token of its issuer. Where neither is asked for, nothing has to be shown.",
    ));
    let mut described = ComponentsBuilder::from(std::mem::take(components))
        .security_scheme(BEARER, SecurityScheme::Http(bearer.build()));
    let statuses: std::collections::BTreeSet<StatusCode> =
        Kind::ALL.iter().map(|kind| kind.status()).collect();
    for status in statuses {
        let kinds: Vec<Kind> = Kind::ALL.iter().copied().filter(|kind| kind.status() == status).collect();
        described = described.response(name(status), problem(status, &kinds));
    }
    *components = described.build();
}

fn problem(status: StatusCode, kinds: &[Kind]) -> utoipa::openapi::Response {
    let schema = Ref::from_schema_name("Problem");
    let answer = ResponseBuilder::new()
        .description(told(kinds))
        .content("application/problem+json", ContentBuilder::new().schema(Some(schema)).build())
        .header(REQUEST_ID, text("what the caller calls the request"));
    let answer = match status {
        StatusCode::UNAUTHORIZED => answer.header("www-authenticate", text("`Bearer`")),
        StatusCode::METHOD_NOT_ALLOWED => answer.header("allow", text("the methods that it takes")),
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => {
            answer.header("retry-after", text("in how many seconds to ask again, where that helps"))
        }
        _ => answer,
    };
    answer.build()
}

fn text(about: &str) -> Header {
    HeaderBuilder::new().schema(Some(Object::with_type(Type::String))).description(Some(about)).build()
}

/// The name of the answers with that status: `NotFound`.
fn name(status: StatusCode) -> String {
    status.canonical_reason().unwrap_or(status.as_str()).replace(' ', "")
}
