//! From a path to the files of policies: which they are, how they are shown, and what is refused.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use tempfile::TempDir;
use waypost_server::files::{FilesError, MAX_BYTES, PolicyFiles, below, cases, find, read, replace, text};

/// A folder that holds these files, each with a line or two.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// The main files below the root, each with the path that is shown for it.
fn found(path: &Path) -> Vec<String> {
    let shown = |files: PolicyFiles| files.main();
    find(path).unwrap().into_iter().map(shown).collect()
}

/// What is said about the files of the only policy at `path`.
fn said(path: &Path) -> Vec<String> {
    let (_, diagnostics) = read(&find(path).unwrap().pop().unwrap());
    diagnostics.into_sorted().into_iter().map(|diagnostic| diagnostic.message).collect()
}

/// The texts that are read for the only policy at `path`.
fn texts(path: &Path) -> Vec<String> {
    let (loaded, _) = read(&find(path).unwrap().pop().unwrap());
    loaded.sources.iter().map(|(_, file)| file.text.clone()).collect()
}

#[test]
fn the_main_file_is_named_as_its_folder() {
    let folder = folder(&[("checkout/checkout.way", ""), ("checkout/a.way", "policy a")]);
    assert_eq!(found(&folder.path().join("checkout")), ["checkout/checkout.way"]);
    assert_eq!(found(&folder.path().join("checkout/checkout.way")), ["checkout/checkout.way"]);
    assert_eq!(found(&folder.path().join("checkout/a.way")), ["checkout/a.way"]);
}

#[test]
fn or_it_is_the_only_one_with_a_policy_line() {
    let folder =
        folder(&[("v2/main.way", "# policy of ours\n  policy checkout"), ("v2/facts.way", "# no policy\n")]);
    assert_eq!(found(&folder.path().join("v2")), ["v2/main.way"]);
}

#[test]
fn several_with_a_policy_line_are_refused() {
    let folder = folder(&[("v2/a.way", "policy a"), ("v2/b.way", "policy b"), ("c/c.way", "policy c")]);
    let error = find(&folder.path().join("v2")).unwrap_err();
    assert!(matches!(&error, FilesError::Ambiguous { files, .. } if files == &["a.way", "b.way"]), "{error}");
    assert_eq!(find(folder.path()).unwrap_err(), error);
}

#[test]
fn a_folder_of_policies_holds_one_in_each_folder_that_is_one() {
    let files = [
        ("b/b.way", "policy b"),
        ("a/a.way", "policy a"),
        ("shared/facts.way", "facts { }"),
        (".git/git.way", "policy git"),
        ("..data/x.way", "policy x"),
        ("README.md", "policy"),
    ];
    assert_eq!(found(folder(&files).path()), ["a/a.way", "b/b.way"]);
}

#[test]
fn paths_are_shown_as_the_user_gave_them() {
    let folder = folder(&[("policies/checkout/checkout.way", "")]);
    let shown = |path: &str| {
        let files = find(&folder.path().join(path)).unwrap().pop().unwrap();
        let both = ["checkout/checkout.way", "shared/facts.way"].map(|path| files.show(path));
        both.map(|shown| shown.strip_prefix(folder.path().to_str().unwrap()).unwrap_or(&shown).to_owned())
    };
    let plain = ["/policies/checkout/checkout.way", "/policies/shared/facts.way"];
    assert_eq!(shown("policies"), plain);
    assert_eq!(shown("policies/checkout"), plain);
    assert_eq!(shown("policies/checkout/"), plain);
    assert_eq!(shown("policies/checkout/checkout.way"), plain);
    let up = ["/policies/checkout/../checkout/checkout.way", "/policies/checkout/../shared/facts.way"];
    assert_eq!(shown("policies/checkout/../checkout"), up);
    symlink("policies/checkout", folder.path().join("link")).unwrap();
    assert_eq!(shown("link"), ["/link/checkout.way", "/link/../shared/facts.way"]);
}

#[test]
fn a_path_without_policies_is_refused() {
    let folder = folder(&[("shared/facts.way", "facts { }"), ("notes.txt", "policy a")]);
    let reason = |path: &str| {
        let error = find(&folder.path().join(path)).unwrap_err().to_string();
        error.replace(folder.path().to_str().unwrap(), "…")
    };
    insta::assert_snapshot!(reason(""), @"`…/` holds no policy: no file is named as its folder, and none has a `policy` line");
    insta::assert_snapshot!(reason("notes.txt"), @"`…/notes.txt` is neither a folder nor a `.way` file");
    insta::assert_snapshot!(reason("nowhere"), @"`…/nowhere` cannot be read: there is no such file");
}

