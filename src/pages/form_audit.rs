//! What the document's form asks of its pages: letterhead, signature, colophon, page numbers
//! and colours (GB/T 9704-2012, 7.2 to 7.5 and 10).
//!
//! Complements templates/gb9704: the same measures, taken from the finished pages.

use time::Date;

use crate::document::visible::{chinese_date, visible};
use crate::document::{Document, Form, Format, Red, Seal, is_document_number};
use crate::pages::engine::Engine;
use crate::pages::form_view::{organ_lines, post_lines, printed_on, printer_lines};
use crate::pages::found::{Check, Found};
use crate::pages::grid::{self, Grid};
use crate::pages::lines::{Line, PageLines, Rule};
use crate::pages::walk::Role;
use crate::text::is_han;

/// How far something may be off, in points: half of the standard's own millimetre.
const TOLERANCE: f64 = 0.5 * grid::MM;
/// 四号.
const SI_HAO: f64 = 14.0;
/// How narrow the letters of a mark may be; the template keeps a little more.
const NARROWEST: f64 = 0.48;

/// What a document's form asks of its pages.
pub(crate) struct Expected<'a> {
    /// The form.
    form: &'a Form,
    /// The organ that leads.
    organ: String,
    /// The date as printed.
    date: String,
    /// Whether an addressee stands above the text.
    has_addressee: bool,
    /// Whether proof marks are drawn.
    proof: bool,
    /// The families of the office's own faces.
    families: Vec<&'a str>,
    /// The lines that pages have.
    grid: Grid,
}

impl<'a> Expected<'a> {
    /// Returns what a document asks for.
    pub(crate) fn new(document: &'a Document, proof: bool, grid: Grid, engine: &'a Engine) -> Expected<'a> {
        let organ = visible(&document.organ);
        let families = engine.office_faces().iter().map(|face| face.family.as_str()).collect();
        let date = chinese_date(document.date);
        let has_addressee = document.addressee.is_some();
        Expected { form: &document.form, organ, date, has_addressee, proof, families, grid }
    }

    /// Returns the lines that pages have.
    pub(crate) fn grid(&self) -> Grid {
        self.grid
    }

    /// Returns whether the office brings this family.
    pub(crate) fn brings(&self, family: &str) -> bool {
        self.families.contains(&family)
    }

    /// Returns what a page lacks on which there is nothing but the closing part.
    pub(crate) fn says_alone(&self) -> &'static str {
        if self.form.format == Format::Minutes {
            "只有出席人员名单，没有正文"
        } else {
            "只有落款，没有正文"
        }
    }

    /// Returns whether a page may be blank: the one before a colophon that must be on an even
    /// page (7.5).
    pub(crate) fn may_be_blank(&self, page: usize, n_pages: usize) -> bool {
        self.form.colophon_on_even_page && page % 2 == 1 && page + 1 == n_pages
    }

    /// Returns the type area's left edge on a page.
    pub(crate) fn left(&self, page: usize) -> f64 {
        let swaps = self.form.mirrored && page.is_multiple_of(2);
        // The margins are 28 and 26 mm.
        if swaps { grid::LEFT - 2.0 * grid::MM } else { grid::LEFT }
    }

    /// Returns the type area's right edge on a page.
    fn right(&self, page: usize) -> f64 {
        self.left(page) + grid::RIGHT - grid::LEFT
    }
}

/// Checks what the form asks for.
pub(crate) fn check_form(pages: &[PageLines], expected: &Expected<'_>, found: &mut Found) {
    if let Some(first) = pages.first() {
        check_first_page(first, expected, found);
        if expected.form.letterhead.is_some() {
            check_letterhead(first, expected, found);
        }
    }
    check_signature(pages, expected, found);
    check_colophon(pages, expected, found);
    check_numbers(pages, expected, found);
    if !expected.proof {
        for page in pages {
            check_colours(page, red(expected.form.red), found);
        }
    }
}

/// Notes how far a measure is off.
fn measure(found: &mut Found, check: Check, page: &PageLines, name: &str, off: f64) {
    found.page(check, page, off.abs() > TOLERANCE, || {
        format!("的{name}偏离 {:.1} 毫米（允许 {:.1} 毫米）", off / grid::MM, TOLERANCE / grid::MM)
    });
}

