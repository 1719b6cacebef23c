//! From the path that a user gives to the policies that are there.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::files::{FilesError, PolicyFiles};

/// The policies at `path`: a policy's main file, its folder, or a folder that holds policies' folders.
pub fn find(path: &Path) -> Result<Vec<PolicyFiles>, FilesError> {
    search(path)?.into_iter().collect()
}

/// As [`find`], but a folder that is at fault does not hide the others.
pub fn search(path: &Path) -> Result<Vec<Result<PolicyFiles, FilesError>>, FilesError> {
    let metadata = fs::metadata(path).map_err(|error| FilesError::unreadable(path, &error))?;
    if metadata.is_dir() {
        return match main_of(path)? {
            Some(file) => Ok(vec![at(path, file)]),
            None => folders(path),
        };
    }
    match path.file_name().filter(|name| is_way(Path::new(name))) {
        None => Err(FilesError::NotWay(path.to_owned())),
        Some(name) => {
            let name = name.to_str().ok_or_else(|| FilesError::Name(path.to_owned()))?;
            Ok(vec![at(path.parent().unwrap_or(Path::new("")), name.to_owned())])
        }
    }
}

/// The policies in the folders that `path` holds, in the order of their names.
fn folders(path: &Path) -> Result<Vec<Result<PolicyFiles, FilesError>>, FilesError> {
    let root = canonical(path)?;
    let mut found = vec![];
    for folder in subfolders(path)? {
        match main_of(&folder) {
            Ok(None) => {}
            Ok(Some(file)) => found.push(below(path, &root, &folder, file)),
            Err(error) => found.push(Err(error)),
        }
    }
    if found.is_empty() { Err(FilesError::NoPolicy(path.to_owned())) } else { Ok(found) }
}

/// The folders that `path` holds and that are not hidden, in the order of their names.
pub(crate) fn subfolders(path: &Path) -> Result<Vec<PathBuf>, FilesError> {
    let visible = entries(path)?.into_iter().filter(|entry| entry.is_dir());
    Ok(visible.collect())
}

/// A policy whose folder the user names.
fn at(folder: &Path, file: String) -> Result<PolicyFiles, FilesError> {
    let whole = canonical(folder)?;
    let shown_folder = folder.strip_prefix(".").unwrap_or(folder).to_owned();
    let (root, name) = match (whole.parent(), whole.file_name()) {
        (Some(root), Some(name)) => {
            let name = name.to_str().ok_or_else(|| FilesError::Name(folder.to_owned()))?;
            (root.to_owned(), name.to_owned())
        }
        _ => (whole, String::new()),
    };
    let shown_root = shown_parent(&shown_folder, &root);
    Ok(PolicyFiles { root, folder: name, file, shown_folder, shown_root })
}

/// A policy in a folder of policies.
fn below(path: &Path, root: &Path, folder: &Path, file: String) -> Result<PolicyFiles, FilesError> {
    let name = folder.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| FilesError::Name(folder.to_owned()))?.to_owned();
    let shown_root = path.strip_prefix(".").unwrap_or(path).to_owned();
    Ok(PolicyFiles {
        root: root.to_owned(),
        shown_folder: shown_root.join(&name),
        folder: name,
        file,
        shown_root,
    })
}

/// How the user would name the parent of `folder`, which is the folder at `root`. By cutting off the last name where
/// that leads there; it does not behind a symbolic link or `..`.
fn shown_parent(folder: &Path, root: &Path) -> PathBuf {
    let cut = match folder.components().next_back() {
        Some(Component::Normal(_)) => folder.parent(),
        _ => None,
    };
    match cut {
        Some(parent) if canonical(parent).is_ok_and(|parent| parent == root) => parent.to_owned(),
        _ => folder.join(".."),
    }
}

/// The name of the main file in `folder`, if it has one.
fn main_of(folder: &Path) -> Result<Option<String>, FilesError> {
    let files: Vec<PathBuf> =
        entries(folder)?.into_iter().filter(|path| is_way(path) && path.is_file()).collect();
    let whole = canonical(folder)?;
    let names = [folder, whole.as_path()].into_iter().filter_map(Path::file_name);
    for name in names {
        if files.iter().any(|path| path.file_stem() == Some(name)) {
            return name
                .to_str()
                .map(|name| Some(format!("{name}.way")))
                .ok_or_else(|| FilesError::Name(folder.to_owned()));
        }
    }
    let mut mains = vec![];
    for path in files {
        let text = fs::read(&path).map_err(|error| FilesError::unreadable(&path, &error))?;
        if has_policy_line(&text) {
            let name = path.file_name().and_then(|name| name.to_str());
            mains.push(name.ok_or_else(|| FilesError::Name(path.clone()))?.to_owned());
        }
    }
    match mains.len() {
        0 | 1 => Ok(mains.pop()),
        _ => Err(FilesError::Ambiguous { path: folder.to_owned(), files: mains }),
    }
}

/// Whether a line begins with the word `policy`, which the language keeps for this. Looked for in the bytes, so that
/// a file at fault is still known for a main file.
fn has_policy_line(text: &[u8]) -> bool {
    text.split(|&byte| byte == b'\n').any(|line| {
        let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        words.next() == Some(b"policy")
    })
}

/// What `folder` holds and does not hide, in the order of the names.
pub(super) fn entries(folder: &Path) -> Result<Vec<PathBuf>, FilesError> {
    let unreadable = |error: &std::io::Error| FilesError::unreadable(folder, error);
    let mut paths = vec![];
    for entry in fs::read_dir(or_here(folder)).map_err(|error| unreadable(&error))? {
        let name = entry.map_err(|error| unreadable(&error))?.file_name();
        if !name.as_encoded_bytes().starts_with(b".") {
            paths.push(folder.join(name));
        }
    }
    paths.sort();
    Ok(paths)
}

fn canonical(folder: &Path) -> Result<PathBuf, FilesError> {
    or_here(folder).canonicalize().map_err(|error| FilesError::unreadable(folder, &error))
}

/// The path, or `.` if it is empty, which the system would not take.
fn or_here(path: &Path) -> &Path {
    if path.as_os_str().is_empty() { Path::new(".") } else { path }
}

fn is_way(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "way")
}
