//! Long names, many organs and what stands at pages' ends: nothing collides, nothing leaves the page.

use banxin::pdf::{Line, PageLines, Role};
use banxin::pipeline::{self, Report, RunOptions};
use banxin::profile::Profile;

use crate::format::full;
use crate::samples::{ENGINE, UNITS, sources};

/// Points of a millimetre.
const MM: f64 = 72.0 / 25.4;
/// A real name of 33 characters; shorter ones are its beginning.
const LONG: &str = "中共新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿克陶县布伦口乡委员会工作委员会办公室";

/// Makes a report and checks that everything is on its page; returns what the audit says too.
#[track_caller]
fn make(profile: &Profile) -> (Report, Vec<String>) {
    let made = pipeline::run(&ENGINE, &sources(UNITS[0]), profile, &RunOptions::default());
    let layout = made.diagnostics.iter().filter(|d| d.key == "layout").map(ToString::to_string).collect();
    let report = made.output.expect("made");
    for page in &report.pdf.pages {
        for line in page.lines.iter().filter(|line| !line.rotated && line.role != Role::PageNumber) {
            let (left, right, below) = (line.left / MM, line.right / MM, line.baseline / MM);
            // Marks go beyond the type area; so does the space after the last letter of a line.
            let free = if line.role == Role::Letterhead { 15.0 } else { 0.5 };
            assert!(left > 28.0 - free && right < 184.0 + free && below < 262.0, "{line:?}");
        }
        check_apart(page);
    }
    (report, layout)
}

/// Checks that no two lines on one baseline cover each other.
#[track_caller]
fn check_apart(page: &PageLines) {
    let level: Vec<&Line> = page.lines.iter().filter(|line| !line.rotated).collect();
    for (i, a) in level.iter().enumerate() {
        for b in &level[i + 1..] {
            let same = (a.baseline - b.baseline).abs() < 3.0;
            assert!(!same || a.right < b.left + 1.0 || b.right < a.left + 1.0, "{a:?} covers {b:?}");
        }
    }
}

/// Returns the beginning of the long name.
fn name(n: usize) -> String {
    LONG.chars().take(n).collect()
}

#[test]
fn organs_of_every_length() {
    for seal in ["none", "seal", "signature"] {
        for n in [6, 15, 20, 26, 27, 28, 29, 33, 40] {
            let mut profile = full("notice");
            profile.organ = Some(name(n));
            profile.letterhead.mark = Some("清溪镇文件".to_string());
            profile.letterhead.seal = Some(seal.to_string());
            let (_, layout) = make(&profile);
            assert_eq!(layout, Vec::<String>::new(), "{seal}, {n} characters");
        }
    }
}

#[test]
fn posts_of_every_length() {
    for n in 12..20 {
        let mut profile = full("notice");
        profile.letterhead.seal = Some("signature".to_string());
        profile.letterhead.posts = vec![name(n)];
        let (report, layout) = make(&profile);
        assert_eq!(layout, Vec::<String>::new(), "{n} characters");
        let closing =
            report.pdf.pages.iter().flat_map(|page| &page.lines).filter(|l| l.role == Role::Closing);
        // A stamp of 40 mm ends four cells from the right, the post two cells before it.
        let most = 184.0 - 6.0 * 156.0 / 28.0 - 40.0 + 0.5;
        let posts: Vec<&Line> = closing.filter(|line| LONG.contains(&line.text)).collect();
        assert!(!posts.is_empty() && posts.iter().all(|line| line.right / MM < most), "{n}: {posts:?}");
    }
}

#[test]
fn many_organs() {
    let names = ["中共青山县委宣传部", "青山县教育局", "青山县教育科技和人力资源社会保障局", "青山县财政局"];
    for seal in ["none", "seal", "signature"] {
        for n in 2..10 {
            let mut profile = full("notice");
            profile.organs = (0..n).map(|i| format!("{}{}", names[i % 4], ["", "甲", "乙"][i / 4])).collect();
            profile.letterhead.seal = Some(seal.to_string());
            profile.letterhead.signers = Vec::new();
            let (report, layout) = make(&profile);
            let first = &report.pdf.pages[0];
            assert!(first.lines.iter().any(|line| line.role == Role::Paragraph), "{n} organs: no text");
            // What is higher than a page cannot stand beside text.
            let other: Vec<&String> = layout.iter().filter(|told| !told.contains("只有落款")).collect();
            assert!(other.is_empty() && (layout.is_empty() || n > 2), "{seal}, {n} organs: {layout:?}");
            let has = |text: &str| {
                let lines = report.pdf.pages.iter().flat_map(|page| &page.lines);
                lines.filter(|line| line.role == Role::Closing).any(|line| line.text == text)
            };
            assert!(has("2020年7月3日"), "{seal}, {n} organs: no date");
        }
    }
}

#[test]
fn signers_beside_the_number() {
    for signers in [
        vec!["张三", "李四", "王五"],
        vec!["阿不都热合曼", "买买提明"],
        vec!["买买提·艾力", "阿依古丽·艾山", "王五"],
        vec!["买买提明·阿卜杜热合曼·艾买提江"],
    ] {
        let mut profile = full("report");
        profile.letterhead.number = Some("新克阿布勐库委发〔2020〕12号".to_string());
        profile.letterhead.signers = signers.iter().map(ToString::to_string).collect();
        let (report, layout) = make(&profile);
        assert_eq!(layout, Vec::<String>::new(), "{signers:?}");
        let page = &report.pdf.pages[0];
        let text = page.text();
        assert!(signers.iter().all(|signer| text.contains(signer)), "{text}");
    }
}

#[test]
fn minutes_of_an_organ_with_a_long_name() {
    for n in [15, 20, 23, 33, 40] {
        let mut profile = full("minutes");
        profile.session = Some("2020-06-12".to_string());
        profile.organ = Some(name(n));
        profile.letterhead.mark = Some("学习纪要".to_string());
        let (report, layout) = make(&profile);
        assert_eq!(layout, Vec::<String>::new(), "{n} characters");
        let page = &report.pdf.pages[0];
        let rule = page.rules.iter().find(|rule| rule.role == Role::Letterhead).expect("a red line");
        let head = page.lines.iter().filter(|line| line.role == Role::Letterhead);
        assert!(head.clone().all(|line| line.baseline < rule.y), "{:?}", head.collect::<Vec<_>>());
    }
}

#[test]
fn a_colophon_after_a_turned_page() {
    for thresholds in [None, Some(false)] {
        let mut profile = full("notice");
        profile.attendance = true;
        profile.thresholds = thresholds;
        profile.page.colophon_on_even_page = true;
        assert_eq!(make(&profile).1, Vec::<String>::new());
    }
}
