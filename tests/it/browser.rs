//! The upload page in a real browser: what clerks do with it, and what may go wrong.
//!
//! The steps are in tests/browser; they need Node, its packages (`npm ci --prefix tests/browser`)
//! and Chromium. Here the server is started, and what was downloaded is looked at.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::cli::banxin;
use crate::samples::{UNITS, folder, report, root};
use crate::thirty::thirty;
use crate::tools::{is_there, left_out};

/// The program serving its page on a free port, until it is dropped.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(temp: &Path) -> Server {
        let mut process = Command::new(env!("CARGO_BIN_EXE_banxin"))
            .args(["serve", "--listen", "127.0.0.1:0", "--temp"])
            .arg(temp)
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(process.stderr.take().expect("piped")).lines();
        let address = lines
            .by_ref()
            .map(|line| line.expect("UTF-8"))
            .find_map(|line| {
                let start = line.find("http://")?;
                Some(format!("{}/", line[start..].split_whitespace().next()?))
            })
            .expect("it says where it listens");
        // The log is read on, so that writing it never blocks the server.
        std::thread::spawn(move || lines.for_each(drop));
        Server { process, address }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Returns Chromium's path and whether Node and its packages are there; says what is missing.
fn tools() -> Result<String, String> {
    let browser = std::env::var_os("CHROMIUM").unwrap_or_else(|| "/usr/bin/chromium".into());
    let browser = browser.to_string_lossy().into_owned();
    if !Path::new(&browser).exists() {
        return Err(format!("{browser} is missing (apt install chromium, or set CHROMIUM)"));
    }
    if Command::new("node").arg("--version").output().is_err() {
        return Err("node is missing".to_string());
    }
    for package in ["playwright-core", "axe-core"] {
        if !root().join("tests/browser/node_modules").join(package).is_dir() {
            return Err(format!("{package} is missing (npm ci --prefix tests/browser)"));
        }
    }
    Ok(browser)
}

/// Packs the samples as a county: one folder a unit.
fn county(path: &Path) {
    let mut zip = ZipWriter::new(File::create(path).expect("writable"));
    for unit in UNITS {
        for entry in fs::read_dir(folder(unit)).expect("the sample is there") {
            let entry = entry.expect("readable");
            let name = format!("青山县/{unit}/{}", entry.file_name().to_string_lossy());
            zip.start_file(name, SimpleFileOptions::default()).expect("written");
            zip.write_all(&fs::read(entry.path()).expect("readable")).expect("written");
        }
    }
    zip.finish().expect("written");
}

