//! Sheets of which a person says what they are: `[layout]` of banxin.toml.

use banxin_core::analysis::{Bounds, analyse, analyse_and_survey};
use banxin_core::dossier::Reading;
use banxin_core::settings::{Asked, Layer, Settings, settle};
use banxin_core::source::Source;

fn settings(layout: &str) -> Settings {
    let text = format!("unit = \"甲镇\"\nperiod = \"2026H1\"\n{layout}");
    let settled = settle(&[Layer { file: "banxin.toml".into(), text }], &Asked::default()).expect("usable");
    assert_eq!(settled.diagnostics, []);
    settled.settings
}

fn sources(files: &[(&str, &str)]) -> Vec<Source> {
    let source = |(name, text): &(&str, &str)| Source { name: (*name).into(), bytes: text.as_bytes().into() };
    files.iter().map(source).collect()
}

/// Returns what is said of the files, a line each.
fn told(files: &[(&str, &str)], layout: &str) -> Vec<String> {
    analyse(&sources(files), &settings(layout)).diagnostics.iter().map(ToString::to_string).collect()
}

/// Compares each person's marks by session, as letters of what they are.
#[track_caller]
fn check_marks(files: &[(&str, &str)], layout: &str, expected: &[(&str, &str, &str)]) {
    let made = analyse(&sources(files), &settings(layout));
    let said: Vec<String> = made.diagnostics.iter().map(ToString::to_string).collect();
    let dossier = made.output.unwrap_or_else(|error| panic!("{error}: {said:#?}")).dossier;
    let mut found = Vec::new();
    for record in &dossier.attendance {
        let name = dossier.members[record.member].name.as_str();
        let day = dossier.sessions[record.session].date.to_string();
        let mark = record.mark.map_or("", |mark| mark.name());
        found.push((name.to_string(), day, mark.to_string()));
    }
    found.sort();
    let mut expected: Vec<_> =
        expected.iter().map(|(a, b, c)| ((*a).to_string(), (*b).to_string(), (*c).to_string())).collect();
    expected.sort();
    assert_eq!(found, expected, "{said:#?}");
}

/// The marks that every layout below holds.
const MARKS: [(&str, &str, &str); 4] = [
    ("周远志", "2026-01-16", "出勤"),
    ("周远志", "2026-02-20", "出勤"),
    ("何月清", "2026-01-16", "公差"),
    ("何月清", "2026-02-20", "出勤"),
];

#[test]
fn wide() {
    let text = "内部资料\n代号,谁,科室,1月16日,2月20日,说明\n1,周远志,党政办,√,√,\n2,何月清,财政所,公差,√,\n";
    let layout = "[layout.\"上报.csv\"]\nregister = \"attendance\"\nhead = 2\ncolumns = { name = \"B\", position = \"C\", days = \"D:E\" }";
    assert!(told(&[("上报.csv", text)], "").iter().any(|line| line.contains("没有找到考勤表")));
    check_marks(&[("上报.csv", text)], layout, &MARKS);
    // Days left of the names are days, too.
    let left = "1月16日,2月20日,谁\n√,√,周远志\n公差,√,何月清\n";
    let layout =
        "[layout.\"a.csv\"]\nregister = \"attendance\"\nhead = 1\ncolumns = { name = \"C\", days = \"A:B\" }";
    check_marks(&[("a.csv", left)], layout, &MARKS);
}

#[test]
fn columns_that_a_person_does_not_name_are_known_by_their_heads() {
    let text = "姓名,1月16日,2月20日,3月1日起\n周远志,√,√,×\n何月清,公差,√,×\n";
    let layout = "[layout.\"a.csv\"]\nregister = \"attendance\"\nhead = 1\ncolumns = { days = \"B:C\" }";
    check_marks(&[("a.csv", text)], layout, &MARKS);
    // Neither columns: where the head stands is enough.
    let text = "姓名,1月16日,2月20日\n姓名,1月16日,2月20日\n周远志,√,√\n何月清,公差,√\n";
    check_marks(&[("a.csv", text)], "[layout.\"a.csv\"]\nregister = \"attendance\"\nhead = 2", &MARKS);
}

