//! Holds every answer that a test gets to the description of the API: its status, its content type and its body.

use std::collections::BTreeSet;
use std::fs;
use std::sync::LazyLock;

use jsonschema::Validator;
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::Answer;
use crate::openapi::copy;

static DESCRIPTION: LazyLock<Value> = LazyLock::new(|| {
    let mut description = serde_json::from_str(&fs::read_to_string(copy()).unwrap()).unwrap();
    close(&mut description);
    description
});

/// Fails if the endpoint, if there is one, is not described as answering so.
pub(crate) fn check(method: &Method, path: &str, answer: &Answer) {
    // Which methods there are, and which paths, is what a description tells by itself.
    let Some(operation) = operation(method, path).filter(|_| answer.status != 405) else { return };
    let described = resolve(&operation["responses"][answer.status.to_string()]);
    assert!(described.is_object(), "{method} {path} answers with {}, which is not described", answer.status);
    let Some(contents) = described["content"].as_object() else {
        assert_eq!(answer.body, Value::Null, "{method} {path}");
        return;
    };
    let content_type = answer.content_type.split(';').next().unwrap();
    let schema = contents.get(content_type).map(|content| &content["schema"]);
    let schema = schema.unwrap_or_else(|| panic!("{method} {path} answers in `{content_type}`"));
    if content_type.ends_with("json") {
        let faults: Vec<String> =
            validator(schema).iter_errors(&answer.body).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{method} {path} {}: {faults:#?}\n{:#}", answer.status, answer.body);
    }
}

/// What is described at that path, whose parts may be those of a template.
fn operation(method: &Method, path: &str) -> Option<&'static Value> {
    let path = path.split('?').next().unwrap();
    let fits = |template: &str| {
        let (parts, templates) = (path.split('/'), template.split('/'));
        parts.clone().count() == templates.clone().count()
            && parts.zip(templates).all(|(part, template)| part == template || template.starts_with('{'))
    };
    let paths = DESCRIPTION["paths"].as_object().unwrap();
    let found =
        paths.get(path).or_else(|| paths.iter().find(|(template, _)| fits(template)).map(|(_, item)| item));
    found?.get(method.as_str().to_lowercase())
}

fn resolve(described: &'static Value) -> &'static Value {
    match described["$ref"].as_str() {
        Some(reference) => DESCRIPTION.pointer(reference.trim_start_matches('#')).unwrap(),
        None => described,
    }
}

fn validator(schema: &Value) -> Validator {
    let whole = json!({"allOf": [schema], "components": DESCRIPTION["components"]});
    jsonschema::validator_for(&whole).unwrap()
}

/// Lets objects have no members but those that are described. What is a part of another schema has to stay open.
fn close(description: &mut Value) {
    let mut parts = BTreeSet::new();
    find_parts(description, &mut parts);
    for (name, schema) in description["components"]["schemas"].as_object_mut().unwrap() {
        let is_object = schema.get("properties").or(schema.get("allOf")).is_some();
        if is_object && !parts.contains(&format!("#/components/schemas/{name}")) {
            schema["unevaluatedProperties"] = false.into();
        }
    }
}

fn find_parts(value: &Value, parts: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            let all = members.get("allOf").and_then(Value::as_array).into_iter().flatten();
            parts.extend(all.filter_map(|part| Some(part["$ref"].as_str()?.to_owned())));
            members.values().for_each(|value| find_parts(value, parts));
        }
        Value::Array(items) => items.iter().for_each(|value| find_parts(value, parts)),
        _ => {}
    }
}
