//! A part in the office's own words, in place of what the program would write.

use crate::document::block::{Align, Block, Column, Table};
use crate::document::material::Material;
use crate::document::numbering::Numbering;
use crate::document::provenance::Provenance;
use crate::document::references::{Kind, Reference, at_start, references};
use crate::document::supplement::{Own, Section};
use crate::document::text::{Figure, Text, text as joined};
use crate::document::wording::title;
use crate::text::is_han;

/// What the office's own words stand in.
const SUPPLEMENT: Provenance = Provenance::Office("正文素材");
/// The type area's width in millimetres.
const WIDTH: f64 = 156.0;
/// A column is thought as wide as this many characters at least, and at most.
const CHARS: (usize, usize) = (4, 24);

/// A table of the office's own with words above it, and the number that it has in this document.
pub(crate) struct OwnTable {
    section: Section,
    written: usize,
    number: Figure,
}

/// Gives the tables of a part their numbers, those that the office has numbered.
pub(crate) fn number_tables(
    material: &Material<'_>,
    section: Section,
    numbering: &mut Numbering,
) -> Vec<OwnTable> {
    let parts: Vec<&Own> = material.supplement.of(section).collect();
    let captions = parts.windows(2).filter_map(|pair| caption(pair[0], pair.get(1).copied()));
    captions.map(|(written, _)| OwnTable { section, written, number: numbering.table() }).collect()
}

/// Returns the number and the words that stand above a table; nothing where it is no such paragraph.
fn caption<'a>(own: &'a Own, next: Option<&Own>) -> Option<(usize, &'a str)> {
    let (Own::Paragraph(words), Some(Own::Table(_))) = (own, next) else { return None };
    let Reference { number, end, .. } = at_start(words).filter(|one| one.kind == Kind::Table)?;
    let rest = &words[end..];
    let is_caption = rest.starts_with([' ', '　', '：', ':', '.', '．']) || rest.starts_with(is_han);
    (is_caption && !words.contains(['。', '；'])).then(|| (number, rest.trim_start_matches(BEHIND_NUMBER)))
}

/// What stands between a table's number and its words.
const BEHIND_NUMBER: [char; 6] = [' ', '　', '：', ':', '.', '．'];

/// Returns the references to tables in words.
fn references_to_tables(words: &str) -> impl Iterator<Item = Reference> {
    references(words).into_iter().filter(|one| one.kind == Kind::Table)
}

/// The tables of a document that the office's own words can refer to.
pub(crate) struct Tables {
    /// The office's own.
    pub own: Vec<OwnTable>,
    /// Where the program's tables of the plan stand, in order.
    pub of_plan: Vec<Text>,
}

impl Tables {
    /// Returns what a part's words refer to by a number: a table of the part, else of another one,
    /// else one of the program's plan.
    fn place(&self, material: &Material<'_>, section: Section, number: usize) -> Option<Text> {
        let named = |one: &&OwnTable| one.written == number;
        let of_part = self.own.iter().filter(named).find(|one| one.section == section);
        if let Some(table) = of_part.or_else(|| self.own.iter().find(named)) {
            return Some(table.number.clone().into());
        }
        let at = if section == Section::Plan {
            others(material, &self.own).iter().position(|other| *other == number)?
        } else {
            return None;
        };
        self.of_plan.get(at).cloned()
    }
}