#[test]
fn columns_whose_day_only_a_person_knows() {
    let text = "姓名,职务,第1次,第2次\n周远志,书记,√,√\n何月清,镇长,公差,√\n";
    let layout = "[layout.\"a.csv\"]\nregister = \"attendance\"\nhead = 1\ncolumns = { name = \"A\" }\ndates = { C = \"2026-01-16\", D = \"2026-02-20\" }";
    check_marks(&[("a.csv", text)], layout, &MARKS);
    // A day that is said goes before one that the head gives.
    let text = "姓名,职务,1月17日,2月20日\n周远志,书记,√,√\n何月清,镇长,公差,√\n";
    let layout = "[layout.\"a.csv\"]\nregister = \"attendance\"\nhead = 1\ncolumns = { days = \"C:D\" }\ndates = { C = \"2026-01-16\" }";
    check_marks(&[("a.csv", text)], layout, &MARKS);
    // The lines that are proposed ask for the days.
    let text = "姓名,职务,第1次,第2次\n周远志,书记,√,√\n何月清,镇长,公差,√\n";
    let (_, sheets) = analyse_and_survey(&sources(&[("a.csv", text)]), &settings(""), &Bounds::default());
    assert_eq!(sheets[0].undated, [2, 3]);
    assert!(sheets[0].to_toml().ends_with("dates = { C = \"年-月-日\", D = \"年-月-日\" }\n"));
    let told = told(
        &[("a.csv", text)],
        "[layout.\"a.csv\"]\nregister = \"attendance\"\nhead = 1\ncolumns = { days = \"C:D\" }\ndates = { Z = \"2026-01-16\" }",
    );
    assert!(
        told.iter().any(|line| line.contains("[layout] 说 dates 在 Z 列，但这张表没有这一列")),
        "{told:#?}"
    );
}

#[test]
fn other_tables_of_an_assigned_sheet_are_read_too() {
    let text = "姓名,职务,角色\n周远志,书记,组长\n何月清,镇长,成员\n\n出勤\n谁,1月16日,2月20日\n周远志,√,√\n何月清,公差,√\n\n心得\n姓名,题目,提交日期\n周远志,谈四中全会,2026-02-01\n";
    let layout =
        "[layout.\"a.csv\"]\nregister = \"attendance\"\nhead = 6\ncolumns = { name = \"A\", days = \"B:C\" }";
    check_marks(&[("a.csv", text)], layout, &MARKS);
    let dossier = analyse(&sources(&[("a.csv", text)]), &settings(layout)).output.expect("a dossier").dossier;
    assert_eq!((dossier.members.len(), dossier.essays.len()), (2, 1));
    // What only looks like a head among the rows of the table is none.
    let text = "谁,1月16日,2月20日\n周远志,√,√\n姓名,题目,日期\n何月清,公差,√\n";
    let layout =
        "[layout.\"a.csv\"]\nregister = \"attendance\"\nhead = 1\ncolumns = { name = \"A\", days = \"B:C\" }";
    check_marks(&[("a.csv", text)], layout, &MARKS);
}

#[test]
fn a_text_file_that_looks_like_a_table_is_offered() {
    let text = "编码,何人,1月16日,2月20日\n1,周远志,√,√\n2,何月清,公差,√\n";
    let (_, sheets) = analyse_and_survey(&sources(&[("上报.txt", text)]), &settings(""), &Bounds::default());
    assert_eq!(sheets.len(), 1);
    assert!(told(&[("上报.txt", text)], "").iter().any(|line| line.contains("像是一张表")));
    let layout = "[layout.\"上报.txt\"]\nregister = \"attendance\"\nhead = 1\ncolumns = { name = \"B\", days = \"C:D\" }";
    check_marks(&[("上报.txt", text)], layout, &MARKS);
    let essay = "学习四中全会精神的体会\n周远志\n　　这次学习，收获很大，认识更深。\n　　一是坚定信念，二是真抓实干。\n";
    let (_, sheets) = analyse_and_survey(&sources(&[("体会.txt", essay)]), &settings(""), &Bounds::default());
    assert_eq!(sheets.len(), 0);
    assert!(told(&[("体会.txt", essay)], "").iter().any(|line| line.contains("没有这篇正文的登记")));
}

