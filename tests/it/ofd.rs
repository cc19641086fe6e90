//! OFDs of the samples in every format: sound by the standard, and the same text at the same
//! places as the pages that were audited.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;

use banxin::pages::{Line, PageLines, Role};
use banxin::pipeline::{self, Exports, Report, RunOptions};
use banxin::settings::{Binding, Format, OfdProfile, PageOptions, Settings};
use sha2::{Digest, Sha256};

use crate::cli::{banxin, temporary};
use crate::format::full;
use crate::ofd_file::{Element, Ofd, Shown};
use crate::samples::{ENGINE, UNITS, settings, settled, sources};

/// Millimetres that two places may differ by: two roundings to a thousandth.
const SAME: f64 = 0.002;
/// Points of a millimetre.
const MM: f64 = 72.0 / 25.4;

/// Makes a report as OFD alone.
#[track_caller]
fn make(unit: &str, settings: &Settings) -> (Report, Ofd) {
    let options = RunOptions {
        exports: Exports { pdf: false, ofd: Some(OfdProfile::Exchange) },
        ..RunOptions::default()
    };
    let mut report = pipeline::run(&ENGINE, &sources(unit), settings, &options).output.expect("made");
    assert!(report.pdf.is_none());
    let ofd = Ofd::read(&report.ofd.take().expect("asked for"));
    (report, ofd)
}

/// Every sample in every format, the first one with all that stands above and below the text.
fn every() -> Vec<(String, Report, Ofd)> {
    let mut all = Vec::new();
    for format in Format::ALL {
        for unit in UNITS {
            let settings =
                if unit == UNITS[0] { full(format) } else { Settings { format, ..settings(unit) } };
            let settings = Settings { attendance: true, names: true, ..settings };
            let (report, ofd) = make(unit, &settings);
            all.push((format!("{unit} {}", format.name()), report, ofd));
        }
    }
    all
}

/// The order of children that the schema asks for, by their parent.
const ORDER: [(&str, &[&str]); 11] = [
    ("ofd:OFD", &["DocBody"]),
    ("ofd:DocBody", &["DocInfo", "DocRoot"]),
    (
        "ofd:DocInfo",
        &[
            "DocID",
            "Title",
            "Author",
            "Subject",
            "Abstract",
            "CreationDate",
            "ModDate",
            "DocUsage",
            "Cover",
            "Keywords",
            "Creator",
            "CreatorVersion",
            "CustomDatas",
        ],
    ),
    ("ofd:Document", &["CommonData", "Pages", "Outlines", "CustomTags", "Attachments"]),
    ("ofd:CommonData", &["MaxUnitID", "PageArea", "PublicRes", "DocumentRes"]),
    ("ofd:PageArea", &["PhysicalBox", "ApplicationBox", "ContentBox"]),
    ("ofd:Area", &["PhysicalBox", "ApplicationBox", "ContentBox"]),
    ("ofd:Page", &["Area", "Content"]),
    ("ofd:OutlineElem", &["Actions", "OutlineElem"]),
    ("ofd:TextObject", &["FillColor", "CGTransform", "TextCode"]),
    ("ofd:PathObject", &["StrokeColor", "FillColor", "AbbreviatedData"]),
];

/// Checks the order of children everywhere in a file.
#[track_caller]
fn check_order(what: &str, root: &Element) {
    for element in root.all() {
        let Some((_, order)) = ORDER.iter().find(|(name, _)| *name == element.name) else { continue };
        // Pages of the list have the name of a page's root, and nothing in them.
        let places = element.children.iter().map(|child| {
            let name = child.name.trim_start_matches("ofd:");
            order
                .iter()
                .position(|own| *own == name)
                .unwrap_or_else(|| panic!("{what}: {} in {}", name, element.name))
        });
        assert!(places.is_sorted(), "{what}: {}", element.name);
    }
}

