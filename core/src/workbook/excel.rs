//! Workbooks of Excel's kind, xlsx, xlsm and xlsb: their tables, then sheet by sheet.
//!
//! Cells come one by one, so that a far-away cell costs no more than a near one, and whatever is
//! damaged costs itself: a cell, a sheet, the texts behind the damage. calamine stops at the
//! first cell that it does not know, and lays sheets out as full rectangles.

use crate::container::archive::Archive;
use crate::diagnostic::Diagnostic;
use crate::workbook::book::{Book, Root};
use crate::workbook::gather::{Draft, Gather};
use crate::workbook::looks::Looks;
use crate::workbook::package::{Content, Package, targets};
use crate::workbook::{ReadError, tables, xlsb_sheet, xlsx_sheet};

/// Reads a workbook.
pub(super) fn read(gather: &mut Gather<'_>, archive: &mut Archive<'_>) -> Result<(), ReadError> {
    let package = Package::open(archive)?;
    archive.bound(package.sheets.iter().filter_map(|sheet| match &sheet.content {
        Content::Part(path) => Some(path.as_str()),
        Content::None(_) | Content::Lost(_) => None,
    }))?;
    let book = book(gather, archive, &package)?;
    if let Some(reason) = &package.damage {
        let message = format!("工作簿的目录已损坏（{reason}），后面的工作表没有读取");
        gather.say(Diagnostic::error("damaged-part", message).hint(REPAIR));
    }
    let mut without_cells = Vec::new();
    for sheet in package.sheets {
        let mut draft = gather.open(&sheet.name, sheet.is_hidden)?;
        let path = match sheet.content {
            Content::Part(path) => path,
            Content::None(what) => {
                without_cells.push(format!("`{}`（{what}）", sheet.name));
                continue;
            }
            Content::Lost(reason) => {
                gather.skip(draft, reason.to_string());
                continue;
            }
        };
        draft.set_1904(package.is_1904);
        let root = match package.is_binary {
            false => xlsx(gather, &mut draft, archive, &path, &book),
            true => xlsb_sheet::read(gather, &mut draft, archive, &path, &book),
        };
        match root {
            Ok(Root::Cells) => gather.close(draft),
            Ok(Root::None(what)) => without_cells.push(format!("`{}`（{what}）", sheet.name)),
            Err(ReadError::Damaged { reason }) => gather.skip(draft, reason),
            Err(error) => return Err(error),
        }
    }
    if !without_cells.is_empty() {
        let message = format!("{} 里没有单元格数据，没有读取", without_cells.join("、"));
        gather.say(Diagnostic::note("sheet-without-cells", message));
    }
    Ok(())
}

/// Reads a sheet of an xlsx and its tables.
fn xlsx(
    gather: &mut Gather<'_>,
    draft: &mut Draft,
    archive: &mut Archive<'_>,
    path: &str,
    book: &Book,
) -> Result<Root, ReadError> {
    let (root, ids) = xlsx_sheet::read(gather, draft, archive, path, book)?;
    if !ids.is_empty() {
        for table in targets(archive, path, "table", &ids)? {
            draft.layout().totals.extend(tables::total_rows(archive, &table)?);
        }
    }
    Ok(root)
}

/// Reads what cells refer to; what is damaged there is named, and the cells are read with the rest.
fn book(gather: &mut Gather<'_>, archive: &mut Archive<'_>, package: &Package) -> Result<Book, ReadError> {
    let mut book = Book { is_1904: package.is_1904, ..Book::default() };
    if let Some(path) = &package.strings {
        let read = match package.is_binary {
            false => book.strings.read(archive, path),
            true => book.strings.read_binary(archive, path),
        };
        if let Some(reason) = reason_of_damage(read)? {
            let message = format!(
                "存放文字的部件已损坏（{reason}），只读到 {} 条，用到其余各条的单元格读不出来",
                book.strings.len()
            );
            gather.say(Diagnostic::error("damaged-part", message).hint(REPAIR));
        }
    }
    if let Some(path) = &package.styles {
        let read = match package.is_binary {
            false => Looks::read(archive, path),
            true => Looks::read_binary(archive, path),
        };
        match read {
            Ok(looks) => book.looks = looks,
            Err(ReadError::Damaged { reason }) => {
                let message = format!("存放格式的部件已损坏（{reason}），日期可能被读成数字");
                gather.say(Diagnostic::error("damaged-part", message).hint(REPAIR));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(book)
}

const REPAIR: &str = "用 Excel 或 WPS 打开并修复，另存后再试";

/// Returns why a part is damaged; fails where it is too large.
fn reason_of_damage(read: Result<(), ReadError>) -> Result<Option<String>, ReadError> {
    match read {
        Ok(()) => Ok(None),
        Err(ReadError::Damaged { reason }) => Ok(Some(reason)),
        Err(error) => Err(error),
    }
}