/// Checks that text of the body stands on the first page, whatever is above it: the first
/// paragraph is the addressee, where there is one.
fn check_first_page(page: &PageLines, expected: &Expected<'_>, found: &mut Found) {
    let mut paragraphs = page.lines.iter().filter(|line| line.role == Role::Paragraph);
    let addressee = if expected.has_addressee { paragraphs.next().map(|line| line.part) } else { None };
    let has_text = paragraphs.any(|line| Some(line.part) != addressee);
    found.page(Check::FirstPage, page, !has_text, || match addressee {
        Some(_) => "是首页，主送机关之后却没有正文（首页应显示正文）".to_string(),
        None => "是首页，却没有正文（首页应显示正文）".to_string(),
    });
}

/// Checks mark, number and red lines.
fn check_letterhead(page: &PageLines, expected: &Expected<'_>, found: &mut Found) {
    let is_letter = expected.form.format == Format::Letter;
    let red: Vec<&Rule> = page.rules.iter().filter(|rule| rule.role == Role::Letterhead).collect();
    let n_expected = if is_letter { 4 } else { 1 };
    found.page(Check::Letterhead, page, red.len() != n_expected, || {
        format!("有 {} 条红色横线（应有 {n_expected} 条）", red.len())
    });
    let parts = || page.lines.iter().filter(|line| line.role == Role::Letterhead);
    let middle = expected.left(1) + (grid::RIGHT - grid::LEFT) / 2.0;
    for rule in &red {
        let length = if is_letter { 170.0 * grid::MM } else { grid::RIGHT - grid::LEFT };
        measure(found, Check::Letterhead, page, "红线左端", rule.left - (middle - length / 2.0));
        measure(found, Check::Letterhead, page, "红线右端", rule.right - (middle + length / 2.0));
    }
    for mark in parts().filter(|line| line.size > 1.2 * grid::CELL && !line.text.is_empty()) {
        let width = (mark.right - mark.left) / mark.text.chars().count() as f64 / mark.size;
        // Where the mark is Han characters alone, which are as wide as high.
        let is_narrow = mark.text.chars().all(is_han) && width < NARROWEST;
        found.page(Check::Letterhead, page, is_narrow, || {
            let (width, least) = (100.0 * width, 100.0 * NARROWEST);
            let text = &mark.text;
            format!("的发文机关标志 `{text}` 字宽只有字高的 {width:.0}%（应不小于 {least:.0}%）")
        });
    }
    let head = expected.form.letterhead.as_ref();
    let has_line =
        head.is_some_and(|head| head.number.is_some() || !head.signers.is_empty() || head.issued.is_some());
    if let (false, true, Some(rule)) = (is_letter, has_line, red.first()) {
        let above = parts().map(|line| line.baseline + grid::DESCENT * line.size).max_by(f64::total_cmp);
        let gap = above.map_or(0.0, |above| rule.y - above);
        measure(found, Check::Letterhead, page, "红线与发文字号的距离", gap - 4.0 * grid::MM);
    }
    if let (true, Some(lowest)) = (is_letter, red.last()) {
        let edge = lowest.y + lowest.weight / 2.0;
        measure(found, Check::Letterhead, page, "下方红线", edge - (grid::PAPER.1 - 20.0 * grid::MM));
    }
    let number = head.and_then(|head| head.number.as_deref());
    if let Some(number) =
        number.filter(|number| expected.form.format != Format::Minutes && !number.is_empty())
    {
        found.page(Check::Letterhead, page, !is_document_number(number), || {
            format!("的发文字号 `{number}` 写法不对（应如 `清委〔2020〕12号`）")
        });
    }
}

