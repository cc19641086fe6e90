//! Every format's elements where GB/T 9704-2012 wants them, measured from the finished
//! pages in millimetres.

use banxin::pages::{Line, PageLines, Role};
use banxin::pdf::RenderOptions;
use banxin::period::parse_iso_date;
use banxin::pipeline::{self, Report, RunOptions};
use banxin::settings::{Binding, Format, Red, Seal, Settings, Standards};

use crate::samples::{ENGINE, UNITS, settings as samples_settings, sources};

/// Points of a millimetre.
const MM: f64 = 72.0 / 25.4;
/// A cell (一字).
const CELL: f64 = 156.0 / 28.0;
/// The distance of two lines.
const PITCH: f64 = (225.0 - CELL) / 21.0;
/// How far an element may be off.
const TOLERANCE: f64 = 0.5;

/// Returns the first sample's settings with all that a letterhead can hold.
pub(crate) fn full(format: Format) -> Settings {
    let mut settings = samples_settings(UNITS[0]);
    settings.format = format;
    let head = &mut settings.letterhead;
    head.number = Some("清委〔2020〕12号".to_string());
    head.copy_number = Some("000001".to_string());
    head.secrecy = Some("秘密★1年".to_string());
    head.urgency = Some("加急".to_string());
    head.signers = vec!["张三丰".to_string()];
    head.cc = vec!["县委办公室".to_string(), "县政府办公室".to_string()];
    head.printed_by = Some("清溪镇党政办公室".to_string());
    head.note = Some("（联系人：李四）".to_string());
    settings
}

/// Makes the report; the audit must find nothing.
#[track_caller]
fn make(settings: &Settings) -> Report {
    let made = pipeline::run(&ENGINE, &sources(UNITS[0]), settings, &RunOptions::default());
    let layout: Vec<_> = made.diagnostics.iter().filter(|d| d.key == "layout").collect();
    assert!(layout.is_empty(), "{layout:?}");
    made.output.expect("made")
}

/// Returns the line with this text and role.
#[track_caller]
fn line<'a>(page: &'a PageLines, role: Role, text: &str) -> &'a Line {
    let found = page.lines.iter().find(|line| line.role == role && line.text == text);
    found.unwrap_or_else(|| panic!("no `{text}` in {:?}", page.text()))
}

/// Checks a distance in millimetres.
#[track_caller]
fn check(name: &str, found_pt: f64, expected_mm: f64) {
    let found = found_pt / MM;
    assert!((found - expected_mm).abs() <= TOLERANCE, "{name}: {found:.2} mm, expected {expected_mm:.2} mm");
}

/// Checks that a line of 三号 stands on the grid's line `n`.
#[track_caller]
fn check_line(line: &Line, n: u32) {
    check(&line.text, line.baseline, 37.0 + 0.88 * CELL + f64::from(n - 1) * PITCH);
}

#[test]
fn a_report_to_superiors() {
    let report = make(&full(Format::Report));
    let page = &report.pages[0];
    for (n, text) in [(1, "000001"), (2, "秘密★1年"), (3, "加急")] {
        let line = line(page, Role::Letterhead, text);
        check(text, line.left, 28.0);
        check_line(line, n);
    }
    let number = line(page, Role::Letterhead, "清委〔2020〕12号");
    check("发文字号左端", number.left, 28.0 + CELL);
    check_line(number, 8);
    let signer = line(page, Role::Letterhead, "签发人：张三丰");
    check("签发人右端", signer.right, 184.0 - CELL);
    check_line(signer, 8);
    let mark = line(page, Role::Letterhead, "中共清溪镇委员会文件");
    // The last letter's box reaches as far past its ink as the letters are spread.
    let letters = f64::from(u32::try_from(mark.text.chars().count()).expect("a few"));
    let spread = (mark.right - mark.left) / letters - mark.size;
    check("标志中线", (mark.left + mark.right - spread.max(0.0)) / 2.0, 106.0);
    check("红线", page.rules[0].y, 37.0 + 7.0 * PITCH + CELL + 4.0);
    check("红线左端", page.rules[0].left, 28.0);
    check("红线右端", page.rules[0].right, 184.0);
    check_colophon(&report);
}

