//! Revised drafts filed: the tutorial's day in an office, the page's route.

use std::fs;
use std::io::{Cursor, Read, Write};

use banxin::revision::{Reading, read};
use zip::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::cli::{banxin, temporary};
use crate::samples::root;
use crate::service::{Form, Service};

/// Returns a draft in whose text this stands in place of that, once.
fn revised(docx: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut zip = ZipArchive::new(Cursor::new(docx)).expect("a draft is a zip");
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).expect("listed");
        let name = entry.name().expect("a name").to_string();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("whole");
        if name == "word/document.xml" {
            let text = String::from_utf8(bytes).expect("UTF-8");
            assert!(text.contains(from), "{from}");
            bytes = text.replacen(from, to, 1).into_bytes();
        }
        out.start_file(name, SimpleFileOptions::default()).expect("in memory");
        out.write_all(&bytes).expect("in memory");
    }
    out.finish().expect("in memory").into_inner()
}

/// Returns the commands of the tutorial that have to do with drafts.
fn commands() -> Vec<Vec<String>> {
    let tutorial = fs::read_to_string(root().join("docs/教程.md")).expect("UTF-8");
    let (_, section) = tutorial.split_once("## 六、").expect("the sixth step");
    let (section, _) = section.split_once("\n## ").expect("what comes next");
    let lines = section.lines().filter_map(|line| line.strip_prefix("banxin "));
    lines.map(|line| line.split(' ').map(str::to_string).collect()).collect()
}

#[test]
fn a_day_of_an_office_goes_as_the_tutorial_tells_it() {
    let (_folder, path) = temporary();
    let commands = commands();
    let run = |n: usize| {
        let is_made = |word: &str| ["送审稿.docx", "定稿.pdf", "修改对照.txt"].contains(&word);
        let args: Vec<String> =
            commands[n].iter().map(|word| if is_made(word) { path(word) } else { word.clone() }).collect();
        banxin(&args.iter().map(String::as_str).collect::<Vec<_>>())
    };
    assert_eq!(commands.len(), 4);
    run(0).status(0).mentions("已生成送审稿");
    let draft = fs::read(path("送审稿.docx")).expect("written");
    // Two leaders: one adds a word, one changes a number.
    let worded = revised(&draft, "坚持以", "始终坚持以");
    fs::write(path("送审稿.docx"), revised(&worded, ">85.4%<", ">86.4%<")).expect("written");
    let tutorial = fs::read_to_string(root().join("docs/教程.md")).expect("UTF-8");
    let told = tutorial.lines().find(|line| line.starts_with("中 `86.4%`")).expect("the error");
    run(1).status(1).mentions(told).mentions("修改稿中有 1 处必须先处理的内容，没有定稿");
    let list = fs::read_to_string(path("修改对照.txt")).expect("written all the same");
    assert!(list.contains("【始终】") && list.contains("85.4% → 86.4%"), "{list}");
    assert!(fs::metadata(path("定稿.pdf")).is_err(), "nothing is filed with a wrong number");
    // The same list to be printed, or to be handed on as a document.
    for name in ["对照.pdf", "对照.docx", "对照.xlsx"] {
        let (docx, pdf, list) = (path("送审稿.docx"), path("定稿.pdf"), path(name));
        banxin(&["finalize", &docx, "samples/清溪镇", "-o", &pdf, "--changes-list", &list]).status(1);
        assert!(fs::read(&list).expect("written all the same").len() > 4_000, "{name}");
    }
    let list = fs::read(path("对照.docx")).expect("written");
    let list = read("对照.docx", &list, Reading::Accepted).expect("our own");
    let words: String = list.words().map(|words| words.text.as_str()).collect();
    assert!(
        words.contains("修改对照") && words.contains("【86.4%】") && words.contains("有1处不同"),
        "{words}"
    );
    // Put right, it is filed with all that it was made of, and made again.
    fs::write(path("送审稿.docx"), worded).expect("written");
    run(2).status(0).mentions("已定稿");
    let told = run(3).status(0).printed();
    assert!(told.contains("逐字节一致"), "{told}");
    // Whoever answers for a number says why.
    let docx = path("送审稿.docx");
    fs::write(&docx, revised(&draft, ">85.4%<", ">86.4%<")).expect("written");
    let allowed = "participation-rate.1=补录了6月30日的补学";
    let (pdf, sample) = (path("定稿.pdf"), "samples/清溪镇");
    let args = [
        "finalize",
        &docx,
        sample,
        "-o",
        &pdf,
        "--allow-figure",
        allowed,
        "--standard",
        "a-3a",
        "--attach-sources",
    ];
    banxin(&args).status(0);
    banxin(&["verify", &pdf]).status(0);
    banxin(&["finalize", &docx, sample, "-o", &pdf, "--allow-figure", "3"]).status(2).mentions("数字=理由");
    banxin(&["finalize", &docx, sample, "-o", &pdf, "--changes-list", "a.odt"]).status(2);
    banxin(&["finalize", sample, sample, "-o", &pdf]).status(2).mentions("无法读取修改稿");
}

