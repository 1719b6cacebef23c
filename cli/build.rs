//! Builds again when a page of a diagnostic comes or goes: the binary holds them all.

#[expect(clippy::print_stdout, reason = "this is how cargo is told")]
fn main() {
    println!("cargo:rerun-if-changed=../docs/diagnostics");
}
