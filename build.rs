//! Tells the program the hash of everything that it is made from.

use std::io;
use std::path::Path;

#[path = "src/batch/program.rs"]
mod program;

fn main() -> io::Result<()> {
    for part in program::PARTS {
        println!("cargo::rerun-if-changed={part}");
    }
    println!("cargo::rustc-env=BANXIN_PROGRAM_SHA256={}", program::sha256(Path::new("."))?);
    Ok(())
}