/// Checks where organ and date stand.
fn check_signature(pages: &[PageLines], expected: &Expected<'_>, found: &mut Found) {
    let Some(signature) = &expected.form.signature else { return };
    let closing = |page: &&PageLines| page.lines.iter().any(|line| line.role == Role::Closing);
    let Some(page) = pages.iter().rfind(closing) else { return };
    let named = |text: &str| -> Option<&Line> {
        page.lines.iter().rev().find(|line| line.role == Role::Closing && line.text == text)
    };
    let Some(date) = named(&expected.date) else {
        found.page(Check::Signature, page, true, || "的落款没有成文日期".to_string());
        return;
    };
    check_names(pages, page, expected, found);
    let right = expected.right(page.number);
    let centre = |line: &Line| (line.left + line.right) / 2.0;
    // Of a name on several lines the last one stands above the date.
    let lines: Vec<Vec<String>> = signature.organs.iter().map(|organ| organ_lines(organ)).collect();
    let last = lines.last().and_then(|lines| lines.last()).map_or(expected.organ.as_str(), String::as_str);
    match (signature.seal, named(last)) {
        (Seal::Signature, _) => {
            measure(found, Check::Signature, page, "成文日期右端", date.right - (right - 4.0 * grid::CELL));
        }
        (Seal::Seal, Some(organ)) => {
            measure(found, Check::Signature, page, "署名与日期的中线", centre(organ) - centre(date));
            // A long organ moves the date to the left.
            let of_row = lines.last().into_iter().flatten().filter_map(|line| named(line));
            let widest = of_row.map(|line| line.right - line.left).fold(0.0, f64::max);
            let far = (right - 4.0 * grid::CELL).min(right - (widest - date.right + date.left) / 2.0);
            measure(found, Check::Signature, page, "成文日期右端", date.right - far);
        }
        (Seal::None, Some(organ)) => {
            measure(
                found,
                Check::Signature,
                page,
                "日期与署名首字的距离",
                date.left - organ.left - 2.0 * grid::CELL,
            );
            let organs = lines.iter().flatten().filter_map(|line| named(line));
            let widest = organs.max_by(|a, b| (a.right - a.left).total_cmp(&(b.right - b.left)));
            let widest = widest.unwrap_or(organ);
            let date_is_wider = date.right - date.left > widest.right - widest.left + TOLERANCE;
            let end = if date_is_wider { date.right } else { widest.right };
            let off = end - (right - 2.0 * grid::CELL);
            measure(found, Check::Signature, page, "落款右端", off);
        }
        // Missing names are found by themselves.
        (_, None) => {}
    }
}

/// Checks that everybody who signs is there: the organs, or the posts beside their stamps.
fn check_names(pages: &[PageLines], last: &PageLines, expected: &Expected<'_>, found: &mut Found) {
    let Some(signature) = &expected.form.signature else { return };
    let closing = || pages.iter().flat_map(|page| &page.lines).filter(|line| line.role == Role::Closing);
    let lines: Vec<String> = match signature.seal {
        Seal::Signature => signature.posts.iter().flat_map(|post| post_lines(post)).collect(),
        Seal::Seal | Seal::None => signature.organs.iter().flat_map(|organ| organ_lines(organ)).collect(),
    };
    let what = if signature.seal == Seal::Signature { "职务" } else { "署名" };
    for text in lines {
        let is_missing = !closing().any(|line| line.text == text);
        found.page(Check::Signature, last, is_missing, || format!("的落款没有{what} `{text}`"));
    }
}

/// Checks that the colophon is the end of the last page.
fn check_colophon(pages: &[PageLines], expected: &Expected<'_>, found: &mut Found) {
    let Some(colophon) = &expected.form.colophon else { return };
    let is_colophon = |line: &Line| line.role == Role::Colophon;
    let Some(last) = pages.last() else { return };
    let on_last = last.lines.iter().any(is_colophon);
    found.page(Check::Colophon, last, !on_last, || "是最后一页，却没有版记".to_string());
    for page in &pages[..pages.len() - 1] {
        let early = page.lines.iter().any(is_colophon);
        found.page(Check::Colophon, page, early, || "有版记，却不是最后一页".to_string());
    }
    let odd = expected.form.colophon_on_even_page && last.number % 2 == 1;
    found.page(Check::Colophon, last, odd, || "有版记，却是单页".to_string());
    let rules: Vec<&Rule> = last.rules.iter().filter(|rule| rule.role == Role::Colophon).collect();
    let n_expected = match (&colophon.printed, colophon.cc.is_empty() && colophon.to.is_empty()) {
        (None, _) => 0,
        (Some(_), true) => 2,
        (Some(_), false) => 3,
    };
    found.page(Check::Colophon, last, rules.len() != n_expected, || {
        format!("的版记有 {} 条横线（应有 {n_expected} 条）", rules.len())
    });
    if let Some((organ, date)) = &colophon.printed {
        check_printed(last, organ, *date, expected, found);
    }
    if let Some(rule) = rules.last() {
        let edge = rule.y + rule.weight / 2.0;
        measure(found, Check::Colophon, last, "版记末条线", edge - grid::BOTTOM);
    }
    for (at, rule) in rules.iter().enumerate() {
        let is_outer = at == 0 || at + 1 == rules.len();
        let weight = if is_outer { 0.35 } else { 0.25 } * grid::MM;
        measure(found, Check::Colophon, last, "版记横线粗细", 10.0 * (rule.weight - weight));
        measure(found, Check::Colophon, last, "版记横线左端", rule.left - expected.left(last.number));
        measure(found, Check::Colophon, last, "版记横线右端", rule.right - expected.right(last.number));
    }
}