/// Checks that whatever is named is there, and that nothing else is.
#[track_caller]
fn check_references(what: &str, ofd: &Ofd) {
    let mut named: BTreeSet<String> = ["OFD.xml".to_string()].into();
    let root = ofd.xml("OFD.xml");
    named.insert(root.first("ofd:DocRoot").text.clone());
    let document = ofd.xml("Doc_0/Document.xml");
    for name in ["ofd:PublicRes", "ofd:CustomTags", "ofd:Attachments"] {
        named.extend(document.of(name).iter().map(|leaf| format!("Doc_0/{}", leaf.text)));
    }
    named.extend(document.of("ofd:Page").iter().map(|page| format!("Doc_0/{}", page.get("BaseLoc"))));
    let resources = ofd.xml("Doc_0/PublicRes.xml");
    named.extend(resources.of("ofd:FontFile").iter().map(|font| format!("Doc_0/Res/{}", font.text)));
    let tags = ofd.xml("Doc_0/Tags/CustomTags.xml");
    named.extend(tags.of("ofd:FileLoc").iter().map(|tag| format!("Doc_0/Tags/{}", tag.text)));
    if named.contains("Doc_0/Attachs/Attachments.xml") {
        let list = ofd.xml("Doc_0/Attachs/Attachments.xml");
        named.extend(list.of("ofd:FileLoc").iter().map(|file| format!("Doc_0/Attachs/{}", file.text)));
    }
    let present: BTreeSet<String> = ofd.files.iter().map(|(name, _)| name.clone()).collect();
    assert_eq!(named, present, "{what}");
    assert_eq!(ofd.files.len(), present.len(), "{what}: a file twice");
    assert_eq!(ofd.files[0].0, "OFD.xml", "{what}");
    assert!(present.iter().all(|name| name.is_ascii()), "{what}");
}

/// Checks the numbers of everything: unique, none zero, the largest told, and each one named is
/// there.
#[track_caller]
fn check_numbers(what: &str, ofd: &Ofd) {
    let document = ofd.xml("Doc_0/Document.xml");
    let fonts: BTreeSet<u32> = ids(&ofd.xml("Doc_0/PublicRes.xml"), "ofd:Font").into_iter().collect();
    let pages: Vec<u32> = ids(&document, "ofd:Page");
    let mut all: Vec<u32> = fonts.iter().chain(&pages).copied().collect();
    let mut by_page: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for (page, content) in pages.iter().zip(ofd.pages()) {
        let mut own = Vec::new();
        for name in ["ofd:Layer", "ofd:TextObject", "ofd:PathObject"] {
            own.extend(ids(&content, name));
        }
        for object in content.of("ofd:TextObject") {
            assert!(fonts.contains(&object.get("Font").parse().expect("a number")), "{what}");
        }
        by_page.insert(*page, own.iter().copied().collect());
        all.extend(own);
    }
    let unique: BTreeSet<u32> = all.iter().copied().collect();
    assert_eq!(unique.len(), all.len(), "{what}: a number twice");
    assert!(!unique.contains(&0), "{what}");
    let largest = unique.last().expect("some").to_string();
    assert_eq!(document.first("ofd:MaxUnitID").text, largest, "{what}");
    for dest in document.of("ofd:Dest") {
        assert!(pages.contains(&dest.get("PageID").parse().expect("a number")), "{what}");
    }
    for reference in ofd.xml("Doc_0/Tags/Tag_gongwen.xml").of("ofd:ObjectRef") {
        let own = &by_page[&reference.get("PageRef").parse().expect("a number")];
        assert!(own.contains(&reference.text.parse().expect("a number")), "{what}");
    }
}

fn ids(root: &Element, name: &str) -> Vec<u32> {
    root.of(name).iter().filter_map(|element| element.attributes.get("ID")?.parse().ok()).collect()
}

