//! Plain text and Markdown as headings, paragraphs and tables, each with its line's number.

use crate::dossier::docx::Passage;
use crate::dossier::left_out::{LeftOut, Thing};

/// Reads Markdown: lines without a blank one between are one paragraph. Pictures are told apart.
pub(in crate::dossier) fn passages(text: &str) -> (Vec<(usize, Passage)>, LeftOut) {
    let mut left_out = LeftOut::default();
    let mut words = String::with_capacity(text.len());
    for (n, line) in (1..).zip(text.lines()) {
        words.push_str(&without_pictures(line, &mut |named| left_out.add(Thing::Picture, Some(n), named)));
        words.push('\n');
    }
    (read(&words, true), left_out)
}

/// Returns a line without its pictures, `![name](address)`; tells each by its name.
fn without_pictures(line: &str, tell: &mut dyn FnMut(&str)) -> String {
    let mut words = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, from)) = rest.split_once("![") {
        let picture = from.split_once("](").and_then(|(name, from)| Some((name, from.split_once(')')?.1)));
        let Some((name, after)) = picture.filter(|(name, _)| !name.contains(['[', ']'])) else {
            words.push_str(before);
            words.push_str("![");
            rest = from;
            continue;
        };
        tell(name);
        words.push_str(before);
        rest = after;
    }
    words + rest
}

/// Reads plain text: each line is a paragraph, but headings and tables may be marked alike.
pub(in crate::dossier) fn lines(text: &str) -> Vec<(usize, Passage)> {
    read(text, false)
}

fn read(text: &str, joins: bool) -> Vec<(usize, Passage)> {
    let mut passages: Vec<(usize, Passage)> = Vec::new();
    let mut goes_on = false;
    for (n, line) in (1..).zip(text.lines()) {
        let line = line.trim_matches(|c: char| c.is_whitespace() && c != '\t').trim_matches('\u{1a}');
        if line.trim().is_empty() {
            goes_on = false;
        } else if let Some(row) = row(line) {
            match passages.last_mut() {
                Some((_, Passage::Table(rows))) if goes_on => rows.push(row),
                _ => passages.push((n, Passage::Table(vec![row]))),
            }
            goes_on = true;
        } else if is_rule(line) {
            // The line below a table's head; a table goes on.
        } else if let Some(heading) = line.strip_prefix('#') {
            let level = 1 + heading.chars().take_while(|c| *c == '#').count();
            let level = u8::try_from(level).unwrap_or(u8::MAX);
            passages.push((n, Passage::Heading(level, heading.trim_start_matches('#').trim().to_string())));
            goes_on = false;
        } else {
            let (is_item, words) = without_marks(line);
            match passages.last_mut() {
                Some((_, Passage::Words(before))) if goes_on && joins && !is_item => {
                    before.push('\n');
                    before.push_str(&words);
                }
                _ => passages.push((n, Passage::Words(words))),
            }
            goes_on = true;
        }
    }
    passages
}

/// Returns the cells of a table's row: between bars, or between tabs.
fn row(line: &str) -> Option<Vec<String>> {
    let cells = |text: &str, mark: char| text.split(mark).map(|cell| cell.trim().to_string()).collect();
    let barred = line.trim().strip_prefix('|').filter(|_| !is_rule(line));
    match barred {
        Some(rest) => Some(cells(rest.strip_suffix('|').unwrap_or(rest), '|')),
        None => line.trim().contains('\t').then(|| cells(line, '\t')),
    }
}

/// Returns whether a line is the rule below a table's head: |---|:--|.
fn is_rule(line: &str) -> bool {
    line.contains("--") && line.contains('|') && line.chars().all(|c| "|-: ".contains(c))
}

/// Drops the marks of lists, quotations and emphasis; says whether a list's item begins.
fn without_marks(line: &str) -> (bool, String) {
    let words = line.trim_start_matches('>').trim_start();
    let item = ["- ", "* ", "+ "].into_iter().find_map(|mark| words.strip_prefix(mark));
    let words = item.unwrap_or(words).replace("**", "").replace('`', "");
    (item.is_some(), words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_string()).collect()
    }

    #[test]
    fn pictures_are_told_apart() {
        let check = |text: &str, expected: &[(usize, &str)], pictures: &[&str]| {
            let (read, left_out) = passages(text);
            let read: Vec<(usize, Passage)> = read;
            let words: Vec<(usize, Passage)> =
                expected.iter().map(|(n, words)| (*n, Passage::Words((*words).into()))).collect();
            assert_eq!(read, words, "{text}");
            let mut expected = LeftOut::default();
            pictures.iter().for_each(|named| expected.add(Thing::Picture, Some(1), named));
            assert_eq!(left_out, expected, "{text}");
        };
        check("到村宣讲![宣讲](a/宣讲.png)12场", &[(1, "到村宣讲12场")], &["宣讲"]);
        check("![](a.png)\n\n第二段", &[(3, "第二段")], &[""]);
        check("甲![乙](c)![丁](d)", &[(1, "甲")], &["乙", "丁"]);
        check("真好![注]没有图", &[(1, "真好![注]没有图")], &[]);
        check("真好![注](没有完", &[(1, "真好![注](没有完")], &[]);
    }

    #[test]
    fn markdown_and_plain_text() {
        let text = "# 成效\n第一行\n续行\n\n- **第二**段\n## 小标题\n| 村 | 次数 |\n|---|:--|\n| 甲村 | 3 |\n\n末段\u{1a}";
        let table = Passage::Table(vec![strings(&["村", "次数"]), strings(&["甲村", "3"])]);
        let heading = |level, text: &str| Passage::Heading(level, text.into());
        let words = |text: &str| Passage::Words(text.into());
        assert_eq!(
            passages(text).0,
            [
                (1, heading(1, "成效")),
                (2, words("第一行\n续行")),
                (5, words("第二段")),
                (6, heading(2, "小标题")),
                (7, table.clone()),
                (11, words("末段")),
            ]
        );
        let lines: Vec<Passage> = lines("成效\n第一行\n第二行\n村\t次数\n甲村\t3\n")
            .into_iter()
            .map(|(_, passage)| passage)
            .collect();
        assert_eq!(lines, [words("成效"), words("第一行"), words("第二行"), table]);
    }
}
