//! Single files: those below a path, their texts, and new texts for them.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::files::error::reason;
use crate::files::find::entries;
use crate::files::{FilesError, MAX_BYTES};

/// The files at `path` with one of these endings: itself, or all in the folder and its folders that are not hidden,
/// in the order of their names. What a symbolic link in a folder points to is left where it lies.
pub fn below(path: &Path, endings: &[&str]) -> Result<Vec<PathBuf>, FilesError> {
    let is_wanted =
        |path: &Path| path.extension().is_some_and(|ending| endings.iter().any(|one| ending == *one));
    let metadata = fs::metadata(path).map_err(|error| FilesError::unreadable(path, &error))?;
    if !metadata.is_dir() {
        return if is_wanted(path) {
            Ok(vec![path.to_owned()])
        } else {
            Err(FilesError::NotWay(path.to_owned()))
        };
    }
    let mut found = vec![];
    let mut waiting = vec![path.strip_prefix(".").unwrap_or(path).to_owned()];
    while let Some(path) = waiting.pop() {
        if path.is_dir() || path.as_os_str().is_empty() {
            let inside = entries(&path)?.into_iter().filter(|path| !path.is_symlink());
            waiting.extend(inside.rev());
        } else if is_wanted(&path) {
            found.push(path);
        }
    }
    if found.is_empty() { Err(FilesError::NoText(path.to_owned())) } else { Ok(found) }
}

/// The text of a file.
pub fn text(path: &Path) -> Result<String, FilesError> {
    contents(path).map_err(|reason| FilesError::Unreadable { path: path.to_owned(), reason })
}

/// Puts `text` in the place of what the file holds, as a whole or not at all.
pub fn replace(path: &Path, text: &str) -> Result<(), FilesError> {
    let write = || -> io::Result<()> {
        let target = path.canonicalize()?;
        let folder = target.parent().unwrap_or(Path::new("/"));
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().set_permissions(fs::metadata(&target)?.permissions())?;
        file.as_file().sync_all()?;
        file.persist(&target).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(|error| FilesError::Unwritable { path: path.to_owned(), reason: reason(&error) })
}

/// The text of a file, or why there is none.
pub(super) fn contents(file: &Path) -> Result<String, String> {
    // Asked before it is opened: to open a pipe would wait for whoever writes to it.
    if !fs::metadata(file).map_err(|error| reason(&error))?.is_file() {
        return Err("it is not a file".to_owned());
    }
    let mut bytes = vec![];
    let open = File::open(file).map_err(|error| reason(&error))?;
    open.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| reason(&error))?;
    if bytes.len() as u64 > MAX_BYTES {
        // The language refuses it by its length, whatever it is.
        return Ok(String::from_utf8_lossy(&bytes).into_owned());
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(good).filter(|&&byte| byte == b'\n').count() + 1;
        format!("it is not UTF-8 text (line {line})")
    })
}