#[test]
fn a_notice() {
    let mut settings = full(Format::Notice);
    // Short enough for the usual 22 lines.
    settings.length = 2500;
    let report = make(&settings);
    let page = &report.pages[0];
    let number = line(page, Role::Letterhead, "清委〔2020〕12号");
    check("发文字号中线", (number.left + number.right) / 2.0, 106.0);
    check_line(number, 8);
    assert!(!page.text().contains("签发人"));
    let title = page.lines.iter().find(|line| line.role == Role::Title).expect("a title");
    // Two white lines below the red one; 二号 hangs from its line's top.
    check("标题", title.baseline - 0.88 * title.size, 37.0 + 10.0 * PITCH);
    check_colophon(&report);
}

/// Checks lines and places of the last page's end.
#[track_caller]
fn check_colophon(report: &Report) {
    let page = report.pages.last().expect("pages");
    let rules: Vec<_> = page.rules.iter().filter(|rule| rule.role == Role::Colophon).collect();
    let weights: Vec<i64> = rules.iter().map(|rule| (rule.weight / MM * 100.0).round() as i64).collect();
    assert_eq!(weights, [35, 25, 35]);
    let last = rules.last().expect("three");
    check("版记末条线", last.y + last.weight / 2.0, 262.0);
    let by = line(page, Role::Colophon, "清溪镇党政办公室");
    check("印发机关左端", by.left, 28.0 + 14.0 / MM);
    let on = line(page, Role::Colophon, "2020年7月3日印发");
    check("印发日期右端", on.right, 184.0 - 14.0 / MM);
    assert!((by.size - 14.0).abs() < 0.01 && (by.baseline - on.baseline).abs() < 0.01);
    let cc = page.lines.iter().find(|line| line.text.starts_with("抄送：")).expect("copies");
    check("抄送左端", cc.left, 28.0 + 14.0 / MM);
}

#[test]
fn a_letter() {
    let report = make(&full(Format::Letter));
    let page = &report.pages[0];
    let y: Vec<f64> = page.rules.iter().map(|rule| rule.y).collect();
    for rule in &page.rules {
        check("双线左端", rule.left, 21.0);
        check("双线右端", rule.right, 191.0);
    }
    let weights: Vec<f64> = page.rules.iter().map(|rule| rule.weight).collect();
    assert_eq!(weights, [1.5, 0.75, 0.75, 1.5]);
    check("下方双线", y[3] + 0.75, 277.0);
    let number = line(page, Role::Letterhead, "清委〔2020〕12号");
    check("发文字号右端", number.right, 184.0);
    check_line(number, 3);
    check("双线与字号", number.baseline - y[1] - 0.375, 7.0 / 8.0 * CELL + 0.88 * CELL);
    for (n, text) in [(3, "000001"), (4, "秘密★1年"), (5, "加急")] {
        check_line(line(page, Role::Letterhead, text), n);
    }
    assert!(page.lines.iter().all(|line| line.role != Role::PageNumber));
    assert!(report.pages[1].lines.iter().any(|line| line.role == Role::PageNumber));
    let last = report.pages.last().expect("pages");
    assert!(last.rules.iter().all(|rule| rule.role != Role::Colophon));
}