#[test]
fn a_register_of_heads_alone_is_not_provided() {
    let grid = ("考勤表.csv", "姓名,1月16日,2月20日\n周远志,√,√\n何月清,公差,√\n");
    for (name, text) in [
        ("心得.csv", "心得体会汇总\n作者,文章题目,上交时间\n"),
        ("计划.csv", "月份,专题,学习形式\n合计,,\n"),
        ("台账.csv", "时间,类别,结果运用,问题\n"),
        ("课题.csv", "序号,课题名称,负责人\n1,,\n2,,\n"),
        ("名单.csv", "姓名,职务,角色\n"),
    ] {
        let made = analyse(&sources(&[grid, (name, text)]), &settings(""));
        let told: Vec<String> = made.diagnostics.iter().map(ToString::to_string).collect();
        assert!(told.iter().any(|line| line.contains("还没有填写，按未提供数据处理")), "{name}: {told:#?}");
        let dossier = made.output.expect("a dossier").dossier;
        assert_eq!(dossier.registers.len(), 1, "{name}");
    }
    // Who writes 无 says that there was nothing.
    let made = analyse(&sources(&[grid, ("心得.csv", "作者,题目,上交时间\n无,无,\n")]), &settings(""));
    let dossier = made.output.expect("a dossier").dossier;
    assert_eq!((dossier.registers.len(), dossier.essays.len()), (2, 0));
}

#[test]
fn days_down() {
    let text = "会议,主题,周远志,何月清,备考\n1月16日,甲,√,公差,\n2月20日,乙,√,√,\n";
    let layout = "[layout.\"a.csv\"]\nregister = \"attendance\"\nhead = 1\ncolumns = { date = \"A\", persons = \"C:D\" }";
    check_marks(&[("a.csv", text)], layout, &MARKS);
}

#[test]
fn long() {
    let text =
        "何时,何人,怎样\n1月16日,周远志,到\n2月20日,周远志,到\n1月16日,何月清,公差\n2月20日,何月清,到\n";
    let layout = "[layout.\"a.csv\"]\nregister = \"attendance\"\nhead = 1\ncolumns = { date = \"A\", name = \"B\", mark = \"C\" }";
    check_marks(&[("a.csv", text)], layout, &MARKS);
}

#[test]
fn sign_in() {
    let one = "时间：2026年1月16日\n谁,来否\n周远志,到\n何月清,公差\n";
    let two = "时间：2026年2月20日\n谁,来否\n周远志,到\n何月清,到\n";
    let layout = |file: &str| {
        format!(
            "[layout.\"{file}\"]\nregister = \"sign-in\"\nhead = 2\ncolumns = {{ name = \"A\", sign = \"B\" }}\n"
        )
    };
    check_marks(&[("a.csv", one), ("b.csv", two)], &(layout("a.csv") + &layout("b.csv")), &MARKS);
}

const ATTENDANCE: (&str, &str) = ("考勤表.csv", "姓名,1月16日,2月20日\n周远志,√,√\n何月清,公差,√\n");

#[test]
fn sessions() {
    let text = "何日,讲了什么,谁主持\n1月16日,党章,周远志\n2月20日,乡村治理,何月清\n";
    let layout = "[layout.\"b.csv\"]\nregister = \"sessions\"\nhead = 1\ncolumns = { date = \"A\", topic = \"B\", host = \"C\" }";
    let made = analyse(&sources(&[ATTENDANCE, ("b.csv", text)]), &settings(layout));
    let dossier = made.output.expect("analysed").dossier;
    let sessions: Vec<_> = dossier.sessions.iter().map(|one| (one.topic.text(), one.host.text())).collect();
    assert_eq!(sessions, [("党章", "周远志"), ("乡村治理", "何月清")]);
}

#[test]
fn essays() {
    // 题目 heads the wrong column: what a person says goes before it.
    let text = "谁,题目,文章叫什么,何时交\n周远志,组织类,学习党章体会,2026-01-20\n";
    let layout = "[layout.\"b.csv\"]\nregister = \"essays\"\nhead = 1\n\
                  columns = { author = \"A\", title = \"C\", submitted = \"D\", unused = \"B\" }";
    let made = analyse(&sources(&[ATTENDANCE, ("b.csv", text)]), &settings(layout));
    let dossier = made.output.expect("analysed").dossier;
    let essays: Vec<_> = dossier.essays.iter().map(|one| (one.author.as_str(), one.title.text())).collect();
    assert_eq!(essays, [("周远志", "学习党章体会")]);
}

#[test]
fn a_sheet_may_be_none() {
    let text = "姓名,题目,提交日期\n周远志,学习党章体会,2026-01-20\n";
    let files = [ATTENDANCE, ("b.csv", text)];
    let n_essays = |layout: &str| {
        analyse(&sources(&files), &settings(layout)).output.expect("analysed").dossier.essays.len()
    };
    assert_eq!(n_essays(""), 1);
    assert_eq!(n_essays("[layout.\"b.csv\"]\nregister = \"none\""), 0);
}

