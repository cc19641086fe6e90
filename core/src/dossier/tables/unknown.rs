//! Sheets that are no register: named, with the register they are nearest to.

use crate::diagnostic::Diagnostic;
use crate::dossier::tables::header::{NearMiss, hinted};
use crate::dossier::tables::kind::Unread;
use crate::dossier::tables::legend;
use crate::dossier::tables::region::Region;
use crate::dossier::writing::legend::Legend;
use crate::dossier::writing::squeeze::squeeze;
use crate::dossier::writing::vocabulary::{Register, Vocabulary};
use crate::workbook::{Sheet, Value};

/// A head stands at most below so many rows of titles.
const MAX_ABOVE: usize = 8;

/// Says of each sheet without a table why it is not used; returns the legends among them.
pub(in crate::dossier) fn report<'a>(
    parts: &'a [Region<'_>],
    vocabulary: &Vocabulary,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(&'a Sheet, Legend)> {
    let mut legends = Vec::new();
    for part in parts {
        let Err(unread) = &part.kind else { continue };
        let sheet: &Sheet = &part.sheet;
        if sheet.rows.is_empty() {
            continue;
        }
        let near = match unread {
            Unread::Unknown(near) => near,
            Unread::Misassigned(faults) => {
                diagnostics.extend(faults.iter().cloned());
                continue;
            }
            Unread::LeftOut => {
                let note = Diagnostic::note("unknown-sheet", "按 [layout] 不是登记表，内容未使用");
                diagnostics.push(note.at(&sheet.place));
                continue;
            }
        };
        // What is nearly a register has a legend below it, but is none.
        if near.as_ref().is_none_or(|near| near.n_columns < 2) {
            let legend = legend::alone(sheet, diagnostics);
            if !legend.is_empty() {
                legends.push((sheet, legend));
                continue;
            }
        }
        diagnostics.push(unused(sheet, near.as_ref(), vocabulary));
    }
    legends
}

/// Says of each sheet that was recognised as which register, and by which row.
pub(in crate::dossier) fn report_taken(parts: &[Region<'_>], diagnostics: &mut Vec<Diagnostic>) {
    for part in parts {
        let Ok(kind) = &part.kind else { continue };
        let register = kind.register();
        let (first, last) = kind.header_rows();
        let head = match last - first {
            // The form of one session has none.
            0 => String::new(),
            1 => format!("，表头取第 {last} 行"),
            _ => format!("，表头取第 {}—{last} 行", first + 1),
        };
        let origin = part.sheet.origin(first, first_col(&part.sheet, first));
        let message = format!("这张表认作{register}{head}");
        diagnostics.push(
            Diagnostic::note("sheet-taken", message)
                .at(&origin)
                .hint("认错了的，在网页上“对表”，或在 banxin.toml 的 [layout] 里写明它是什么"),
        );
    }
}

/// Says why a sheet is not used.
fn unused(sheet: &Sheet, near: Option<&NearMiss>, vocabulary: &Vocabulary) -> Diagnostic {
    let own_name = sheet.place.sheet.as_deref();
    if own_name.is_some_and(|name| name.contains("说明") || name.contains("选项") || name.contains("字典"))
    {
        return Diagnostic::note("unknown-sheet", "这是说明，不是登记表，内容未使用").at(&sheet.place);
    }
    if keeps_hours(sheet, vocabulary) {
        return Diagnostic::warning("unknown-sheet", "像是上下班的打卡记录，不是学习考勤，内容未使用")
            .at(&sheet.place)
            .hint("确是学习签到的，删去班次、时段等列，或在网页上“对表”，或在 banxin.toml 的 [layout] 里写明它是什么");
    }
    let wanted = wanted(sheet, vocabulary);
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
                "补上这一列；用词不同的，在网页上“对表”指出哪一列是什么，或写进 banxin.toml 的 [layout]、[registers]",
            )
        }
        _ => {
            let nearest = near.filter(|near| near.n_columns >= 2).map(|near| {
                let NearMiss { register, missing, row, .. } = near;
                format!("最接近{register}：表头取第 {} 行，缺 {} 列", row + 1, missing.join("、"))
            });
            let assign = "在网页上“对表”，或在 banxin.toml 的 [layout] 里写明它是什么";
            let (diagnostic, otherwise) = match wanted {
                Some(register) => {
                    let message = format!("名称像是{register}，但没有找到表头，内容未使用");
                    let usual = format!("{register}应有一行列名，如 {}", usual(register, vocabulary));
                    (Diagnostic::error("header-not-found", message).hint(usual), assign.to_string())
                }
                None => {
                    let message = "没有认出这是哪种登记表，内容未使用";
                    let otherwise = format!("检查表头用词；与本期学习无关的可以不管；是登记表的，{assign}");
                    (Diagnostic::warning("unknown-sheet", message), otherwise)
                }
            };
            nearest.into_iter().chain([otherwise]).fold(diagnostic.at(&sheet.place), Diagnostic::hint)
        }
    }
}

/// Returns whether a head says that a machine kept the hours of work.
fn keeps_hours(sheet: &Sheet, vocabulary: &Vocabulary) -> bool {
    let mut cells = sheet.rows.iter().take(MAX_ABOVE).flat_map(|row| &row.cells);
    cells.any(|cell| {
        matches!(&cell.value, Value::Text(text) if vocabulary.attendance(&squeeze(text)) == Some("shift"))
    })
}

/// Returns the register that a sheet's names speak for.
pub(in crate::dossier) fn wanted(sheet: &Sheet, vocabulary: &Vocabulary) -> Option<Register> {
    // The title and the sheet's name speak for the sheet; the file's only when it has no other.
    let own_name = sheet.place.sheet.as_deref();
    let title = sheet.rows.first().filter(|row| row.cells.len() == 1).map(|row| row.cells[0].value.text());
    let names = [own_name, title.as_deref(), Some(sheet.place.file.as_str()).filter(|_| own_name.is_none())];
    names.into_iter().flatten().find_map(|name| hinted(name, vocabulary))
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
