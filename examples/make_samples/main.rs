//! Makes `samples/<unit>/` from two made-up units of one county: the registers as an office keeps them, a part of the
//! report in its own words, and a `banxin.toml`.
//!
//! Only attendance marks, texts and dates are written down here; every number in the registers is counted from the marks, so
//! that the samples cannot contradict themselves. Running it twice gives the same bytes.
//!
//! `cargo run --example make_samples [FOLDER]`

mod attendance;
mod qingxi;
mod registers;
mod shiqiao;
mod unit;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use crate::registers::Table;
use crate::unit::Unit;

fn main() -> Result<(), Box<dyn Error>> {
    let samples = match std::env::args_os().nth(1) {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("samples"),
    };
    for unit in [&qingxi::QINGXI, &shiqiao::SHIQIAO] {
        unit::assert_consistent(unit);
        write_unit(unit, &samples.join(unit.name))?;
    }
    Ok(())
}

/// Writes the ten files of one unit.
fn write_unit(unit: &Unit, folder: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    attendance::workbook(unit)?.save(folder.join("考勤表.xlsx"))?;
    for (name, tables) in [
        ("集中学习情况统计表.xlsx", vec![registers::sessions(unit)]),
        ("学习计划.xlsx", registers::plan(unit)),
        ("调研课题.xlsx", vec![registers::research(unit)]),
        ("成员名单.xlsx", vec![registers::roster(unit)]),
        ("宣讲和指导台账.xlsx", vec![registers::outreach(unit)]),
    ] {
        registers::workbook(&tables)?.save(folder.join(name))?;
    }
    fs::write(folder.join("心得体会目录.csv"), gbk(&csv(&registers::essays(unit))))?;
    fs::write(folder.join("督学评学考学台账.csv"), utf8_with_mark(&csv(&registers::oversight(unit))))?;
    let (name, words) = unit.own_words;
    fs::write(folder.join(name), words)?;
    fs::write(folder.join("banxin.toml"), configuration(unit))?;
    Ok(())
}

/// Lays out a register as lines of comma-separated text, ended as a Windows office program ends them.
fn csv(table: &Table) -> String {
    let header = table.columns.iter().map(|(name, _)| (*name).to_owned()).collect();
    let rows = table.rows.iter().map(|row| row.iter().map(registers::Entry::text).collect());
    let mut text = String::new();
    for fields in std::iter::once(header).chain(rows) {
        let fields: Vec<String> = fields;
        // Chinese texts use full-width punctuation, so that no field needs quoting.
        assert!(
            !fields.iter().any(|field| field.contains([',', '"', '\r', '\n'])),
            "{fields:?} needs quoting"
        );
        text.push_str(&fields.join(","));
        text.push_str("\r\n");
    }
    text
}

/// Encodes text as a Chinese Excel saves “CSV（逗号分隔）”.
fn gbk(text: &str) -> Vec<u8> {
    let (bytes, _, lossy) = encoding_rs::GBK.encode(text);
    assert!(!lossy, "the essay catalogue holds a character that GBK lacks");
    bytes.into_owned()
}

/// Encodes text as Excel saves “CSV UTF-8”.
fn utf8_with_mark(text: &str) -> Vec<u8> {
    format!("\u{feff}{text}").into_bytes()
}

/// Words the unit's configuration.
fn configuration(unit: &Unit) -> String {
    let list = |words: &[&str]| words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
    let keywords = list(unit.keywords);
    let mut further = String::new();
    if !unit.funds.is_empty() {
        further += &format!("funds = \"{}\"  # 学习经费\n", unit.funds);
    }
    if !unit.places.is_empty() {
        further += &format!("places = [{}]  # 学习阵地\n", list(unit.places));
    }
    format!(
        "\
# {name}的报告设置，各项都可省略。
unit = \"{name}\"  # 单位名称，用于标题
organ = \"{organ}\"  # 发文机关署名
superior = \"{superior}\"  # 主送机关
period = \"2020H1\"  # 报告期：2020年上半年
date = \"{date}\"  # 成文日期
profile = \"plain\"  # 版式：打印稿，不带版头
keywords = [{keywords}]  # 本地重点工作，用来判断议题是否结合实际
guiding = \"{guiding}\"  # 指导思想
basis = \"{basis}\"  # 依据的上级文件
{further}",
        name = unit.name,
        organ = unit.organ,
        superior = unit.superior,
        date = unit.date,
        guiding = unit.guiding,
        basis = unit.basis,
    )
}
