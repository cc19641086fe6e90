//! Marks and legends as offices write them: what a small register says, and what is said of it.

use banxin_core::analysis::{self, Analysis, AnalysisError};
use banxin_core::diagnostic::{Diagnostic, Severity, Warned};
use banxin_core::settings::Settings;
use banxin_core::source::Source;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

pub fn analyse(name: &str, bytes: Vec<u8>) -> Warned<Result<Analysis, AnalysisError>> {
    let settings = Settings { period: "2024H1".parse().ok(), ..Settings::default() };
    analysis::analyse(&[Source { name: name.into(), bytes }], &settings)
}

/// Returns the measures of a register, by their published names.
#[track_caller]
pub fn measures(made: &Warned<Result<Analysis, AnalysisError>>, wanted: &str) -> String {
    let analysis = made.output.as_ref().unwrap_or_else(|_| panic!("no figures: {:#?}", made.diagnostics));
    let value = |name: &str| {
        let found = analysis.statistics.measures.iter().find(|measure| measure.key.name() == name);
        let value = found.unwrap_or_else(|| panic!("no measure {name}")).value;
        format!("{name} {}", value.map_or("?".to_string(), |value| value.to_string()))
    };
    let names = wanted.split_whitespace().step_by(2);
    names.map(value).collect::<Vec<_>>().join(" ")
}

/// Returns what is said beyond notes, as key and cell.
pub fn said(made: &Warned<Result<Analysis, AnalysisError>>) -> Vec<String> {
    let line = |d: &Diagnostic| {
        let cell = d.spot.as_ref().and_then(banxin_core::diagnostic::Spot::cell).unwrap_or_default();
        format!("{} {cell}", d.key)
    };
    made.diagnostics.iter().filter(|d| d.severity != Severity::Note).map(line).collect()
}

/// Checks a register of three persons at three sessions: the lines of marks, and what follows.
#[track_caller]
fn check(marks: [&str; 3], below: &str, expected: &str, told: &[&str]) {
    let mut text = "考勤表\n姓名,2024-01-12,2024-02-23,2024-03-15\n".to_string();
    for (name, marks) in ["高山", "陈立新", "许文"].iter().zip(marks) {
        text.push_str(&format!("{name},{}\n", marks.replace(' ', ",")));
    }
    text.push_str(below);
    let made = analyse("考勤表.csv", text.into_bytes());
    assert_eq!(measures(&made, expected), expected, "{below}: {:#?}", made.diagnostics);
    assert_eq!(said(&made), told, "{below}: {:#?}", made.diagnostics);
}

#[test]
fn legends_are_read_as_written() {
    check(
        ["√ ■ √", "√ √ ▽", "× √ √"],
        "√到会　■县外出差　▽迟到/早退　×旷会　/未任职",
        "present 7 on-duty 1 absent 1 late 1",
        &[],
    );
    check(
        ["P P T", "P N P", "S P P"],
        "标记：P=出勤；T=早退；N=请假；S=病假",
        "present 7 late 1 leave 2 absent 0",
        &[],
    );
    check(
        ["1 1 1", "1 2 1", "3 1 1"],
        "考勤说明：1 正常出勤　2 公务外出　3 缺勤",
        "present 7 on-duty 1 absent 1",
        &[],
    );
    check(
        ["√ √ ◎", "√ √ √", "⊕ √ √"],
        "填表说明：1.考勤分出勤、请假、缺席三种；2.出勤打“√”，请假打“◎”，缺席打“⊕”。",
        "present 7 leave 1 absent 1",
        &[],
    );
    check(
        ["√ √ ▲", "√ √ √", "○ √ √"],
        "注：√ 参学；▲ 年休假；○ 未到会",
        "present 7 leave 1 absent 1 on-duty 0",
        &[],
    );
    check(["√ √ 公", "√ √ √", "◎ √ √"], "√出席　◎公休　公 出差", "present 7 on-duty 1 leave 1", &[]);
}

#[test]
fn a_sign_explained_in_other_words_is_named_and_not_guessed() {
    let told = ["unknown-mark B3:D5"];
    check(["△ √ √", "√ △ √", "√ √ △"], "√出勤　×缺席　△驻村", "present 6 unknown 3", &told);
    // Three kinds are three lines, however many cells.
    let told = ["unknown-mark D3", "unknown-mark B4:D4", "unknown-mark B5:C5"];
    check(["√ √ ◆", "※ ※ ※", "⊙ ⊙ √"], "", "present 3 unknown 6", &told);
}

#[test]
fn a_contradiction_is_refused_with_the_way_out() {
    let text = "考勤表\n姓名,2024-01-12\n高山,√\n陈立新,×\n图例：√缺席　×出勤\n";
    let made = analyse("考勤表.csv", text.into());
    let conflicts: Vec<&Diagnostic> =
        made.diagnostics.iter().filter(|d| d.key == "legend-conflict").collect();
    assert_eq!(conflicts.len(), 2, "{:#?}", made.diagnostics);
    assert!(conflicts.iter().all(|d| d.refuses() && d.hints[0].contains("换一个符号")));
}