#[test]
fn signatures() {
    for (seal, organ_to_date) in [(Seal::Seal, 0.0), (Seal::None, 2.0)] {
        let mut settings = full(Format::Notice);
        settings.letterhead.seal = Some(seal);
        let report = make(&settings);
        let find = |text: &str| {
            let lines = report.pages.iter().flat_map(|page| &page.lines);
            lines
                .into_iter()
                .find(|line| line.role == Role::Closing && line.text == text)
                .expect("signed")
                .clone()
        };
        let (organ, date) = (find("中共清溪镇委员会"), find("2020年7月3日"));
        if seal == Seal::Seal {
            check("日期右端", date.right, 184.0 - 4.0 * CELL);
            check("中线", (organ.left + organ.right - date.left - date.right) / 2.0, organ_to_date);
        } else {
            check("署名右端", organ.right, 184.0 - 2.0 * CELL);
            check("日期首字", date.left - organ.left, organ_to_date * CELL);
        }
        check("日期在署名下一行", date.baseline - organ.baseline, PITCH);
        let note = find("（联系人：李四）");
        check("附注左端", note.left, 28.0 + 2.0 * CELL);
        check("附注在日期下一行", note.baseline - date.baseline, PITCH);
    }
    let mut settings = full(Format::Notice);
    settings.letterhead.seal = Some(Seal::Signature);
    let report = make(&settings);
    let lines: Vec<&Line> = report.pages.iter().flat_map(|page| &page.lines).collect();
    let find = |text: &str| *lines.iter().find(|line| line.text == text).expect("signed");
    check("职务右端", find("中共清溪镇委员会书记").right, 184.0 - 6.0 * CELL - 40.0);
    check("日期右端", find("2020年7月3日").right, 184.0 - 4.0 * CELL);
}

#[test]
fn joint_documents() {
    for format in [Format::Report, Format::Notice, Format::Letter] {
        for n in 2..=5 {
            let mut settings = full(format);
            let names =
                ["中共清溪镇委员会", "清溪镇人民政府", "清溪镇人大主席团", "清溪镇纪委", "清溪镇武装部"];
            settings.organs = names[..n].iter().map(|name| name.to_string()).collect();
            settings.letterhead.signers = ["张三丰", "李四", "王五"].map(String::from).to_vec();
            let report = make(&settings);
            assert!(report.pages[0].lines.iter().any(|line| line.role == Role::Paragraph));
        }
    }
}

#[test]
fn mirrored_margins() {
    let mut settings = full(Format::Notice);
    settings.page.binding = Binding::Mirrored;
    let report = make(&settings);
    for page in &report.pages {
        let numbers = page.lines.iter().filter(|line| line.role == Role::PageNumber);
        for number in numbers {
            if page.number % 2 == 0 {
                check("双页码左端", number.left, 26.0 + 14.0 / MM);
            } else {
                check("单页码右端", number.right, 184.0 - 14.0 / MM);
            }
        }
    }
}

#[test]
fn the_colophon_on_an_even_page() {
    for format in [Format::Report, Format::Notice, Format::Minutes] {
        let mut settings = full(format);
        settings.page.colophon_on_even_page = true;
        let report = make(&settings);
        assert_eq!(report.pages.len() % 2, 0, "{format:?}");
    }
}

#[test]
fn minutes_of_a_session() {
    let mut settings = full(Format::Minutes);
    settings.session = parse_iso_date("2020-06-12");
    let report = make(&settings);
    let text: Vec<String> = report.pages.iter().map(PageLines::text).collect();
    let text = text.join("\n");
    for label in ["出席：", "请假：", "列席："] {
        assert!(text.contains(label), "{label} is not in {text}");
    }
    let lines: Vec<&Line> = report.pages.iter().flat_map(|page| &page.lines).collect();
    let roll = lines.iter().find(|line| line.text.starts_with("出席：")).expect("a roll");
    check("出席左端", roll.left, 28.0 + 2.0 * CELL);
    assert!(!text.contains("附件"));
    // The note is not lost, though minutes have no signature; the rolls share their page with
    // text, and no page starts with an empty line.
    let last = report.pages.last().expect("pages");
    assert!(last.text().contains("（联系人：李四）"), "{text}");
    assert!(last.lines.iter().any(|line| line.role == Role::Paragraph));
    check_line(&last.lines[0], 1);

    settings.session = parse_iso_date("2020-06-13");
    assert!(parse_iso_date("2020-06-13").is_some());
    let made = pipeline::run(&ENGINE, &sources(UNITS[0]), &settings, &RunOptions::default());
    let failure = made.output.map(drop).expect_err("no such session");
    assert_eq!(failure.to_string(), "台账中没有 2020-06-13 的集中学习，无法生成纪要");
}

