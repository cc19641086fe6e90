//! The registers that are plain tables: what stands in their cells, and the workbooks that hold them.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::attendance::percent;
use crate::unit::Unit;

/// Excel's numbers of the paper sizes.
pub(crate) const A4: u8 = 9;
/// The larger one, for the table of sessions.
const A3: u8 = 8;

/// Height of a line of 11 pt text, in points.
pub(crate) const LINE_HEIGHT: f64 = 16.0;

/// Columns from this width on hold sentences.
const LONG_TEXT_WIDTH: f64 = 26.0;

/// One sheet, or one CSV file.
pub(crate) struct Table {
    /// Name of the sheet.
    sheet: &'static str,
    /// Title over the table.
    title: String,
    /// Headers and column widths in characters.
    pub(crate) columns: Vec<(&'static str, f64)>,
    /// Rows of as many entries as there are columns.
    pub(crate) rows: Vec<Vec<Entry>>,
}

/// What stands in one cell.
#[derive(Clone)]
pub(crate) enum Entry {
    /// Text; empty leaves a blank cell.
    Text(String),
    /// A number.
    Number(f64),
    /// A real date, from ISO.
    Date(&'static str),
    /// A share as a number in percent format.
    Share(u32, u32),
}

impl Entry {
    /// The entry as a CSV field.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Date(date) => (*date).into(),
            Self::Share(n, of) => percent(*n, *of),
        }
    }
}

/// Text as an entry.
fn text(text: impl Into<String>) -> Entry {
    Entry::Text(text.into())
}

/// The table of sessions (集中学习情况统计表), its numbers counted from the marks.
pub(crate) fn sessions(unit: &Unit) -> Table {
    let mut rows = Vec::new();
    for (i, session) in unit.sessions.iter().enumerate() {
        let count = unit.count_session(i);
        let (hours, minutes) = (session.minutes / 60, session.minutes % 60);
        let length = match (unit.habits.hours_in_words, minutes) {
            (false, _) => Entry::Number(f64::from(session.minutes) / 60.0),
            (true, 0) => text(format!("{hours}小时")),
            (true, _) => text(format!("{hours}小时{minutes}分")),
        };
        rows.push(vec![
            Entry::Number((i + 1) as f64),
            Entry::Date(session.date),
            text(session.place),
            text(session.topic),
            text(session.content),
            text(session.form),
            text(session.host),
            text(session.speakers),
            text(session.lecturer),
            Entry::Number(count.due.into()),
            Entry::Number(count.present.into()),
            Entry::Number(count.leave.into()),
            Entry::Number(count.absent.into()),
            Entry::Number(count.on_duty.into()),
            Entry::Number(count.made_up.into()),
            Entry::Number(unit.n_observers(i) as f64),
            text(percent(count.present + count.made_up, count.due)),
            length,
            text(session.follow_up),
            text(session.within_meeting),
            text(session.appraisal),
        ]);
    }
    Table {
        sheet: "2020年上半年",
        title: format!("{}党委理论学习中心组2020年上半年集中学习情况统计表", unit.name),
        columns: vec![
            ("序号", 6.0),
            ("时间", 16.0),
            ("地点", 20.0),
            ("学习主题", 26.0),
            ("学习内容", 44.0),
            ("学习形式", 15.0),
            ("主持人", 10.0),
            ("重点发言人", 20.0),
            ("主讲/辅导人", 14.0),
            ("应到", 6.0),
            ("实到", 6.0),
            ("请假", 6.0),
            ("缺席", 6.0),
            ("公差", 6.0),
            ("补学", 6.0),
            ("列席", 6.0),
            ("参学率", 9.0),
            ("时长", 12.0),
            ("贯彻措施", 38.0),
            ("是否会上套开", 14.0),
            ("点评", 32.0),
        ],
        rows,
    }
}

/// The plan of both half-years, one sheet each.
pub(crate) fn plan(unit: &Unit) -> Vec<Table> {
    let table = |half: usize| Table {
        sheet: ["上半年", "下半年"][half],
        title: format!("{}党委理论学习中心组2020年{}学习计划安排表", unit.name, ["上半年", "下半年"][half]),
        columns: vec![
            ("月份", 8.0),
            ("时间", 8.0),
            ("学习主题", 30.0),
            ("学习内容", 42.0),
            ("学习形式", 15.0),
            ("主讲人", 18.0),
            ("责任单位", 18.0),
            ("参加人员", 18.0),
            ("地点", 20.0),
            ("量化目标", 28.0),
            ("备注", 18.0),
        ],
        rows: unit.plan[half]
            .iter()
            .map(|row| {
                [
                    row.month,
                    row.time,
                    row.topic,
                    row.content,
                    row.form,
                    row.speaker,
                    row.office,
                    "中心组全体成员",
                    row.place,
                    row.target,
                    row.note,
                ]
                .map(text)
                .to_vec()
            })
            .collect(),
    };
    vec![table(0), table(1)]
}

