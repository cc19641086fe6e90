//! Sheets that are no register: named, with the register they are nearest to.

use crate::diagnostic::Diagnostic;
use crate::dossier::tables::header::{NearMiss, hinted};
use crate::dossier::tables::legend;
use crate::dossier::tables::region::Region;
use crate::dossier::writing::legend::Legend;
use crate::dossier::writing::vocabulary::{Register, Vocabulary};
use crate::workbook::Sheet;

/// Says of each sheet without a table why it is not used; returns the legends among them.
pub(in crate::dossier) fn report<'a>(
    parts: &'a [Region<'_>],
    vocabulary: &Vocabulary,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(&'a Sheet, Legend)> {
    let mut legends = Vec::new();
    for part in parts {
        let Err(near) = &part.kind else { continue };
        let sheet: &Sheet = &part.sheet;
        if sheet.rows.is_empty() {
            continue;
        }
        let legend = legend::alone(sheet, diagnostics);
        if !legend.is_empty() {
            legends.push((sheet, legend));
            continue;
        }
        diagnostics.push(unused(sheet, near.as_ref(), vocabulary));
    }
    legends
}

/// Says why a sheet is not used.
fn unused(sheet: &Sheet, near: Option<&NearMiss>, vocabulary: &Vocabulary) -> Diagnostic {
    let own_name = sheet.place.sheet.as_deref();
    if own_name.is_some_and(|name| name.contains("说明") || name.contains("选项") || name.contains("字典"))
    {
        return Diagnostic::note("unknown-sheet", "这是说明，不是登记表，内容未使用").at(&sheet.place);
    }
    // The title and the sheet's name speak for the sheet; the file's only when it has no other.
    let title = sheet.rows.first().filter(|row| row.cells.len() == 1).map(|row| row.cells[0].value.text());
    let names = [own_name, title.as_deref(), Some(sheet.place.file.as_str()).filter(|_| own_name.is_none())];
    let wanted: Option<Register> = names.into_iter().flatten().find_map(|name| hinted(name, vocabulary));
    match near {
        Some(near) if near.n_columns >= 3 || near.n_columns >= 2 && wanted == Some(near.register) => {
            let message = format!(
                "第 {} 行像是{}的表头，但没有 {} 列，内容未使用",
                near.row + 1,
                near.register,
                near.missing.join("、")
            );
            let origin = sheet.origin(near.row, first_col(sheet, near.row));
            Diagnostic::error("missing-column", message).at(&origin).hint(
                "补上这一列；用词不同的，改成通用的列名，或在 banxin.toml 的 [registers] 中加上本单位的用词",
            )
        }
        _ => match wanted {
            Some(register) => Diagnostic::error(
                "header-not-found",
                format!("名称像是{register}，但没有找到表头，内容未使用"),
            )
            .at(&sheet.place)
            .hint(format!("{register}应有一行列名，如 {}", usual(register, vocabulary))),
            None => {
                let nearest = near.filter(|near| near.n_columns >= 2);
                let hint = nearest.map_or_else(
                    || "检查表头用词；与本期学习无关的可以不管".to_string(),
                    |near| {
                        let missing = near.missing.join("、");
                        format!("最接近{}（缺 {missing} 列）；与本期学习无关的可以不管", near.register)
                    },
                );
                Diagnostic::warning("unknown-sheet", "没有认出这是哪种登记表，内容未使用")
                    .at(&sheet.place)
                    .hint(hint)
            }
        },
    }
}

fn first_col(sheet: &Sheet, row: u32) -> u32 {
    sheet.row(row).and_then(|row| row.cells.first()).map_or(0, |cell| cell.col)
}

/// Returns the usual heads of a register's columns, those it must have first.
fn usual(register: Register, vocabulary: &Vocabulary) -> String {
    if register == Register::Attendance {
        return "姓名 和各次学习的日期".to_string();
    }
    let signature = vocabulary.registers().find(|(_, found, _)| *found == register);
    let Some((_, _, signature)) = signature else { return String::new() };
    let groups = signature.one_of.iter().filter_map(|group| group.first());
    let words = signature.required.iter().chain(groups);
    let words = words.filter_map(|key| signature.columns.get(key)?.first());
    words.map(String::as_str).collect::<Vec<_>>().join("、")
}