/// Returns a PDF's text as a foreign reader finds it, without its line breaks.
fn text(path: &Path) -> String {
    let output = Command::new("pdftotext").arg(path).arg("-").output().expect("pdftotext is there");
    assert!(output.status.success(), "{}: {}", path.display(), String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8").split_whitespace().collect()
}

/// Returns the names of the files in a zip, in their order.
fn names(path: &Path) -> Vec<String> {
    let zip = ZipArchive::new(File::open(path).expect("downloaded")).expect("a zip");
    let mut names: Vec<String> = zip.file_names().map(|name| name.expect("readable").into_owned()).collect();
    names.sort();
    names
}

/// Writes finished documents of the sample unit: last period's and this one's with what they were
/// made from inside, and this one's without.
fn finished(work: &Path) {
    let at = |name: &str| work.join(name).to_str().expect("UTF-8").to_string();
    fs::create_dir(at("last")).expect("writable");
    let register = "姓名,2019-07-10,2019-09-11,2019-11-13\n张三,√,√,√\n李四,√,√,×\n图例：√ 出勤 × 缺席\n";
    fs::write(at("last/考勤表.csv"), register).expect("writable");
    let attached = "--attach-sources";
    banxin(&["report", &at("last"), "--unit", "清溪镇", "-o", &at("last.pdf"), attached]).status(0);
    banxin(&["report", "samples/清溪镇", "-o", &at("same.pdf"), attached]).status(0);
    banxin(&["report", "samples/清溪镇", "-o", &at("plain.pdf")]).status(0);
}

#[test]
fn clerks_get_their_documents() {
    let browser = match tools() {
        Ok(browser) => browser,
        Err(missing) => {
            left_out(&missing);
            return;
        }
    };
    let work = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| work.path().join(name);
    county(&at("county.zip"));
    fs::write(at("thirty.zip"), thirty()).expect("writable");
    finished(work.path());
    let server = Server::start(&at("temp"));
    let output = Command::new("node")
        .arg(root().join("tests/browser/run.mjs"))
        .arg(&server.address)
        .arg(root().join("samples"))
        .arg(work.path())
        .env("CHROMIUM", browser)
        .output()
        .expect("node starts");
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    println!("{said}");
    if !output.status.success() {
        // What the page looked like when it failed is kept.
        let kept = work.keep();
        panic!("{said}\n{complained}\npictures of what failed: {}", kept.display());
    }

    // By the chooser, without script and from the command line: the same bytes.
    let ours = report("清溪镇").output.expect("made").pdf.expect("asked for");
    for name in ["chooser.pdf", "scriptless.pdf"] {
        assert_eq!(fs::read(at(name)).expect("downloaded"), ours, "{name}");
    }
    let theirs = report("石桥镇").output.expect("made").pdf.expect("asked for");
    assert_eq!(fs::read(at("keyboard.pdf")).expect("downloaded"), theirs);
    if is_there("pdftotext", "-v") {
        assert!(text(&at("chooser.pdf")).contains("参学率85.4%"));
        assert!(text(&at("dropped.pdf")).contains("白云镇党委理论学习中心组"));
        // The page itself on paper: nothing folded up.
        let paper = text(&at("paper.pdf"));
        assert!(paper.contains("心得体会目录.csv") && paper.contains("全部数字和出处"), "{paper}");
    }
    for unit in UNITS {
        assert!(names(&at("result.zip")).iter().any(|name| name.ends_with(&format!("{unit}.pdf"))));
    }
    // What the table counts is what is packed.
    for width in [1366, 390] {
        let packed = names(&at(&format!("thirty-{width}.zip")));
        let n_notices = packed.iter().filter(|name| name.ends_with("-反馈意见.pdf")).count();
        let n_reports = packed.iter().filter(|name| name.ends_with(".pdf")).count() - n_notices;
        // And the county's own.
        assert_eq!((n_notices, n_reports), (28, 29));
    }
    let has_registers = names(&at("blank.zip")).iter().any(|name| name.contains("考勤表"));
    assert!(has_registers, "{:?}", names(&at("blank.zip")));
    for name in ["checklist.xlsx", "broken-checklist.xlsx"] {
        assert!(names(&at(name)).iter().any(|name| name == "xl/workbook.xml"), "{name}");
    }

    if std::env::var_os("UPDATE").is_some() {
        keep_pictures(work.path());
    }
}

/// Puts the pictures, reduced to few colours, where people look at them.
fn keep_pictures(work: &Path) {
    let golden = root().join("tests/golden/page");
    fs::create_dir_all(&golden).expect("writable");
    for entry in fs::read_dir(work).expect("readable") {
        let path = entry.expect("readable").path();
        let name = path.file_name().expect("a name").to_owned();
        if path.extension().is_none_or(|ending| ending != "png") {
            continue;
        }
        let reduced = Command::new("pngquant")
            .args(["--force", "--speed", "1", "12", "--output"])
            .arg(golden.join(&name))
            .arg(&path)
            .status();
        assert!(reduced.is_ok_and(|status| status.success()), "pngquant reduces {}", path.display());
    }
    let mut bytes = Vec::new();
    File::open(golden.join("start-1280.png"))
        .and_then(|mut file| file.read_to_end(&mut bytes))
        .expect("kept");
    assert!(bytes.len() < 100_000, "{} bytes", bytes.len());
}
