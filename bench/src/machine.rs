//! What the figures were taken with: the machine, the toolchain, and the versions of the engines.

use std::fs;
use std::process::Command;
use std::thread;

/// The processor, the system and the toolchain, in one sentence.
pub fn describe() -> String {
    let line = |path: &str, key: &str| {
        let text = fs::read_to_string(path).ok()?;
        let line = text.lines().find_map(|line| line.strip_prefix(key))?;
        Some(line.trim_start_matches([' ', '\t', ':', '=']).trim_matches('"').to_owned())
    };
    let unknown = || "unknown".to_owned();
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let processor = line("/proc/cpuinfo", "model name").unwrap_or_else(unknown);
    let system = line("/etc/os-release", "PRETTY_NAME").unwrap_or_else(unknown);
    let rustc = Command::new("rustc").arg("--version").output().ok();
    let rustc = rustc.and_then(|output| String::from_utf8(output.stdout).ok()).unwrap_or_else(unknown);
    format!("{processor}, {cores} cores; {system}; {}", rustc.trim())
}

/// The version of a package that this program was built with, if it is one.
pub fn version(package: &str) -> Option<&'static str> {
    let lock = include_str!("../Cargo.lock");
    let name = format!("name = \"{package}\"\n");
    let (_, entry) = lock.split_once(&name)?;
    entry.lines().next()?.strip_prefix("version = \"")?.strip_suffix('"')
}