/// Checks that every box has width and height, and every text as many steps as it needs.
#[track_caller]
fn check_objects(what: &str, page: &Element) {
    for object in page.all() {
        if let Some(boundary) = object.attributes.get("Boundary") {
            let boundary = crate::ofd_file::numbers(boundary);
            assert!(boundary.len() == 4 && boundary[2] > 0.0 && boundary[3] > 0.0, "{what}: {object:?}");
        }
    }
    for object in page.of("ofd:TextObject") {
        let shown = Shown::of(object);
        let n_characters = shown.text.chars().count();
        match object.of("ofd:CGTransform").first() {
            None => assert_eq!(shown.starts.len(), n_characters, "{what}: {}", shown.text),
            Some(told) => {
                let n_codes = shown.text.encode_utf16().count().to_string();
                assert_eq!(
                    (told.get("CodePosition"), told.get("CodeCount")),
                    ("0", n_codes.as_str()),
                    "{what}"
                );
                let n_glyphs = told.first("ofd:Glyphs").text.split(' ').count();
                assert_eq!(n_glyphs.to_string(), told.get("GlyphCount"), "{what}");
                assert_eq!(shown.starts.len(), n_glyphs, "{what}");
            }
        }
        assert_eq!(shown.text.trim(), shown.text, "{what}: white space at the end of a run");
        assert_eq!(object.of("ofd:TextCode").len(), 1, "{what}");
    }
}

/// Checks that the objects of a page show its lines: the same text, each character where it is;
/// returns of how many the place was compared.
#[track_caller]
fn check_lines(what: &str, lines: &PageLines, page: &Element) -> usize {
    let mut n_placed = 0;
    let shown: Vec<Shown> = page.of("ofd:TextObject").into_iter().map(Shown::of).collect();
    // The page number comes last, wherever it was set.
    let (numbers, others): (Vec<&Line>, Vec<&Line>) =
        lines.lines.iter().partition(|line| line.role == Role::PageNumber);
    let mut objects = shown.iter();
    for line in others.into_iter().chain(numbers) {
        let mut wanted: Vec<(char, f64)> = line.text.chars().zip(line.starts.iter().copied()).collect();
        wanted.retain(|(c, _)| !c.is_whitespace());
        let (mut found, mut n_objects) = (Vec::new(), 0);
        while found.len() < wanted.len() {
            n_objects += 1;
            let object = objects.next().unwrap_or_else(|| panic!("{what}: {} is cut", line.text));
            let characters = object.text.chars().zip(&object.starts).filter(|(c, _)| !c.is_whitespace());
            found.extend(characters.map(|(c, start)| (c, *start, object.is_narrowed)));
        }
        let found_text: String = found.iter().map(|(c, ..)| *c).collect();
        let wanted_text: String = wanted.iter().map(|(c, _)| *c).collect();
        assert_eq!(found_text, wanted_text, "{what}");
        // A search looks into one object after the other: a line is one, but where names stand beside
        // words of another face, or a dash has another shape than elsewhere.
        let is_parted = matches!(line.role, Role::Letterhead | Role::Closing) || line.text.contains('—');
        assert!(n_objects == 1 || is_parted, "{what}: {} is in {n_objects} objects", line.text);
        // Where the line leads, from its start to its end.
        let (across, down) = (line.right - line.left, line.end - line.baseline);
        let length = across.hypot(down);
        for ((c, start), (_, (x, y), is_narrowed)) in wanted.iter().zip(&found) {
            // Lines have the places of unnarrowed characters, and of boxes: the ink of marks that
            // are half as wide starts elsewhere in theirs.
            if *is_narrowed || !c.is_alphanumeric() {
                continue;
            }
            n_placed += 1;
            let along = if length == 0.0 { 0.0 } else { start / length };
            let expected = ((line.left + across * along) / MM, (line.baseline + down * along) / MM);
            let off = (x - expected.0).abs().max((y - expected.1).abs());
            assert!(off <= SAME, "{what}: {c} of {} is {off:.4} mm off", line.text);
        }
    }
    assert!(objects.next().is_none(), "{what}: more objects than lines");
    n_placed
}

