//! The document's own date (成文日期), and whether it agrees with the dates the document tells of.
//!
//! A date nobody stated is derived so that it agrees; what is stated is kept, and where it
//! contradicts the registers or the plan, that is said as a warning.

use time::{Date, Duration};

use crate::diagnostic::Diagnostic;
use crate::document::form::Format;
use crate::document::material::session;
use crate::dossier::Dossier;
use crate::period::{Period, parse_iso_date};
use crate::settings::profile::Profile;

/// Returns the date that the document bears: the stated one, else the session's own day for
/// minutes and the day after the period's last for everything else.
pub fn date_of(profile: &Profile, dossier: &Dossier) -> Date {
    let of_session = || minutes_of(profile, dossier);
    stated(profile).or_else(of_session).unwrap_or_else(|| day_after(dossier.period))
}

/// As [`date_of`], where the registers could not be read.
pub fn date_in(profile: &Profile, period: Period) -> Date {
    stated(profile).unwrap_or_else(|| day_after(period))
}

/// Returns the stated date.
fn stated(profile: &Profile) -> Option<Date> {
    profile.date.as_deref().and_then(parse_iso_date)
}

/// Returns the day after the period's last.
fn day_after(period: Period) -> Date {
    period.last_day() + Duration::days(1)
}

/// Returns the day of the session that minutes are of; nothing where none are asked for.
fn minutes_of(profile: &Profile, dossier: &Dossier) -> Option<Date> {
    let is_minutes = profile.profile.as_deref().and_then(Format::named) == Some(Format::Minutes);
    let wanted = profile.session.as_deref().and_then(parse_iso_date);
    is_minutes.then(|| session(dossier, wanted)).flatten().map(|session| session.date)
}

/// Warns where a stated date contradicts another, each time with both.
pub fn check_order(profile: &Profile, dossier: &Dossier) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if let Some(date) = stated(profile) {
        found.extend(match minutes_of(profile, dossier) {
            Some(session) => (date < session).then(|| too_early(date, "所记学习的日期", session)),
            None => of_report(date, dossier),
        });
    }
    let printed_on = profile.letterhead.printed_on.as_deref().and_then(parse_iso_date);
    let date = date_of(profile, dossier);
    if let Some(printed_on) = printed_on
        && printed_on < date
    {
        let message = format!("印发日期 {printed_on} 早于成文日期 {date}");
        found.push(warning(message, "核对 printed-on 和 date"));
    }
    found
}

/// Compares a stated date with the sessions told of, the period summed up, and the plan.
fn of_report(date: Date, dossier: &Dossier) -> Option<Diagnostic> {
    let period = dossier.period;
    // Before the last session it is before the period's end too: one of them says it.
    if let Some(last) = dossier.sessions.iter().map(|session| session.date).max()
        && date < last
    {
        return Some(too_early(date, "报告所列最后一次学习的日期", last));
    }
    if date < period.last_day() {
        return Some(too_early(date, "报告期的最后一天", period.last_day()));
    }
    // Before that, measures are put off until after the document's date.
    let last_due = period.next().last_day();
    let message = || format!("成文日期 {date} 已到或超过下期措施的最后时限 {last_due}");
    (date >= last_due).then(|| warning(message(), "核对成文日期和报告期，命令行上用 --date 和 --period"))
}

fn too_early(date: Date, what: &str, other: Date) -> Diagnostic {
    warning(
        format!("成文日期 {date} 早于{what} {other}"),
        "核对成文日期和报告期，命令行上用 --date 和 --period",
    )
}

fn warning(message: String, hint: &str) -> Diagnostic {
    Diagnostic::warning("date-order", message).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::assemble;
    use crate::settings::profile::{Layer, merge};
    use crate::source::Source;
    use crate::workbook;

    /// Compares the warnings on a configuration, and the document's date.
    #[track_caller]
    fn check(toml: &str, session: Option<&str>, date: &str, expected: &[&str]) {
        let text = format!("period = \"2020H1\"\n{toml}");
        let (mut profile, _) = merge(&[Layer { file: "banxin.toml".into(), text }]).expect("valid");
        profile.session = session.map(str::to_string);
        let text = "姓名,职务,2月3日,6月12日\n张三,书记,√,√\n李四,委员,√,√\n";
        let source = Source { name: "考勤表.csv".into(), bytes: text.into() };
        let workbook = workbook::read(0, &source).output.expect("text is readable");
        let period = profile.period.as_deref().and_then(|period| period.parse().ok());
        let dossier = assemble(&[workbook], "清溪镇", period).output.expect("an attendance register");
        assert_eq!(date_of(&profile, &dossier).to_string(), date, "{toml}");
        let found = check_order(&profile, &dossier);
        assert!(found.iter().all(|diagnostic| diagnostic.key == "date-order"));
        let found: Vec<&str> = found.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
        assert_eq!(found, expected, "{toml}");
    }

    #[test]
    fn dates_nobody_stated_are_in_order() {
        check("", None, "2020-07-01", &[]);
        check("profile = \"report\"", None, "2020-07-01", &[]);
        check("profile = \"minutes\"", None, "2020-06-12", &[]);
        check("profile = \"minutes\"", Some("2020-02-03"), "2020-02-03", &[]);
    }

    #[test]
    fn stated_dates_out_of_order() {
        let printed = "[letterhead]\nprinted-on = ";
        check("date = \"2020-07-03\"", None, "2020-07-03", &[]);
        check("date = \"2020-06-30\"", None, "2020-06-30", &[]);
        check("date = \"2020-12-30\"", None, "2020-12-30", &[]);
        check(
            "date = \"2020-06-11\"",
            None,
            "2020-06-11",
            &["成文日期 2020-06-11 早于报告所列最后一次学习的日期 2020-06-12"],
        );
        check(
            "date = \"2020-06-12\"",
            None,
            "2020-06-12",
            &["成文日期 2020-06-12 早于报告期的最后一天 2020-06-30"],
        );
        check(
            "date = \"2020-12-31\"",
            None,
            "2020-12-31",
            &["成文日期 2020-12-31 已到或超过下期措施的最后时限 2020-12-31"],
        );
        check(
            "profile = \"minutes\"\ndate = \"2020-02-02\"",
            Some("2020-02-03"),
            "2020-02-02",
            &["成文日期 2020-02-02 早于所记学习的日期 2020-02-03"],
        );
        check("profile = \"minutes\"\ndate = \"2020-02-03\"", Some("2020-02-03"), "2020-02-03", &[]);
        check(&format!("{printed}\"2020-07-01\""), None, "2020-07-01", &[]);
        check(
            &format!("date = \"2020-07-03\"\n{printed}\"2020-07-02\""),
            None,
            "2020-07-03",
            &["印发日期 2020-07-02 早于成文日期 2020-07-03"],
        );
    }
}
