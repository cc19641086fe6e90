//! What the configuration says above and below the text, against GB/T 9704-2012.
//!
//! Only values: where they stand is measured on the finished pages (src/pages/form_audit.rs), and
//! so is 发文字号, whose form the page shows.

use crate::diagnostic::Diagnostic;
use crate::document::form::Format;
use crate::document::letterhead::{self, organs_without_post};
use crate::settings::{Letterhead, NO_UNIT, Settings};

/// 密级, from the highest.
const SECRECY: [&str; 3] = ["绝密", "机密", "秘密"];
/// 紧急程度 of documents on paper (7.2.3).
const URGENCY: [&str; 2] = ["特急", "加急"];
/// What a note says of a document that everybody may read.
const PUBLIC: [&str; 2] = ["公开发布", "主动公开"];
/// How many digits 份号 most often has (7.2.1).
const COPY_DIGITS: usize = 6;

/// Checks the settings that a document prints by its format; `organs` issue it.
pub(crate) fn check(settings: &Settings, organs: &[String]) -> Vec<Diagnostic> {
    let Settings { format, letterhead: head, .. } = settings;
    let mut found = Vec::new();
    if *format != Format::Plain {
        check_marks(head, &mut found);
        check_format(head, *format, &mut found);
    }
    if let (Format::Notice, None, Some(superior)) = (*format, &settings.recipients, &settings.superior) {
        let message = format!("下行文没有写主送机关；superior `{superior}` 是上级，没有写作主送");
        found.push(warning(message).hint("在 banxin.toml 写 recipients = \"各村党支部，镇属各单位\""));
    }
    if *format != Format::Minutes {
        check_organs(settings.organ.as_deref(), &settings.organs, &mut found);
    }
    for organ in organs_without_post(head, *format, organs) {
        let message =
            format!("加盖签名章，却没有写明 `{organ}` 签发人的职务（应在 posts 中按机关的顺序逐个写全称）");
        found.push(
            Diagnostic::error("missing-post", message).hint("在 banxin.toml 的 letterhead.posts 中补上"),
        );
    }
    found
}

/// Returns whether a text is 发文字号: a full year in 〔〕, no 第, no leading zero (7.2.5).
pub fn is_document_number(text: &str) -> bool {
    let Some((code, rest)) = text.split_once('〔') else { return false };
    let Some((year, rest)) = rest.split_once('〕') else { return false };
    let Some(serial) = rest.strip_suffix('号') else { return false };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    !code.is_empty() && year.len() == 4 && is_digits(year) && is_digits(serial) && !serial.starts_with('0')
}

/// Checks the settings that a unit's document prints by its format.
pub fn check_letterhead(settings: &Settings) -> Vec<Diagnostic> {
    let mut found = check(settings, &letterhead::organs(settings));
    found.extend(check_group(settings));
    found
}

/// Says by which body a group was named where the unit's name leaves it open.
fn check_group(settings: &Settings) -> Option<Diagnostic> {
    let (unit, group) = (&settings.unit, settings.study_group());
    // A folder's name such as `2020-H1` is nobody's name.
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let is_name = unit != NO_UNIT && unit.chars().any(is_han);
    if group.choices.is_empty() || !is_name {
        return None;
    }
    let ways: Vec<String> = group.choices.iter().map(|body| format!("`{}`", body.word())).collect();
    let message = format!("从单位名称 `{unit}` 看不出是哪一级党组织的中心组，按“{}”写", group.name());
    let hint = format!("在 banxin.toml 写 group（{}），网页上在单位名称旁边选", ways.join("、"));
    Some(Diagnostic::note("group-guessed", message).value(unit).hint(hint))
}

/// Returns a warning about a value.
fn warning(message: String) -> Diagnostic {
    Diagnostic::warning("letterhead-value", message)
}

/// Checks the marks at the upper left and the note.
fn check_marks(head: &Letterhead, found: &mut Vec<Diagnostic>) {
    let secrecy = head.secrecy.as_deref();
    if let Some(secrecy) = secrecy.filter(|secrecy| !is_secrecy(secrecy)) {
        let message =
            format!("密级和保密期限 `{secrecy}` 写法不对（应为绝密、机密或秘密，期限如 `机密★1年`）");
        found.push(warning(message));
    }
    if let Some(urgency) = head.urgency.as_deref().filter(|urgency| !URGENCY.contains(urgency)) {
        found.push(warning(format!("紧急程度 `{urgency}` 写法不对（应为特急或加急）")));
    }
    if let Some(copy) = head.copy_number.as_deref() {
        if !is_digits(copy) {
            found.push(warning(format!("份号 `{copy}` 写法不对（应为阿拉伯数字，一般 {COPY_DIGITS} 位）")));
        } else if copy.len() != COPY_DIGITS {
            let message = format!("份号 `{copy}` 有 {} 位（一般为 {COPY_DIGITS} 位）", copy.len());
            found.push(Diagnostic::note("letterhead-value", message));
        }
    }
    if let (Some(secrecy), Some(note)) = (secrecy, head.note.as_deref())
        && PUBLIC.iter().any(|word| note.replace("不公开", "").contains(word))
    {
        found.push(warning(format!("附注 `{note}` 与密级 `{secrecy}` 矛盾（涉密公文不公开发布）")));
    }
}

