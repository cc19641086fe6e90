//! Tools that are not ours: a test that needs one says when it is left out, or may not be.

use std::io::Write as _;
use std::process::Command;

/// Returns whether a tool is installed, asked for its version; where it is not, see [`left_out`].
#[track_caller]
pub(crate) fn is_there(tool: &str, version: &str) -> bool {
    let is_there = Command::new(tool).arg(version).output().is_ok();
    if !is_there {
        left_out(&format!("{tool} is not installed"));
    }
    is_there
}

/// Says which test is left out for want of something, past the capture of what tests print;
/// fails where `BANXIN_REQUIRE_TOOLS` is set.
#[track_caller]
pub(crate) fn left_out(missing: &str) {
    assert!(std::env::var_os("BANXIN_REQUIRE_TOOLS").is_none(), "{missing}");
    let thread = std::thread::current();
    let line = format!("left out of {}: {missing}\n", thread.name().unwrap_or("a test"));
    std::io::stderr().write_all(line.as_bytes()).expect("the errors can be written");
}
