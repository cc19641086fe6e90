//! What stands above and below the text: what a draft may change there, and what is set elsewhere.
//!
//! Title, addressee, number, organs and date are the leaders' to change, as far as the form
//! allows it; everything else comes from the configuration, and a change of it is told with its key.

use time::{Date, Month};

use crate::diagnostic::Diagnostic;
use crate::document::visible::chinese_date;
use crate::document::{Document, Format, Seal, Text, is_document_number};
use crate::revision::apply::frame::Frame;
use crate::revision::apply::open::short;
use crate::revision::apply::plain::{plain, squeezed};
use crate::revision::apply::regions::Regions;
use crate::revision::apply::texts::REVISED;
use crate::revision::draft::Words;

/// The most characters of a title; more fill half a page.
const MAX_TITLE_CHARS: usize = 100;

fn all(words: &[&Words]) -> String {
    words.iter().map(|words| squeezed(&words.text)).collect()
}

/// Says that a part that the configuration sets was changed in the draft.
fn set_elsewhere(what: &str, found: &str, expected: &str, keys: &str) -> Diagnostic {
    let message = format!("{what}改成了 `{}`（按台账和配置应为 `{}`）", short(found), short(expected));
    Diagnostic::error("frame-changed", message).hint(format!("在 banxin.toml 里改 {keys}，重新定稿"))
}

/// Takes over what stands above and below the text.
pub(super) fn take(
    regions: &Regions<'_>,
    frame: &Frame,
    document: &mut Document,
    found: &mut Vec<Diagnostic>,
) {
    title(&regions.title, document, found);
    addressee(&regions.addressee, document, found);
    letterhead(&regions.letterhead, frame, document, found);
    signature(&regions.signature, frame, document, found);
    let (now, then) = (all(&regions.closing), frame.closing.concat());
    if now != then {
        let keys = "letterhead.note；出席、请假、列席的人在考勤表里改";
        found.push(set_elsewhere("附注或人员名单", &now, &then, keys));
    }
    let (now, then) = (all(&regions.colophon), frame.colophon.concat());
    if now != then {
        let keys = "recipients、superior 和 [letterhead] 的 cc、printed-by、printed-on";
        found.push(set_elsewhere("版记", &now, &then, keys));
    }
}

fn title(now: &[&Words], document: &mut Document, found: &mut Vec<Diagnostic>) {
    let then: String = document.title.iter().map(|word| squeezed(word)).collect();
    if all(now) == then {
        return;
    }
    let lines: Vec<String> = now
        .iter()
        .flat_map(|words| words.text.split('\n'))
        .map(plain)
        .filter(|line| !line.is_empty())
        .collect();
    let n_chars: usize = lines.iter().map(|line| line.chars().count()).sum();
    if lines.is_empty() || n_chars > MAX_TITLE_CHARS {
        let message = format!("标题有 {n_chars} 个字（应有标题，且不超过 {MAX_TITLE_CHARS} 个字）");
        found.push(Diagnostic::error("bad-title", message).hint("标题写在文首，用原来标题的样式"));
        return;
    }
    if lines.iter().any(|line| line.ends_with('。')) {
        found.push(Diagnostic::warning("bad-title", "标题末尾有句号（标题一般不用标点）"));
    }
    document.title = lines.into_iter().map(|line| Text::of(line, REVISED)).collect();
}

fn addressee(now: &[&Words], document: &mut Document, found: &mut Vec<Diagnostic>) {
    let (said, then) = (all(now), document.addressee.as_deref().map(squeezed).unwrap_or_default());
    if said == then {
        return;
    }
    if said.is_empty() {
        document.addressee = None;
        return;
    }
    let text: Vec<String> = now.iter().map(|words| plain(&words.text.replace('\n', ""))).collect();
    let text = text.concat();
    if !text.ends_with('：') {
        let message = format!("主送机关 `{}` 末尾没有冒号（应为全角冒号）", short(&text));
        found.push(Diagnostic::error("bad-addressee", message).hint("在主送机关后加“：”"));
        return;
    }
    document.addressee = Some(Text::of(text, REVISED));
}

