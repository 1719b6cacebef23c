//! Builds again when a page of a diagnostic comes or goes: the binary holds them all.

fn main() {
    println!("cargo:rerun-if-changed=../docs/diagnostics");
}
