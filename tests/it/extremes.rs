//! Long names, many organs and what stands at pages' ends: nothing collides, nothing leaves the page.

use banxin::analysis::Bounds;
use banxin::pages::{Line, PageLines, Role};
use banxin::period::parse_iso_date;
use banxin::pipeline::{self, Report, RunOptions};
use banxin::settings::{Format, Seal, Settings};

use crate::format::full;
use crate::samples::{ENGINE, UNITS, settings, sources};

/// Points of a millimetre.
const MM: f64 = 72.0 / 25.4;
/// A real name of 33 characters; shorter ones are its beginning.
const LONG: &str = "中共新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿克陶县布伦口乡委员会工作委员会办公室";

/// Makes a report and checks that everything is on its page; returns what the audit says too.
#[track_caller]
fn make(settings: &Settings) -> (Report, Vec<String>) {
    let made = pipeline::run(&ENGINE, &sources(UNITS[0]), settings, &RunOptions::default());
    let layout = made.diagnostics.iter().filter(|d| d.key == "layout").map(ToString::to_string).collect();
    let report = made.output.expect("made");
    for page in &report.pages {
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

#[test]
fn pages_that_show_only_once_they_are_set_are_refused_too() {
    let unit = UNITS[0];
    let run = |max_pages| {
        let bounds = Bounds { max_pages, ..Bounds::default() };
        let options = RunOptions { bounds, ..RunOptions::default() };
        let draft = pipeline::draft(&ENGINE, &sources(unit), &settings(unit), &options).output;
        let preview =
            pipeline::preview(&ENGINE, &sources(unit), &settings(unit), &options, None, 0..1).output;
        let made = pipeline::run(&ENGINE, &sources(unit), &settings(unit), &options).output;
        let is_alike = draft.is_ok() == made.is_ok() && preview.is_ok() == made.is_ok();
        assert!(is_alike, "the ways differ at {max_pages}");
        made
    };
    let report = run(usize::MAX).expect("made");
    let n_pages = report.pages.len();
    assert!(report.document.min_pages() < n_pages, "nothing shows before they are set");
    assert!(run(n_pages).is_ok());
    let refused = run(n_pages - 1).expect_err("one page too many").to_string();
    assert!(refused.contains("报告页数超过上限"), "{refused}");
}

/// Returns the beginning of the long name.
fn name(n: usize) -> String {
    LONG.chars().take(n).collect()
}

#[test]
fn organs_of_every_length() {
    for seal in [Seal::None, Seal::Seal, Seal::Signature] {
        for n in [6, 15, 20, 26, 27, 28, 29, 33, 40] {
            let mut settings = full(Format::Notice);
            settings.organ = Some(name(n));
            settings.letterhead.mark = Some("清溪镇文件".to_string());
            settings.letterhead.seal = Some(seal);
            settings.letterhead.posts = vec![name(n)];
            let (_, layout) = make(&settings);
            assert_eq!(layout, Vec::<String>::new(), "{seal:?}, {n} characters");
        }
    }
}

#[test]
fn posts_of_every_length() {
    for n in 12..20 {
        let mut settings = full(Format::Notice);
        settings.letterhead.seal = Some(Seal::Signature);
        settings.letterhead.posts = vec![name(n)];
        let (report, layout) = make(&settings);
        assert_eq!(layout, Vec::<String>::new(), "{n} characters");
        let closing = report.pages.iter().flat_map(|page| &page.lines).filter(|l| l.role == Role::Closing);
        // A stamp of 40 mm ends four cells from the right, the post two cells before it.
        let most = 184.0 - 6.0 * 156.0 / 28.0 - 40.0 + 0.5;
        let posts: Vec<&Line> = closing.filter(|line| LONG.contains(&line.text)).collect();
        assert!(!posts.is_empty() && posts.iter().all(|line| line.right / MM < most), "{n}: {posts:?}");
    }
}

#[test]
fn many_organs() {
    let names = ["中共青山县委宣传部", "青山县教育局", "青山县教育科技和人力资源社会保障局", "青山县财政局"];
    for seal in [Seal::None, Seal::Seal, Seal::Signature] {
        for n in 2..10 {
            let mut settings = full(Format::Notice);
            settings.organ = None;
            settings.organs =
                (0..n).map(|i| format!("{}{}", names[i % 4], ["", "甲", "乙"][i / 4])).collect();
            settings.letterhead.seal = Some(seal);
            settings.letterhead.signers = Vec::new();
            settings.letterhead.posts =
                settings.organs.iter().map(|organ| format!("{organ}负责人")).collect();
            let (report, layout) = make(&settings);
            let first = &report.pages[0];
            assert!(first.lines.iter().any(|line| line.role == Role::Paragraph), "{n} organs: no text");
            // What is higher than a page cannot stand beside text.
            let is_high = (seal == Seal::Seal && n > 5) || (seal == Seal::Signature && n > 4);
            // One that fills several pages has its date on one of them; alone on a page, it stands
            // below its upper edge by what its seals leave, not by lines.
            let is_alone = layout.iter().any(|told| told.contains("只有落款"));
            let is_of_height = |told: &str| {
                told.contains("只有落款")
                    || told.contains("的落款没有成文日期")
                    || (is_alone && told.contains("偏离 22 行的网格"))
            };
            let other: Vec<&String> = layout.iter().filter(|told| !is_of_height(told)).collect();
            assert!(other.is_empty() && (layout.is_empty() || is_high), "{seal:?}, {n} organs: {layout:?}");
            let has = |text: &str| {
                let lines = report.pages.iter().flat_map(|page| &page.lines);
                lines.filter(|line| line.role == Role::Closing).any(|line| line.text == text)
            };
            assert!(has("2020年7月3日"), "{seal:?}, {n} organs: no date");
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
        vec!["张三", "李四"],
    ] {
        let mut settings = full(Format::Report);
        settings.letterhead.number = Some("新克阿布勐库委发〔2020〕12号".to_string());
        settings.letterhead.signers = signers.iter().map(ToString::to_string).collect();
        let (report, layout) = make(&settings);
        assert_eq!(layout, Vec::<String>::new(), "{signers:?}");
        let page = &report.pages[0];
        let text = page.text();
        assert!(signers.iter().all(|signer| text.contains(signer)), "{text}");
    }
}

#[test]
fn the_number_is_beside_the_last_signer() {
    for (number, signers) in [
        ("中共青山县清溪镇委员会办公室〔2020〕1234号", vec!["张三", "李四"]),
        ("清委〔2020〕12号", vec!["张三", "欧阳建国", "李四", "王小明", "赵钱孙"]),
        ("青宣〔2020〕112号", vec!["买买提·艾力·阿不都热合曼", "张三"]),
    ] {
        let mut settings = full(Format::Report);
        settings.letterhead.number = Some(number.to_string());
        settings.letterhead.signers = signers.iter().map(ToString::to_string).collect();
        let (report, layout) = make(&settings);
        assert_eq!(layout, Vec::<String>::new(), "{number}");
        let head = || report.pages[0].lines.iter().filter(|line| line.role == Role::Letterhead);
        let last = signers.last().expect("some");
        let signer = head().find(|line| line.text.ends_with(last)).expect("a signer");
        let number = head().find(|line| line.text == number).expect("a number");
        assert!((signer.baseline - number.baseline).abs() < 0.1, "{number:?}, {signer:?}");
    }
}

#[test]
fn minutes_of_an_organ_with_a_long_name() {
    for n in [15, 20, 23, 33, 40] {
        let mut settings = full(Format::Minutes);
        settings.session = parse_iso_date("2020-06-12");
        settings.organ = Some(name(n));
        settings.letterhead.mark = Some("学习纪要".to_string());
        let (report, layout) = make(&settings);
        assert_eq!(layout, Vec::<String>::new(), "{n} characters");
        let page = &report.pages[0];
        let rule = page.rules.iter().find(|rule| rule.role == Role::Letterhead).expect("a red line");
        let head = page.lines.iter().filter(|line| line.role == Role::Letterhead);
        assert!(head.clone().all(|line| line.baseline < rule.y), "{:?}", head.collect::<Vec<_>>());
    }
}

#[test]
fn printers_of_every_length() {
    for n in [8, 18, 19, 20, 21, 22, 24, 26, 30, 40] {
        let mut settings = full(Format::Notice);
        settings.letterhead.printed_by = Some(name(n));
        settings.letterhead.printed_on = parse_iso_date("2020-12-31");
        let (report, layout) = make(&settings);
        assert_eq!(layout, Vec::<String>::new(), "{n} characters");
        let last = report.pages.last().expect("pages");
        let on = last.lines.iter().find(|line| line.text == "2020年12月31日印发").expect("a whole date");
        assert!((on.right / MM - (184.0 - 14.0 / MM)).abs() < 0.5, "{n}: {on:?}");
        // The date stands on the last line of all, beside the end of the name.
        let colophon = || last.lines.iter().filter(|line| line.role == Role::Colophon);
        assert!(colophon().all(|line| line.baseline < on.baseline + 0.1), "{n}");
        let by: String =
            colophon().map(|line| line.text.as_str()).filter(|text| LONG.contains(*text)).collect();
        assert_eq!(by, name(n));
    }
}

#[test]
fn marks_of_every_length() {
    // The longest name on one line, and what follows the name.
    for (format, n_most, suffix) in [
        (Format::Report, 24, "文件"),
        (Format::Notice, 24, "文件"),
        (Format::Letter, 16, ""),
        (Format::Minutes, 24, ""),
    ] {
        for n in [6, 12, 14, 16, 18, 20, 24, 28, 33, 39] {
            let mut settings = full(format);
            settings.organ = Some(name(n));
            settings.letterhead.mark = (format == Format::Minutes).then(|| name(n));
            // That no letter is too narrow the audit sees.
            let (report, layout) = make(&settings);
            assert_eq!(layout, Vec::<String>::new(), "{format:?}, {n} characters");
            let page = &report.pages[0];
            let mark = |line: &&Line| line.role == Role::Letterhead && line.size > 20.0;
            let lines: Vec<&str> = page.lines.iter().filter(mark).map(|line| line.text.as_str()).collect();
            let whole = name(n) + suffix;
            // A name is broken where a place begins, so that neither line is far longer.
            let second = whole.find(if n < 33 { "克孜勒苏" } else { "阿克陶" }).filter(|_| n > n_most);
            let (first, rest) = whole.split_at(second.unwrap_or(whole.len()));
            let expected: Vec<&str> = [first, rest].into_iter().filter(|line| !line.is_empty()).collect();
            assert_eq!(lines, expected, "{format:?}, {n} characters");
        }
    }
}

#[test]
fn a_row_of_seals_keeps_its_names_apart() {
    let mut settings = full(Format::Notice);
    settings.organs = ["中共清溪镇委员会", "清溪镇人民政府", "共青团清溪镇委员会", "清溪镇妇女联合会"]
        .map(String::from)
        .to_vec();
    let (report, layout) = make(&settings);
    assert_eq!(layout, Vec::<String>::new());
    let lines: Vec<&Line> = report.pages.iter().flat_map(|page| &page.lines).collect();
    for organ in &settings.organs {
        assert!(lines.iter().any(|line| line.role == Role::Closing && line.text == *organ), "{organ}");
    }
}

#[test]
fn six_seals_neither_touch_nor_cover_another_name() {
    const RADIUS: f64 = 21.0 * MM;
    let mut settings = full(Format::Notice);
    settings.organs = [
        "中共清溪镇委员会",
        "清溪镇人民政府",
        "中共清溪镇纪律检查委员会",
        "镇团委",
        "清溪镇人民武装部",
        "镇工会",
    ]
    .map(String::from)
    .to_vec();
    let (report, layout) = make(&settings);
    assert_eq!(layout, Vec::<String>::new());
    let is_last = |line: &Line| line.role == Role::Closing && line.text == "镇工会";
    let page = report.pages.iter().find(|page| page.lines.iter().any(is_last));
    let lines = &page.expect("a page of seals").lines;
    assert!(lines.iter().any(|line| line.role == Role::Paragraph), "seals stand with text");
    let closing = |text: &str| lines.iter().find(|line| line.role == Role::Closing && line.text == text);
    let organs: Vec<&Line> =
        settings.organs.iter().map(|organ| closing(organ).unwrap_or_else(|| panic!("{organ}"))).collect();
    let middle = |line: &Line| f64::midpoint(line.left, line.right);
    for (at, one) in organs.iter().enumerate() {
        for other in &organs[at + 1..] {
            let is_beside = (one.baseline - other.baseline).abs() < 1.0;
            let apart = if is_beside { middle(one) - middle(other) } else { one.baseline - other.baseline };
            assert!(apart.abs() > 2.0 * RADIUS, "{} and {}: {apart}", one.text, other.text);
            let covers = |seal: &Line, name: &Line| {
                (name.left..name.right).contains(&(middle(seal) - RADIUS))
                    || (name.left..name.right).contains(&(middle(seal) + RADIUS))
            };
            assert!(
                !is_beside || !covers(one, other) && !covers(other, one),
                "{} and {}",
                one.text,
                other.text
            );
        }
    }
    let date = closing("2020年7月3日").expect("a date");
    let last = organs.last().expect("six");
    assert!((middle(date) - middle(last)).abs() < 0.5, "{date:?} below {last:?}");
    assert!(date.baseline > last.baseline && organs.iter().all(|organ| organ.baseline < date.baseline));
}

#[test]
fn stamps_stay_beside_the_text() {
    let mut settings = full(Format::Notice);
    settings.organs =
        ["中共清溪镇委员会", "清溪镇人民政府", "清溪镇人大主席团", "清溪镇总工会"].map(String::from).to_vec();
    settings.letterhead.seal = Some(Seal::Signature);
    settings.letterhead.posts =
        ["中共清溪镇委员会书记", "清溪镇人民政府镇长", "清溪镇人大主席团主席", "清溪镇总工会主席"]
            .map(String::from)
            .to_vec();
    let (report, layout) = make(&settings);
    assert_eq!(layout, Vec::<String>::new());
    let has_post =
        |page: &&PageLines| page.lines.iter().any(|line| settings.letterhead.posts.contains(&line.text));
    let pages: Vec<&PageLines> = report.pages.iter().filter(has_post).collect();
    assert_eq!(pages.len(), 1, "all stamps on one page");
    assert!(pages[0].lines.iter().any(|line| line.role == Role::Paragraph));
    assert!(pages[0].lines.iter().any(|line| line.text == "2020年7月3日"));
}

#[test]
fn a_first_page_of_addressees_alone_is_reported() {
    let mut settings = full(Format::Plain);
    settings.superior = Some(vec!["清溪镇党委"; 120].join("、"));
    let (_, layout) = make(&settings);
    assert_eq!(layout, ["警告：第1页是首页，主送机关之后却没有正文（首页应显示正文）"]);
}

#[test]
fn a_colophon_after_a_turned_page() {
    for thresholds in [true, false] {
        let mut settings = full(Format::Notice);
        settings.attendance = true;
        settings.thresholds = thresholds;
        settings.page.colophon_on_even_page = true;
        assert_eq!(make(&settings).1, Vec::<String>::new());
    }
}