#[test]
fn the_samples_are_sound_and_show_their_lines() {
    let mut n_placed = 0;
    for (what, report, ofd) in every() {
        check_references(&what, &ofd);
        check_numbers(&what, &ofd);
        for name in ["OFD.xml", "Doc_0/Document.xml", "Doc_0/PublicRes.xml"] {
            check_order(&what, &ofd.xml(name));
        }
        let pages = ofd.pages();
        assert_eq!(pages.len(), report.pages.len(), "{what}");
        for (lines, page) in report.pages.iter().zip(&pages) {
            let what = format!("{what} page {}", lines.number);
            check_order(&what, page);
            check_objects(&what, page);
            n_placed += check_lines(&what, lines, page);
        }
    }
    assert!(n_placed > 20_000, "{n_placed}");
}

#[test]
fn the_elements_of_the_document_are_told_and_tagged() {
    let (report, ofd) = make(UNITS[0], &full(Format::Report));
    let root = ofd.xml("OFD.xml");
    let told = |name: &str| {
        let data = root.of("ofd:CustomData").into_iter().find(|data| data.get("Name") == name);
        data.map(|data| data.text.clone()).unwrap_or_default()
    };
    assert_eq!(told("份号"), "000001");
    assert_eq!(told("密级和保密期限"), "秘密★1年");
    assert_eq!(told("紧急程度"), "加急");
    assert_eq!(told("发文机关标志"), "中共清溪镇委员会文件");
    assert_eq!(told("发文字号"), "清委〔2020〕12号");
    assert_eq!(told("签发人"), "张三丰");
    assert_eq!(told("成文日期"), "2020年7月3日");
    assert_eq!(root.first("ofd:CreationDate").text, "2020-07-03");
    assert_eq!(root.first("ofd:DocID").text.len(), 32);

    // What each tag points to, read back from the pages.
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for page in ofd.pages() {
        for object in page.of("ofd:TextObject") {
            texts.insert(object.get("ID").to_string(), Shown::of(object).text);
        }
    }
    let tags = ofd.xml("Doc_0/Tags/Tag_gongwen.xml");
    let tagged = |name: &str| {
        let references = tags.first(&format!("gw:{name}")).of("ofd:ObjectRef");
        references.iter().map(|reference| texts[&reference.text].as_str()).collect::<String>()
    };
    assert_eq!(tagged("份号"), "000001");
    assert_eq!(tagged("密级和保密期限"), "秘密★1年");
    assert_eq!(tagged("发文机关标志"), "中共清溪镇委员会文件");
    assert_eq!(tagged("发文字号"), "清委〔2020〕12号");
    assert!(tagged("签发人").ends_with("张三丰"), "{}", tagged("签发人"));
    assert_eq!(tagged("标题"), root.first("ofd:Title").text);
    assert!(tagged("主送机关").starts_with("青山县委宣传部"));
    assert_eq!(tagged("成文日期"), "2020年7月3日");
    assert!(tagged("抄送机关").contains("县委办公室") && tagged("印发机关").contains("清溪镇党政办公室"));
    assert_eq!(tagged("页码").matches('—').count(), 2 * report.pages.len());

    // The outline has the headings, nested.
    let document = ofd.xml("Doc_0/Document.xml");
    let outline = document.first("ofd:Outlines");
    assert!(outline.children.len() > 2);
    let nested =
        outline.children.iter().flat_map(|top| top.children.iter().filter(|c| c.name == "ofd:OutlineElem"));
    assert!(nested.count() > 2);
}

#[test]
fn binding_margins_change_sides_in_the_areas() {
    let page = PageOptions { binding: Binding::Mirrored, ..PageOptions::default() };
    let (_, ofd) = make(UNITS[0], &Settings { page, ..settings(UNITS[0]) });
    let pages = ofd.pages();
    assert!(pages[0].of("ofd:Area").is_empty());
    assert_eq!(pages[1].first("ofd:ContentBox").text, "26 37 156 225");
    assert_eq!(ofd.xml("Doc_0/Document.xml").first("ofd:ContentBox").text, "28 37 156 225");
}

