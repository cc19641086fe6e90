//! Makes a county of made-up units, as many as asked for, all different, for measuring and trying `banxin batch`.
//!
//! `cargo run --release --example make_county -- FOLDER N [--broken 20] [--small] [--seed 1] [--one-workbook]`
//!
//! The same arguments give the same bytes, and a unit is the same in counties of any size. The
//! last of the units are the broken ones, each in another way. `--small` keeps to what a short
//! report needs and leaves out the table of thresholds; `--one-workbook` writes registers that all
//! units share, with a column 单位.

mod broken;
mod unit;
mod words;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};

use crate::unit::{Table, Unit};

/// What is made.
struct Options {
    folder: PathBuf,
    n_units: usize,
    n_broken: usize,
    is_small: bool,
    seed: u64,
    one_workbook: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = options(std::env::args().skip(1))?;
    fs::create_dir_all(&options.folder)?;
    let short = if options.is_small { SHORT } else { "" };
    fs::write(options.folder.join("banxin.toml"), format!("{COUNTY}{short}"))?;
    let units = || (0..options.n_units).map(|number| unit::unit(options.seed, number, options.is_small));
    if options.one_workbook {
        return write_shared(&units().collect::<Vec<Unit>>(), &options.folder);
    }
    let n_whole = options.n_units.saturating_sub(options.n_broken);
    for (number, unit) in units().enumerate() {
        let broken = number.checked_sub(n_whole).map(|i| broken::KINDS[i % broken::KINDS.len()]);
        let name = match broken {
            Some((kind, _)) => format!("{}（{kind}）", unit.name),
            None => unit.name.clone(),
        };
        let folder = options.folder.join(name);
        write_unit(&unit, &folder, options.is_small)?;
        if let Some((_, damage)) = broken {
            damage(&folder)?;
        }
    }
    Ok(())
}

fn options(args: impl Iterator<Item = String>) -> Result<Options, Box<dyn Error>> {
    let mut args = args;
    let usage = "FOLDER N [--broken 20] [--small] [--seed 1] [--one-workbook]";
    let folder = PathBuf::from(args.next().ok_or(usage)?);
    let n_units = args.next().ok_or(usage)?.parse()?;
    let mut options = Options { folder, n_units, n_broken: 0, is_small: false, seed: 1, one_workbook: false };
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--broken" => options.n_broken = args.next().ok_or(usage)?.parse()?,
            "--seed" => options.seed = args.next().ok_or(usage)?.parse()?,
            "--small" => options.is_small = true,
            "--one-workbook" => options.one_workbook = true,
            _ => return Err(usage.into()),
        }
    }
    Ok(options)
}

/// Added to the county's banxin.toml with `--small`.
const SHORT: &str = "thresholds = false\n";

/// The county's own banxin.toml.
const COUNTY: &str = "\
county = \"青山县\"
organ = \"中共青山县委宣传部\"
superior = \"县委\"
period = \"2020H1\"
date = \"2020-07-10\"
";

/// Writes one unit's folder; the larger registers are workbooks unless all is small.
fn write_unit(unit: &Unit, folder: &Path, is_small: bool) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let [first, second] = unit.local;
    let settings = format!(
        "unit = \"{name}\"\norgan = \"中共{name}委员会\"\nsuperior = \"青山县委宣传部\"\n\
         keywords = [\"{first}\", \"{second}\"]\n",
        name = unit.name
    );
    fs::write(folder.join("banxin.toml"), settings)?;
    // Attendance, sessions and roster are what the shortest report is made of.
    let n_registers = if is_small { 3 } else { 7 };
    for (name, table, is_large) in registers(unit).into_iter().take(n_registers) {
        if is_large && !is_small {
            let mut workbook = new_workbook()?;
            write_sheet(workbook.add_worksheet(), table, 0, None)?;
            workbook.save(folder.join(format!("{name}.xlsx")))?;
        } else {
            fs::write(folder.join(format!("{name}.csv")), csv(table))?;
        }
    }
    Ok(())
}

/// Names a unit's registers and says which are kept as workbooks.
fn registers(unit: &Unit) -> [(&'static str, &Table, bool); 7] {
    [
        ("考勤表", &unit.attendance, true),
        ("成员名单", &unit.roster, false),
        ("集中学习情况统计表", &unit.sessions, true),
        ("心得体会目录", &unit.essays, false),
        ("学习计划", &unit.plan, true),
        ("调研课题", &unit.research, false),
        ("督学评学考学台账", &unit.oversight, false),
    ]
}

/// Lays a table out as a Windows office program saves “CSV UTF-8”.
fn csv(table: &Table) -> String {
    let mut text = String::from("\u{feff}");
    for row in table {
        assert!(!row.iter().any(|field| field.contains([',', '"', '\n'])), "{row:?} needs quoting");
        text.push_str(&row.join(","));
        text.push_str("\r\n");
    }
    text
}

/// Writes one workbook of registers that all units share: a sheet a register, a first column
/// 单位. Attendance is one row a mark, since units meet on different days.
fn write_shared(units: &[Unit], folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut workbook = new_workbook()?;
    let sheet = workbook.add_worksheet();
    sheet.set_name("考勤表")?;
    let header = [["单位", "日期", "姓名", "职务", "出勤情况"].map(str::to_string).to_vec()];
    let mut row = write_sheet(sheet, &header.to_vec(), 0, None)?;
    for unit in units {
        row = write_sheet(sheet, &long(&unit.attendance), row, Some(&unit.name))?;
    }
    for (at, (name, ..)) in registers(&units[0]).into_iter().enumerate().skip(1) {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        let mut header = registers(&units[0])[at].1[0].clone();
        header.insert(0, "单位".to_string());
        let mut row = write_sheet(sheet, &vec![header], 0, None)?;
        for unit in units {
            let rows = registers(unit)[at].1[1..].to_vec();
            row = write_sheet(sheet, &rows, row, Some(&unit.name))?;
        }
    }
    Ok(workbook.save(folder.join("全县台账.xlsx"))?)
}

/// Turns a wide attendance table into one row a mark: day, name, post, mark.
fn long(wide: &Table) -> Table {
    let days = &wide[0][3..];
    let people = &wide[1..wide.len() - 1];
    let marks = |person: &Vec<String>| -> Vec<Vec<String>> {
        let mark = |(day, mark): (&String, &String)| {
            vec![day.clone(), person[1].clone(), person[2].clone(), mark.clone()]
        };
        days.iter().zip(&person[3..]).map(mark).collect()
    };
    people.iter().flat_map(marks).collect()
}

/// Writes rows from a row on, after the unit where there is one; returns the row after them.
fn write_sheet(
    sheet: &mut Worksheet,
    table: &Table,
    first: u32,
    unit: Option<&str>,
) -> Result<u32, Box<dyn Error>> {
    let mut at = first;
    for row in table {
        let fields = unit.into_iter().chain(row.iter().map(String::as_str));
        for (col, field) in (0..).zip(fields) {
            match field.parse::<f64>() {
                Ok(number) => sheet.write_number(at, col, number)?,
                Err(_) => sheet.write_string(at, col, field)?,
            };
        }
        at += 1;
    }
    Ok(at)
}

/// Makes an empty workbook whose metadata do not depend on the day it is made.
fn new_workbook() -> Result<Workbook, Box<dyn Error>> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2020, 7, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    Ok(workbook)
}