#[test]
fn a_wide_table_is_turned() {
    for binding in [Binding::Fixed, Binding::Mirrored] {
        let mut settings = full(Format::Notice);
        settings.attendance = true;
        settings.length = 2500;
        settings.page.binding = binding;
        let report = make(&settings);
        let is_turned = |page: &&PageLines| page.lines.iter().any(|line| line.rotated && line.size > 15.0);
        let page = report.pages.iter().find(is_turned).expect("a turned page");
        let left = if binding == Binding::Mirrored && page.number % 2 == 0 { 26.0 } else { 28.0 };
        let turned = || page.lines.iter().filter(|line| line.rotated);
        // All of it reads upwards; nothing but the page number is level.
        assert!(turned().all(|line| line.end < line.baseline));
        let level: Vec<&Line> = page.lines.iter().filter(|line| !line.rotated).collect();
        assert!(level.iter().all(|line| line.role == Role::PageNumber) && level.len() == 1, "{level:?}");
        // Its label is flush with the sheet's lower edge, on the first line from the left; its
        // title on the third, in the middle.
        let label = turned().find(|line| line.text == "附件4").expect("a label");
        check("附件标签起点", label.baseline, 262.0);
        check("附件标签首行", label.left, left + 0.88 * CELL);
        let title = turned().find(|line| line.text == "集中学习出勤明细表").expect("a title");
        check("附件标题第三行", title.left - 0.88 * title.size, left + 2.0 * PITCH);
        check("附件标题中线", (title.baseline + title.end) / 2.0, 37.0 + 112.5);
        let head = turned().find(|line| line.text == "姓名").expect("a head");
        let body = turned().find(|line| line.text == "√").expect("a mark");
        assert!(head.left < body.left, "the head is on the left");
    }
}

#[test]
fn a_turned_table_fills_its_page() {
    let mut settings = full(Format::Notice);
    settings.attendance = true;
    let report = make(&settings);
    let has_marks = |page: &&PageLines| page.lines.iter().any(|line| line.rotated && line.text == "√");
    let pages: Vec<&PageLines> = report.pages.iter().filter(has_marks).collect();
    assert_eq!(pages.len(), 1, "twelve persons and the note have room on one page");
    // From below to the top of the type area.
    let head = |text: &str| {
        *pages[0]
            .lines
            .iter()
            .filter(|line| line.rotated && line.text == text)
            .collect::<Vec<_>>()
            .first()
            .expect("a head")
    };
    let (first, last) = (head("序号"), head("出勤率"));
    assert!(first.baseline / MM > 255.0 && last.end / MM < 45.0, "{first:?}, {last:?}");
}

/// In the samples and in other periods and lengths, so that the charts come to stand anywhere.
#[test]
fn charts_stand_between_paragraphs_of_their_own_section() {
    for unit in UNITS {
        for period in ["2020Q1", "2020Q2", "2020H1"] {
            for length in [1500, 3000, 4500] {
                let mut settings = samples_settings(unit);
                settings.period = period.parse().ok();
                settings.length = length;
                let made = pipeline::run(&ENGINE, &sources(unit), &settings, &RunOptions::default());
                check_charts(&format!("{unit} {period} {length}"), &made.output.expect("made").pages);
            }
        }
    }
}