#[test]
fn what_cannot_be_is_named() {
    let of = |columns: &str, head: u32| {
        format!("[layout.\"b.csv\"]\nregister = \"essays\"\nhead = {head}\ncolumns = {{ {columns} }}")
    };
    let files = [ATTENDANCE, ("b.csv", "甲,乙\n周远志,党章\n")];
    let said = |layout: &str| {
        let all = told(&files, layout);
        all.into_iter().filter(|line| line.contains("：[layout]")).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(
        said(&of("author = \"A\"", 1)),
        "错误 b.csv：[layout] 说这张表是心得体会目录，但没有说哪一列是 题目，内容未使用\n　　提示：写在 banxin.toml 第 4 行\n　　提示：在 columns 里写明，如 columns = { author = \"A\", title = \"B\", submitted = \"C\" }"
    );
    assert_eq!(
        said(&of("author = \"A\", title = \"F\"", 1)),
        "错误 b.csv：[layout] 说 title 在 F 列，但这张表没有这一列，内容未使用\n　　提示：写在 banxin.toml 第 4 行\n　　提示：表里有内容的列到 B 列为止，核对 columns"
    );
    assert!(said(&of("author = \"A\", title = \"B\"", 9)).contains("说表头在第 9 行，但这一行没有内容"));
    let absent = said("[layout.\"考勤.csv\"]\nregister = \"none\"");
    assert_eq!(
        absent,
        "警告 banxin.toml 第 4 行：[layout] 写的文件 `考勤.csv` 不在这里\n　　提示：是否应为 `考勤表.csv`"
    );
}

#[test]
fn days_that_are_none_are_named() {
    let text = "姓名,第一次,2月20日\n周远志,√,√\n何月清,公差,√\n";
    let layout =
        "[layout.\"a.csv\"]\nregister = \"attendance\"\nhead = 1\ncolumns = { name = \"A\", days = \"B:C\" }";
    let said = told(&[("a.csv", text)], layout);
    assert!(said.iter().any(|line| line.contains("a.csv B1") && line.contains("第一次")), "{said:#?}");
}

#[test]
fn of_each_sheet_it_is_said_what_it_was_taken_for() {
    let roster = "姓名,职务,角色\n周远志,书记,组长\n";
    let nearly = "标题\n姓名,第一次,第二次\n周远志,√,√\n何月清,公差,√\n图例：√出勤，△公差\n";
    let other = "物品,数量\n笔记本,20\n";
    let files = [("名单.csv", roster), ("台账.csv", nearly), ("物资.csv", other)];
    for period in ["", "period = \"2026H1\"\n"] {
        let text = format!("unit = \"甲镇\"\n{period}");
        let settled =
            settle(&[Layer { file: "banxin.toml".into(), text }], &Asked::default()).expect("usable");
        let made = analyse(&sources(&files), &settled.settings);
        let said: Vec<String> = made.diagnostics.iter().map(ToString::to_string).collect();
        let has = |words: &str| said.iter().any(|line| line.contains(words));
        assert!(made.output.is_err());
        assert!(has("说明 名单.csv A1：这张表认作成员名单，表头取第 1 行"), "{said:#?}");
        assert!(has("错误 台账.csv A2：第 2 行像是考勤表的表头，但没有 各次学习日期 列"), "{said:#?}");
        assert!(has("警告 物资.csv：没有认出这是哪种登记表"), "{said:#?}");
    }
}

#[test]
fn the_proposed_lines_read_what_they_are_proposed_for() {
    let wide = "序,人名,1月16日,2月20日\n1,周远志,√,√\n2,何月清,公差,√\n";
    let files = sources(&[("考勤记录.csv", wide)]);
    let (made, sheets) = analyse_and_survey(&files, &settings(""), &Bounds::default());
    assert!(made.output.is_err());
    assert_eq!(sheets[0].reading, Reading::Unread);
    let lines = sheets[0].to_toml();
    assert_eq!(
        lines,
        "[layout.\"考勤记录.csv\"]\nregister = \"attendance\"\nhead = 1\ncolumns = { days = \"C:D\", name = \"B\" }\n"
    );
    check_marks(&[("考勤记录.csv", wide)], &lines, &MARKS);
    // What was read is shown as it was read, and read alike by its own lines.
    let (_, sheets) = analyse_and_survey(&files, &settings(&lines), &Bounds::default());
    assert_eq!((sheets[0].reading, sheets[0].to_toml()), (Reading::Read, lines));
    assert_eq!(sheets[0].rows.len(), 3);
    assert_eq!(sheets[0].rows[1], (1, ["1", "周远志", "√", "√"].map(String::from).to_vec()));
}
