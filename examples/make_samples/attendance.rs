//! The attendance workbook (考勤表): one sheet a quarter, a header of two rows, totals and a legend below.

use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

use crate::registers::{A4, Entry, LINE_HEIGHT, body, heading, new_workbook, title_format, write_entry};
use crate::unit::{Count, Person, Unit, count};

/// Marks and their meanings, as the foot of each sheet has them.
const LEGEND: &str = "图例：√出勤　×缺席　○事假　△病假　公 公差　迟 迟到　补 补学　列 列席　— 未任职";

/// Row of the dates; the topics stand below it and the people below these.
const HEADER: u32 = 1;

/// Makes the attendance workbook of both quarters.
pub(crate) fn workbook(unit: &Unit) -> Result<Workbook, XlsxError> {
    let mut workbook = new_workbook()?;
    for (quarter, name) in ["一季度", "二季度"].into_iter().enumerate() {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        write_quarter(sheet, unit, quarter)?;
    }
    Ok(workbook)
}

/// Writes one quarter's sheet.
fn write_quarter(sheet: &mut Worksheet, unit: &Unit, quarter: usize) -> Result<(), XlsxError> {
    let sessions = unit.quarter(quarter);
    // Two quarters of three to six sessions: the casts below cannot truncate.
    let first_right = 3 + sessions.len() as u16;
    let last = first_right + 4;
    let title = format!("{}党委理论学习中心组2020年第{}季度学习考勤表", unit.name, ["一", "二"][quarter]);
    sheet.merge_range(0, 0, 0, last, &title, &title_format())?;
    sheet.set_row_height(0, 30)?;
    sheet.set_row_height(HEADER + 1, 62)?;

    write_header(sheet, unit, quarter, first_right)?;
    let on_sheet = |person: &&Person| {
        person.is_member()
            || person.role == "列席" && person.marks_in(sessions.clone()).iter().any(|mark| *mark != '—')
    };
    let mut row = HEADER + 2;
    for person in unit.people.iter().filter(on_sheet) {
        let n = row - HEADER - 1;
        let marks = person.marks_in(sessions.clone());
        let name = if quarter == unit.habits.quarter_with_padded_names {
            padded(person.name)
        } else {
            person.name.into()
        };
        write_entry(sheet, row, 0, &Entry::Number(n.into()), &body())?;
        write_entry(sheet, row, 1, &Entry::Text(name), &body())?;
        write_entry(sheet, row, 2, &Entry::Text(person.post.into()), &body().set_align(FormatAlign::Left))?;
        for (col, mark) in (3..).zip(&marks) {
            write_entry(sheet, row, col, &Entry::Text(mark.to_string()), &body())?;
        }
        for (col, entry) in (first_right..).zip(right_of_marks(unit, person, &marks)) {
            write_entry(sheet, row, col, &entry, &body())?;
        }
        sheet.set_row_height(row, LINE_HEIGHT + 4.0)?;
        row += 1;
    }
    sheet.set_row_height(row, LINE_HEIGHT + 4.0)?;

    sheet.merge_range(row, 0, row, 2, "合计（实到人数，不含列席）", &heading())?;
    for (col, session) in (3..).zip(sessions.clone()) {
        let present = unit.count_session(session).present;
        write_entry(sheet, row, col, &Entry::Number(present.into()), &heading())?;
    }
    let members = unit.people.iter().filter(|person| person.is_member());
    let all = count(members.flat_map(|person| person.marks_in(sessions.clone())));
    for (col, entry) in (first_right..).zip(totals(unit, &all, String::new())) {
        write_entry(sheet, row, col, &entry, &heading())?;
    }
    let legend = Format::new().set_font_name("宋体").set_font_size(10).set_align(FormatAlign::Left);
    sheet.merge_range(row + 1, 0, row + 1, last, LEGEND, &legend)?;

    for (col, width) in [(0, 6.0), (1, 10.0), (2, 25.0)] {
        sheet.set_column_width(col, width)?;
    }
    for col in 3..first_right {
        sheet.set_column_width(col, 15)?;
    }
    for col in first_right..last {
        sheet.set_column_width(col, 10)?;
    }
    sheet.set_column_width(last, 24)?;
    sheet.set_freeze_panes(HEADER + 2, 3)?;
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    Ok(())
}

/// Writes the two header rows: dates over topics, everything else merged downwards.
fn write_header(
    sheet: &mut Worksheet,
    unit: &Unit,
    quarter: usize,
    first_right: u16,
) -> Result<(), XlsxError> {
    let right = (first_right..).zip(["出勤次数", "请假次数", "缺席次数", "出勤率", "备注"]);
    for (col, name) in (0..).zip(["序号", "姓名", "职务"]).chain(right) {
        sheet.merge_range(HEADER, col, HEADER + 1, col, name, &heading())?;
    }
    for (col, session) in (3..).zip(&unit.sessions[unit.quarter(quarter)]) {
        let date = if quarter == unit.habits.quarter_with_real_dates {
            Entry::Date(session.date)
        } else {
            Entry::Text(month_and_day(session.date))
        };
        write_entry(sheet, HEADER, col, &date, &heading().set_num_format("m\"月\"d\"日\""))?;
        write_entry(sheet, HEADER + 1, col, &Entry::Text(session.topic.into()), &heading())?;
    }
    Ok(())
}

/// What stands to the right of a person's marks: counts, rate and remark; an observer has only the remark.
fn right_of_marks(unit: &Unit, person: &Person, marks: &[char]) -> Vec<Entry> {
    if !person.is_member() {
        let n = marks.iter().filter(|mark| **mark != '—').count();
        let mut entries = vec![Entry::Text(String::new()); 4];
        entries.push(Entry::Text(format!("列席{n}次")));
        return entries;
    }
    let count = count(marks.iter().copied());
    let parts = [(count.on_duty, "公差"), (count.made_up, "补学"), (count.late, "迟到")];
    let mut remarks: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, name)| format!("{name}{n}次")).collect();
    if marks.contains(&'—') {
        let (year, month, day) = (&person.since[..4], &person.since[5..7], &person.since[8..]);
        remarks.push(format!("{year}.{month}.{day}任职"));
    }
    totals(unit, &count, remarks.join("，"))
}

/// Counts, rate and remark of a row.
fn totals(unit: &Unit, count: &Count, remark: String) -> Vec<Entry> {
    let rate = if count.due == 0 {
        Entry::Text("—".into())
    } else if unit.habits.rates_as_numbers {
        Entry::Share(count.present, count.due)
    } else {
        Entry::Text(percent(count.present, count.due))
    };
    let counts = [count.present, count.leave, count.absent].map(|n| Entry::Number(n.into()));
    counts.into_iter().chain([rate, Entry::Text(remark)]).collect()
}

/// A share in percent with one decimal, halves rounded up, without floating point.
pub(crate) fn percent(n: u32, of: u32) -> String {
    let thousandths = (2000 * n + of) / (2 * of);
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// A name of two characters with a full-width space between them, as wide as one of three.
fn padded(name: &str) -> String {
    let characters: Vec<char> = name.chars().collect();
    match characters[..] {
        [family, given] => format!("{family}\u{3000}{given}"),
        _ => name.into(),
    }
}

/// 2020-04-09 as 4月9日.
fn month_and_day(date: &str) -> String {
    format!("{}月{}日", date[5..7].trim_start_matches('0'), date[8..].trim_start_matches('0'))
}
