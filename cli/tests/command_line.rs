//! The command line as its users see it: what each command prints, and its exit status.
//!
//! `TRYCMD=overwrite cargo test --test command_line` writes what is printed into the sessions, to be read before it is
//! committed; what stood there as `[..]` and `...` has to be put back.

#[test]
fn the_commands_print_what_the_sessions_show() {
    trycmd::TestCases::new().case("tests/commands/*.trycmd").case("tests/commands/*.toml");
}