fn letterhead(now: &[&Words], frame: &Frame, document: &mut Document, found: &mut Vec<Diagnostic>) {
    let mut left = all(now);
    // The longest first: a name may be a part of another.
    let mut expected = frame.letterhead.clone();
    expected.sort_by_key(|one| std::cmp::Reverse(one.len()));
    let mut missing = Vec::new();
    for one in &expected {
        match left.find(one.as_str()) {
            Some(at) => left.replace_range(at..at + one.len(), ""),
            None => missing.push(one.as_str()),
        }
    }
    let number = frame.number.clone().unwrap_or_default();
    if missing.is_empty() && left == number {
        return;
    }
    let keys = "[letterhead] 的 mark、signers、secrecy、urgency、copy-number、number";
    if !missing.is_empty() {
        found.push(set_elsewhere("版头", &left, &missing.join(" "), keys));
    } else if !is_document_number(&left) || document.form.format == Format::Minutes {
        let message = format!("发文字号 `{}` 写法不对（应如 `清委〔2020〕12号`）", short(&left));
        found.push(
            Diagnostic::error("bad-number-of-document", message).hint("年份用〔〕，不加“第”，不编虚位"),
        );
    } else if let Some(head) = &mut document.form.letterhead {
        for keyword in &mut document.keywords {
            if squeezed(keyword) == number {
                keyword.clone_from(&left);
            }
        }
        head.number = Some(left);
    }
}

fn signature(now: &[&Words], frame: &Frame, document: &mut Document, found: &mut Vec<Diagnostic>) {
    let Some(date) = &frame.date else {
        if !now.is_empty() {
            let message = format!("`{}` 用了落款的样式，纪要没有落款", short(&all(now)));
            found.push(Diagnostic::error("frame-changed", message).hint("请删去，或改为正文样式"));
        }
        return;
    };
    if all(now) == frame.signers.concat() + date {
        return;
    }
    // Organs that stand side by side are parted by tabs; a long name goes on in a new line.
    let mut said: Vec<String> = now
        .iter()
        .flat_map(|words| words.text.split('\t'))
        .map(squeezed)
        .filter(|one| !one.is_empty())
        .collect();
    let Some(new_date) = said.pop_if(|last| date_of(last).is_some()).and_then(|last| date_of(&last)) else {
        let message = format!("成文日期没有写，或写法不对：`{}`（应如 `{date}`）", short(&all(now)));
        found.push(
            Diagnostic::error("bad-date-of-document", message)
                .hint("落款最后一行写成文日期，年、月、日用阿拉伯数字"),
        );
        return;
    };
    if chinese_date(new_date) != *date {
        if new_date < document.period.last_day() {
            let message = format!("成文日期 {new_date} 早于报告期的最后一天 {}", document.period.last_day());
            found.push(Diagnostic::warning("date-order", message).hint("核对修改稿落款的日期"));
        }
        document.date = new_date;
    }
    if said == frame.signers {
        return;
    }
    let by_posts =
        document.form.signature.as_ref().is_some_and(|signature| signature.seal == Seal::Signature);
    if by_posts || said.len() != frame.signers.len() {
        let keys = if by_posts { "[letterhead] 的 posts" } else { "organ 或 organs" };
        found.push(set_elsewhere("落款", &said.join(" "), &frame.signers.join(" "), keys));
        return;
    }
    if let Some(first) = said.first() {
        document.organ.clone_from(first);
    }
    if let Some(signature) = &mut document.form.signature {
        signature.organs = said;
    }
}

/// Reads a date as a document bears it.
fn date_of(text: &str) -> Option<Date> {
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let day = rest.strip_suffix('日')?;
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(
        year.parse().ok().filter(|year| (1949..2200).contains(year))?,
        month,
        day.parse().ok()?,
    )
    .ok()
}
