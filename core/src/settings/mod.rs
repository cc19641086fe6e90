//! What is asked for, settled: configuration files under the words of the command line or
//! the page, every value checked before a stage sees it.

pub mod carried;
mod choices;
pub mod profile;
mod standards;
mod words;

use crate::diagnostic::Diagnostic;
use crate::period::{Period, parse_iso_date};
use crate::settings::profile::{Layer, Profile};

pub use choices::{Format, Red, Seal};
pub use standards::{Standard, Standards, StandardsError};
pub use words::{OwnWords, RegisterWords};

/// The most characters of a name: real ones have fifty at most, and titles are made of them.
const MAX_NAME_CHARS: usize = 100;

/// A profile whose values are known to be usable.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The profile.
    pub profile: Profile,
    /// The PDF standards.
    pub standards: Standards,
    /// What there is to say about the configuration files.
    pub diagnostics: Vec<Diagnostic>,
}

/// A value that cannot be used, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SettingsError {
    /// What is wrong, in Chinese, without a full stop.
    pub message: String,
    /// What can be done.
    pub hint: &'static str,
}

impl SettingsError {
    fn new(message: impl Into<String>, hint: &'static str) -> SettingsError {
        SettingsError { message: message.into(), hint }
    }
}

/// Settles a profile: the configuration files, outermost first, then what `overlay` lays over
/// them, then `unit_by_default` where nothing names the unit.
pub fn settle<E: From<SettingsError>>(
    layers: &[Layer],
    overlay: impl FnOnce(&mut Profile),
    unit_by_default: impl FnOnce() -> Result<String, E>,
) -> Result<Settings, E> {
    let (mut profile, diagnostics) = profile::merge(layers)
        .map_err(|error| SettingsError::new(error.to_string(), "改正后再试，各项写法见 README"))?;
    overlay(&mut profile);
    if profile.unit.is_none() {
        profile.unit = Some(unit_by_default()?);
    }
    check(&profile)?;
    let standards = standards(&profile)?;
    Ok(Settings { profile, standards, diagnostics })
}

/// Returns the standards that a profile asks for, if its colours can keep them.
pub fn standards(profile: &Profile) -> Result<Standards, SettingsError> {
    let standards = match &profile.standard {
        Some(list) => Standards::parse(list).map_err(|error| {
            SettingsError::new(error.to_string(), "可用：1.7 a-1b a-2b a-2u a-2a a-3b a-3a ua-1")
        })?,
        None => Standards::default(),
    };
    let is_cmyk = profile.page.red.as_deref().and_then(Red::named) == Some(Red::Cmyk);
    if is_cmyk && standards.are_archival() {
        let message = format!("红色 `cmyk` 不能用于 PDF 标准 {standards}（PDF/A 里只能用 rgb）");
        return Err(SettingsError::new(message, "送印刷厂的写 standard = [\"1.7\"]；归档的不写 red"));
    }
    Ok(standards)
}

/// Checks the values that no stage would complain about in time.
pub fn check(profile: &Profile) -> Result<(), SettingsError> {
    if let Some(period) = &profile.period {
        period.parse::<Period>().map_err(|error| {
            SettingsError::new(error.to_string(), "上半年写 2020H1，下半年写 2020H2，季度写 2020Q1")
        })?;
    }
    let dates = [
        ("成文日期", &profile.date, "2020-07-03"),
        ("学习日期", &profile.session, "2020-06-24"),
        ("印发日期", &profile.letterhead.printed_on, "2020-07-05"),
    ];
    for (name, value, example) in dates {
        if let Some(date) = value
            && parse_iso_date(date).is_none()
        {
            let message = format!("{name} `{date}` 无法识别（应为 {example} 的写法）");
            return Err(SettingsError::new(message, "核对年、月、日"));
        }
    }
    let choices: [(&str, &Option<String>, &[&str]); 4] = [
        ("公文格式", &profile.profile, &Format::ALL.map(Format::name)),
        ("印章方式", &profile.letterhead.seal, &Seal::ALL.map(Seal::name)),
        ("装订方式", &profile.page.binding, &["fixed", "mirrored"]),
        ("红色", &profile.page.red, &Red::ALL.map(Red::name)),
    ];
    for (name, value, known) in choices {
        if let Some(value) = value
            && !known.contains(&value.as_str())
        {
            let message = format!("{name} `{value}` 不认识（应为 {} 之一）", known.join("、"));
            return Err(SettingsError::new(message, "改正命令行、页面或 banxin.toml 中的写法"));
        }
    }
    let head = &profile.letterhead;
    let one = [&profile.unit, &profile.organ, &profile.county, &head.mark, &head.printed_by, &head.number];
    let names = one.into_iter().flatten().chain(&profile.organs).chain(&head.signers).chain(&head.posts);
    if let Some(name) = names.into_iter().find(|name| name.chars().count() > MAX_NAME_CHARS) {
        let start: String = name.chars().take(20).collect();
        let message =
            format!("名称 `{start}…` 有 {} 个字（应不多于 {MAX_NAME_CHARS} 个）", name.chars().count());
        return Err(SettingsError::new(message, "是否把别的文字粘到了名称里"));
    }
    if profile.unit.as_deref().is_some_and(|unit| unit.trim().is_empty()) {
        return Err(SettingsError::new("单位名称是空的", "写明单位名称，命令行上用 --unit"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(toml: &str, overlay: impl FnOnce(&mut Profile)) -> Result<Settings, SettingsError> {
        let layer = Layer { file: "banxin.toml".into(), text: toml.into() };
        settle(&[layer], overlay, || Ok("清溪镇".to_string()))
    }

    #[test]
    fn the_words_asked_for_win_and_the_unit_has_a_default() {
        let settings = settled("period = \"2020H1\"\nprofile = \"report\"", |profile| {
            profile.period = Some("2020H2".into());
        })
        .expect("all values are usable");
        assert_eq!(settings.profile.unit.as_deref(), Some("清溪镇"));
        assert_eq!(settings.profile.period.as_deref(), Some("2020H2"));
        assert_eq!(settings.profile.profile.as_deref(), Some("report"));
        assert_eq!(settings.standards.to_string(), "a-2a,ua-1");
    }

    #[test]
    fn values_that_cannot_be_used_are_named() {
        let check = |toml: &str, expected: &str| {
            let error = settled(toml, |_| {}).expect_err(toml);
            assert!(error.message.contains(expected), "{error}");
        };
        check("period = \"2020H3\"", "2020H3");
        check("date = \"2020-02-30\"", "成文日期 `2020-02-30`");
        check("profile = \"memo\"", "公文格式 `memo`");
        check("standard = [\"a-9\"]", "a-9");
        check("unit = \" \"", "单位名称是空的");
        check("[letterhead]\nprinted-on = \"2020年7月5日\"", "印发日期 `2020年7月5日`");
        check(&format!("organ = \"{}\"", "委".repeat(101)), "有 101 个字");
        check("unit = ", "第 1 行");
        check("[letterhead]\nseal = \"wax\"", "印章方式 `wax`");
        check("[page]\nred = \"大红\"", "红色 `大红`");
        check("[page]\nred = \"cmyk\"", "红色 `cmyk` 不能用于 PDF 标准 a-2a,ua-1");
        let printed = settled("standard = [\"1.7\"]\n[page]\nred = \"cmyk\"", |_| {});
        assert_eq!(printed.expect("no archive").standards.to_string(), "1.7");
    }
}