/// Checks who printed it and when: the name one cell in from the left, the date whole, on one
/// line, and one cell in from the right (7.4.3).
fn check_printed(page: &PageLines, organ: &str, date: Date, expected: &Expected<'_>, found: &mut Found) {
    let line = |text: &str| page.lines.iter().find(|line| line.role == Role::Colophon && line.text == text);
    let wanted = printed_on(date);
    let on = line(&wanted);
    found.page(Check::Colophon, page, on.is_none(), || format!("的版记没有完整的一行印发日期 `{wanted}`"));
    if let Some(on) = on {
        let off = on.right - (expected.right(page.number) - SI_HAO);
        measure(found, Check::Colophon, page, "印发日期右端", off);
    }
    for text in printer_lines(organ, date).iter().filter(|text| !text.is_empty()) {
        let by = line(text);
        found.page(Check::Colophon, page, by.is_none(), || format!("的版记没有印发机关 `{text}`"));
        if let Some(by) = by {
            let off = by.left - (expected.left(page.number) + SI_HAO);
            measure(found, Check::Colophon, page, "印发机关左端", off);
        }
    }
}

/// Checks the page numbers: which pages have one, and where.
fn check_numbers(pages: &[PageLines], expected: &Expected<'_>, found: &mut Found) {
    let is_blank = |page: &PageLines| page.lines.iter().all(|line| line.role == Role::PageNumber);
    for (at, page) in pages.iter().enumerate() {
        // The first page of a letter has none; a blank page and the colophon after it neither.
        let after_blank = at > 0 && at + 1 == pages.len() && is_blank(&pages[at - 1]);
        let has_none = (at == 0 && expected.form.format == Format::Letter) || is_blank(page) || after_blank;
        let number = page.lines.iter().find(|line| line.role == Role::PageNumber);
        let text = if has_none { None } else { Some(format!("— {} —", page.number)) };
        let shown = number.map(|line| line.text.clone());
        found.page(Check::Numbering, page, shown != text, || {
            let name = |text: Option<String>| text.unwrap_or_else(|| "无".to_string());
            format!("的页码为 `{}`（应为 `{}`）", name(shown.clone()), name(text.clone()))
        });
        if let Some(line) = number {
            // Odd pages one cell in from the right, even ones from the left.
            let off = if page.number % 2 == 1 {
                line.right - (expected.right(page.number) - SI_HAO)
            } else {
                line.left - (expected.left(page.number) + SI_HAO)
            };
            measure(found, Check::Numbering, page, "页码左右位置", off);
            // The dashes' upper edges stand 0.3 em above the baseline.
            let dash = line.baseline - 0.3 * line.size;
            measure(found, Check::Numbering, page, "页码一字线", dash - (grid::BOTTOM + 7.0 * grid::MM));
        }
    }
}

/// Checks that nothing is coloured but the letterhead, and that is red.
fn check_colours(page: &PageLines, red: &str, found: &mut Found) {
    let wrong = page.coloured.iter().find(|item| item.role != Role::Letterhead || item.colour != red);
    found.page(Check::Colours, page, wrong.is_some(), || {
        let colour = wrong.map_or("", |item| item.colour.as_str());
        format!("用了不该有的颜色 {colour}（只有版头可用红色）")
    });
}

/// How a red looks among the pages' colours (5.2.4).
fn red(red: Red) -> &'static str {
    match red {
        Red::Rgb => "#ff0000",
        Red::Cmyk => "cmyk(0%, 80%, 80%, 0%)",
    }
}