/// Checks that no chart parts a paragraph or leaves its section, and that none leaves white on a
/// page while there is a paragraph to fill it.
#[track_caller]
fn check_charts(what: &str, pages: &[PageLines]) {
    // Charts of attachments stand beside their tables, where there is no text.
    let signs = |page: &PageLines| page.lines.iter().any(|line| line.role == Role::Closing);
    let pages = &pages[..=pages.iter().rposition(signs).expect("a signature")];
    let lines: Vec<(usize, &Line)> = pages
        .iter()
        .flat_map(|page| page.lines.iter().map(|line| (page.number, line)))
        .filter(|(_, line)| line.role != Role::PageNumber)
        .collect();
    let place = |at: usize| (lines[at].0, lines[at].1.baseline);
    let find = |wanted: &dyn Fn(&Line) -> bool| lines.iter().position(|(_, line)| wanted(line));
    let next = find(&|line| line.role == Role::Heading && line.text.starts_with("二、")).expect("a section");
    let captions = (0..lines.len())
        .filter(|at| lines[*at].1.role == Role::Figure && lines[*at].1.text.starts_with('图'))
        .collect::<Vec<_>>();
    for caption in captions {
        assert!(place(caption) < place(next), "{what}: a chart leaves its section");
        let part = lines[caption].1.part;
        let is_text = |line: &Line| matches!(line.role, Role::Paragraph | Role::Heading);
        // In the order of reading, whatever the order of setting.
        let before = (0..lines.len())
            .filter(|at| is_text(lines[*at].1) && place(*at) < place(caption))
            .max_by(|a, b| place(*a).partial_cmp(&place(*b)).expect("numbers"));
        let after = (0..lines.len())
            .filter(|at| is_text(lines[*at].1) && place(*at) > place(caption))
            .min_by(|a, b| place(*a).partial_cmp(&place(*b)).expect("numbers"));
        let (before, after) = (before.expect("text before it"), after.expect("text after it"));
        assert_ne!(lines[before].1.part, part);
        assert_ne!(lines[before].1.part, lines[after].1.part, "{what}: a chart parts a paragraph");
        assert_eq!(lines[before].1.role, Role::Paragraph, "{what}: a chart stands between heading and text");
    }
}

#[test]
fn nobody_who_signs_is_dropped() {
    let mut settings = full(Format::Notice);
    settings.organs = vec!["中共清溪镇委员会".to_string(), "清溪镇人民政府".to_string()];
    settings.letterhead.seal = Some(Seal::Signature);
    settings.letterhead.posts = vec!["中共清溪镇委员会书记".to_string()];
    let made = pipeline::run(&ENGINE, &sources(UNITS[0]), &settings, &RunOptions::default());
    let told: Vec<_> = made.diagnostics.iter().filter(|d| d.refuses()).map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "错误：加盖签名章，却没有写明 `清溪镇人民政府` 签发人的职务（应在 posts 中按机关的顺序逐个写全称）\n　　提示：在 banxin.toml 的 letterhead.posts 中补上"
        ]
    );
    assert_eq!(
        made.output.map(drop).expect_err("refused").to_string(),
        "台账中有 1 处必须先改正的内容，没有生成报告"
    );
    settings.letterhead.posts.push("清溪镇人民政府镇长".to_string());
    make(&settings);
}

#[test]
fn red_for_a_printing_house() {
    let mut settings = full(Format::Notice);
    settings.page.red = Red::Cmyk;
    let standards = Standards::parse(&["1.7"]).expect("a standard");
    let options = RunOptions {
        render: RenderOptions { standards, ..RenderOptions::default() },
        ..RunOptions::default()
    };
    let made = pipeline::run(&ENGINE, &sources(UNITS[0]), &settings, &options);
    let layout: Vec<_> = made.diagnostics.iter().filter(|d| d.key == "layout").collect();
    assert!(layout.is_empty(), "{layout:?}");
    let report = made.output.expect("made");
    let coloured = &report.pages[0].coloured;
    assert!(coloured.iter().all(|item| item.colour == "cmyk(0%, 80%, 80%, 0%)") && coloured.len() > 1);
}

#[test]
fn numbers_are_found_in_the_text() {
    // Word joiners would part them for whoever searches the file.
    let report = make(&full(Format::Notice));
    assert!(report.pages.iter().all(|page| !page.text().contains('\u{2060}')));
}