#[test]
fn imports_are_read_from_the_root_and_nowhere_else() {
    let folder =
        folder(&[("p/p.way", "policy p\nimport \"../shared/facts.way\""), ("shared/facts.way", "facts { }")]);
    assert_eq!(texts(&folder.path().join("p")).len(), 2);
    fs::write(folder.path().join("p/p.way"), "import \"../../x.way\"").unwrap();
    insta::assert_debug_snapshot!(said(&folder.path().join("p")), @r#"
    [
        "`../../x.way` leaves the folder of the policies",
    ]
    "#);
}

#[test]
fn links_must_not_leave_the_root() {
    let outside = folder(&[("secret.way", "policy secret")]);
    let folder = folder(&[("p/x.way", "")]);
    symlink(outside.path().join("secret.way"), folder.path().join("p/p.way")).unwrap();
    assert_eq!(texts(&folder.path().join("p")), [""]);
    insta::assert_debug_snapshot!(said(&folder.path().join("p")), @r#"
    [
        "`p/p.way` cannot be read: a symbolic link leads out of the folder of the policies",
    ]
    "#);
}

#[test]
fn the_links_of_a_config_map_are_followed() {
    let folder = folder(&[("p/..2026_11/p.way", "policy p")]);
    symlink("..2026_11", folder.path().join("p/..data")).unwrap();
    symlink("..data/p.way", folder.path().join("p/p.way")).unwrap();
    assert_eq!(found(folder.path()), ["p/p.way"]);
    assert_eq!(texts(folder.path()), ["policy p"]);
    assert_eq!(texts(&folder.path().join("p")), ["policy p"]);
}

#[test]
fn a_whole_tree_of_a_config_map_is_followed() {
    let folder =
        folder(&[("..2026_11/p/p.way", "import \"../shared/f.way\""), ("..2026_11/shared/f.way", "")]);
    symlink("..2026_11", folder.path().join("..data")).unwrap();
    symlink("..data/p", folder.path().join("p")).unwrap();
    symlink("..data/shared", folder.path().join("shared")).unwrap();
    assert_eq!(found(folder.path()), ["p/p.way"]);
    assert_eq!(texts(folder.path()).len(), 2);
    assert_eq!(texts(&folder.path().join("p")).len(), 2);
}

#[test]
fn what_cannot_be_read_is_said_why() {
    let folder = folder(&[(
        "p/p.way",
        "import \"gone.way\"\nimport \"folder\"\nimport \"latin.way\"\nimport \"big.way\"",
    )]);
    let path = |name: &str| folder.path().join("p").join(name);
    fs::create_dir(path("folder")).unwrap();
    fs::write(path("latin.way"), b"# one\n# caf\xe9").unwrap();
    fs::File::create(path("big.way")).unwrap().set_len(MAX_BYTES + 1).unwrap();
    insta::assert_debug_snapshot!(said(&folder.path().join("p")), @r#"
    [
        "`gone.way` cannot be read: there is no such file",
        "`folder` cannot be read: it is not a file",
        "`latin.way` cannot be read: it is not UTF-8 text (line 2)",
        "`p/big.way` is larger than 32 MiB",
    ]
    "#);
}

#[test]
fn all_files_below_a_folder_are_found_but_for_hidden_ones_and_links() {
    let folder =
        folder(&[("b/b.way", ""), ("a.way", ""), ("b/c/d.way", ""), ("b/c.csv", ""), (".git/e.way", "")]);
    symlink(folder.path(), folder.path().join("b/circle")).unwrap();
    symlink("b.way", folder.path().join("b/link.way")).unwrap();
    let found = below(folder.path(), &["way"]).unwrap();
    let found: Vec<_> = found.iter().map(|path| path.strip_prefix(folder.path()).unwrap()).collect();
    assert_eq!(found, [Path::new("a.way"), Path::new("b/b.way"), Path::new("b/c/d.way")]);
    let link = folder.path().join("b/link.way");
    assert_eq!(below(&link, &["way"]), Ok(vec![link]));
    let list = folder.path().join("b/c.csv");
    assert_eq!(below(&list, &["way"]), Err(FilesError::NotWay(list)));
}

#[test]
fn a_file_is_replaced_where_it_lies_and_keeps_its_permissions() {
    let folder = folder(&[("a/a.way", "old"), ("b/b.csv", "")]);
    let (file, link) = (folder.path().join("a/a.way"), folder.path().join("b/link.way"));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("../a/a.way", &link).unwrap();
    replace(&link, "new").unwrap();
    assert_eq!(text(&file).unwrap(), "new");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(link.is_symlink());
    assert_eq!(fs::read_dir(folder.path().join("a")).unwrap().count(), 1);
    let error = replace(&folder.path().join("gone.way"), "").unwrap_err();
    assert!(matches!(error, FilesError::Unwritable { .. }), "{error}");
}

#[test]
fn cases_lie_in_the_policys_folder_and_in_its_folder_of_cases() {
    let folder = folder(&[
        ("checkout/checkout.way", ""),
        ("checkout/b.cases", "b"),
        ("checkout/notes.txt", ""),
        ("checkout/cases/a.cases", "a"),
        ("checkout/cases/deep/er/c.cases", "c"),
        ("checkout/cases/.hidden.cases", ""),
        ("checkout/lists/d.cases", ""),
        ("other/e.cases", ""),
    ]);
    symlink(folder.path().join("other/e.cases"), folder.path().join("checkout/linked.cases")).unwrap();
    fs::write(folder.path().join("checkout/odd.cases"), b"\xff").unwrap();
    let files = find(&folder.path().join("checkout")).unwrap().pop().unwrap();
    let found: Vec<_> = cases(&files).into_iter().map(|file| (file.path, file.text)).collect();
    let text = |path: &str, text: &str| (format!("checkout/{path}"), Ok(text.to_owned()));
    assert_eq!(
        found,
        [
            text("b.cases", "b"),
            text("linked.cases", ""),
            ("checkout/odd.cases".to_owned(), Err("it is not UTF-8 text (line 1)".to_owned())),
            text("cases/a.cases", "a"),
            text("cases/deep/er/c.cases", "c"),
        ]
    );
}