/// Returns the numbers by which the office's own plan refers to tables that are not its own.
fn others(material: &Material<'_>, own: &[OwnTable]) -> Vec<usize> {
    let mut numbers: Vec<usize> = Vec::new();
    for part in material.supplement.of(Section::Plan) {
        if let Own::Paragraph(words) = part {
            numbers.extend(references_to_tables(words).map(|one| one.number));
        }
    }
    numbers.retain(|number| own.iter().all(|table| table.written != *number));
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Returns whether the office's own plan refers to tables that the program writes.
pub(crate) fn refers_to_plan(material: &Material<'_>, own: &[OwnTable]) -> bool {
    !others(material, own).is_empty()
}

/// Returns whether the office's own plan has a table with one of these heads of each kind.
pub(crate) fn plan_has_table(material: &Material<'_>, heads: &[&[&str]]) -> bool {
    let has = |head: &[String], words: &[&str]| {
        head.iter().any(|cell| words.iter().any(|word| cell.contains(word)))
    };
    material.supplement.of(Section::Plan).any(|own| match own {
        Own::Table(rows) => rows.first().is_some_and(|head| heads.iter().all(|words| has(head, words))),
        Own::Heading(_) | Own::Paragraph(_) => false,
    })
}

/// Returns a part as the office writes it, its references to tables by the numbers that these have
/// here; nothing where it does not write it.
pub(crate) fn blocks(material: &Material<'_>, section: Section, tables: &Tables) -> Option<Vec<Block>> {
    let parts: Vec<&Own> = material.supplement.of(section).collect();
    let n_headings = parts.iter().filter(|own| matches!(own, Own::Heading(_))).count();
    let mut n = 0;
    let mut above: Option<Text> = None;
    let mut blocks = Vec::new();
    for (at, own) in parts.iter().enumerate() {
        match own {
            Own::Heading(words) => {
                n += 1;
                // One alone has no number.
                blocks.push(Block::subheading(if n_headings > 1 {
                    title::numbered_below(n, text(words))
                } else {
                    text(words)
                }));
            }
            Own::Paragraph(words) => match caption(own, parts.get(at + 1).copied()) {
                Some((number, rest)) => {
                    let place = tables.place(material, section, number);
                    above = place.map(|number| joined!("{number}　{}", text(rest)));
                }
                None => blocks.push(Block::Paragraph(referring(words, |number| {
                    tables.place(material, section, number)
                }))),
            },
            Own::Table(rows) => blocks.push(Block::Table(table(rows, above.take()))),
        }
    }
    (!blocks.is_empty()).then_some(blocks)
}

/// Returns words with their references replaced where there is something to refer to.
fn referring(words: &str, place: impl Fn(usize) -> Option<Text>) -> Text {
    let mut out = Text::new();
    let mut done = 0;
    for Reference { number, start, end, .. } in references_to_tables(words) {
        if let Some(place) = place(number) {
            if start > done {
                out += text(&words[done..start]);
            }
            out += place;
            done = end;
        }
    }
    if done < words.len() {
        out += text(&words[done..]);
    }
    out
}

/// Returns whether the office's own plan ends as a document does: 特此报告。
pub(crate) fn is_closed(material: &Material<'_>) -> bool {
    let last = material.supplement.of(Section::Plan).last();
    matches!(last, Some(Own::Paragraph(words)) if words.starts_with("特此"))
}

fn text(words: &str) -> Text {
    Text::of(words, SUPPLEMENT)
}

/// Sets a table as wide as the type area, its columns by their longest cells.
fn table(rows: &[Vec<String>], caption: Option<Text>) -> Table {
    let (head, rows) = rows.split_first().expect("a table has a row");
    let longest = |column: usize| {
        let cells = std::iter::once(head).chain(rows).map(|row| row[column].chars().count());
        cells.max().unwrap_or(0).clamp(CHARS.0, CHARS.1)
    };
    let chars: Vec<usize> = (0..head.len()).map(longest).collect();
    let all: usize = chars.iter().sum();
    let is_long = |n: usize| n > 12;
    let column = |n: usize| Column {
        width_mm: (WIDTH * n as f64 / all as f64 * 10.0).floor() / 10.0,
        align: if is_long(n) { Align::Left } else { Align::Center },
    };
    let cells = |row: &Vec<String>| row.iter().map(|cell| text(cell)).collect();
    Table {
        caption,
        columns: chars.into_iter().map(column).collect(),
        header: head.iter().map(|cell| text(cell)).collect(),
        rows: rows.iter().map(cells).collect(),
        note: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_above_a_table_are_its_caption() {
        let table = Own::Table(vec![vec!["村".into()]]);
        let check = |words: &str, expected: Option<(usize, &str)>| {
            assert_eq!(caption(&Own::Paragraph(words.into()), Some(&table)), expected, "{words}");
        };
        check("表1　各村场次", Some((1, "各村场次")));
        check("表二：各村场次", Some((2, "各村场次")));
        check("表3各村场次", Some((3, "各村场次")));
        check("表1列出了各村的场次。", None);
        check("各村场次", None);
        assert_eq!(caption(&Own::Paragraph("表1　各村场次".into()), None), None);
    }
}