/// Checks what only one format asks for.
fn check_format(head: &Letterhead, format: Format, found: &mut Vec<Diagnostic>) {
    if format == Format::Report && head.signers.iter().all(|signer| signer.trim().is_empty()) {
        let message = "上行文没有签发人（应标注签发人姓名）".to_string();
        found.push(warning(message).hint("在 banxin.toml 的 letterhead.signers 中写上"));
    }
    if let (Format::Letter, Some(mark)) = (format, head.mark.as_deref().filter(|mark| mark.ends_with("文件")))
    {
        let message = format!("信函的发文机关标志 `{mark}` 带有“文件”（应为发文机关全称或者规范化简称）");
        found.push(warning(message));
    }
}

/// Checks that the organ that leads is one of those that issue the document together.
fn check_organs(organ: Option<&str>, organs: &[String], found: &mut Vec<Diagnostic>) {
    let Some(organ) = organ else { return };
    if !organs.is_empty() && !organs.iter().any(|one| one == organ) {
        let message = format!(
            "联合行文的机关 {} 中没有发文机关 `{organ}`，已排在最前（organs 应列出全部机关，主办机关在前）",
            organs.iter().map(|organ| format!("`{organ}`")).collect::<Vec<_>>().join("、")
        );
        found.push(warning(message).hint("联合行文只写 organs，或让 organ 与其中一个一致"));
    }
}

/// Returns whether a text is 密级 with or without 保密期限: `机密`, `机密★1年`, `秘密★6个月`.
fn is_secrecy(text: &str) -> bool {
    let Some(rest) = SECRECY.iter().find_map(|grade| text.strip_prefix(grade)) else { return false };
    let Some(time) = rest.strip_prefix('★') else { return rest.is_empty() };
    ["年", "个月"].iter().filter_map(|unit| time.strip_suffix(unit)).any(is_digits)
}

