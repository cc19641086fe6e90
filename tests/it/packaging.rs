//! The packages: what they hold, the same bytes each time, and that what is packed works.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use crate::samples::root;
use crate::tools::is_there;

const PROGRAM: &str = env!("CARGO_BIN_EXE_banxin");

/// Runs a program and returns what it printed; it must succeed.
fn run(program: &Path, args: &[&str], folder: &Path) -> String {
    let output = Command::new(program)
        .args(args)
        .current_dir(folder)
        .env("HOME", folder)
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{} {args:?}: {told}", program.display());
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Packs twice by a script, and returns the files made, which must be the same both times.
fn packed_twice(script: &str, args: &[&str], out: &Path) -> Vec<String> {
    let script = root().join("packaging").join(script);
    let folders = ["一", "二"].map(|name| out.join(name));
    for folder in &folders {
        let name = folder.to_str().expect("UTF-8");
        run(&script, &[&[PROGRAM, name], args].concat(), out);
    }
    let mut names: Vec<String> = fs::read_dir(&folders[0])
        .expect("made")
        .map(|entry| entry.expect("read").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    for name in &names {
        let [first, second] = folders.each_ref().map(|folder| fs::read(folder.join(name)).expect("made"));
        assert!(first == second, "{name} differs");
        fs::remove_file(folders[1].join(name)).expect("removed");
    }
    names
}

/// Checks that a program makes the sample's report as ours does.
fn makes_the_same(program: &Path, sample: &Path, folder: &Path) {
    let sample = sample.to_str().expect("UTF-8");
    let original = root().join("samples/清溪镇");
    run(program, &["report", sample, "-o", "甲.pdf"], folder);
    run(Path::new(PROGRAM), &["report", original.to_str().expect("UTF-8"), "-o", "乙.pdf"], folder);
    let [made, expected] = ["甲.pdf", "乙.pdf"].map(|name| fs::read(folder.join(name)).expect("made"));
    assert!(made == expected, "the packed program's report differs");
}

#[test]
fn an_unpacked_archive_makes_the_same_report() {
    if !is_there("python3", "--version") || !is_there("tar", "--version") || !is_there("unzip", "-v") {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let names = packed_twice("portable.sh", &["--system", "linux-test", "--level", "0"], folder.path());
    let stem = format!("banxin-{}-linux-test", env!("CARGO_PKG_VERSION"));
    assert_eq!(names, [format!("{stem}.tar.gz"), format!("{stem}.zip")]);

    let archives = folder.path().join("一");
    let (tar, zip) = (format!("{stem}.tar.gz"), format!("{stem}.zip"));
    run(Path::new("tar"), &["-xf", &tar], &archives);
    let unpacked = archives.join(&stem);
    for name in ["使用说明.txt", "启动版心.desktop", "许可/LICENSE-MIT", "许可/字体/NotoSerifSC-OFL.txt"]
    {
        assert!(unpacked.join(name).is_file(), "{name}");
    }
    makes_the_same(&unpacked.join("banxin"), &unpacked.join("样例/清溪镇"), folder.path());
    for name in ["banxin", "启动版心.sh"] {
        let mode = fs::metadata(unpacked.join(name)).expect("unpacked").permissions().mode();
        assert_eq!(mode & 0o777, 0o755, "{name}");
    }

    // The other one holds the same, under the same names.
    fs::rename(&unpacked, folder.path().join("tar")).expect("moved");
    run(Path::new("unzip"), &["-q", &zip], &archives);
    fs::rename(&unpacked, folder.path().join("zip")).expect("moved");
    run(Path::new("diff"), &["-r", "tar", "zip"], folder.path());
    run(&folder.path().join("zip/banxin"), &["--version"], folder.path());
}

#[test]
fn a_debian_package_holds_what_a_system_looks_for() {
    if !is_there("dpkg-deb", "--version") {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let names = packed_twice("deb.sh", &["--compression", "none"], folder.path());
    let [name] = names.as_slice() else { panic!("{names:?}") };
    let package = folder.path().join("一").join(name);
    let package = package.to_str().expect("UTF-8");
    let field = |name| run(Path::new("dpkg-deb"), &["-f", package, name], folder.path());
    assert_eq!(field("Version").trim_end(), env!("CARGO_PKG_VERSION"));
    assert!(field("Depends").starts_with("libc6 (>= 2."), "{}", field("Depends"));

    run(Path::new("dpkg-deb"), &["-x", package, "root"], folder.path());
    let root = folder.path().join("root/usr");
    for name in [
        "applications/banxin.desktop",
        "icons/hicolor/scalable/apps/banxin.svg",
        "doc/banxin/copyright",
        "man/man1/banxin-report.1.gz",
        "bash-completion/completions/banxin",
    ] {
        let size = fs::metadata(root.join("share").join(name)).map(|file| file.len());
        assert!(size.is_ok_and(|size| size > 0), "{name}");
    }
    makes_the_same(&root.join("bin/banxin"), &root.join("share/doc/banxin/samples/清溪镇"), folder.path());
}
