//! Somebody who revises a draft: rewords, deletes, swaps, merges, splits, and mistypes numbers.

use banxin_core::revision::judge::subject;
use banxin_core::revision::numbers::{Reading, Relation, UnitKind, read, relation};

use super::paper::{Paper, Sheet, Token};

const WORDS: [&str; 12] =
    ["扎实", "推进", "落实", "深入", "加强", "有关", "工作", "要求", "学习", "情况", "组织", "全镇"];
const PHRASES: [&str; 10] = [
    "按照上级要求，",
    "结合实际，",
    "总的看，",
    "切实",
    "认真",
    "进一步",
    "班子成员",
    "同时，",
    "经过努力，",
    "从全镇看，",
];
const CLAUSES: [&str; 6] = [
    "做到学有所获，",
    "形成了浓厚氛围，",
    "得到群众好评，",
    "推动工作上台阶，",
    "注重以上率下，",
    "坚持问题导向，",
];

/// Random numbers that are the same each time (SplitMix64).
pub struct Chance(pub u64);

impl Chance {
    /// Returns a number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % n.max(1) as u64).expect("below a usize")
    }

    fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

/// Makes so many changes.
pub fn revise(paper: &mut Paper, n_edits: usize, chance: &mut Chance) {
    let mut n = 0;
    // A change that finds nothing to change is none.
    for _ in 0..n_edits * 50 {
        n += usize::from(edit(paper, chance));
        if n == n_edits {
            return;
        }
    }
}

fn edit(paper: &mut Paper, chance: &mut Chance) -> bool {
    match chance.below(100) {
        0..20 => with_paragraph(paper, chance, replace_word),
        20..30 => with_paragraph(paper, chance, insert_phrase),
        30..40 => with_paragraph(paper, chance, delete_word),
        40..48 => with_paragraph(paper, chance, delete_clause),
        48..56 => with_paragraph(paper, chance, swap_clauses),
        56..64 => move_sentence(paper, chance),
        64..68 => merge(paper, chance),
        68..72 => split(paper, chance),
        72..76 => move_paragraph(paper, chance),
        76..88 => with_any(paper, chance, |tokens, chance| mistype(tokens, chance)),
        88..95 => with_paragraph(paper, chance, |tokens, chance| respell(tokens, chance)),
        95..98 => with_paragraph(paper, chance, insert_clause),
        _ => change_rows(paper, chance),
    }
}

/// Returns paragraphs that are worth a change.
fn paragraphs(paper: &Paper) -> Vec<usize> {
    let is_long = |sheet: &Sheet| sheet.seat.is_none() && sheet.tokens.len() > 12;
    (0..paper.0.len()).filter(|at| is_long(&paper.0[*at])).collect()
}

fn with_paragraph(
    paper: &mut Paper,
    chance: &mut Chance,
    change: fn(&mut Vec<Token>, &mut Chance) -> bool,
) -> bool {
    let all = paragraphs(paper);
    if all.is_empty() {
        return false;
    }
    let at = all[chance.below(all.len())];
    change(&mut paper.0[at].tokens, chance)
}

fn with_any(
    paper: &mut Paper,
    chance: &mut Chance,
    change: fn(&mut Vec<Token>, &mut Chance) -> bool,
) -> bool {
    if chance.below(5) > 0 {
        return with_paragraph(paper, chance, change);
    }
    let at = chance.below(paper.0.len());
    change(&mut paper.0[at].tokens, chance)
}

/// Returns whether words from here on can be taken without tearing a number from its unit.
fn is_free(tokens: &[Token], start: usize, end: usize) -> bool {
    let is_word = |token: &Token| {
        !token.is_number
            && !token.is_any("，。；：、！？《》“”（）〔〕第余多近约未不少于至低高超过足满到达\n")
    };
    let is_number = |at: usize| tokens.get(at).is_some_and(|token| token.is_number);
    end <= tokens.len()
        && !says_subject(tokens, start, end)
        && tokens[start..end].iter().all(is_word)
        && !(start.saturating_sub(4)..start).any(is_number)
        && !is_number(end)
}

/// Returns whether words from here on say what a number is told of; who changes them says
/// something else.
fn says_subject(tokens: &[Token], start: usize, end: usize) -> bool {
    let (first, last) = (start.saturating_sub(8), (end + 8).min(tokens.len()));
    let text: String = tokens[first..last].iter().map(|token| token.text.as_str()).collect();
    let n_bytes = |tokens: &[Token]| tokens.iter().map(|token| token.text.len()).sum::<usize>();
    let (from, to) = (n_bytes(&tokens[first..start]), n_bytes(&tokens[first..end]));
    subject::read(&text).iter().any(|word| word.start < to && from < word.end)
}