/// Returns whether a text is nothing but arabic digits.
fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crate::document::letterhead::organs;
    use crate::settings::{Asked, Layer, settle};

    /// Compares what is said about a configuration of 甲镇.
    #[track_caller]
    fn check(format: &str, toml: &str, expected: &[&str]) {
        let text = format!("unit = \"甲镇\"\nprofile = \"{format}\"\n{toml}");
        let layer = Layer { file: "banxin.toml".into(), text };
        let settled = settle(&[layer], &Asked::default()).expect("usable");
        assert_eq!(settled.diagnostics, []);
        let lines: Vec<_> = super::check(&settled.settings, &organs(&settled.settings))
            .iter()
            .map(|found| format!("{} {}：{}", found.key, found.severity, found.message))
            .collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn secrecy_urgency_and_copy_number() {
        for good in ["绝密", "机密★10年", "秘密★6个月"] {
            check("notice", &format!("[letterhead]\nsecrecy = \"{good}\""), &[]);
        }
        for bad in ["保密1年", "机密★一年", "机密1年", "机密★年", "秘密★1天"] {
            let expected = format!(
                "letterhead-value 警告：密级和保密期限 `{bad}` 写法不对（应为绝密、机密或秘密，期限如 `机密★1年`）"
            );
            check("notice", &format!("[letterhead]\nsecrecy = \"{bad}\""), &[expected.as_str()]);
        }
        check("notice", "[letterhead]\nurgency = \"特急\"\ncopy-number = \"000012\"", &[]);
        check(
            "minutes",
            "[letterhead]\nurgency = \"急\"\ncopy-number = \"12号\"",
            &[
                "letterhead-value 警告：紧急程度 `急` 写法不对（应为特急或加急）",
                "letterhead-value 警告：份号 `12号` 写法不对（应为阿拉伯数字，一般 6 位）",
            ],
        );
        let short = ["letterhead-value 说明：份号 `1` 有 1 位（一般为 6 位）"];
        check("notice", "[letterhead]\ncopy-number = \"1\"", &short);
        // A plain document prints none of them.
        check("plain", "[letterhead]\nsecrecy = \"密\"\nurgency = \"急\"\ncopy-number = \"一\"", &[]);
    }

    #[test]
    fn what_is_secret_is_not_public() {
        let both = "[letterhead]\nsecrecy = \"秘密★1年\"\nnote = ";
        check(
            "notice",
            &format!("{both}\"（此件公开发布）\""),
            &["letterhead-value 警告：附注 `（此件公开发布）` 与密级 `秘密★1年` 矛盾（涉密公文不公开发布）"],
        );
        check("notice", &format!("{both}\"此件不公开发布\""), &[]);
        check("notice", &format!("{both}\"联系人：张三，电话：0000-1234567\""), &[]);
        check("notice", "[letterhead]\nnote = \"此件公开发布\"", &[]);
    }

    #[test]
    fn what_one_format_asks_for() {
        check("report", "", &["letterhead-value 警告：上行文没有签发人（应标注签发人姓名）"]);
        check("report", "[letterhead]\nsigners = [\"张三\"]", &[]);
        check("notice", "[letterhead]\nmark = \"甲镇文件\"", &[]);
        check(
            "letter",
            "[letterhead]\nmark = \"甲镇文件\"",
            &[
                "letterhead-value 警告：信函的发文机关标志 `甲镇文件` 带有“文件”（应为发文机关全称或者规范化简称）",
            ],
        );
    }

    #[test]
    fn a_notice_is_not_addressed_to_the_superior() {
        let superior = "superior = \"青山县委宣传部\"";
        check(
            "notice",
            superior,
            &["letterhead-value 警告：下行文没有写主送机关；superior `青山县委宣传部` 是上级，没有写作主送"],
        );
        check("notice", &format!("{superior}\nrecipients = \"各村党支部\""), &[]);
        check("letter", superior, &[]);
    }

    #[test]
    fn a_name_that_leaves_the_body_open_is_named() {
        let found = |toml: &str| {
            let layer = Layer { file: "banxin.toml".into(), text: toml.into() };
            let settings = settle(&[layer], &Asked::default()).expect("usable").settings;
            super::check_letterhead(&settings).into_iter().map(|found| found.message).collect::<Vec<_>>()
        };
        let open = "unit = \"青山县教育局\"\n";
        let told =
            "从单位名称 `青山县教育局` 看不出是哪一级党组织的中心组，按“青山县教育局党组理论学习中心组”写";
        assert_eq!(found(open), [told]);
        assert!(found(&format!("{open}group = \"党委\"")).is_empty());
        assert!(found(&format!("{open}organ = \"中共青山县教育局党组\"")).is_empty());
        assert!(found("unit = \"清溪镇\"").is_empty() && found("").is_empty());
    }

    #[test]
    fn the_organ_is_one_of_the_organs() {
        let two = "organs = [\"中共甲镇委员会\", \"甲镇人民政府\"]";
        check("notice", two, &[]);
        check("notice", &format!("{two}\norgan = \"甲镇人民政府\""), &[]);
        check("notice", "organ = \"中共乙镇委员会\"", &[]);
        check(
            "notice",
            &format!("{two}\norgan = \"中共乙镇委员会\""),
            &[
                "letterhead-value 警告：联合行文的机关 `中共甲镇委员会`、`甲镇人民政府` 中没有发文机关 `中共乙镇委员会`，\
               已排在最前（organs 应列出全部机关，主办机关在前）",
            ],
        );
    }

    #[test]
    fn every_organ_that_signs_has_a_post() {
        let two = "organs = [\"中共甲镇委员会\", \"甲镇人民政府\"]\n[letterhead]\nseal = \"signature\"\n";
        let missing = |organ: &str| {
            format!(
                "missing-post 错误：加盖签名章，却没有写明 `{organ}` 签发人的职务（应在 posts 中按机关的顺序逐个写全称）"
            )
        };
        check("notice", two, &[missing("甲镇人民政府").as_str()]);
        check("notice", &format!("{two}posts = [\"书记\"]"), &[missing("甲镇人民政府").as_str()]);
        check("notice", &format!("{two}posts = [\"中共甲镇委员会书记\", \"甲镇人民政府镇长\"]"), &[]);
        // Whoever signs for a committee of the Party is known.
        check("plain", "[letterhead]\nseal = \"signature\"", &[]);
        let office = "organ = \"甲镇人民政府\"\n[letterhead]\nseal = \"signature\"";
        check("letter", office, &[missing("甲镇人民政府").as_str()]);
        check("minutes", office, &[]);
    }

    #[test]
    fn numbers_of_documents() {
        for good in ["清委〔2020〕12号", "清政发〔2020〕1号"] {
            assert!(super::is_document_number(good), "{good}");
        }
        for bad in [
            "清委[2020]12号",
            "清委〔2020〕012号",
            "清委〔20〕1号",
            "清委〔2020〕第1号",
            "〔2020〕1号",
            "12号",
        ] {
            assert!(!super::is_document_number(bad), "{bad}");
        }
    }
}
