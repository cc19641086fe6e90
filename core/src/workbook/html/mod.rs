//! Web pages named as workbooks: what systems export as `.xls` and Excel and WPS open.
//!
//! Such pages are seldom well-formed: no `<html>`, rows without a table, tags left open. html5gum
//! splits them as browsers do and weighs nothing; a parser that builds the tree of a browser
//! (html5ever) weighs more than the rest of this stage together, and only tables are wanted.
//! Each table is a sheet. What is written above it are its first rows, as in Excel.

mod content;
mod grid;
mod page;

use std::borrow::Cow;

use encoding_rs::{BIG5, EUC_KR, Encoding, SHIFT_JIS};

use crate::diagnostic::Diagnostic;
use crate::workbook::ReadError;
use crate::workbook::cells::text;
use crate::workbook::encoding::decode;
use crate::workbook::error::Way;
use crate::workbook::gather::Gather;
use crate::workbook::html::grid::Table;
use crate::workbook::html::page::Block;

/// Reads a web page.
pub(super) fn read(gather: &mut Gather<'_>, bytes: &[u8]) -> Result<(), ReadError> {
    let page = decoded(bytes)?;
    let names = sheet_names(&page);
    let sections = sections(page::blocks(&page));
    if sections.is_empty() {
        return Err(without_table(&page));
    }
    for (at, section) in sections.iter().enumerate() {
        let own = names.get(at).filter(|_| names.len() == sections.len());
        let name = section.table.name.as_ref().or(own).cloned();
        section.read(gather, &name.unwrap_or_else(|| format!("表格{}", at + 1)))?;
    }
    gather.say(note());
    Ok(())
}

/// Reads a page that is one sheet of a workbook, if it holds anything.
pub(super) fn read_sheet(gather: &mut Gather<'_>, bytes: &[u8], name: &str) -> Result<(), ReadError> {
    let page = decoded(bytes)?;
    let mut sections = sections(page::blocks(&page)).into_iter();
    if let Some(first) = sections.next() {
        first.read(gather, name)?;
    }
    for (at, section) in (2..).zip(sections) {
        section.read(gather, &format!("{name}（表格{at}）"))?;
    }
    Ok(())
}

/// Says what was read.
pub(super) fn note() -> Diagnostic {
    Diagnostic::note("web-page", "这是网页，已按表格读取").hint("用 Excel 或 WPS 打开后另存为 .xlsx 更可靠")
}

/// Says why a page without tables is no register.
fn without_table(page: &str) -> ReadError {
    let head = page.to_ascii_lowercase();
    let (found, way) = if head.contains("<frameset") || head.contains("x:worksheetsource") {
        ("这是网页的外壳，表格在同名的 .files 文件夹里", Way::Save)
    } else {
        ("这是网页（HTML），里面没有表格，可能是登录超时等提示页", Way::Again)
    };
    ReadError::other(found, way)
}

/// Decodes a page. The bytes tell GBK and Unicode better than what the page says of itself;
/// what it says counts for what they cannot tell.
fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    match stated(bytes) {
        Some(encoding) if std::str::from_utf8(bytes).is_err() => {
            Ok(encoding.decode_without_bom_handling(bytes).0)
        }
        _ => Ok(decode(bytes)?.text),
    }
}

/// Returns the encoding that the page states, if it is one that its bytes do not tell.
fn stated(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let (_, rest) = head.split_once("charset=")?;
    let rest = rest.trim_start_matches(['"', '\'', ' ']);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
    let encoding = Encoding::for_label(&rest.as_bytes()[..end])?;
    [BIG5, EUC_KR, SHIFT_JIS].contains(&encoding).then_some(encoding)
}

/// Returns the sheets' names as Excel writes them into a page.
fn sheet_names(page: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once("<x:Name>") {
        let Some((name, after)) = after.split_once("</x:Name>") else { break };
        names.push(quick_xml::escape::unescape(name).map_or_else(|_| name.to_string(), Cow::into_owned));
        rest = after;
    }
    names
}

/// A table with the lines above it; the last has those below it, too.
struct Section {
    above: Vec<String>,
    table: Table,
    below: Vec<String>,
}

/// Puts tables and the lines around them together.
fn sections(blocks: Vec<Block>) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut lines = Vec::new();
    let mut has_cells = false;
    for block in blocks {
        match block {
            Block::Line(line) => lines.push(line),
            // A table of one column frames a title, or is a list.
            Block::Table(table) if !table.is_wide() => {
                has_cells = true;
                lines.extend(table.into_lines());
            }
            Block::Table(table) => {
                sections.push(Section { above: std::mem::take(&mut lines), table, below: Vec::new() });
            }
        }
    }
    match sections.last_mut() {
        Some(last) => last.below = lines,
        None if has_cells => {
            sections.push(Section { above: lines, table: Table::default(), below: Vec::new() })
        }
        None => {}
    }
    sections
}

impl Section {
    /// Hands the section over as a sheet.
    fn read(&self, gather: &mut Gather<'_>, name: &str) -> Result<(), ReadError> {
        let mut draft = gather.open(name, false)?;
        let mut row = 0;
        let line = |gather: &mut Gather<'_>, draft: &mut _, shown: &str, row: u32| {
            gather.push(draft, (row, 0), text(shown))
        };
        for shown in &self.above {
            line(gather, &mut draft, shown, row)?;
            row += 1;
        }
        row = self.table.read(gather, &mut draft, row)?;
        for shown in &self.below {
            line(gather, &mut draft, shown, row)?;
            row += 1;
        }
        gather.close(draft);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