/// The research topics (调研课题表).
pub(crate) fn research(unit: &Unit) -> Table {
    let rows = unit.research.iter().enumerate().map(|(i, topic)| {
        vec![
            Entry::Number((i + 1) as f64),
            text(topic.title),
            text(topic.lead),
            text(topic.field),
            Entry::Date(topic.start),
            Entry::Date(topic.due),
            text(topic.state),
            text(topic.result),
            text(topic.application),
        ]
    });
    Table {
        sheet: "调研课题",
        title: format!("{}党委理论学习中心组2020年调研课题表", unit.name),
        columns: vec![
            ("序号", 6.0),
            ("课题名称", 40.0),
            ("负责人", 10.0),
            ("分管领域", 14.0),
            ("开题", 16.0),
            ("计划完成", 16.0),
            ("状态", 10.0),
            ("成果形式", 12.0),
            ("转化应用", 44.0),
        ],
        rows: rows.collect(),
    }
}

/// The roster (成员名单).
pub(crate) fn roster(unit: &Unit) -> Table {
    let rows = unit.people.iter().map(|person| {
        vec![
            text(person.name),
            text(person.post),
            text(person.role),
            text(person.duties),
            Entry::Date(person.since),
            text(""),
        ]
    });
    Table {
        sheet: "成员名单",
        title: format!("{}党委理论学习中心组成员名单", unit.name),
        columns: vec![
            ("姓名", 10.0),
            ("职务", 26.0),
            ("角色", 10.0),
            ("分管领域", 28.0),
            ("任职起", 16.0),
            ("任职止", 16.0),
        ],
        rows: rows.collect(),
    }
}

/// The essay catalogue (心得体会目录), with dates in the three ways that people type them.
pub(crate) fn essays(unit: &Unit) -> Table {
    let rows = unit.essays.iter().enumerate().map(|(i, essay)| {
        let (month, day) =
            (essay.date[5..7].trim_start_matches('0'), essay.date[8..].trim_start_matches('0'));
        let date = match i % 3 {
            0 => essay.date.to_owned(),
            1 => format!("2020.{month}.{day}"),
            _ => format!("2020/{month}/{day}"),
        };
        let topic = essay.session.checked_sub(1).map_or("", |session| unit.sessions[session].topic);
        vec![
            Entry::Number((i + 1) as f64),
            text(essay.author),
            text(unit.person(essay.author).post),
            text(essay.title),
            text(topic),
            text(essay.kind),
            Entry::Number(essay.n_characters.into()),
            text(date),
            text(essay.outcome),
            text(format!("{:02}-{}-{}.docx", i + 1, essay.author, essay.kind)),
            text(essay.note),
        ]
    });
    csv_table(
        &[
            "序号",
            "姓名",
            "职务",
            "题目",
            "对应学习主题",
            "类型",
            "字数",
            "提交日期",
            "发表/转化情况",
            "文件名",
            "备注",
        ],
        rows.collect(),
    )
}

/// The oversight register (督学评学考学台账).
pub(crate) fn oversight(unit: &Unit) -> Table {
    let rows = unit.oversight.iter().map(|record| {
        let mut row: Vec<Entry> = [
            record.date,
            record.kind,
            record.object,
            record.manner,
            record.score,
            record.problem,
            record.remedy,
            record.application,
        ]
        .map(text)
        .to_vec();
        if unit.habits.examinees_counted {
            let number = |n: u32| text(n.to_string());
            let (due, examined) =
                record.examinees.map_or((text(""), text("")), |(a, b)| (number(a), number(b)));
            row.extend([due, examined]);
        }
        row
    });
    let names =
        ["日期", "类别", "对象", "方式", "成绩/等次", "问题", "整改", "结果运用", "应考人数", "参考人数"];
    let n_names = if unit.habits.examinees_counted { names.len() } else { names.len() - 2 };
    csv_table(&names[..n_names], rows.collect())
}