#[test]
fn the_same_bytes_from_any_thread_and_beside_a_pdf() {
    let run = |pdf: bool| {
        let exports = Exports { pdf, ofd: Some(OfdProfile::Exchange) };
        let attached = Some(settled(UNITS[0]).effective);
        let options = RunOptions { exports, attached, ..RunOptions::default() };
        let options = if pdf { RunOptions { attached: None, ..options } } else { options };
        pipeline::run(&ENGINE, &sources(UNITS[0]), &settings(UNITS[0]), &options).output.expect("made")
    };
    let (alone, beside) = (run(false).ofd.expect("asked for"), run(true).ofd.expect("asked for"));
    // With and without files inside, the pages are the same.
    let (alone, beside) = (Ofd::read(&alone), Ofd::read(&beside));
    for (name, bytes) in
        beside.files.iter().filter(|(name, _)| name.contains("/Pages/") || name.contains("/Res/"))
    {
        assert!(alone.file(name) == bytes.as_slice(), "{name}");
    }
    let made = || run(false).ofd.expect("asked for");
    let first = made();
    std::thread::scope(|scope| {
        let others: Vec<_> = (0..2).map(|_| scope.spawn(made)).collect();
        for other in others {
            assert!(other.join().expect("no panic") == first);
        }
    });
}

#[test]
fn an_ofd_with_its_sources_is_made_again_and_compared() {
    let (_folder, path) = temporary();
    let make = |name: &str, more: &[&str]| {
        let ofd = path(name);
        let args = [&["report", "samples/清溪镇", "--ofd", &ofd, "--attach-sources"], more].concat();
        banxin(&args).status(0).mentions("已生成");
        fs::read(ofd).expect("made")
    };
    let first = make("a.ofd", &[]);
    assert!(make("b.ofd", &[]) == first);
    let said = banxin(&["verify", &path("a.ofd")]).status(0).printed();
    assert!(said.ends_with("全部数字一致\n与重新生成的文件逐字节一致\n"), "{said}");

    // The registers are inside under their own names; what leads to them is ASCII.
    let ofd = Ofd::read(&first);
    let list = ofd.xml("Doc_0/Attachs/Attachments.xml");
    let names: Vec<&str> = list.children.iter().map(|file| file.get("Name")).collect();
    assert!(names.contains(&"考勤表.xlsx") && names.contains(&"figures.json"), "{names:?}");
    check_references("with sources", &ofd);

    // One byte of a page, and it is not the same file.
    let (name, _) = ofd.files.iter().find(|(name, _)| name.contains("Pages")).expect("pages");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (own, bytes) in &ofd.files {
        zip.start_file(own.as_str(), zip::write::SimpleFileOptions::default()).expect("started");
        zip.write_all(if own == name { b"<other/>" } else { bytes }).expect("written");
    }
    fs::write(path("b.ofd"), zip.finish().expect("packed").into_inner()).expect("written");
    let said = banxin(&["verify", &path("b.ofd")]).status(1).printed();
    assert!(
        said.contains("全部数字一致\n与重新生成的文件不是同样的字节\n可能改动过文件（OFD 盖章也算）"),
        "{said}"
    );
    banxin(&["report", "samples/清溪镇", "--ofd", &path("c.ofd")]).status(0);
    banxin(&["verify", &path("c.ofd")]).status(1).mentions("OFD 里没有附带台账");
    fs::write(path("c.ofd"), "PK\u{3}\u{4}nothing").expect("written");
    banxin(&["verify", &path("c.ofd")]).status(1).mentions("OFD 已损坏");

    // An archive keeps texts.
    let archived = Ofd::read(&make("d.ofd", &["--ofd-profile", "ofd-a"]));
    let list = archived.xml("Doc_0/Attachs/Attachments.xml");
    assert!(list.children.iter().all(|file| file.get("Format") == "TXT"));
    let register = list.children.iter().find(|file| file.get("Name") == "考勤表.xlsx.txt").expect("attached");
    let text = archived.file(&format!("Doc_0/Attachs/{}", register.first("ofd:FileLoc").text));
    let text = std::str::from_utf8(text).expect("text");
    assert!(text.contains("SHA-256") && text.contains('√'), "{text}");
    let told = archived.xml("OFD.xml");
    assert!(told.of("ofd:CustomData").iter().any(|data| data.get("Name") == "题名"));
    // From the texts the same file is made again; that they are the registers, their hashes tell.
    let said = banxin(&["verify", &path("d.ofd")]).status(0).printed();
    let sha256 = Sha256::digest(fs::read("samples/清溪镇/考勤表.xlsx").expect("there"));
    let sha256: String = sha256.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(
        said.contains(&format!("考勤表.xlsx 留的是文字；与原文件是否一致，请比对原文件的 SHA-256：{sha256}"))
    );
    assert!(said.ends_with("全部数字一致\n与重新生成的文件逐字节一致\n"), "{said}");

    // A mark that is another now counts otherwise; a post that is another gives another file.
    let changed = |from: &str, to: &str| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (own, bytes) in &archived.files {
            zip.start_file(own.as_str(), zip::write::SimpleFileOptions::default()).expect("started");
            let is_register = own.ends_with(&register.first("ofd:FileLoc").text);
            let changed = text.replacen(from, to, 1);
            zip.write_all(if is_register { changed.as_bytes() } else { bytes }).expect("written");
        }
        fs::write(path("d.ofd"), zip.finish().expect("packed").into_inner()).expect("written");
        banxin(&["verify", &path("d.ofd")])
    };
    let said = changed("√", "×").status(1).printed();
    assert!(said.contains("数字不同 present：文件中为 80，重新计算为 79\n"), "{said}");
    let said = changed("党委书记", "党委副书记").status(1).printed();
    assert!(said.contains("全部数字一致\n与重新生成的文件不是同样的字节\n"), "{said}");
    changed("1\t清溪镇", "甲\t清溪镇").status(1).mentions("不能重新生成");
    changed("内容：表格，先是行号，单元格之间是制表符", "内容：没有保留")
        .mentions("没有 `考勤表.xlsx` 的内容");
}