#[test]
fn reasons_and_remarks_in_brackets() {
    check(
        [
            "公（省里调研） 假（住院） √（晚到）",
            "请假(出差) 缺席（事假） √",
            "病假（补假条） 事假（3月20日补学） √",
        ],
        "",
        "present 3 late 1 on-duty 2 leave 3 made-up 1 absent 0",
        &[],
    );
    check(
        ["√（请假） √ √", "√ 代签 √", "√ √ √"],
        "",
        "present 7 unknown 2",
        &["unknown-mark B3", "unknown-mark C4"],
    );
}

#[test]
fn signs_that_look_alike() {
    check(["✔ ∨ ˇ", "☑ ✓ V", "✕ ✖ ╳"], "", "present 6 absent 3 unknown 0", &[]);
    check(
        ["√\u{200b} \u{feff}√ ✔\u{fe0f}", "☒ ❌ x", "TRUE FALSE TRUE"],
        "",
        "present 5 absent 4 unknown 0",
        &[],
    );
}

/// Writes a sheet and reads it.
pub fn sheet(write: impl FnOnce(&mut Worksheet)) -> Warned<Result<Analysis, AnalysisError>> {
    let mut book = Workbook::new();
    write(book.add_worksheet());
    analyse("考勤表.xlsx", book.save_to_buffer().expect("written"))
}

/// Writes lines of cells parted by spaces, from row 0 on; a dot leaves a cell blank.
pub fn lines(sheet: &mut Worksheet, lines: &[&str]) {
    for (row, line) in (0..).zip(lines) {
        for (col, text) in (0..).zip(line.split(' ')).filter(|(_, text)| *text != ".") {
            sheet.write_string(row, col, text).expect("written");
        }
    }
}

#[test]
fn a_merged_mark_counts_for_all_its_cells() {
    let made = sheet(|sheet| {
        lines(sheet, &["姓名 2024-01-12 2024-02-23 2024-03-15", "高山 √ √ √", "陈立新 . . √", "许文 √ √ ."]);
        let plain = Format::new();
        sheet.merge_range(2, 1, 2, 2, "病假", &plain).expect("merged");
        sheet.merge_range(1, 3, 3, 3, "√", &plain).expect("merged");
    });
    let expected = "present 7 leave 2 unknown 0";
    assert_eq!(measures(&made, expected), expected);
    assert_eq!(said(&made), Vec::<String>::new());
    let note = made.diagnostics.iter().find(|d| d.key == "merged-filled").expect("noted");
    assert!(note.message.contains("2 处"), "{note}");
}

#[test]
fn rows_with_marks_and_no_name_are_named() {
    let made = sheet(|sheet| {
        lines(
            sheet,
            &[
                "姓名 组别 2024-01-12 2024-02-23",
                "高山 一组 √ √",
                ". 一组 √ ×",
                "许文 二组 √ √",
                ". 二组 × 病假",
                "合计 . 3 2",
            ],
        );
    });
    assert_eq!(said(&made)[0], "row-without-name A3:D5");
    assert!(
        made.diagnostics.iter().any(|d| d.message.contains("第 3、5 行") && d.message.contains("共 4 格"))
    );
}

#[test]
fn panels_side_by_side_are_all_read() {
    let text = "考勤表（2024年上半年）\n序号,姓名,1月12日,2月23日,序号,姓名,1月12日,2月23日\n1,高山,√,√,3,许文,√,病假\n2,陈立新,√,×,4,罗敏,迟到,√\n合计,,2,1,,,,\n";
    let made = analyse("考勤表.csv", text.into());
    let expected = "members 4 sessions 2 due 8 present 6 late 1 leave 1 absent 1";
    assert_eq!(measures(&made, expected), expected, "{:#?}", made.diagnostics);
    let long = "日期,姓名,出勤情况,日期,姓名,出勤情况\n2024-01-12,高山,√,2024-01-12,许文,×\n2024-02-23,高山,√,2024-02-23,许文,√\n";
    let made = analyse("考勤表.csv", long.into());
    let expected = "members 2 sessions 2 due 4 present 3 absent 1";
    assert_eq!(measures(&made, expected), expected, "{:#?}", made.diagnostics);
}

#[test]
fn rows_of_persons_are_never_a_legend() {
    let mut book = Workbook::new();
    lines(book.add_worksheet(), &["姓名 2024-01-12 2024-02-23", "高山 √ ○", "陈立新 √ √"]);
    lines(book.add_worksheet(), &["代号 甲 乙", "高山 √ 出勤", "陈立新 ○ 缺席", "许文 × 迟到"]);
    let made = analyse("考勤表.xlsx", book.save_to_buffer().expect("written"));
    let expected = "present 3 leave 1 absent 0";
    assert_eq!(measures(&made, expected), expected, "{:#?}", made.diagnostics);
    assert!(made.diagnostics.iter().any(|d| d.key == "unknown-sheet"), "{:#?}", made.diagnostics);
}