#[test]
fn a_draft_that_was_not_revised_gives_the_reports_bytes() {
    let (_folder, path) = temporary();
    for format in ["plain", "report", "letter", "minutes"] {
        let (pdf, docx, out) = (path("a.pdf"), path("a.docx"), path("b.pdf"));
        let sample = "samples/石桥镇";
        banxin(&["report", sample, "-o", &pdf, "--docx", &docx, "--profile", format]).status(0);
        banxin(&["finalize", &docx, sample, "-o", &out, "--profile", format]).status(0);
        assert!(fs::read(&pdf).expect("made") == fs::read(&out).expect("made"), "{format}");
    }
}

#[tokio::test]
async fn the_page_lists_changes_and_files_what_is_right() {
    let service = Service::new();
    let form = Form::default().sample("清溪镇", "清溪镇/");
    let draft = service.ask(form.clone().post("/api/docx")).await.status(200).body.clone();
    let report = service.ask(form.clone().post("/api/report")).await.status(200).body.clone();
    let with = |docx: &[u8]| form.clone().file_in("revised", "送审稿.docx", docx);

    let same = service.ask(with(&draft).post("/api/finalize")).await;
    assert!(same.status(200).body == report);
    assert!(same.header("content-disposition").contains("%E5%AE%9A%E7%A8%BF.pdf"), "定稿");
    service.ask(form.clone().post("/api/finalize")).await.status(422);
    let ofd = service.ask(with(&draft).field("ofd", "1").post("/api/finalize")).await;
    let drawn = service.ask(form.clone().post("/api/ofd")).await.status(200).body.clone();
    assert!(ofd.status(200).body == drawn, "the pages of the report");
    assert_eq!(ofd.header("content-type"), "application/ofd");
    assert!(ofd.header("content-disposition").contains("%E5%AE%9A%E7%A8%BF.ofd"), "定稿");

    let wrong = revised(&draft, ">85.4%<", ">86.4%<");
    service.ask(with(&wrong).post("/api/finalize")).await.status(422);
    service.ask(with(&wrong).field("ofd", "1").post("/api/finalize")).await.status(422);
    let list = service.ask(with(&wrong).field("list", "1").post("/api/finalize")).await.status(200).json();
    assert_eq!(list["made"], false);
    let number = &list["changes"][0]["numbers"][0];
    assert_eq!((number["from"].as_str(), number["to"].as_str()), (Some("85.4%"), Some("86.4%")), "{list}");
    let keys: Vec<&str> = list["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["key"].as_str())
        .collect();
    assert!(keys.contains(&"figure-changed"), "{keys:?}");
    let allow = format!("{}=另有补学记录", number["id"].as_str().expect("a name"));
    service.ask(with(&wrong).field("allow", &allow).post("/api/finalize")).await.status(200);
    service.ask(with(&wrong).field("allow", "x").post("/api/finalize")).await.status(400);
    service.ask(with(b"PK\x03\x04").post("/api/finalize")).await.status(422);
}
