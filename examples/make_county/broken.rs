//! Units that no report can be made of, each in another way; the files that are no workbooks come from `tests/broken`.

use std::error::Error;
use std::fs;
use std::path::Path;

/// Breaks the unit in a folder.
type Break = fn(&Path) -> Result<(), Box<dyn Error>>;

/// Ways to break a unit: what it is called, and what is done to its folder.
pub(crate) const KINDS: [(&str, Break); 20] = [
    ("空文件夹", |folder| {
        fs::remove_dir_all(folder)?;
        Ok(fs::create_dir_all(folder)?)
    }),
    ("没有考勤表", |folder| remove_attendance(folder)),
    ("考勤表为空文件", |folder| replace(folder, "csv", b"")),
    ("考勤表已加密", |folder| {
        replace(folder, "xlsx", include_bytes!("../../tests/broken/encrypted.xlsx"))
    }),
    ("考勤表被截断", |folder| {
        replace(folder, "xlsx", include_bytes!("../../tests/broken/truncated.xlsx"))
    }),
    ("考勤表是PDF", |folder| replace(folder, "xls", include_bytes!("../../tests/broken/pdf.xls"))),
    ("考勤表是Word", |folder| replace(folder, "xls", include_bytes!("../../tests/broken/word.xls"))),
    ("考勤表是乱码", |folder| replace(folder, "csv", include_bytes!("../../tests/broken/binary.csv"))),
    ("考勤表解压过大", |folder| {
        replace(folder, "xlsx", include_bytes!("../../tests/broken/unpacks-to-too-much.xlsx"))
    }),
    ("考勤表单元格过多", |folder| {
        replace(folder, "xlsx", include_bytes!("../../tests/broken/too-many-cells.xlsx"))
    }),
    ("考勤表没有日期", |folder| {
        replace(folder, "csv", "序号,姓名,职务\r\n1,张三,镇长\r\n".as_bytes())
    }),
    ("考勤表没有工作表", |folder| {
        replace(folder, "xlsx", include_bytes!("../../tests/broken/empty-workbook.xlsx"))
    }),
    ("图例自相矛盾", |folder| {
        let text = "序号,姓名,职务,1月9日\r\n1,张三,镇长,√\r\n图例：√缺席　×出勤\r\n";
        replace(folder, "csv", text.as_bytes())
    }),
    ("留有占位符", |folder| {
        append(folder, "8,2020-06-20,会议室,学习XXX精神,有关文件,集中学习研讨,,,,,,2,,否,\r\n")
    }),
    ("生僻字没有字形", |folder| {
        append(folder, "8,2020-06-20,会议室,学习\u{f8f0}精神,有关文件,集中学习研讨,,,,,,2,,否,\r\n")
    }),
    ("配置不是TOML", |folder| configure(folder, b"unit = ")),
    ("配置取值类型不对", |folder| configure(folder, "names = \"是\"\n".as_bytes())),
    ("配置不是UTF-8", |folder| configure(folder, b"organ = \"\xd6\xd0\xb9\xb2\"\n")),
    ("期间无法识别", |folder| configure(folder, "period = \"二〇二〇\"\n".as_bytes())),
    ("标准无法识别", |folder| configure(folder, b"standard = [\"x-9\"]\n")),
];

fn remove_attendance(folder: &Path) -> Result<(), Box<dyn Error>> {
    for ending in ["csv", "xlsx"] {
        let path = folder.join(format!("考勤表.{ending}"));
        if path.exists() {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

fn replace(folder: &Path, ending: &str, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    remove_attendance(folder)?;
    Ok(fs::write(folder.join(format!("考勤表.{ending}")), bytes)?)
}

/// Adds a line of sessions, in a file of its own.
fn append(folder: &Path, line: &str) -> Result<(), Box<dyn Error>> {
    let header = "序号,时间,地点,学习主题,学习内容,学习形式,主持人,重点发言人,主讲人,应到,实到,时长,贯彻措施,\
                  是否会上套开,点评\r\n";
    Ok(fs::write(folder.join("集中学习补充.csv"), format!("{header}{line}"))?)
}

fn configure(folder: &Path, text: &[u8]) -> Result<(), Box<dyn Error>> {
    Ok(fs::write(folder.join("banxin.toml"), text)?)
}
