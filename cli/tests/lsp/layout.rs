//! How a text is laid out: its outline, what can be folded, and what each word is.

use serde_json::{Value, json};

use crate::client::Client;
use crate::fixes::apply;

const POLICY: &str = "\
# What we sell,
# and to whom.
policy shop

import \"a.way\"
import \"b.way\"

facts {
  country country
  risk    integer 0 to 100
}

connector adyen {}

let eea = [
  DE,
  FR,
]

route {
  when country in eea {
    table \"sizes\" {
      country | risk -> route
      DE      | > 5  -> adyen
      -       | -    -> none \"no\"
    }
  }
  otherwise -> adyen
}
";

fn outline(symbol: &Value, depth: usize, out: &mut Vec<String>) {
    out.push(format!("{}{}", "  ".repeat(depth), symbol["name"].as_str().unwrap()));
    for child in symbol["children"].as_array().into_iter().flatten() {
        outline(child, depth + 1, out);
    }
}

#[test]
fn the_outline_holds_stages_rules_tables_and_declarations() {
    let mut client = Client::with(&[]);
    client.open("shop/shop.way", POLICY);
    let symbols = client.ask_about("textDocument/documentSymbol", "shop/shop.way");
    let mut names = vec![];
    symbols.as_array().unwrap().iter().for_each(|symbol| outline(symbol, 0, &mut names));
    let expected = [
        "shop",
        "facts",
        "  country",
        "  risk",
        "adyen",
        "eea",
        "route",
        "  when country in eea",
        "    sizes",
        "      sizes#1",
        "      sizes#2",
        "  otherwise",
    ];
    assert_eq!(names, expected);
}

#[test]
fn braces_comments_and_imports_fold() {
    let mut client = Client::with(&[]);
    client.open("shop/shop.way", POLICY);
    let folds = client.ask_about("textDocument/foldingRange", "shop/shop.way");
    let fold = |fold: &Value| {
        format!("{} {}-{}", fold["kind"].as_str().unwrap(), fold["startLine"], fold["endLine"])
    };
    let folds: Vec<String> = folds.as_array().unwrap().iter().map(fold).collect();
    let expected = [
        "comment 0-1",
        "imports 4-5",
        "region 7-9",
        "region 14-16",
        "region 19-27",
        "region 20-25",
        "region 21-24",
    ];
    assert_eq!(folds, expected);
}

#[test]
fn each_word_is_coloured_by_what_it_means() {
    let mut client = Client::unannounced();
    let agreed = client.announce(&serde_json::json!({"capabilities": {}}));
    let legend = agreed["capabilities"]["semanticTokensProvider"]["legend"]["tokenTypes"].clone();
    let text = "policy p\nfacts { méthode flag\n  risk integer 0 to 9 } # why\nconnector adyen {}\nlet high = risk > 7\nroute { rule \"r\" when high -> adyen, split by x { a 1% } }\n";
    client.open("p/p.way", text);
    let answer = client.ask_about("textDocument/semanticTokens/full", "p/p.way");
    let data: Vec<u64> =
        answer["data"].as_array().unwrap().iter().map(|number| number.as_u64().unwrap()).collect();
    let lines: Vec<&str> = text.lines().collect();
    let (mut line, mut character) = (0, 0);
    let mut words = vec![];
    for token in data.chunks(5) {
        let number = |at: usize| usize::try_from(token[at]).unwrap();
        character = if number(0) == 0 { character + number(1) } else { number(1) };
        line += number(0);
        let word: String = lines[line].chars().skip(character).take(number(2)).collect();
        words.push(format!(
            "{word} {}{}",
            legend[number(3)].as_str().unwrap(),
            if number(4) == 1 { "!" } else { "" }
        ));
    }
    let expected = [
        "policy keyword",
        "p enumMember",
        "facts keyword",
        "méthode property!",
        "flag type",
        "risk property!",
        "integer type",
        "0 number",
        "to keyword",
        "9 number",
        "# why comment",
        "connector keyword",
        "adyen class!",
        "let keyword",
        "high variable!",
        "risk property",
        "> operator",
        "7 number",
        "route keyword",
        "rule keyword",
        "\"r\" function!",
        "when keyword",
        "high variable",
        "-> operator",
        "adyen class",
        "split keyword",
        "by keyword",
        "x enumMember",
        "a enumMember",
        "1% number",
    ];
    assert_eq!(words, expected);
}

#[test]
fn policies_and_cases_are_formatted_unless_they_are_faulty() {
    let mut client = Client::with(&[]);
    let mut format = |path: &str, text: &str| {
        client.open(path, text);
        let options = json!({"tabSize": 2, "insertSpaces": true});
        let params = json!({"textDocument": {"uri": client.uri(path)}, "options": options});
        let edits = client.request("textDocument/formatting", params);
        edits.as_array().map(|edits| apply(text, edits))
    };
    let sound = "policy p\nroute {\notherwise   -> adyen }\n";
    let formatted = format("p/p.way", sound).unwrap();
    assert!(formatted.contains("route {\n  otherwise -> adyen\n}\n"), "{formatted}");
    assert_eq!(format("p/p.way", &formatted).unwrap(), formatted);
    assert_eq!(format("p/p.way", "route { when when }"), None);
    assert_eq!(
        format("p/p.cases", "\"a\"   risk=5 => route adyen\n").unwrap(),
        "\"a\"  risk=5\n  => route adyen\n"
    );
}

#[test]
fn cases_are_coloured_too() {
    let cases = "# Why.\n\"a\" risk=5 => route adyen, by otherwise\n";
    let mut client = Client::with(&[("p/p.way", "policy p\n"), ("p/p.cases", cases)]);
    client.open("p/p.cases", cases);
    let answer = client.ask_about("textDocument/semanticTokens/full", "p/p.cases");
    assert_eq!(answer["data"].as_array().unwrap().len() / 5, 7, "{answer}");
}