fn replace_word(tokens: &mut Vec<Token>, chance: &mut Chance) -> bool {
    let start = chance.below(tokens.len());
    let end = start + 1 + chance.below(3);
    if !is_free(tokens, start, end) {
        return false;
    }
    tokens.splice(start..end, Token::words(chance.one(&WORDS)));
    true
}

fn insert_phrase(tokens: &mut Vec<Token>, chance: &mut Chance) -> bool {
    let at = chance.below(tokens.len());
    if at > 0 && !tokens[at - 1].is_any("，。；") {
        return false;
    }
    tokens.splice(at..at, Token::words(chance.one(&PHRASES)));
    true
}

fn insert_clause(tokens: &mut Vec<Token>, chance: &mut Chance) -> bool {
    let at = chance.below(tokens.len());
    if at == 0 || !tokens[at - 1].is_any("，") {
        return false;
    }
    tokens.splice(at..at, Token::words(chance.one(&CLAUSES)));
    true
}

fn delete_word(tokens: &mut Vec<Token>, chance: &mut Chance) -> bool {
    let start = chance.below(tokens.len());
    let end = start + 1 + chance.below(3);
    if !is_free(tokens, start, end) {
        return false;
    }
    tokens.drain(start..end);
    true
}

/// Returns the beginning and end of each clause, its mark included.
fn pieces(tokens: &[Token], marks: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        if token.is_any(marks) {
            out.push((start, at + 1));
            start = at + 1;
        }
    }
    if start < tokens.len() {
        out.push((start, tokens.len()));
    }
    out
}

fn delete_clause(tokens: &mut Vec<Token>, chance: &mut Chance) -> bool {
    let clauses = pieces(tokens, "，；。");
    let (start, end) = clauses[chance.below(clauses.len())];
    if clauses.len() < 3 || !tokens[end - 1].is_any("，；") {
        return false;
    }
    tokens.drain(start..end);
    true
}

fn swap_clauses(tokens: &mut Vec<Token>, chance: &mut Chance) -> bool {
    let marks = if chance.below(2) == 0 { "，；。" } else { "，；。、" };
    let clauses = pieces(tokens, marks);
    let at = chance.below(clauses.len());
    let Some((first, second)) = clauses.get(at).zip(clauses.get(at + 1)) else { return false };
    if !tokens[first.1 - 1].is_any("，；、") || !tokens[second.1 - 1].is_any("，；。、") {
        return false;
    }
    let body = |(start, end): (usize, usize)| tokens[start..end - 1].to_vec();
    let mark = |(_, end): (usize, usize)| tokens[end - 1].clone();
    let mut both = body(*second);
    both.push(mark(*first));
    both.extend(body(*first));
    both.push(mark(*second));
    tokens.splice(first.0..second.1, both);
    true
}

fn move_sentence(paper: &mut Paper, chance: &mut Chance) -> bool {
    let all = paragraphs(paper);
    if all.len() < 2 {
        return false;
    }
    let (from, to) = (all[chance.below(all.len())], all[chance.below(all.len())]);
    let sentences = pieces(&paper.0[from].tokens, "。；");
    let (start, end) = sentences[chance.below(sentences.len())];
    if sentences.len() < 2 || !paper.0[from].tokens[end - 1].is_any("。；") {
        return false;
    }
    let sentence: Vec<Token> = paper.0[from].tokens.drain(start..end).collect();
    let places = pieces(&paper.0[to].tokens, "。；");
    let at = places.get(chance.below(places.len())).map_or(0, |(start, _)| *start);
    paper.0[to].tokens.splice(at..at, sentence);
    true
}

fn merge(paper: &mut Paper, chance: &mut Chance) -> bool {
    let all = paragraphs(paper);
    let at = chance.below(all.len());
    let Some((first, second)) = all.get(at).zip(all.get(at + 1)) else { return false };
    if first + 1 != *second {
        return false;
    }
    let tail = paper.0.remove(*second).tokens;
    paper.0[*first].tokens.extend(tail);
    true
}

fn split(paper: &mut Paper, chance: &mut Chance) -> bool {
    let all = paragraphs(paper);
    if all.is_empty() {
        return false;
    }
    let at = all[chance.below(all.len())];
    let sentences = pieces(&paper.0[at].tokens, "。；");
    let (start, _) = sentences[chance.below(sentences.len())];
    if start == 0 {
        return false;
    }
    let tokens = paper.0[at].tokens.split_off(start);
    paper.0.insert(at + 1, Sheet { tokens, seat: None });
    true
}

fn move_paragraph(paper: &mut Paper, chance: &mut Chance) -> bool {
    let all = paragraphs(paper);
    if all.len() < 2 {
        return false;
    }
    let from = all[chance.below(all.len())];
    let sheet = paper.0.remove(from);
    let places: Vec<usize> = (0..paper.0.len()).filter(|at| paper.0[*at].seat.is_none()).collect();
    paper.0.insert(places[chance.below(places.len())], sheet);
    true
}