#[test]
fn an_archived_ofd_of_a_revised_draft_tells_what_is_not_compared() {
    let (_folder, path) = temporary();
    let (docx, first, second) = (path("a.docx"), path("a.ofd"), path("b.ofd"));
    banxin(&["report", "samples/石桥镇", "--docx", &docx]).status(0);
    let made = |ofd: &str, more: &[&str]| {
        let args = [&["finalize", &docx, "samples/石桥镇", "--ofd", ofd, "--attach-sources"], more].concat();
        banxin(&args).status(0).mentions("已定稿");
        fs::read(ofd).expect("made")
    };
    assert!(made(&first, &[]) == made(&second, &[]));
    let said = banxin(&["verify", &first]).status(0).printed();
    assert!(said.ends_with("逐字节一致\n"), "{said}");
    // Of the draft there is only the hash: the figures are compared, the words are not.
    made(&second, &["--ofd-profile", "ofd-a"]);
    let said = banxin(&["verify", &second]).status(0).printed();
    assert!(said.contains("已重新计算\n"), "{said}");
    assert!(
        said.ends_with("全部数字一致\n文字和版面没有核对：`a.docx` 只留了校验值，不能重新生成\n"),
        "{said}"
    );
}

#[test]
fn what_cannot_be_asked_for_is_said() {
    let (_folder, path) = temporary();
    banxin(&["report", "samples/清溪镇", "--ofd", &path("a.pdf")]).status(2).mentions("应以 .ofd 结尾");
    banxin(&["report", "samples/清溪镇", "--ofd", &path("a.ofd"), "--ofd-profile", "归档"])
        .status(2)
        .mentions("ofd-a");
}
