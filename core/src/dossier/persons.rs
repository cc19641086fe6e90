//! Whom the rows of attendance registers are about, and the roster where no other one is.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::dossier::attendance::marks::{Marks, PersonRow};
use crate::dossier::records::{Field, Member, Role};
use crate::dossier::registers::roster::{self, role_of_position, unknown_member};
use crate::text::is_placeholder;

/// Makes the roster from the attendance register's own rows.
pub(super) fn of_attendance(sheets: &[Marks<'_>], diagnostics: &mut Vec<Diagnostic>) -> Vec<Member> {
    let mut members: Vec<Member> = Vec::new();
    let mut known: BTreeMap<String, ()> = BTreeMap::new();
    for row in sheets.iter().flat_map(|marks| &marks.rows) {
        if is_placeholder(&row.name) || known.insert(row.name.clone(), ()).is_some() {
            continue;
        }
        members.push(Member {
            name: row.name.clone(),
            role: if row.is_observer { Role::Observer } else { role_of_position(row.position.text()) },
            position: row.position.clone(),
            duty: Field::default(),
            from: None,
            until: None,
            origin: row.origin.clone(),
        });
    }
    // A group has one head. Where several posts read like one, the first listed is it.
    let mut heads = members.iter_mut().filter(|member| member.role == Role::Leader);
    if heads.next().is_some() {
        heads.for_each(|member| member.role = Role::Member);
    }
    if let Some(first) = members.first() {
        let message = format!("没有成员名单，以考勤表中的 {} 人为成员，按职务推定角色", members.len());
        diagnostics.push(Diagnostic::note("role-inferred", message).at(&first.origin.place));
    }
    members
}

/// Makes an observer whom only the attendance register knows.
fn observer(row: &PersonRow) -> Member {
    Member {
        name: row.name.clone(),
        position: row.position.clone(),
        role: Role::Observer,
        duty: Field::default(),
        from: None,
        until: None,
        origin: row.origin.clone(),
    }
}

/// Returns for each register the member whom each of its rows is about, adding observers
/// whom only the attendance register knows.
pub(super) fn of_rows(
    sheets: &[Marks<'_>],
    members: &mut Vec<Member>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Vec<Option<usize>>> {
    let mut all = Vec::new();
    for marks in sheets {
        for (row, before) in doubled(&marks.rows) {
            diagnostics.push(
                Diagnostic::error(
                    "duplicate-member",
                    format!("`{}` 在本表已有一行（{}），这一行未计入", row.name, before.origin.a1()),
                )
                .at(&row.origin)
                .value(row.name.clone())
                .hint("删去重复的一行；同名的两人请在姓名后加注"),
            );
        }
        let mut done: BTreeMap<&str, ()> = BTreeMap::new();
        let index: BTreeMap<String, usize> =
            members.iter().enumerate().map(|(at, member)| (member.name.clone(), at)).collect();
        let mut added: BTreeMap<&str, usize> = BTreeMap::new();
        let mut places = Vec::new();
        for row in &marks.rows {
            if done.insert(&row.name, ()).is_some() {
                places.push(None);
                continue;
            }
            let known = index.get(&row.name).copied().or_else(|| added.get(row.name.as_str()).copied());
            let known = known.or_else(|| roster::position(members, &row.name));
            if known.is_none() && row.is_observer {
                added.insert(&row.name, members.len());
                places.push(Some(members.len()));
                members.push(observer(row));
                continue;
            }
            if known.is_none() && !is_placeholder(&row.name) {
                let effect = "这一行的考勤未计入";
                diagnostics.push(unknown_member(&row.name, &row.origin, members, effect));
            }
            places.push(known);
        }
        all.push(places);
    }
    all
}

/// Names of persons that occur twice on one sheet, with both cells.
fn doubled(rows: &[PersonRow]) -> Vec<(&PersonRow, &PersonRow)> {
    let mut first: BTreeMap<&str, &PersonRow> = BTreeMap::new();
    let mut doubled = Vec::new();
    for row in rows {
        match first.get(row.name.as_str()) {
            Some(before) => doubled.push((row, *before)),
            None => {
                first.insert(&row.name, row);
            }
        }
    }
    doubled
}

#[cfg(test)]
mod tests {
    use crate::dossier::{Dossier, assemble};
    use crate::source::Source;
    use crate::statistics::{Key, measure};
    use crate::workbook::read;

    /// Reads registers of one unit, an attendance register at least, without an error.
    #[track_caller]
    fn dossier(files: &[(&str, &str)]) -> Dossier {
        let books: Vec<_> = files
            .iter()
            .enumerate()
            .map(|(at, (name, text))| {
                let source = Source { name: (*name).to_string(), bytes: text.as_bytes().to_vec() };
                read(at, &source).output.expect("a table")
            })
            .collect();
        let found = assemble(&books, "清溪镇", Some("2020H1".parse().expect("a period")));
        let wrong: Vec<String> = found
            .diagnostics
            .iter()
            .filter(|d| {
                ["unknown-member", "similar-name", "duplicate-member", "unknown-mark"].contains(&d.key)
            })
            .map(ToString::to_string)
            .collect();
        assert!(wrong.is_empty(), "{files:?}: {wrong:#?}");
        found.output.expect("a dossier")
    }

    /// Compares the members, `/` before observers, and how many were due and present.
    #[track_caller]
    fn check(files: &[(&str, &str)], members: &str, due: u64, present: u64) {
        let dossier = dossier(files);
        let name = |counts: bool, name: &str| if counts { name.to_string() } else { format!("/{name}") };
        let names: Vec<String> = dossier.members.iter().map(|m| name(m.role.counts(), &m.name)).collect();
        let statistics = measure(&dossier);
        let found = (names.join(" "), statistics.count(Key::Due), statistics.count(Key::Present));
        assert_eq!(found, (members.to_string(), due, present), "{files:?}");
    }

    const HEAD: &str = "姓名,职务,2020-01-09,2020-02-13\n";
    const TWO: &str = "张三,党委书记,√,√\n李四,委员,√,×\n";

    /// Writes rows as SpreadsheetML, in which a cell can hold the error of a formula.
    fn sheet(rows: &[&str]) -> String {
        let cell = |text: &str| {
            let kind = if text.starts_with('#') { "Error" } else { "String" };
            format!("<Cell><Data ss:Type=\"{kind}\">{text}</Data></Cell>")
        };
        let row = |row: &&str| format!("<Row>{}</Row>", row.split(',').map(cell).collect::<String>());
        let rows: String = rows.iter().map(row).collect();
        let space = "urn:schemas-microsoft-com:office:spreadsheet";
        format!(
            "<?xml version=\"1.0\"?><Workbook xmlns=\"{space}\" xmlns:ss=\"{space}\">\
             <Worksheet ss:Name=\"表\"><Table>{rows}</Table></Worksheet></Workbook>"
        )
    }

    #[test]
    fn a_formula_that_failed_is_nobodys_name() {
        let wide =
            sheet(&["姓名,职务,2020-01-09,2020-02-13", "张三,书记,√,√", "#REF!,委员,√,√", "李四,委员,√,×"]);
        check(&[("考勤表.xml", &wide)], "张三 李四", 4, 3);
        let long = sheet(&[
            "日期,姓名,状态",
            "2020-01-09,张三,出勤",
            "2020-01-09,#N/A,出勤",
            "2020-01-09,李四,缺席",
        ]);
        check(&[("考勤表.xml", &long)], "张三 李四", 2, 1);
        let roster = sheet(&["姓名,职务,角色", "张三,书记,组长", "#REF!,委员,成员", "李四,委员,成员"]);
        let attendance = format!("{HEAD}{TWO}");
        check(&[("成员名单.xml", &roster), ("考勤表.csv", &attendance)], "张三 李四", 4, 3);
    }

    #[test]
    fn rows_that_are_no_persons() {
        let of = |above: &str, below: &str| {
            let sheet = format!("{HEAD}{above}{TWO}{below}");
            check(&[("考勤表.csv", &sheet)], "张三 李四", 4, 3);
        };
        of("", "");
        for above in
            ["地点,,三楼,二楼\n", "学习形式,,研讨,辅导\n主持人,,张三,李四\n", "班子成员\n", "组长：\n"]
        {
            of(above, "");
        }
        for below in [
            "备注,本表每月公示\n",
            "说明,√为出勤\n",
            "考勤员,王五,审核人,李四\n",
            "领导签字\n",
            "签字：,,,\n2020年6月30日\n",
            "组长（签名）\n填表人：李四\n",
        ] {
            of("", below);
        }
    }

    #[test]
    fn persons_below_a_group_line() {
        for line in ["扩大学习人员", "列席人员：", "扩大列席人员", "旁听人员"] {
            let sheet = format!("{HEAD}{TWO}{line}\n王五,干事,√,√\n");
            check(&[("考勤表.csv", &sheet)], "张三 李四 /王五", 4, 3);
        }
        let sheet = format!("{HEAD}列席人员\n王五,干事,√,√\n班子成员\n{TWO}");
        check(&[("考勤表.csv", &sheet)], "/王五 张三 李四", 4, 3);
    }

    #[test]
    fn offices_and_titles_that_begin_like_a_footer() {
        let roster = "单位及职务,姓名,角色\n党委书记,张三,组长\n审批服务办公室主任,李四,成员\n";
        let sheet = format!("{HEAD}{TWO}");
        check(&[("成员名单.csv", roster), ("考勤表.csv", &sheet)], "张三 李四", 4, 3);
        let roster = "角色,姓名,职务\n组长,张三,书记\n成员,李四,委员\n";
        check(&[("成员名单.csv", roster), ("考勤表.csv", &sheet)], "张三 李四", 4, 3);
        let essays = "题目,姓名,类型,提交日期\n小计划大作为,张三,心得体会,2020-02-01\n说明文里的初心,李四,心得体会,2020-02-02\n审批提速有感,张三,心得体会,2020-02-03\n平均数背后的差距,李四,心得体会,2020-02-04\n";
        let dossier = dossier(&[("心得体会目录.csv", essays), ("考勤表.csv", &sheet)]);
        assert_eq!(dossier.essays.len(), 4);
    }

    #[test]
    fn two_persons_of_one_name() {
        let sheet = format!("{HEAD}张伟（大）,党委书记,√,√\n张伟（女）,委员,√,×\n");
        check(&[("考勤表.csv", &sheet)], "张伟（大） 张伟（女）", 4, 3);
        let roster = "姓名,职务,角色\n张伟(大),党委书记,组长\n张 伟（女）,委员,成员\n";
        check(&[("成员名单.csv", roster), ("考勤表.csv", &sheet)], "张伟（大） 张伟（女）", 4, 3);
        // A note that nobody needs is left out on either side.
        let roster = "姓名,职务,角色\n张三（女）,党委书记,组长\n李四,委员,成员\n";
        let sheet = format!("{HEAD}张三,党委书记,√,√\n李四（男）,委员,√,×\n");
        check(&[("成员名单.csv", roster), ("考勤表.csv", &sheet)], "张三 李四", 4, 3);
        check(&[("考勤表.csv", &sheet)], "张三 李四", 4, 3);
    }

    #[test]
    fn names_that_look_the_same_are_the_same() {
        let roster = "姓名,职务,角色\n买买提·艾力,党委书记,组长\n文月,委员,成员\n";
        let sheet = format!("{HEAD}买买提．艾力,党委书记,√,√\n\u{2f42}\u{200b}\u{2f49},委员,√,×\n");
        check(&[("成员名单.csv", roster), ("考勤表.csv", &sheet)], "买买提·艾力 文月", 4, 3);
    }

    #[test]
    fn rows_repeat_only_when_all_their_columns_do() {
        let sheet = format!("{HEAD}{TWO}");
        let n = |rows: &str| {
            let essays = format!("序号,姓名,题目,类型,字数,提交日期\n{rows}");
            dossier(&[("心得体会目录.csv", &essays), ("考勤表.csv", &sheet)]).essays.len()
        };
        let row = "1,张三,学习体会,心得体会,900,2020-02-01\n";
        assert_eq!(n(&format!("{row}2,张三,学习体会,心得体会,900,2月1日\n")), 1);
        assert_eq!(n(&format!("{row}2,张三,学习体会,调研报告,3000,2020-02-01\n")), 2);
    }
}