/// Deletes a row of a table, or swaps it with the one below.
fn change_rows(paper: &mut Paper, chance: &mut Chance) -> bool {
    let at = chance.below(paper.0.len());
    let Some(seat) = paper.0[at].seat.filter(|seat| seat.row > 0) else { return false };
    let is_in = |sheet: &Sheet, row: usize| {
        sheet.seat.is_some_and(|other| other.table == seat.table && other.row == row)
    };
    if chance.below(2) == 0 {
        paper.0.retain(|sheet| !is_in(sheet, seat.row));
        return true;
    }
    let cells = |row: usize| paper.0.iter().filter(|sheet| is_in(sheet, row)).cloned().collect::<Vec<_>>();
    let (upper, lower) = (cells(seat.row), cells(seat.row + 1));
    if lower.len() != upper.len() {
        return false;
    }
    let row = |sheets: Vec<Sheet>, row| {
        sheets.into_iter().map(move |sheet| {
            let seat = sheet.seat.map(|seat| banxin_core::revision::align::Seat { row, ..seat });
            Sheet { seat, ..sheet }
        })
    };
    let both = row(lower, seat.row).chain(row(upper, seat.row + 1));
    let places: Vec<usize> = (0..paper.0.len())
        .filter(|at| is_in(&paper.0[*at], seat.row) || is_in(&paper.0[*at], seat.row + 1))
        .collect();
    for (place, sheet) in places.into_iter().zip(both) {
        paper.0[place] = sheet;
    }
    true
}

/// Returns one of the numbers that are counted or dated.
fn number_at(tokens: &[Token], chance: &mut Chance) -> Option<usize> {
    let is_one = |at: &usize| tokens[*at].is_number && tokens[*at].from.is_some();
    let all: Vec<usize> = (0..tokens.len()).filter(is_one).collect();
    (!all.is_empty()).then(|| all[chance.below(all.len())])
}

/// Writes another digit into a number.
fn mistype(tokens: &mut [Token], chance: &mut Chance) -> bool {
    let Some(at) = number_at(tokens, chance) else { return false };
    let text = tokens[at].text.clone();
    let digits: Vec<usize> =
        text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect();
    if digits.is_empty() {
        return false;
    }
    let place = digits[chance.below(digits.len())];
    let digit = char::from(b'1' + u8::try_from(chance.below(9)).expect("a digit"));
    let typed = format!("{}{digit}{}", &text[..place], &text[place + 1..]);
    let behind: String = tokens[at + 1..].iter().take(4).map(|token| token.text.as_str()).collect();
    let before: String = tokens[at.saturating_sub(2)..at].iter().map(|token| token.text.as_str()).collect();
    let number = |text: &str| {
        let all = read(&format!("{before}{text}{behind}"));
        all.into_iter().find(|number| number.start == before.len() && number.end == before.len() + text.len())
    };
    let (Some(was), Some(is)) = (number(&text), number(&typed)) else { return false };
    let is_other = relation(&was, &is, None) == Relation::Other;
    if !is_other || was.is_label() || matches!(was.reading, Reading::Part(_)) {
        return false;
    }
    tokens[at].text = typed;
    tokens[at].is_changed = true;
    true
}

/// Writes a number in other words that are true.
fn respell(tokens: &mut [Token], chance: &mut Chance) -> bool {
    const NUMERALS: [&str; 10] = ["一", "两", "三", "四", "五", "六", "七", "八", "九", "十"];
    let Some(at) = number_at(tokens, chance).filter(|at| !tokens[*at].is_changed) else { return false };
    let behind: String = tokens[at + 1..].iter().take(4).map(|token| token.text.as_str()).collect();
    let text = tokens[at].text.clone();
    let all = read(&format!("{text}{behind}"));
    let Some(number) = all.first().filter(|number| number.start == 0 && number.end == text.len()) else {
        return false;
    };
    let before: String = tokens[at.saturating_sub(3)..at].iter().map(|token| token.text.as_str()).collect();
    if before.ends_with(|c: char| "第约近于过足到满低少超".contains(c)) || behind.contains("以") {
        return false;
    }
    let written = match &number.reading {
        Reading::Amount(value, UnitKind::Percent) if text.contains(|c: char| c.is_ascii_digit()) => {
            let tens = value.as_f64() / 10.0;
            if !(1.0..10.0).contains(&tens) || tens.fract() < 0.05 {
                return false;
            }
            format!("{}成多", NUMERALS[tens as usize - 1].replace('两', "二"))
        }
        Reading::Amount(value, kind) if *kind != UnitKind::Bare => {
            let n = value.as_u32().filter(|n| (1..=10).contains(n) && text == n.to_string());
            let Some(n) = n else { return false };
            NUMERALS[n as usize - 1].to_string()
        }
        _ => return false,
    };
    tokens[at].text = written;
    true
}