/// What was done beside the sessions.
pub(crate) fn outreach(unit: &Unit) -> Table {
    let rows = unit.outreach.iter().zip(1_u32..).map(|(record, n)| {
        let amount = |n: u32| if n == 0 { text("") } else { Entry::Number(n.into()) };
        vec![
            Entry::Number(n.into()),
            Entry::Date(record.date),
            text(record.kind),
            text(record.speaker),
            text(record.object),
            text(record.topic),
            amount(record.n_persons),
            amount(record.n_times),
            text(""),
        ]
    });
    Table {
        sheet: "宣讲和指导台账",
        title: format!("{}党委理论学习中心组2020年宣讲和指导台账", unit.name),
        columns: vec![
            ("序号", 6.0),
            ("日期", 18.0),
            ("类别", 12.0),
            ("主讲", 14.0),
            ("对象", 28.0),
            ("主题", 34.0),
            ("人数", 8.0),
            ("场次", 8.0),
            ("备注", 14.0),
        ],
        rows: rows.collect(),
    }
}

/// A table that becomes a CSV file, which has neither title nor widths.
fn csv_table(names: &[&'static str], rows: Vec<Vec<Entry>>) -> Table {
    let columns = names.iter().map(|name| (*name, 0.0)).collect();
    Table { sheet: "", title: String::new(), columns, rows }
}

/// Makes a workbook of plain tables: title, header, rows.
pub(crate) fn workbook(tables: &[Table]) -> Result<Workbook, XlsxError> {
    let mut workbook = new_workbook()?;
    for table in tables {
        let sheet = workbook.add_worksheet();
        sheet.set_name(table.sheet)?;
        let last = table.columns.len() as u16 - 1;
        sheet.merge_range(0, 0, 0, last, &table.title, &title_format())?;
        sheet.set_row_height(0, 30)?;
        sheet.set_row_height(1, 2.0 * LINE_HEIGHT + 4.0)?;
        for (col, (name, width)) in (0..).zip(&table.columns) {
            sheet.set_column_width(col, *width)?;
            write_entry(sheet, 1, col, &text(*name), &heading())?;
        }
        for (row, entries) in (2..).zip(&table.rows) {
            let mut n_lines = 1;
            for (col, (entry, (_, width))) in (0..).zip(entries.iter().zip(&table.columns)) {
                // Long texts read better from the left, and are what makes a row high.
                let format = if *width >= LONG_TEXT_WIDTH {
                    body_of(entry).set_align(FormatAlign::Left)
                } else {
                    body_of(entry)
                };
                if let Entry::Text(text) = entry {
                    n_lines = n_lines.max(lines(text, *width));
                }
                write_entry(sheet, row, col, entry, &format)?;
            }
            sheet.set_row_height(row, LINE_HEIGHT * f64::from(n_lines) + 4.0)?;
        }
        sheet.set_freeze_panes(2, 0)?;
        // A table of twenty columns cannot be read on A4.
        let paper = if table.columns.len() > 15 { A3 } else { A4 };
        sheet.set_landscape().set_paper_size(paper).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 1)?;
    }
    Ok(workbook)
}

/// How many lines a text takes in a column: a Chinese character is a little over two digits wide.
fn lines(text: &str, width: f64) -> u32 {
    (text.chars().count() as f64 * 2.1 / (width - 1.0)).ceil() as u32
}

/// An empty workbook whose metadata do not depend on the day it is made.
pub(crate) fn new_workbook() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2020, 7, 1)?;
    workbook.set_properties(&DocProperties::new().set_author("党政办公室").set_creation_datetime(&created));
    Ok(workbook)
}

/// Writes one cell; a blank one keeps its border.
pub(crate) fn write_entry(
    sheet: &mut Worksheet,
    row: u32,
    col: u16,
    entry: &Entry,
    format: &Format,
) -> Result<(), XlsxError> {
    match entry {
        Entry::Text(text) if text.is_empty() => sheet.write_blank(row, col, format)?,
        Entry::Text(text) => sheet.write_with_format(row, col, text, format)?,
        Entry::Number(number) => sheet.write_with_format(row, col, *number, format)?,
        Entry::Date(date) => {
            sheet.write_with_format(row, col, &ExcelDateTime::parse_from_str(date)?, format)?
        }
        Entry::Share(n, of) => {
            let share = f64::from(*n) / f64::from(*of);
            sheet.write_with_format(row, col, share, &format.clone().set_num_format("0.0%"))?
        }
    };
    Ok(())
}

/// The format of an entry in the table: dates need one of their own to be shown as dates.
fn body_of(entry: &Entry) -> Format {
    match entry {
        Entry::Date(_) => body().set_num_format("yyyy\"年\"m\"月\"d\"日\""),
        _ => body(),
    }
}

/// The title's format.
pub(crate) fn title_format() -> Format {
    Format::new()
        .set_font_name("宋体")
        .set_font_size(16)
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
}

/// The header's format.
pub(crate) fn heading() -> Format {
    body().set_bold()
}

/// The format of a cell of the table.
pub(crate) fn body() -> Format {
    Format::new()
        .set_font_name("宋体")
        .set_font_size(11)
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}
